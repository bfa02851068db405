#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/retain/clock.hpp"

#include <string>
#include <vector>

namespace plan {

/// What becomes of target datasets that belong to no dataset of this run.
struct Missing {
  std::vector<Lane> lanes;           ///< children before their parents
  std::vector<std::string> remarks;  ///< why one is not destroyed yet
  std::vector<std::string> notes;
  std::vector<CopyRecord> adopted;  ///< what these are to record
  std::vector<DatasetClock> clock_steps;
};

/// Thins what lies below the target path and is missing: its source is gone, or its owner deselected it. With
/// --destroy-missing it goes altogether when its newest snapshot is old enough. Only what the copies record shows that
/// (sources.hpp); what records nothing is judged by its name with --adopt-missing, and records it from then on.
/// `own_tag` is the one that this target has beside the plain one.
Missing plan_missing(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled,
                     const std::string& own_tag, Needs& needs);

}  // namespace plan
