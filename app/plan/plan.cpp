#include "app/plan/plan.hpp"

#include <algorithm>

namespace plan {

bool is_failure(const Outcome& outcome) {
  return !std::holds_alternative<UpToDate>(outcome) && !std::holds_alternative<Transfers>(outcome) &&
         !std::holds_alternative<Cloned>(outcome) && !std::holds_alternative<RolledBack>(outcome);
}

bool has_failed(const DatasetPlan& dataset) {
  return is_failure(dataset.outcome) || !dataset.unsnapshotted.empty();
}

std::size_t count_failed(const Plan& plan) {
  return static_cast<std::size_t>(std::ranges::count_if(plan.datasets, has_failed));
}

}  // namespace plan
