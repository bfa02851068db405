#include "app/plan/replicate/ancestors.hpp"

#include <utility>

namespace plan {

namespace {

/// A first receive broke off. Nothing should lie beneath it: it may have to be thrown away.
bool is_there_in_part(const zfs::Dataset& target) {
  return target.snapshots.empty() && !target.resume_token.empty();
}

void fail(DatasetDraft& draft, Outcome why) {
  const DatasetPlan& plan = draft.plan;
  DatasetDraft failed = failed_draft(*plan.source, plan.target, plan.there, std::move(why));
  failed.plan.waits_as = plan.waits_as;
  draft = std::move(failed);
}

}  // namespace

bool is_on_target(const zfs::Inventory& target, const std::string& target_path, std::string_view name) {
  if (target.find(name) != nullptr) return true;
  return target.find(target_path) != nullptr && !zfs::is_at_or_below(name, target_path);
}

void Ancestors::prepare(DatasetIndex index, DatasetDraft& draft) {
  const bool moves = draft.plan.moves_in_lane();
  // What is below a target that changes places must not be touched meanwhile.
  if (const auto moving = moving_above(draft)) draft.plan.waits_for.push_back(*moving);
  if (draft.plan.rotates || moves) moving_.emplace(draft.plan.target, index);
  if (draft.first_receive || moves) create_missing(index, draft);
  const bool is_there = draft.plan.there != nullptr && !is_there_in_part(*draft.plan.there);
  if (draft.first_receive) {
    received_.emplace(draft.plan.target, index);
  } else if (!is_there) {
    unsent_.emplace(draft.plan.target, ParentMissing{draft.plan.source->name, is_failure(draft.plan.outcome)});
  }
}

Lane Ancestors::take_creations() {
  return {k_no_dataset, take_creations(k_no_dataset), {}};
}

std::vector<Step> Ancestors::take_creations(DatasetIndex received) {
  const auto found = creations_.find(received);
  return found == creations_.end() ? std::vector<Step>{} : std::move(found->second);
}

std::optional<DatasetIndex> Ancestors::moving_above(const DatasetDraft& draft) const {
  if (moving_.empty()) return std::nullopt;
  for (auto above = zfs::parent_of(draft.plan.target); !above.empty(); above = zfs::parent_of(above)) {
    if (const auto found = moving_.find(std::string(above)); found != moving_.end()) return found->second;
  }
  return std::nullopt;
}

void Ancestors::create_missing(DatasetIndex index, DatasetDraft& draft) {
  std::vector<std::string> missing;
  DatasetIndex after = moving_above(draft).value_or(k_no_dataset);
  for (auto above = zfs::parent_of(draft.plan.target); !above.empty(); above = zfs::parent_of(above)) {
    const std::string name(above);
    // First: one that is there in part may be thrown away, and received anew.
    if (const auto found = received_.find(name); found != received_.end()) {
      after = found->second;
      draft.plan.waits_for.push_back(after);
      break;
    }
    if (const auto found = unsent_.find(name); found != unsent_.end()) return fail(draft, found->second);
    if (is_on_target(target_, target_path_, above)) break;
    if (!created_.contains(name)) missing.push_back(name);
  }
  if (missing.empty()) return;
  if (const Encryption inherited = copies_.above(missing.back()); !inherited.key_loaded)
    return fail(draft, WrongEncryption{WrongEncryption::Kind::parent_not_created, inherited.root, missing.back()});
  for (auto name = missing.rbegin(); name != missing.rend(); ++name) {
    created_.insert(*name);
    creations_[after].push_back({CreateParent{*name}, index, "not on the target yet, and not selected itself"});
  }
}

}  // namespace plan
