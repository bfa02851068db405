#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/replicate/history.hpp"
#include "app/plan/replicate/judgement.hpp"
#include "app/plan/replicate/scene.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plan {

/// What is to become of one dataset: what is to be sent and from where, or why nothing can be.
struct Intent {
  const zfs::Dataset* source = nullptr;
  const zfs::Dataset* target = nullptr;  ///< null: not there
  std::string target_name;
  bool sending = true;           ///< Options::send
  std::optional<Origin> origin;  ///< of a clone that the target does not have yet
  Histories both;
  std::optional<Moves::Move> moved;  ///< what it has in common with another copy, where it has nothing with its own
  SendForm form;
  Encryption copy;                       ///< as it lies on the target, or as foretold for a first receive
  bool below_encrypted = false;          ///< what that would inherit
  std::optional<DatasetIndex> key_from;  ///< the selected dataset whose copy has the key of this one's raw copy

  std::optional<Outcome> failure;  ///< then the rest does not matter
  Judgement judgement;
  Snapshots incompatible;           ///< the target's newest: in the way, to be destroyed or set aside
  std::vector<std::size_t> wanted;  ///< indices of the source snapshots that the target lacks and wants, oldest first
  std::optional<std::size_t> resume_at;  ///< the first of these: a partial receive of it is to be finished
  Why abort_reason;                      ///< why a partial receive is of no use
  bool rotates = false;                  ///< it has diverged, and is set aside: see rotation.hpp

  bool sends() const { return sending && !wanted.empty(); }
  bool is_wanted(std::size_t i) const;
  /// Of what the first stream starts from; 0: a full one.
  std::uint64_t base_guid() const;
  /// The same as Transfer::base has it.
  std::string first_base() const;

  std::string on_source(const zfs::Snapshot& snapshot) const { return source->name + "@" + snapshot.name->text; }
  std::string on_target(const zfs::Snapshot& snapshot) const { return target_name + "@" + snapshot.name->text; }
};

/// What cannot be decided yet goes to `needs`.
Intent find_intent(const Scene& scene, const Subject& subject, Needs& needs);

}  // namespace plan
