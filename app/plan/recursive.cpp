#include "app/plan/recursive.hpp"

#include "app/plan/lots.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

std::string_view name_of_snapshot(std::string_view snapshot) {
  return snapshot.substr(snapshot.find('@') + 1);
}

const std::string& name_on(Side side, const DatasetPlan& dataset) {
  return side == Side::source ? dataset.source->name : dataset.target;
}

template <class Action>
std::vector<Step> in_lots(Side side, const std::string& tag, std::vector<Item> items) {
  std::vector<Step> steps;
  for (auto& lot : lots_of(std::move(items)))
    steps.push_back({Action{side, tag, std::move(lot), {}}, k_no_dataset, ""});
  return steps;
}

}  // namespace

Trees::Trees(Side side, const Plan& plan) {
  by_name_.reserve(plan.datasets.size());
  for (DatasetIndex i = 0; i < plan.datasets.size(); ++i) by_name_.emplace(name_on(side, plan.datasets[i]), i);
  above_.reserve(plan.datasets.size());
  for (const DatasetPlan& dataset : plan.datasets)
    above_.push_back(at_or_above(zfs::parent_of(name_on(side, dataset))));
}

DatasetIndex Trees::at_or_above(std::string_view name) const {
  for (; !name.empty(); name = zfs::parent_of(name)) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  }
  return k_no_dataset;
}

Recursive::Recursive(Side side, const Facts& facts, const Plan& plan, const std::string& fresh)
    : side_(side),
      facts_(facts),
      plan_(plan),
      fresh_(fresh),
      trees_(side, plan),
      spoilt_(plan.datasets.size()),
      meant_(plan.datasets.size()) {
  for (const zfs::Dataset& dataset : (side == Side::source ? facts.source : facts.target)->datasets()) {
    if (dataset.snapshots.empty() && !dataset.has_unread_of_ours) continue;
    const DatasetIndex nearest = trees_.at_or_above(dataset.name);
    if (nearest == k_no_dataset) continue;
    known_.push_back({&dataset, {nearest, name_on(side, plan.datasets[nearest]) != dataset.name}});
    if (dataset.has_unread_of_ours) spoil(nearest);
  }
  for (DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    if (side == Side::target && plan.datasets[i].rotates) spoil(i);  // what it has goes elsewhere
  }
}

std::vector<Step> Recursive::hold(const std::string& tag, std::vector<Item> items) {
  return steps<Hold>(tag, std::move(items));
}

std::vector<Step> Recursive::release(const std::string& tag, std::vector<Item> items) {
  return steps<Release>(tag, std::move(items));
}

template <class Action>
std::vector<Step> Recursive::steps(const std::string& tag, std::vector<Item> items) {
  Cut cut = this->cut(std::move(items));
  std::vector<Step> steps;
  if (!cut.roots.empty())
    steps.push_back({Action{side_, tag, std::move(cut.covered), std::move(cut.roots)}, k_no_dataset, ""});
  for (Step& step : in_lots<Action>(side_, tag, std::move(cut.rest))) steps.push_back(std::move(step));
  return steps;
}

Recursive::Cut Recursive::cut(std::vector<Item> items) {
  ByName by_name;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const zfs::SnapshotName& snapshot = facts_.names->intern(name_of_snapshot(items[i].name));
    if (snapshot.ours()) by_name[&snapshot].meant.push_back(i);  // of others nobody knows where they are
  }
  if (!by_name.empty()) find_carriers(by_name);

  Cut cut;
  std::vector<bool> is_covered(items.size(), false);
  std::size_t bytes = 0;
  for (const auto& [snapshot, its] : by_name) {
    look_at(its, items);
    std::vector<std::pair<DatasetIndex, std::size_t>> reached;  // root and item
    for (const std::size_t i : its.meant) {
      const DatasetIndex root = root_of(items[i].dataset);
      if (root != k_no_dataset) reached.emplace_back(root, i);
    }
    std::ranges::sort(reached);
    for (std::size_t begin = 0, end = 0; begin < reached.size(); begin = end) {
      const DatasetIndex root = reached[begin].first;
      while (end < reached.size() && reached[end].first == root) ++end;
      if (end - begin == 1) continue;
      cut.roots.push_back(name_on(side_, plan_.datasets[root]) + "@" + snapshot->text);
      bytes += operand_bytes(cut.roots.back());
      for (std::size_t k = begin; k < end; ++k) is_covered[reached[k].second] = true;
    }
  }
  std::ranges::sort(cut.roots);
  if (bytes > k_command_bytes) {  // they gain nothing that would be worth cutting them in lots
    cut.roots.clear();
    is_covered.assign(items.size(), false);
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    (is_covered[i] ? cut.covered : cut.rest).push_back(std::move(items[i]));
  return cut;
}

void Recursive::find_carriers(ByName& by_name) const {
  const auto add = [&](const zfs::SnapshotName* snapshot, Carrier carrier) {
    if (const auto found = by_name.find(snapshot); found != by_name.end()) found->second.carriers.push_back(carrier);
  };
  for (const Known& known : known_) {
    for (const zfs::Snapshot& snapshot : known.dataset->snapshots) add(snapshot.name, known.carrier);
  }
  const zfs::SnapshotName* const fresh = fresh_.empty() ? nullptr : &facts_.names->intern(fresh_);
  for (DatasetIndex i = 0; i < plan_.datasets.size(); ++i) {
    if (side_ == Side::source && plan_.datasets[i].gets_snapshot) add(fresh, {i, false});
    if (side_ == Side::source) continue;
    for (const Received& received : plan_.datasets[i].received)
      add(&facts_.names->intern(received.snapshot), {i, false});
  }
}

/// At one snapshot name: who is meant, and from where `-r` would reach others, too.
void Recursive::look_at(const Occurrences& its, const std::vector<Item>& items) {
  ++look_;
  for (const std::size_t i : its.meant) meant_[items[i].dataset] = look_;
  for (const Carrier& carrier : its.carriers) {
    if (carrier.is_beneath || meant_[carrier.dataset] != look_) spoil(carrier.dataset);
  }
}

/// The dataset and all above it.
void Recursive::spoil(DatasetIndex dataset) {
  for (; dataset != k_no_dataset && !is_spoilt(dataset); dataset = trees_.above(dataset)) spoilt_[dataset] = look_;
}

/// The topmost dataset from which `-r` reaches only what is meant; k_no_dataset if there is none. It need not have that
/// snapshot itself.
DatasetIndex Recursive::root_of(DatasetIndex dataset) const {
  DatasetIndex topmost = k_no_dataset;
  for (; dataset != k_no_dataset && !is_spoilt(dataset); dataset = trees_.above(dataset)) topmost = dataset;
  return topmost;
}

bool is_recursive(const Step& step) {
  const auto* const hold = std::get_if<Hold>(&step.action);
  const auto* const release = std::get_if<Release>(&step.action);
  return (hold != nullptr && !hold->recursive_roots.empty()) ||
         (release != nullptr && !release->recursive_roots.empty());
}

std::vector<Step> by_name(const Step& step) {
  if (const auto* const hold = std::get_if<Hold>(&step.action))
    return in_lots<Hold>(hold->side, hold->tag, hold->items);
  if (const auto* const release = std::get_if<Release>(&step.action))
    return in_lots<Release>(release->side, release->tag, release->items);
  return {step};
}

}  // namespace plan
