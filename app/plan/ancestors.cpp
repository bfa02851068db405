#include "app/plan/ancestors.hpp"

namespace plan {

void Ancestors::prepare(DatasetIndex index, DatasetDraft& draft) {
  wait_for_rotation(draft);
  if (draft.rotates) rotated_.emplace(draft.plan.target, index);
  if (draft.first_receive) create_missing(index, draft);
  const bool is_there = target_.find(draft.plan.target) != nullptr;
  if (draft.first_receive || (!is_there && is_failure(draft.plan.outcome))) {
    received_.emplace(draft.plan.target, index);
  } else if (!is_there) {
    unsent_.emplace(draft.plan.target, draft.plan.source->name);
  }
}

/// What is below a target that is set aside must not be touched while it moves.
void Ancestors::wait_for_rotation(DatasetDraft& draft) const {
  if (rotated_.empty()) return;
  for (auto above = selector::parent_of(draft.plan.target); !above.empty(); above = selector::parent_of(above)) {
    if (const auto found = rotated_.find(std::string(above)); found != rotated_.end())
      return draft.plan.waits_for.push_back(found->second);
  }
}

void Ancestors::create_missing(DatasetIndex index, DatasetDraft& draft) {
  std::vector<std::string> missing;
  for (auto above = selector::parent_of(draft.plan.target); above.size() > target_path_.size();
       above = selector::parent_of(above)) {
    const std::string name(above);
    // First: one that is there in part may be thrown away, and received anew.
    if (const auto found = received_.find(name); found != received_.end()) {
      draft.plan.waits_for.push_back(found->second);
      break;
    }
    if (const auto found = unsent_.find(name); found != unsent_.end()) {
      draft = failed_draft(*draft.plan.source, draft.plan.target, ParentMissing{found->second});
      return;
    }
    if (target_.find(above) != nullptr || created_.contains(name)) break;
    missing.push_back(name);
  }
  add_creations(missing, index, draft);
}

void Ancestors::add_creations(const std::vector<std::string>& missing, DatasetIndex index, DatasetDraft& draft) {
  std::vector<Step> steps;
  for (auto name = missing.rbegin(); name != missing.rend(); ++name) {
    created_.insert(*name);
    steps.push_back({CreateParent{*name}, index, "not on the target yet, and not selected itself"});
  }
  // Before all else: others of this run may be received beneath them too, whatever becomes of this one.
  draft.pre_clean.insert(draft.pre_clean.begin(), steps.begin(), steps.end());
}

}  // namespace plan
