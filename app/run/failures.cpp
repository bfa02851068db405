#include "app/run/failures.hpp"

#include "app/run/blame.hpp"

#include <algorithm>

namespace run {

std::set<plan::DatasetIndex> Failures::all() const {
  std::set<plan::DatasetIndex> all = failed_;
  all.insert(unsnapshotted_.begin(), unsnapshotted_.end());
  all.insert(unthinned_.begin(), unthinned_.end());
  return all;
}

void Failures::note(const std::string& dataset, const Reason& reason) {
  problems_.push_back({.dataset = dataset,
                       .kind = reason.kind.empty() ? kind_of(reason.text, reason.command) : reason.kind,
                       .message = reason.text,
                       .next_step = advice_on(reason.text),
                       .command = reason.command});
}

void Failures::fail_as_foreseen(Events& events, plan::DatasetIndex index) {
  const plan::DatasetPlan& dataset = plan_.datasets[index];
  if (!dataset.unsnapshotted.empty() && unsnapshotted_.insert(index).second)
    events.dataset_failed(dataset, with_advice(dataset.unsnapshotted));
  std::optional<Problem> problem = foreseen(dataset);
  if (problem && plan::is_failure(dataset.outcome) && failed_.insert(index).second)
    events.dataset_failed(dataset, said_once_.of(dataset, problem->message));
  if (problem) problems_.push_back(*std::move(problem));
}

void Failures::fail(Events& events, plan::DatasetIndex index, const Reason& reason) {
  if (!failed_.insert(index).second) return;
  copies_are_elsewhere_ = copies_are_elsewhere_ || plan_.datasets[index].moves_in_lane();
  note(plan_.datasets[index].source->name, reason);
  events.dataset_failed(plan_.datasets[index], said_once_.of(plan_.datasets[index], reason.text));
}

void Failures::fail_to_thin(Events& events, plan::DatasetIndex index, const Reason& reason) {
  if (!unthinned_.insert(index).second) return;
  note(plan_.datasets[index].source->name, reason);
  events.dataset_failed(plan_.datasets[index], said_once_.of(plan_.datasets[index], reason.text));
}

void Failures::fail_missing(Events& events, const std::string& dataset, const Reason& reason) {
  missing_failed_.insert(dataset);
  note(dataset, reason);
  events.missing_failed(dataset, is_to_go(dataset), reason.text);
}

void Failures::fail_rotation(Events& events, const Reason& reason) {
  missing_failed_.emplace();
  note("", reason);
  events.rotation_failed(reason.text);
}

void Failures::fail_to_rename(Events& events, plan::DatasetIndex index, const Reason& reason,
                              const std::vector<plan::DatasetIndex>& relying) {
  copies_are_elsewhere_ = true;
  fail(events, index, reason);
  const Reason of_others{
      "the copy of " + plan_.datasets[index].source->name + " was to be renamed first", {}, "renamed"};
  for (const plan::DatasetIndex other : relying) fail(events, other, of_others);
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
