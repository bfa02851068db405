#pragma once

#include "app/plan/plan.hpp"

#include <vector>

namespace plan {

/// Thins what lies below the target path and belongs to no dataset of this run: its source is gone, or its owner
/// deselected it. Left alone is what only looks missing: left out by an option, in error, from a pool that the source
/// has not imported, or another job's.
std::vector<Lane> missing_lanes(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled);

}  // namespace plan
