#include "app/plan/retain/snapshots.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace plan {

namespace {

/// More roots than this may not fit into one command; their datasets are then named one by one, in lots.
constexpr std::size_t k_lot_of_roots = 2000;

enum class Change { yes, no, unknown };

/// Was `min_change` written since our newest snapshot?
Change changed(const zfs::Dataset& dataset, const Facts& facts, std::uint64_t min_change) {
  const zfs::Snapshot* const last = dataset.newest_of_ours();
  if (last == nullptr || dataset.written >= min_change) return Change::yes;
  if (last == &dataset.snapshots.back()) return Change::no;
  // A foreign snapshot is newer: `written` counts from that one, so it can only be more.
  const auto known = facts.written_since.find(dataset.name);
  if (known == facts.written_since.end()) return Change::unknown;
  return known->second >= min_change ? Change::yes : Change::no;
}

bool has_snapshot(const zfs::Dataset& dataset, std::string_view name) {
  return std::ranges::any_of(dataset.snapshots, [&](const auto& s) { return s.name->text == name; });
}

/// Empty if it can, as far as is known.
std::string why_it_cannot_be_snapshotted(const zfs::Dataset& dataset, const Facts& facts, const Options& options) {
  const std::string name = dataset.name + "@" + options.snapshot_name;
  if (name.size() > k_longest_name) {
    return "it cannot be snapshotted: " + name + " has " + std::to_string(name.size()) + " characters, and zfs takes " +
           std::to_string(k_longest_name) +
           ". Use a shorter --snapshot-format, or a shorter name: " + typed_rename(dataset.type, dataset.name, "NAME");
  }
  const auto refused = facts.unsnapshotted.find(dataset.name);
  return refused == facts.unsnapshotted.end() ? std::string() : refused->second;
}

using Names = std::unordered_set<std::string_view>;

/// An unwanted dataset rules out all its ancestors as roots.
Names with_unwanted_below(const zfs::Inventory& source, const Names& wanted) {
  Names incomplete;
  for (const zfs::Dataset& dataset : source.datasets()) {
    if (wanted.contains(dataset.name) || dataset.is_incomplete) continue;
    for (auto above = zfs::parent_of(dataset.name); !above.empty(); above = zfs::parent_of(above)) {
      if (!incomplete.insert(above).second) break;
    }
  }
  return incomplete;
}

/// The highest datasets whose whole subtrees are within `wanted`; empty if they do not cover it.
std::vector<std::string> covering_roots(const zfs::Inventory& source, const Names& wanted,
                                        const std::vector<Item>& items) {
  const Names incomplete = with_unwanted_below(source, wanted);
  std::vector<std::string> roots;
  for (const Item& item : items) {
    if (incomplete.contains(item.name)) return {};
    const std::string_view parent = zfs::parent_of(item.name);
    if (!wanted.contains(parent)) roots.push_back(item.name);
  }
  return roots;
}

std::vector<Step> split(CreateSnapshots all) {
  std::vector<Step> steps;
  std::size_t bytes = 0;
  CreateSnapshots lot{.snapshot = all.snapshot, .items = {}, .recursive_roots = {}, .atomic = false};
  const auto flush = [&] {
    if (!lot.items.empty())
      steps.push_back({.action = lot, .why = "the names do not fit into one command: not atomic"});
    lot.items.clear();
    bytes = 0;
  };
  for (Item& item : all.items) {
    const std::size_t size = item.name.size() + all.snapshot.size() + 2 + sizeof(char*);
    if (bytes + size > k_command_bytes) flush();
    bytes += size;
    lot.items.push_back(std::move(item));
  }
  if (steps.empty()) return {{.action = CreateSnapshots{all.snapshot, lot.items, {}, true}, .why = {}}};
  flush();
  return steps;
}

/// No single string of an environment may be longer on Linux.
constexpr std::size_t k_longest_variable = 120'000;

/// A lone hook: what it is told of the datasets, one a line; nothing of them when that would be too long.
Step hook(Hook::When when, const Options::Command& command, const Options& options,
          const std::vector<std::string>& datasets) {
  std::string list;
  for (const std::string& dataset : datasets) list.append(list.empty() ? "" : "\n").append(dataset);
  if (list.size() > k_longest_variable) list.clear();
  Hook step{when, command, {{"SNAPSHOT", options.snapshot_name}}};
  step.environment.emplace_back("DATASET_COUNT", std::to_string(datasets.size()));
  step.environment.emplace_back("DATASETS", std::move(list));
  return {std::move(step), k_no_dataset, ""};
}

// --- One tree after the other ---

/// A step each, by the names of its datasets: a dataset with all below it, or alone where something below it is not
/// wanted.
std::vector<CreateSnapshots> trees(const zfs::Inventory& source, const std::vector<selector::Chosen>& chosen,
                                   const std::vector<bool>& marked, const std::string& snapshot_name) {
  Names wanted;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (marked[i]) wanted.insert(chosen[i].source->name);
  }
  const Names incomplete = with_unwanted_below(source, wanted);
  std::vector<CreateSnapshots> all;
  std::unordered_map<std::string_view, std::size_t> tree_of;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (!marked[i]) continue;
    const std::string& name = chosen[i].source->name;
    const std::string_view parent = zfs::parent_of(name);
    const bool goes_along = wanted.contains(parent) && !incomplete.contains(parent);
    const std::size_t tree = goes_along ? tree_of.at(parent) : all.size();
    if (!goes_along) all.push_back({.snapshot = snapshot_name, .items = {}, .recursive_roots = {}, .atomic = true});
    all[tree].items.push_back({i, name});
    tree_of.emplace(name, tree);
  }
  return all;
}

/// Around one tree. It gets the name of its topmost dataset, and that of the snapshot, behind its own words.
Step tree_hook(Hook::When when, Options::Command command, const Options& options, const CreateSnapshots& tree) {
  const std::string& root = tree.items.front().name;
  std::vector<std::string> datasets;
  for (const Item& item : tree.items) datasets.push_back(item.name);
  command.push_back(root);
  command.push_back(options.snapshot_name);
  Step step = hook(when, command, options, datasets);
  std::get<Hook>(step.action).environment.emplace_back("DATASET", root);
  return step;
}

std::vector<Step> tree_steps(std::vector<CreateSnapshots> all, const Options& options) {
  std::vector<Step> steps;
  for (CreateSnapshots& tree : all) {
    std::vector<Step> own;
    if (!options.post_tree.empty()) own.push_back(tree_hook(Hook::When::after_tree, options.post_tree, options, tree));
    if (!options.pre_tree.empty()) {
      steps.push_back(tree_hook(Hook::When::before_tree, options.pre_tree, options, tree));
      std::get<Hook>(steps.back().action).guarded = 1 + own.size();
    }
    if (tree.items.size() > 1) tree.recursive_roots = {tree.items.front().name};
    steps.push_back({.action = std::move(tree), .why = {}});
    append(steps, std::move(own));
  }
  return steps;
}

}  // namespace

bool may_be_snapshotted(const zfs::Dataset& dataset, const Facts& facts, const Options& options) {
  return !has_snapshot(dataset, options.snapshot_name) && !dataset.is_incomplete &&
         !facts.lost.contains(dataset.name) && why_it_cannot_be_snapshotted(dataset, facts, options).empty();
}

namespace {

/// A stream of all takes one snapshot of all.
void mark_whole_tree(ToSnapshot& to, const std::vector<selector::Chosen>& chosen, const Facts& facts,
                     const Options& options) {
  if (!options.replicate || std::ranges::find(to.marked, true) == to.marked.end()) return;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    to.marked[i] = to.marked[i] || may_be_snapshotted(*chosen[i].source, facts, options);
}

}  // namespace

ToSnapshot which_to_snapshot(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                             Needs& needs, std::vector<std::string>& notes) {
  ToSnapshot to{std::vector<bool>(chosen.size(), false), std::vector<std::string>(chosen.size())};
  if (options.snapshot_name.empty()) return to;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const zfs::Dataset& dataset = *chosen[i].source;
    if (facts.lost.contains(dataset.name)) continue;
    if (dataset.is_incomplete) {
      notes.push_back("[Source] " + dataset.name +
                      ": not snapshotted: its first receive is incomplete. To discard it: zfs recv -A " + dataset.name);
      continue;
    }
    const Change change = options.min_change == 0 ? Change::yes : changed(dataset, facts, options.min_change);
    if (change == Change::unknown) needs.written_since.push_back(&dataset);
    if (change == Change::no) continue;
    if (has_snapshot(dataset, options.snapshot_name)) {
      notes.push_back("[Source] " + dataset.name + "@" + options.snapshot_name +
                      ": exists already, so no new snapshot is created. A --snapshot-format with seconds tells two "
                      "runs apart");
      continue;
    }
    to.why_not[i] = why_it_cannot_be_snapshotted(dataset, facts, options);
    to.marked[i] = to.why_not[i].empty();
  }
  mark_whole_tree(to, chosen, facts, options);
  return to;
}

std::vector<Step> snapshot_steps(const zfs::Inventory& source, const std::vector<selector::Chosen>& chosen,
                                 const std::vector<bool>& marked, const std::string& snapshot_name) {
  std::map<std::string, std::vector<Item>, std::less<>> by_pool;
  std::vector<std::string> pools;  // in order of selection
  Names wanted;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (!marked[i]) continue;
    wanted.insert(chosen[i].source->name);
    auto& items = by_pool[std::string(chosen[i].source->pool())];
    if (items.empty()) pools.emplace_back(chosen[i].source->pool());
    items.push_back({i, chosen[i].source->name});
  }
  std::vector<Step> steps;
  for (const std::string& pool : pools) {
    CreateSnapshots all{
        .snapshot = snapshot_name, .items = std::move(by_pool[pool]), .recursive_roots = {}, .atomic = true};
    all.recursive_roots = covering_roots(source, wanted, all.items);
    // Roots without descendants gain nothing from -r, which would then only catch what was created since the listing.
    const std::size_t roots = all.recursive_roots.size();
    if (roots != 0 && roots < all.items.size() && roots <= k_lot_of_roots) {
      steps.push_back({.action = std::move(all), .why = {}});
      continue;
    }
    all.recursive_roots.clear();
    append(steps, split(std::move(all)));
  }
  return steps;
}

Lane snapshot_lane(const zfs::Inventory& source, const std::vector<selector::Chosen>& chosen,
                   const std::vector<bool>& marked, const Options& options) {
  const bool by_tree = !options.pre_tree.empty() || !options.post_tree.empty();
  std::vector<Step> snapshots = by_tree ? tree_steps(trees(source, chosen, marked, options.snapshot_name), options)
                                        : snapshot_steps(source, chosen, marked, options.snapshot_name);
  if (snapshots.empty()) return {};
  std::vector<std::string> datasets;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (marked[i]) datasets.push_back(chosen[i].source->name);
  }
  // What was not listed is to have it, too.
  if (options.replicate)
    std::get<CreateSnapshots>(snapshots.front().action).recursive_roots = {chosen.front().source->name};
  Lane lane;
  for (const Options::Command& command : options.pre_snapshot)
    lane.steps.push_back(hook(Hook::When::before_snapshot, command, options, datasets));
  append(lane.steps, std::move(snapshots));
  for (const Options::Command& command : options.post_snapshot)
    lane.at_last.push_back(hook(Hook::When::after_snapshot, command, options, datasets));
  return lane;
}

}  // namespace plan
