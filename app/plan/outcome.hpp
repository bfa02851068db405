#pragma once

#include "app/plan/encryption.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace plan {

// --- What becomes of a dataset ---

/// Nothing to send.
struct UpToDate {};
/// Snapshots are sent, from `base` (empty: in full).
struct Transfers {
  std::string base;
  std::vector<std::string> snapshots;
};
/// The target has snapshots of its own after the base.
struct Diverged {
  std::string base;
  std::vector<std::string> incompatible;  ///< full target snapshot names
  bool could_rotate = false;              ///< with --on-diverge=rotate, which was not given
};
/// The target has snapshots, but none that is on the source too.
struct NoCommonBase {
  std::string set_aside_as;   ///< what the target could be renamed to
  bool could_follow = false;  ///< with --follow-renames, which was not given: it is the history of another one now
};
/// The target dataset exists without any snapshot: a full stream would have to overwrite it.
struct TargetInTheWay {
  std::string set_aside_as;  ///< see NoCommonBase
};
/// The target was written to since its newest snapshot.
struct TargetModified {
  std::uint64_t bytes = 0;
  std::string since;          ///< full target snapshot name
  bool could_rotate = false;  ///< see Diverged
};
/// A snapshot of that name with another guid is on the target.
struct NameTaken {
  std::string snapshot;  ///< full target snapshot name
};
/// Source and target are one and the same dataset.
struct OntoItself {};

/// The name on the target of what is to be sent would be longer than zfs takes.
struct NameTooLong {
  std::string name;
};
/// It was listed, and since then something came between: see Facts::lost.
struct Lost {
  std::string why;
};

/// It is to be sent as a clone, and what it is a clone of is not on the target.
struct OriginMissing {
  std::string origin;  ///< full target snapshot name; empty: it would have none
};
/// The dataset above it is selected, is not on the target and has nothing to send, or fails itself: so there will be
/// nothing to receive it beneath.
struct ParentMissing {
  std::string parent;
  bool parent_fails = false;
};
/// It is to be sent in plain, and its key is not loaded.
struct KeyMissing {
  std::string encryption_root;
};
/// It is to be sent raw, and the target's pool knows no encryption.
struct EncryptionUnknown {};
/// WrongEncryption (encryption.hpp): it does not go with how the copy is encrypted, or with what it would lie below.

/// An earlier run was interrupted while it set this target, or one above it, aside. This run finishes that, the next
/// one can send again.
struct RotationUnfinished {};

/// Its history is in another copy: see moves.hpp. Not to be sent again unasked.
struct Renamed {
  std::string copy;                   ///< the target dataset that has it
  std::string still_of;               ///< the selected source dataset that it is the copy of, too; empty: of none
  std::vector<std::string> commands;  ///< that make it this one's copy; none where `still_of` needs it
  bool run_again = false;             ///< before more is to be done
  bool could_follow = false;          ///< with --follow-renames, which was not given, it is renamed or promoted
  std::string why_left{};             ///< it was, and this is why the copy is where it was
};

/// A clone of this snapshot (name after '@') is made.
struct Cloned {
  std::string snapshot;
};
/// It goes back to this snapshot (name after '@').
struct RolledBack {
  std::string snapshot;
};

using Outcome = std::variant<UpToDate, Transfers, Diverged, NoCommonBase, TargetInTheWay, TargetModified, NameTaken,
                             WrongEncryption, OntoItself, NameTooLong, Lost, OriginMissing, ParentMissing, KeyMissing,
                             EncryptionUnknown, RotationUnfinished, Renamed, Cloned, RolledBack>;

inline bool is_failure(const Outcome& outcome) {
  return !std::holds_alternative<UpToDate>(outcome) && !std::holds_alternative<Transfers>(outcome) &&
         !std::holds_alternative<Cloned>(outcome) && !std::holds_alternative<RolledBack>(outcome);
}

}  // namespace plan
