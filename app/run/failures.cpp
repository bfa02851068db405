#include "app/run/failures.hpp"

#include "app/run/advice.hpp"

#include <algorithm>

namespace run {

Summary Failures::summary() const {
  std::set<plan::DatasetIndex> failed = failed_;
  failed.insert(unsnapshotted_.begin(), unsnapshotted_.end());
  failed.insert(unthinned_.begin(), unthinned_.end());
  return {.failed = failed.size(), .missing_failed = missing_failed_.size()};
}

void Failures::fail(Events& events, plan::DatasetIndex index, const std::string& reason) {
  if (!failed_.insert(index).second) return;
  events.dataset_failed(plan_.datasets[index], said_once_.of(plan_.datasets[index], reason));
}

void Failures::fail_to_snapshot(Events& events, plan::DatasetIndex index, const std::string& reason) {
  if (!unsnapshotted_.insert(index).second) return;
  events.dataset_failed(plan_.datasets[index], with_advice(reason));
}

void Failures::fail_to_thin(Events& events, plan::DatasetIndex index, const std::string& reason) {
  if (!unthinned_.insert(index).second) return;
  events.dataset_failed(plan_.datasets[index], said_once_.of(plan_.datasets[index], reason));
}

void Failures::fail_missing(Events& events, const std::string& dataset, const std::string& reason) {
  missing_failed_.insert(dataset);
  events.missing_failed(dataset, is_to_go(dataset), reason);
}

void Failures::fail_rotation(Events& events, const std::string& reason) {
  missing_failed_.emplace();
  events.rotation_failed(reason);
}

/// Does the plan destroy the dataset itself?
bool Failures::is_to_go(const std::string& dataset) const {
  const auto destroys_it = [&](const plan::Step& step) {
    const auto* const destroy = std::get_if<plan::DestroyDataset>(&step.action);
    return destroy != nullptr && destroy->dataset == dataset;
  };
  return std::ranges::any_of(plan_.phases.back().lanes,
                             [&](const plan::Lane& lane) { return std::ranges::any_of(lane.steps, destroys_it); });
}

}  // namespace run
