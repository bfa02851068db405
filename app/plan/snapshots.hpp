#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <vector>

namespace plan {

/// Which of the selected datasets get the new snapshot. What cannot be told yet goes to `needs`, and counts as yes
/// until then.
std::vector<bool> which_to_snapshot(const Facts& facts, const Options& options,
                                    const std::vector<const selector::Dataset*>& selected, Needs& needs,
                                    std::vector<std::string>& notes);

/// One step per pool: `-r` when every descendant of each root gets the snapshot too, else all by name; several steps,
/// said not to be atomic, when the names do not fit into one command. `datasets` are the selected ones that `marked`
/// says get a snapshot.
std::vector<Step> snapshot_steps(const selector::Inventory& source,
                                 const std::vector<const selector::Dataset*>& selected, const std::vector<bool>& marked,
                                 const std::string& snapshot_name);

/// Those steps between the user's hooks; nothing when there is nothing to snapshot.
Lane snapshot_lane(const selector::Inventory& source, const std::vector<const selector::Dataset*>& selected,
                   const std::vector<bool>& marked, const Options& options);

}  // namespace plan
