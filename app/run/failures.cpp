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
  events.dataset_failed(plan_.datasets[index], said_once(index, reason));
}

void Failures::fail_to_snapshot(Events& events, plan::DatasetIndex index, const std::string& reason) {
  if (!unsnapshotted_.insert(index).second) return;
  events.dataset_failed(plan_.datasets[index], with_advice(reason));
}

void Failures::fail_to_thin(Events& events, plan::DatasetIndex index, const std::string& reason) {
  if (!unthinned_.insert(index).second) return;
  events.dataset_failed(plan_.datasets[index], said_once(index, reason));
}

void Failures::fail_missing(Events& events, const std::string& dataset, const std::string& reason) {
  missing_failed_.insert(dataset);
  events.missing_failed(dataset, is_to_go(dataset), reason);
}

void Failures::fail_rotation(Events& events, const std::string& reason) {
  missing_failed_.emplace();
  events.rotation_failed(reason);
}

/// The same long reason, or the same advice, is not said of each dataset.
std::string Failures::said_once(plan::DatasetIndex index, const std::string& reason) {
  constexpr std::size_t k_long = 100;
  const std::string advice = advice_on(reason);
  if (reason.size() > k_long) {
    const auto [first, is_new] = reasons_.emplace(reason, index);
    if (!is_new) return "the same as " + plan_.datasets[first->second].source->name;
  }
  const bool is_new_advice = !advice.empty() && advice_.insert(advice).second;
  return is_new_advice ? reason + ": " + advice : reason;
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
