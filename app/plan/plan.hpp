#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/fate.hpp"
#include "app/plan/new_names.hpp"
#include "app/plan/outcome.hpp"
#include "app/plan/settings.hpp"
#include "app/plan/steps.hpp"
#include "thinner/clock.hpp"
#include "zfs/inventory.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace plan {

/// The whole run is impossible: nothing may be changed. `what()` says what, where and the next step.
class PlanError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A snapshot that must be on the target when the transfers are done.
struct Received {
  std::string snapshot;    ///< name after '@'
  std::uint64_t guid = 0;  ///< of the source; 0: made in this run, to be read when it is made
};

/// A snapshot or bookmark that a plan relies on, on the target.
struct ReliedOn {
  std::string name;  ///< full
  std::uint64_t guid = 0;
};

/// A source snapshot that a tag of this backup name holds, and not for this run's target.
struct OthersHold {
  std::string snapshot;  ///< full name
  std::string tag;
  std::string since;  ///< in the words of zfs; empty: not told
};

struct DatasetPlan {
  const zfs::Dataset* source = nullptr;
  std::string target;                        ///< empty: snapshot-only
  const zfs::Dataset* there = nullptr;       ///< the target as it is now; null: it does not exist
  const zfs::Dataset* moved_from = nullptr;  ///< another target dataset has its history; null: none
  std::string followed_from;                 ///< where that is listed, if it is moved here first: see follow.hpp
  std::string waits_as;                      ///< what its copy is called until its parent is there and its lane begins
  std::string tag;                           ///< the hold tag that this target uses on this dataset
  std::string tag_so_far;                    ///< what is released carries it: the same, but when bookmarks take over
  Outcome outcome;
  bool gets_snapshot = false;  ///< from this run
  std::string unsnapshotted;   ///< it should, and this is why it cannot; what it has is sent and thinned
  bool rotates = false;        ///< its target is set aside, and what is below moves with it
  std::optional<std::string> encryption_root;  ///< of the target, foretold for a first receive; empty: in plain
  std::vector<DatasetIndex> waits_for;         ///< datasets of this run that must have been received first
  std::optional<DatasetIndex> carried_by;      ///< the dataset whose stream brings this one along; nothing: its own
  std::vector<Received> received;
  std::vector<Fate> source_fates, target_fates;                  ///< filled when Options::explain
  std::optional<thinner::ClockStep> source_clock, target_clock;  ///< why that side is not thinned
  std::vector<std::string>
      kept_bases;  ///< snapshot-only: full names of obsolete snapshots that stay, as a target holds them
  std::vector<OthersHold> others_holds;  ///< that may be of no use to anybody: see others_holds.hpp

  bool moves_in_lane() const { return !waits_as.empty(); }
};

/// It counts as one that failed, whatever comes of the steps.
inline bool has_failed(const DatasetPlan& dataset) {
  return is_failure(dataset.outcome) || !dataset.unsnapshotted.empty();
}

struct Plan {
  Settings settings;  ///< what its steps are spelled with
  std::vector<DatasetPlan> datasets;
  std::vector<Phase> phases;
  Needs needs;
  std::vector<std::string> notes;    ///< worth a NOTE even without --verbose
  std::vector<std::string> remarks;  ///< about what is not done, for --verbose
  std::vector<ReliedOn> relies_on;   ///< a printed script looks at these first, besides what streams start from
  std::string brake;                 ///< why this plan must not be carried out; empty: it may

  /// What the phase `rename` makes of the listed target, and of its names. Null: there is no such phase.
  std::shared_ptr<const zfs::Inventory> target_then;
  NewNames names;
};

}  // namespace plan
