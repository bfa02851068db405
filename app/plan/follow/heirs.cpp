#include "app/plan/follow/heirs.hpp"

#include "app/plan/replicate/unmounting.hpp"

#include <utility>

namespace plan {

namespace {

constexpr std::string_view k_moving = ".zwinnow-moving";

}  // namespace

std::string moving_name(std::string_view dataset) {
  return std::string(dataset.substr(0, dataset.find(k_moving))).append(k_moving);
}

bool is_moving(std::string_view dataset) {
  return dataset.find(k_moving) != std::string_view::npos;
}

Heirs::Heirs(const Facts& all_facts, const Options& all_options, const std::vector<selector::Chosen>& chosen,
             const std::vector<Claim>& claims, const Left& left)
    : facts(all_facts), options(all_options), tree_(*all_facts.target) {
  for (const selector::Chosen& one : chosen) selected_.insert(one.target);
  for (const Claim& claim : claims) {
    Heir& heir = all_.emplace_back(Heir{claim});
    if (const auto why = left.find(claim.dataset); why != left.end()) heir.left = why->second;
    by_target_.emplace(heir.claim.target, &heir);
    if (claim.branch != nullptr) continue;
    give(heir, *tree_.find(claim.copy->name));
    heir.is_unpromoted = !heir.copy->origin.empty();
  }
}

Heir* Heirs::of(const zfs::Dataset& copy) const {
  const auto found = by_copy_.find(&copy);
  return found == by_copy_.end() ? nullptr : found->second;
}

Heir* Heirs::at(std::string_view target) const {
  const auto found = by_target_.find(target);
  return found == by_target_.end() ? nullptr : found->second;
}

void Heirs::give(Heir& heir, zfs::Dataset& copy) {
  heir.copy = &copy;
  by_copy_.emplace(&copy, &heir);
}

std::vector<Unmount> Heirs::unmounts(const zfs::Dataset& dataset) {
  if (!facts.target_mounts() || !unmounted_.insert(&dataset).second) return {};
  return unmounts_of(dataset, tree_.below(dataset));
}

void Heirs::rename(zfs::Dataset& dataset, const std::string& to, const Heir& heir, Why why) {
  NameChange change{{}, {dataset.name, to}};
  for (Unmount& unmount : unmounts(dataset)) change.steps.push_back({std::move(unmount), heir.claim.dataset, {}});
  const bool is_volume = dataset.type == zfs::DatasetType::volume;
  change.steps.push_back({Rename{dataset.name, to, is_volume}, heir.claim.dataset, why});
  changes_.push_back(std::move(change));
  tree_.rename(dataset, to);
}

void Heirs::park(const std::string& beside, Heir& heir) {
  rename(*heir.copy, tree_.free_name(moving_name(beside)), heir, "another copy gets this name");
}

}  // namespace plan
