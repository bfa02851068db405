#include "app/plan/replicate/clones.hpp"

#include <algorithm>
#include <unordered_set>

namespace plan {

namespace {

using zfs::Dataset;

std::string_view dataset_of(std::string_view snapshot) {
  return snapshot.substr(0, snapshot.find('@'));
}

/// Depth first: what must come before a dataset, then the dataset.
class Ordering {
 public:
  explicit Ordering(std::vector<selector::Chosen>& chosen) {
    for (selector::Chosen& one : chosen) by_name_.emplace(one.source->name, &one);
  }

  void visit(selector::Chosen& one) {
    const Dataset& dataset = *one.source;
    if (!seen_.insert(&dataset).second) return;
    visit_name(zfs::parent_of(dataset.name));
    const std::string_view origin = dataset_of(dataset.origin);
    if (!zfs::is_at_or_below(origin, dataset.name)) visit_name(origin);
    ordered.push_back(std::move(one));
  }

  std::vector<selector::Chosen> ordered;

 private:
  void visit_name(std::string_view name) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) visit(*found->second);
  }

  std::unordered_map<std::string_view, selector::Chosen*> by_name_;
  std::unordered_set<const Dataset*> seen_;
};

}  // namespace

std::vector<selector::Chosen> origins_first(std::vector<selector::Chosen> chosen) {
  Ordering ordering(chosen);
  for (selector::Chosen& one : chosen) ordering.visit(one);
  return std::move(ordering.ordered);
}

Origins::Origins(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen)
    : facts_(facts), options_(options) {
  if (!options.clones) return;
  for (const auto& [source, target] : chosen) {
    if (!source->origin.empty()) needed_.insert(source->origin);
  }
}

std::optional<Origin> Origins::of(const Dataset& clone) const {
  if (!options_.clones || clone.origin.empty()) return std::nullopt;
  Origin origin;
  const std::string_view dataset = dataset_of(clone.origin);
  const std::string name = clone.origin.substr(dataset.size() + 1);
  const Dataset* const source = facts_.source->find(dataset);
  if (source == nullptr) return origin;
  const auto snapshot =
      std::ranges::find(source->snapshots, name, [](const auto& s) -> const std::string& { return s.name->text; });
  if (snapshot == source->snapshots.end()) return origin;  // not selected, so its snapshots were not read
  origin.guid = snapshot->guid;

  const std::string target = options_.mapping.target_of(dataset);
  origin.on_target = target + "@" + name;
  const auto arriving = received_.find(clone.origin);
  if (arriving != received_.end()) origin.received_by = arriving->second;
  const Dataset* const there = facts_.target->find(target);
  const bool is_there =
      there != nullptr && std::ranges::any_of(there->snapshots, [&](const auto& s) { return s.guid == origin.guid; });
  origin.available = is_there || origin.received_by.has_value();
  return origin;
}

void Origins::will_receive(DatasetIndex index, const DatasetPlan& dataset) {
  if (needed_.empty()) return;
  for (const Received& received : dataset.received)
    received_.emplace(dataset.source->name + "@" + received.snapshot, index);
}

}  // namespace plan
