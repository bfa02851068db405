#include "app/plan/follow/promotions.hpp"

#include "app/plan/replicate/read_only.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

constexpr Why k_was_promoted = "its source was promoted";
constexpr const char* k_unmounted = "canmount=noauto";

/// Who takes less of a copy takes it first: from others no more can be taken.
std::vector<Heir*> oldest_branch_first(Heirs& heirs) {
  std::vector<Heir*> ordered;
  for (Heir& heir : heirs.all()) ordered.push_back(&heir);
  std::ranges::stable_sort(
      ordered, {}, [](const Heir* heir) { return heir->claim.branch == nullptr ? 0 : heir->claim.branch->createtxg; });
  return ordered;
}

/// Of an encryption root zfs promote unloads the key, and the clone is the root from then on.
void promote_copy(Heirs& heirs, Dataset& copy, const Heir& heir) {
  const Dataset& origin = *heirs.tree().find(copy.origin_dataset());
  NameChange change{{{Promote{copy.name}, heir.claim.dataset, k_was_promoted}}, {copy.name, origin.name}};
  if (origin.encryption_root == origin.name && origin.key_loaded)
    change.steps.push_back({LoadKey{copy.name}, heir.claim.dataset, {}});
  heirs.change(std::move(change));
  heirs.tree().promote(copy);
}

bool was_promoted_since(Heirs& heirs, const Heir& heir) {
  const Dataset* const origin = heirs.tree().find(heir.copy->origin_dataset());
  return origin != nullptr && heirs.of(*origin) != nullptr &&
         has_origin_itself(*heir.claim.source, *heir.copy, *origin);
}

/// As on a new copy.
std::vector<std::string> set_on_clone(const Heirs& heirs, const Heir& heir) {
  if (!makes_read_only(heirs.facts, heirs.options, heir.target())) return {};
  return {"readonly=on"};
}

/// With canmount=noauto zfs clone does not mount it.
std::vector<std::string> properties_of_clone(const Heirs& heirs, const Heir& heir) {
  std::vector<std::string> properties = set_on_clone(heirs, heir);
  if (heir.claim.copy->type == zfs::DatasetType::filesystem) properties.emplace_back(k_unmounted);
  return properties;
}

/// An interrupted run may have made it. Its canmount is that of a new copy when it is there.
Dataset& clone_for(Heirs& heirs, Heir& heir, const Dataset& former, zfs::Snapshot& snapshot) {
  TargetTree& tree = heirs.tree();
  const std::string origin = former.name + "@" + snapshot.name->text;
  NameChange change{{}, {former.name}};
  Dataset* clone = tree.empty_clone_of(origin);
  if (clone == nullptr || !is_moving(clone->name)) {
    Clone step{origin, tree.free_name(moving_name(former.name)), properties_of_clone(heirs, heir)};
    clone = &tree.clone(former, snapshot, step.dataset);
    clone->canmount.value = "noauto";
    if (!set_on_clone(heirs, heir).empty()) clone->readonly = {"on", "local"};
    heir.is_made = true;
    change.steps.push_back({std::move(step), heir.claim.dataset, k_was_promoted});
  }
  change.names.push_back(clone->name);
  if (clone->type == zfs::DatasetType::filesystem && clone->canmount.value == "noauto") {
    change.steps.push_back({SetProperty{clone->name, "canmount", std::nullopt}, heir.claim.dataset, {}});
    clone->canmount = {"on", "default"};
  }
  heirs.change(std::move(change));
  return *clone;
}

/// A clone, beside the copy that has its history so far, takes that over.
void branch_off(Heirs& heirs, Heir& heir) {
  Dataset& former = *heirs.tree().find(heirs.tree().names().after(heir.claim.copy->name));
  const auto snapshot = std::ranges::find(former.snapshots, heir.claim.branch->guid, &zfs::Snapshot::guid);
  if (const Heir* const owner = heirs.of(former); owner != nullptr && !owner->left.empty()) {
    heir.left = owner->left;
  } else if (snapshot != former.snapshots.end()) {  // else another one has it now
    heirs.give(heir, clone_for(heirs, heir, former, *snapshot));
    promote_copy(heirs, *heir.copy, heir);
  }
}

}  // namespace

bool has_origin_itself(const Dataset& source, const Dataset& copy, const Dataset& origin) {
  for (const zfs::Snapshot& snapshot : origin.snapshots) {
    if (std::ranges::find(copy.snapshots, snapshot.name, &zfs::Snapshot::name) != copy.snapshots.end()) return false;
    if (copy.origin == origin.name + "@" + snapshot.name->text)
      return std::ranges::find(source.snapshots, snapshot.guid, &zfs::Snapshot::guid) != source.snapshots.end();
  }
  return false;
}

std::map<std::string, std::vector<std::string>> set_on_clones(Heirs& heirs) {
  std::map<std::string, std::vector<std::string>> set;
  for (const Heir& heir : heirs.all()) {
    if (heir.claim.branch == nullptr || heir.copy == nullptr) continue;
    const auto listed = heirs.facts.local_properties.find(heirs.tree().names().listed(heir.copy->name));
    if (heir.is_made) {
      set.emplace(heir.copy->name, set_on_clone(heirs, heir));
    } else if (listed != heirs.facts.local_properties.end()) {
      std::erase(set.emplace(heir.copy->name, listed->second).first->second, k_unmounted);
    }
  }
  return set;
}

void promote_copies(Heirs& heirs) {
  for (Heir* const heir : oldest_branch_first(heirs)) {
    heir->is_unpromoted = false;
    if (!heir->left.empty()) continue;
    if (heir->claim.branch != nullptr) {
      branch_off(heirs, *heir);
    } else {
      while (was_promoted_since(heirs, *heir)) promote_copy(heirs, *heir->copy, *heir);
    }
  }
}

}  // namespace plan
