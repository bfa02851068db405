// Which things a listing shows, and in which order.
#include "commands.hpp"
#include "text.hpp"

#include <algorithm>

namespace fake {
namespace {

std::size_t level_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(name, '/'));
}

void add_versions(std::vector<Item>& items, const std::string& name, Dataset& dataset, unsigned types) {
  if ((types & k_snapshot) != 0)
    for (auto& snap : dataset.snapshots) items.push_back({&name, &dataset, &snap, nullptr});
  if ((types & k_bookmark) != 0)
    for (auto& mark : dataset.bookmarks) items.push_back({&name, &dataset, nullptr, &mark});
}

/// Snapshots of a dataset stand one level deeper than the dataset.
void add_tree(State& state, std::vector<Item>& items, const std::string& root, const Walk& walk) {
  const std::size_t base = level_of(root);
  const auto add = [&](const std::string& name, Dataset& dataset) {
    const std::size_t depth = level_of(name) - base;
    if (depth > walk.depth) return;
    const Item item{&name, &dataset, nullptr, nullptr};
    if ((item.type() & walk.types) != 0) items.push_back(item);
    if (depth < walk.depth) add_versions(items, name, dataset, walk.types);
  };
  const auto self = state.datasets.find(root);
  add(self->first, self->second);
  const auto [first, last] = state.below(root);
  for (auto it = first; it != last; ++it) add(it->first, it->second);
}

void add_operand(State& state, std::vector<Item>& items, const std::string& name, const Walk& walk) {
  unsigned openable = walk.operand_types;
  if (walk.recursive) openable |= k_filesystem;
  if (walk.recursive && (walk.types & (k_snapshot | k_bookmark)) != 0) openable |= k_volume;
  const Item item = open_item(state, name, openable);
  const bool is_dataset = (item.type() & k_datasets) != 0;
  if (walk.recursive && is_dataset) return add_tree(state, items, *item.dataset_name, walk);
  if (!is_dataset || (item.type() & walk.operand_types) != 0) items.push_back(item);
}

/// By dataset name, the dataset before its snapshots, those in order of creation. A bookmark counts by its full name.
bool usual_order(const Item& a, const Item& b) {
  if (a.dataset == b.dataset && a.bookmark == nullptr && b.bookmark == nullptr) {
    if (a.snapshot == nullptr || b.snapshot == nullptr) return a.snapshot == nullptr && b.snapshot != nullptr;
    return a.snapshot->txg != b.snapshot->txg ? a.snapshot->txg < b.snapshot->txg : a.snapshot < b.snapshot;
  }
  if (a.bookmark == nullptr && b.bookmark == nullptr) return *a.dataset_name < *b.dataset_name;
  return (a.bookmark != nullptr ? a.name() : *a.dataset_name) < (b.bookmark != nullptr ? b.name() : *b.dataset_name);
}

}  // namespace

unsigned parse_types(const std::string& list) {
  unsigned types = 0;
  for (const auto& name : split(list, ',')) {
    if (name == "filesystem" || name == "fs") {
      types |= k_filesystem;
    } else if (name == "volume" || name == "vol") {
      types |= k_volume;
    } else if (name == "snapshot" || name == "snap") {
      types |= k_snapshot;
    } else if (name == "bookmark") {
      types |= k_bookmark;
    } else if (name == "all") {
      types |= k_any;
    } else {
      usage_error("invalid type '" + name + "'");
    }
  }
  return types;
}

std::vector<Item> collect(State& state, const std::vector<std::string>& operands, const Walk& walk, bool& failed) {
  std::vector<Item> items;
  if (operands.empty()) {
    for (auto& [name, pool] : state.pools)
      if (pool.imported) add_tree(state, items, name, walk);
  }
  for (const auto& operand : operands) {
    try {
      add_operand(state, items, operand, walk);
    } catch (const Failure& failure) {
      complain(failure.what());
      failed = true;
    }
  }
  if (!std::ranges::is_sorted(items, usual_order)) std::ranges::stable_sort(items, usual_order);
  const auto same = [](const Item& a, const Item& b) {
    return a.dataset == b.dataset && a.snapshot == b.snapshot && a.bookmark == b.bookmark;
  };
  items.erase(std::unique(items.begin(), items.end(), same), items.end());
  return items;
}

}  // namespace fake
