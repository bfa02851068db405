#include "app/plan/recursive.hpp"

#include "app/plan/lots.hpp"

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
  for (const DatasetPlan& dataset : plan.datasets) {
    known_.insert(side == Side::source ? dataset.source->name : dataset.target);
    if (side == Side::target && dataset.rotates) spoil(unknown_, dataset.target);  // what it has goes elsewhere
  }
  if (side == Side::target) return;
  for (const selector::Dataset& dataset : facts.source->datasets()) {
    if (dataset.has_unread_of_ours) spoil(unknown_, dataset.name);
  }
}

std::vector<Step> Recursive::hold(const std::string& tag, const std::vector<Item>& items) {
  return steps<Hold>(tag, items);
}

std::vector<Step> Recursive::release(const std::string& tag, const std::vector<Item>& items) {
  return steps<Release>(tag, items);
}

template <class Action>
std::vector<Step> Recursive::steps(const std::string& tag, const std::vector<Item>& items) {
  Cut cut = this->cut(items);
  std::vector<Step> steps;
  if (!cut.roots.empty())
    steps.push_back({Action{side_, tag, std::move(cut.covered), std::move(cut.roots)}, k_no_dataset, ""});
  for (Step& step : in_lots<Action>(side_, tag, std::move(cut.rest))) steps.push_back(std::move(step));
  return steps;
}

/// The root of a snapshot is the topmost dataset from which `-r` reaches only what is meant. It need not have that
/// snapshot itself.
Recursive::Cut Recursive::cut(const std::vector<Item>& items) {
  find_carriers(items);
  std::map<std::string_view, std::vector<const Item*>> by_snapshot;
  for (const Item& item : items) by_snapshot[name_of_snapshot(item.name)].push_back(&item);

  std::unordered_map<std::string_view, std::string> root_of;  // full snapshot name -> that of its root
  std::map<std::string, std::size_t> reach;                   // how many each root covers
  for (const auto& [snapshot, its] : by_snapshot) {
    if (!facts_.names->intern(snapshot).ours()) continue;  // of others nobody knows where they are
    std::unordered_set<std::string_view> meant;
    for (const Item* item : its) meant.insert(dataset_of(item->name));
    const auto spoilt = this->spoilt(snapshot, meant);
    for (const Item* item : its) {
      std::string_view topmost;
      for (auto above = dataset_of(item->name); !above.empty(); above = selector::parent_of(above)) {
        if (known_.contains(above) && !unknown_.contains(above) && !spoilt.contains(above)) topmost = above;
      }
      if (topmost.empty()) continue;
      std::string root = std::string(topmost).append("@").append(snapshot);
      ++reach[root];
      root_of.emplace(item->name, std::move(root));
    }
  }

  Cut cut;
  std::size_t bytes = 0;
  for (const auto& [root, count] : reach) {
    if (count <= 1) continue;
    bytes += operand_bytes(root);
    cut.roots.push_back(root);
  }
  if (bytes > k_command_bytes) cut.roots.clear();  // they gain nothing that would be worth cutting them in lots
  for (const Item& item : items) {
    const auto root = root_of.find(item.name);
    const bool is_covered = !cut.roots.empty() && root != root_of.end() && reach[root->second] > 1;
    (is_covered ? cut.covered : cut.rest).push_back(item);
  }
  return cut;
}

/// Who has, or will have, snapshots of these names.
void Recursive::find_carriers(const std::vector<Item>& items) {
  carriers_.clear();
  for (const Item& item : items) carriers_[name_of_snapshot(item.name)];
  const auto add = [this](std::string_view dataset, std::string_view snapshot) {
    if (const auto found = carriers_.find(snapshot); found != carriers_.end()) found->second.push_back(dataset);
  };
  const selector::Inventory& inventory = side_ == Side::source ? *facts_.source : *facts_.target;
  for (const selector::Dataset& dataset : inventory.datasets()) {
    for (const selector::Snapshot& snapshot : dataset.snapshots) add(dataset.name, snapshot.name->text);
  }
  for (const DatasetPlan& dataset : plan_.datasets) {
    if (side_ == Side::source && dataset.gets_snapshot) add(dataset.source->name, fresh_);
    for (const Received& received : dataset.received) {
      if (side_ == Side::target) add(dataset.target, received.snapshot);
    }
  }
}

/// The datasets from which `-r` would reach others than those that are meant.
std::unordered_set<std::string_view> Recursive::spoilt(std::string_view snapshot,
                                                       const std::unordered_set<std::string_view>& meant) const {
  std::unordered_set<std::string_view> spoilt;
  for (const std::string_view carrier : carriers_.at(snapshot)) {
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
