#include "app/plan/handover/pieces.hpp"

#include "app/plan/lots.hpp"

#include <utility>

namespace plan {

void PropertyGroups::add(const std::string& dataset, const std::vector<std::string>& assignments) {
  if (!assignments.empty()) datasets_[assignments].push_back(dataset);
}

void PropertyGroups::put(Side side, std::vector<Step>& steps) const {
  for (const auto& [assignments, datasets] : datasets_) {
    for (auto& lot : lots_of(datasets))
      steps.push_back({SetProperties{.side = side, .assignments = assignments, .datasets = std::move(lot)}});
  }
}

void clear(Side side, std::string_view property, std::vector<std::string> datasets, std::vector<Step>& steps) {
  for (auto& lot : lots_of(std::move(datasets)))
    steps.push_back({ClearProperty{.side = side, .property = std::string(property), .datasets = std::move(lot)}});
}

Step hook(const HandoverRequest& request, Hook::When when, Side side) {
  return {Hook{.when = when,
               .command = when == Hook::When::stop ? request.stop : request.start,
               .environment = {{"DATASET", side == Side::source ? request.source : request.target}},
               .side = side}};
}

Stage start_stage(const HandoverRequest& request) {
  Stage stage{.kind = StageKind::start, .steps = {}, .undo = {}};
  if (request.start.empty()) return stage;
  stage.steps.push_back(hook(request, Hook::When::start, Side::target));
  if (!request.stop.empty()) stage.undo.push_back(hook(request, Hook::When::stop, Side::target));
  return stage;
}

}  // namespace plan
