#include "app/plan/replicate/ancestors.hpp"

namespace plan {

namespace {

/// A first receive broke off. Nothing should lie beneath it: it may have to be thrown away.
bool is_there_in_part(const zfs::Dataset& target) {
  return target.snapshots.empty() && !target.resume_token.empty();
}

}  // namespace

bool is_on_target(const zfs::Inventory& target, const std::string& target_path, std::string_view name) {
  if (target.find(name) != nullptr) return true;
  return target.find(target_path) != nullptr && !zfs::is_at_or_below(name, target_path);
}

void Ancestors::prepare(DatasetIndex index, DatasetDraft& draft) {
  // What is below a target that is set aside must not be touched while it moves.
  if (const auto rotated = rotated_above(draft)) draft.plan.waits_for.push_back(*rotated);
  if (draft.plan.rotates) rotated_.emplace(draft.plan.target, index);
  if (draft.first_receive) create_missing(index, draft);
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

std::optional<DatasetIndex> Ancestors::rotated_above(const DatasetDraft& draft) const {
  if (rotated_.empty()) return std::nullopt;
  for (auto above = zfs::parent_of(draft.plan.target); !above.empty(); above = zfs::parent_of(above)) {
    if (const auto found = rotated_.find(std::string(above)); found != rotated_.end()) return found->second;
  }
  return std::nullopt;
}

void Ancestors::create_missing(DatasetIndex index, DatasetDraft& draft) {
  std::vector<std::string> missing;
  DatasetIndex after = rotated_above(draft).value_or(k_no_dataset);
  for (auto above = zfs::parent_of(draft.plan.target); !above.empty(); above = zfs::parent_of(above)) {
    const std::string name(above);
    // First: one that is there in part may be thrown away, and received anew.
    if (const auto found = received_.find(name); found != received_.end()) {
      after = found->second;
      draft.plan.waits_for.push_back(after);
      break;
    }
    if (const auto found = unsent_.find(name); found != unsent_.end()) {
      draft = failed_draft(*draft.plan.source, draft.plan.target, draft.plan.there, found->second);
      return;
    }
    if (is_on_target(target_, target_path_, above)) break;
    if (!created_.contains(name)) missing.push_back(name);
  }
  if (missing.empty()) return;
  if (const Encryption inherited = copies_.above(missing.back()); !inherited.key_loaded) {
    draft = failed_draft(*draft.plan.source, draft.plan.target, draft.plan.there,
                         WrongEncryption{WrongEncryption::Kind::parent_not_created, inherited.root, missing.back()});
    return;
  }
  for (auto name = missing.rbegin(); name != missing.rend(); ++name) {
    created_.insert(*name);
    creations_[after].push_back({CreateParent{*name}, index, "not on the target yet, and not selected itself"});
  }
}

}  // namespace plan
