#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"

#include <stdexcept>

namespace plan {

/// The whole run is impossible: nothing may be changed. `what()` says what, where and the next step.
class PlanError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The plan of a run. Pure: same facts, same options, same plan. Throws PlanError and selector::MappingError.
/// While `needs.any()`, the plan is a draft without phases, and nothing in it is certain: read what it needs, put it in
/// the facts, and plan again.
Plan make_plan(const Facts& facts, const Options& options);

}  // namespace plan
