#include "app/plan/recursive.hpp"

#include "app/plan/lots.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace plan {

namespace {

std::string_view dataset_of(std::string_view snapshot) {
  return snapshot.substr(0, snapshot.find('@'));
}
std::string_view name_of_snapshot(std::string_view snapshot) {
  return snapshot.substr(snapshot.find('@') + 1);
}

/// The dataset and all above it.
void spoil(std::unordered_set<std::string_view>& spoilt, std::string_view dataset) {
  for (; !dataset.empty(); dataset = selector::parent_of(dataset)) {
    if (!spoilt.insert(dataset).second) return;
  }
}

template <class Action>
std::vector<Step> in_lots(Side side, const std::string& tag, std::vector<Item> items) {
  std::vector<Step> steps;
  for (auto& lot : lots_of(std::move(items)))
    steps.push_back({Action{side, tag, std::move(lot), {}}, k_no_dataset, ""});
  return steps;
}

}  // namespace

Recursive::Recursive(Side side, const Facts& facts, const Plan& plan, const std::string& fresh)
    : side_(side), facts_(facts), plan_(plan), fresh_(fresh) {
  Datasets unknown;
  for (const DatasetPlan& dataset : plan.datasets) {
    known_.insert(side == Side::source ? dataset.source->name : dataset.target);
    if (side == Side::target && dataset.rotates) spoil(unknown, dataset.target);  // what it has goes elsewhere
  }
  if (side == Side::source) {
    for (const selector::Dataset& dataset : facts.source->datasets()) {
      if (dataset.has_unread_of_ours) spoil(unknown, dataset.name);
    }
  }
  for (const std::string_view dataset : unknown) known_.erase(dataset);
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
  find_carriers(items);
  std::map<std::string_view, std::vector<std::size_t>> by_snapshot;  // indices into items
  for (std::size_t i = 0; i < items.size(); ++i) by_snapshot[name_of_snapshot(items[i].name)].push_back(i);

  Cut cut;
  std::vector<bool> is_covered(items.size(), false);
  std::size_t bytes = 0;
  for (const auto& [name, its] : by_snapshot) {
    const selector::SnapshotName& snapshot = facts_.names->intern(name);
    if (!snapshot.ours()) continue;  // of others nobody knows where they are
    Datasets meant;
    for (const std::size_t i : its) meant.insert(dataset_of(items[i].name));
    const Datasets spoilt = this->spoilt(snapshot, meant);
    std::map<std::string_view, std::vector<std::size_t>> reached;  // by root
    for (const std::size_t i : its) {
      const std::string_view root = root_of(dataset_of(items[i].name), spoilt);
      if (!root.empty()) reached[root].push_back(i);
    }
    for (const auto& [root, those] : reached) {
      if (those.size() == 1) continue;
      cut.roots.push_back(std::string(root).append("@").append(name));
      bytes += operand_bytes(cut.roots.back());
      for (const std::size_t i : those) is_covered[i] = true;
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

/// The topmost dataset from which `-r` reaches only what is meant; empty if there is none. It need not have that
/// snapshot itself.
std::string_view Recursive::root_of(std::string_view dataset, const Datasets& spoilt) const {
  std::string_view topmost;
  for (; !dataset.empty(); dataset = selector::parent_of(dataset)) {
    if (known_.contains(dataset) && !spoilt.contains(dataset)) topmost = dataset;
  }
  return topmost;
}

/// Who has, or will have, snapshots of these names.
void Recursive::find_carriers(const std::vector<Item>& items) {
  carriers_.clear();
  std::string_view last;
  for (const Item& item : items) {
    const std::string_view name = name_of_snapshot(item.name);
    if (name != last) carriers_[&facts_.names->intern(name)];
    last = name;
  }
  const auto add = [this](std::string_view dataset, const selector::SnapshotName* snapshot) {
    if (const auto found = carriers_.find(snapshot); found != carriers_.end()) found->second.push_back(dataset);
  };
  const selector::Inventory& inventory = side_ == Side::source ? *facts_.source : *facts_.target;
  for (const selector::Dataset& dataset : inventory.datasets()) {
    for (const selector::Snapshot& snapshot : dataset.snapshots) add(dataset.name, snapshot.name);
  }
  for (const DatasetPlan& dataset : plan_.datasets) {
    if (side_ == Side::source && dataset.gets_snapshot) add(dataset.source->name, &facts_.names->intern(fresh_));
    for (const Received& received : dataset.received) {
      if (side_ == Side::target) add(dataset.target, &facts_.names->intern(received.snapshot));
    }
  }
}

/// The datasets from which `-r` would reach others than those that are meant.
Recursive::Datasets Recursive::spoilt(const selector::SnapshotName& snapshot, const Datasets& meant) const {
  Datasets spoilt;
  for (const std::string_view carrier : carriers_.at(&snapshot)) {
    if (!meant.contains(carrier)) spoil(spoilt, carrier);
  }
  return spoilt;
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
