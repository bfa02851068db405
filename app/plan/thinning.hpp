#pragma once

#include "selector/inventory.hpp"
#include "thinner/thin.hpp"

#include <span>
#include <vector>

namespace plan {

using Snapshots = std::vector<const selector::Snapshot*>;

/// What the schedule says of each snapshot, in the given (creation) order. Foreign snapshots are not its business and
/// stay; the newest of ours stays whatever the schedule says.
std::vector<bool> obsolete(const Snapshots& snapshots, const thinner::Schedule& schedule, thinner::Time now,
                           std::vector<thinner::Verdict>* verdicts = nullptr);

}  // namespace plan
