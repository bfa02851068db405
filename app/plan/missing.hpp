#pragma once

#include "app/plan/clock.hpp"
#include "app/plan/plan.hpp"

#include <string>
#include <vector>

namespace plan {

/// What becomes of target datasets that belong to no dataset of this run.
struct Missing {
  std::vector<Lane> lanes;           ///< children before their parents
  std::vector<std::string> remarks;  ///< why one is not destroyed yet
  std::vector<DatasetClock> clock_steps;
};

/// Thins what lies below the target path and is missing: its source is gone, or its owner deselected it. With
/// --destroy-missing it goes altogether when its newest snapshot is old enough. Left alone is what only looks missing:
/// left out by an option, in error, from a pool that the source has not imported, or another job's. `own_tag` is the
/// one that this target has beside the plain one.
Missing plan_missing(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled,
                     const std::string& own_tag, Needs& needs);

}  // namespace plan
