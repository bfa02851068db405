#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <vector>

namespace plan {

/// Can this run make its snapshot of it, as far as is known?
bool may_be_snapshotted(const zfs::Dataset& dataset, const Facts& facts, const Options& options);

/// For each of the selected datasets.
struct ToSnapshot {
  std::vector<bool> marked;          ///< it gets the new snapshot
  std::vector<std::string> why_not;  ///< it should, and cannot: that is a failure of the dataset's
};

/// Which of the selected datasets get the new snapshot. What cannot be told yet goes to `needs`, and counts as yes
/// until then.
ToSnapshot which_to_snapshot(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                             Needs& needs, std::vector<std::string>& notes);

/// One step per pool: `-r` when every descendant of each root gets the snapshot too (or is one that `-r` passes over,
/// as its first receive has not ended), else all by name; several steps,
/// said not to be atomic, when the names do not fit into one command. `datasets` are the selected ones that `marked`
/// says get a snapshot.
std::vector<Step> snapshot_steps(const zfs::Inventory& source, const std::vector<selector::Chosen>& chosen,
                                 const std::vector<bool>& marked, const std::string& snapshot_name);

/// Those steps between the user's hooks; nothing when there is nothing to snapshot. With hooks around each tree a step
/// for each, one after the other.
Lane snapshot_lane(const zfs::Inventory& source, const std::vector<selector::Chosen>& chosen,
                   const std::vector<bool>& marked, const Options& options);

}  // namespace plan
