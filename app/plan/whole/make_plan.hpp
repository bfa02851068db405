#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"

namespace plan {

/// The plan of a run. Pure: same facts, same options, same plan. Throws PlanError and selector::MappingError.
/// While `needs.any()`, the plan is a draft without phases, and nothing in it is certain: read what it needs, put it in
/// the facts, and plan again.
Plan make_plan(const Facts& facts, const Options& options);

}  // namespace plan
