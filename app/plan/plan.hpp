#pragma once

#include "app/plan/encryption.hpp"
#include "app/plan/fate.hpp"
#include "app/plan/options.hpp"
#include "app/plan/steps.hpp"
#include "selector/account.hpp"
#include "selector/inventory.hpp"
#include "selector/parse.hpp"
#include "selector/select.hpp"
#include "thinner/clock.hpp"

#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace plan {

/// The whole run is impossible: nothing may be changed. `what()` says what, where and the next step.
class PlanError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What was read from both sides. The optional ones, and what is filled in by snapshot, dataset or token, are read only
/// when a first plan says (Needs) that it depends on them.
struct Facts {
  const selector::Inventory* source = nullptr;
  const selector::Inventory* target = nullptr;  ///< null: snapshot-only
  std::vector<selector::Decision> selection;
  selector::SnapshotNames* names = nullptr;

  std::unordered_map<std::string, std::uint64_t>
      written_since;  ///< dataset -> bytes since our newest snapshot, where a foreign one is newer
  std::unordered_map<std::string, std::uint64_t> written;  ///< full target snapshot name -> bytes
  selector::HoldTags source_holds, target_holds;
  std::map<std::string, selector::TokenContents> tokens;
  std::map<std::string, std::vector<std::string>> local_properties;  ///< of target datasets: "name=value"
  std::optional<selector::PoolFeatures> source_features, target_features;
  std::optional<selector::Version> source_version;  ///< read with the features where --bookmarks needs it

  /// What turned out since the source was listed: datasets that nothing can be done for, each with the reason (they
  /// have vanished), and those that zfs would not snapshot.
  std::map<std::string, std::string, std::less<>> lost, unsnapshotted;

  std::vector<std::string> suspended_pools;  ///< of the source: their I/O is, and no listing shows them

  std::map<Side, std::int64_t> clock_ahead;  ///< seconds that a remote host's clock is ahead of this one's

  std::optional<selector::Account> source_account, target_account;  ///< unless it is known that they are root
  std::optional<selector::PropertyNames> set_properties;            ///< on the source; read unless the target's user is
                                                                    ///< known to be root

  bool target_user_is_unknown = false;  ///< he may be root, and may not be

  /// On Linux only root mounts, whatever is allowed.
  bool target_mounts() const { return !target_account || target_account->is_root || target_account->system != "Linux"; }
};

struct SourceSnapshot {
  const selector::Dataset* dataset = nullptr;
  const selector::Snapshot* snapshot = nullptr;

  std::string full_name() const { return dataset->name + "@" + snapshot->name->text; }
};

/// What a plan could not decide without reading more. All of one plan's needs can be read at the same time.
struct Needs {
  std::vector<const selector::Dataset*>
      written_since;                 ///< a foreign snapshot is newer than ours: what was written since ours?
  std::vector<std::string> written;  ///< target snapshots newer than the base: are they empty?
  std::vector<SourceSnapshot> holds;
  std::vector<const selector::Dataset*> all_holds;  ///< of all snapshots of a source dataset, as far as not known
  std::vector<std::string> target_holds;            ///< target snapshots
  std::vector<std::string> tokens;
  std::vector<std::string> local_properties;  ///< target datasets
  bool features = false;

  bool any() const {
    return !written_since.empty() || !written.empty() || !holds.empty() || !all_holds.empty() ||
           !target_holds.empty() || !tokens.empty() || !local_properties.empty() || features;
  }
};

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
  std::string set_aside_as;  ///< what the target could be renamed to
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
};

using Outcome = std::variant<UpToDate, Transfers, Diverged, NoCommonBase, TargetInTheWay, TargetModified, NameTaken,
                             WrongEncryption, OntoItself, NameTooLong, Lost, OriginMissing, ParentMissing, KeyMissing,
                             EncryptionUnknown, RotationUnfinished, Renamed>;
bool is_failure(const Outcome& outcome);

/// A snapshot that must be on the target when the transfers are done.
struct Received {
  std::string snapshot;    ///< name after '@'
  std::uint64_t guid = 0;  ///< of the source; 0: made in this run, to be read when it is made
};

/// A source snapshot that a tag of this backup name holds, and not for this run's target.
struct OthersHold {
  std::string snapshot;  ///< full name
  std::string tag;
  std::string since;  ///< in the words of zfs; empty: not told
};

struct DatasetPlan {
  const selector::Dataset* source = nullptr;
  std::string target;                             ///< empty: snapshot-only
  const selector::Dataset* there = nullptr;       ///< the target as it is now; null: it does not exist
  const selector::Dataset* moved_from = nullptr;  ///< another target dataset has its history; null: none
  std::string tag;                                ///< the hold tag that this target uses on this dataset
  std::string tag_so_far;  ///< what is released carries it: the same, but when bookmarks take over
  Outcome outcome;
  bool gets_snapshot = false;  ///< from this run
  std::string unsnapshotted;   ///< it should, and this is why it cannot; what it has is sent and thinned
  bool rotates = false;        ///< its target is set aside, and what is below moves with it
  std::optional<std::string> encryption_root;  ///< of the target, foretold for a first receive; empty: in plain
  std::vector<DatasetIndex> waits_for;         ///< datasets of this run that must have been received first
  std::vector<Received> received;
  std::vector<Fate> source_fates, target_fates;                  ///< filled when Options::explain
  std::optional<thinner::ClockStep> source_clock, target_clock;  ///< why that side is not thinned
  std::vector<std::string>
      kept_bases;  ///< snapshot-only: full names of obsolete snapshots that stay, as a target holds them
  std::vector<OthersHold> others_holds;  ///< that may be of no use to anybody: see others_holds.hpp
};

struct Plan {
  std::vector<DatasetPlan> datasets;
  std::vector<Phase> phases;
  Needs needs;
  std::vector<std::string> notes;    ///< worth a NOTE even without --verbose
  std::vector<std::string> remarks;  ///< about what is not done, for --verbose
  std::string brake;                 ///< why this plan must not be carried out; empty: it may
};

/// It counts as one that failed, whatever comes of the steps.
bool has_failed(const DatasetPlan& dataset);
std::size_t count_failed(const Plan& plan);

/// The plan of a run. Pure: same facts, same options, same plan. Throws PlanError and selector::MappingError.
/// While `needs.any()`, the plan is a draft without phases, and nothing in it is certain: read what it needs, put it in
/// the facts, and plan again.
Plan make_plan(const Facts& facts, const Options& options);

}  // namespace plan
