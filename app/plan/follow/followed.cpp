#include "app/plan/follow/followed.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <utility>

namespace plan {

void Followed::join(DatasetIndex index, DatasetDraft& draft) const {
  auto* const renamed = std::get_if<Renamed>(&draft.plan.outcome);
  if (const auto found = left.find(index); renamed != nullptr && found != left.end()) renamed->why_left = found->second;
  if (const auto found = from.find(index); found != from.end()) draft.plan.followed_from = found->second;
  if (draft.plan.rotates && !late.empty()) rotate_without_late_children(draft);
  if (const auto found = late.find(draft.plan.target); found != late.end()) rename_in_lane(index, draft, found->second);
}

/// They come when that is done.
void Followed::rotate_without_late_children(DatasetDraft& draft) const {
  std::erase_if(draft.pre_clean, [&](const Step& step) {
    const auto* const rename = std::get_if<Rename>(&step.action);
    return rename != nullptr && rename->from != draft.plan.target && late.contains(rename->from);
  });
}

void Followed::rename_in_lane(DatasetIndex index, DatasetDraft& draft, const LateName& name) {
  const bool is_volume = draft.plan.source->type == zfs::DatasetType::volume;
  std::vector<Step> steps;
  for (auto& lot : lots_of(name.records)) steps.push_back({WriteRecords{std::move(lot)}, index, {}});
  for (const Unmount& unmount : name.unmounts) steps.push_back({unmount, index, {}});
  steps.push_back({Rename{name.until_then, draft.plan.target, is_volume}, index, "its source was renamed"});
  append(steps, std::move(draft.pre_clean));
  draft.pre_clean = std::move(steps);
  draft.plan.waits_as = name.until_then;
}

void let_rotations_rely(std::vector<Lane>& lanes, const std::vector<DatasetDraft>& drafts) {
  for (DatasetIndex i = 0; i < drafts.size() && !lanes.empty(); ++i) {
    if (!drafts[i].plan.rotates) continue;
    const std::string& target = drafts[i].plan.target;
    const auto renames_below = [&target](const Step& step) {
      const auto* const rename = std::get_if<Rename>(&step.action);
      return rename != nullptr &&
             (zfs::is_at_or_below(rename->to, target) || zfs::is_at_or_below(rename->from, target));
    };
    for (Lane& lane : lanes) {
      if (std::ranges::any_of(lane.steps, renames_below)) lane.relying.push_back(i);
    }
  }
}

std::vector<std::string> notes_on_followed(const std::vector<DatasetPlan>& datasets) {
  std::vector<const DatasetPlan*> followed;
  for (const DatasetPlan& dataset : datasets) {
    if (!dataset.followed_from.empty()) followed.push_back(&dataset);
  }
  if (followed.empty()) return {};
  const DatasetPlan& first = *followed.front();
  return {"[Source] " + first.source->name + and_more(followed.size()) +
          ": was renamed or promoted, and its copy follows, from " + first.followed_from + " to " + first.target};
}

}  // namespace plan
