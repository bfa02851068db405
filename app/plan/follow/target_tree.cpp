#include "app/plan/follow/target_tree.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

/// The dataset, or what is below it, or their snapshots.
void rename_in(std::string& name, const std::string& from, const std::string& to) {
  if (zfs::is_at_or_below(std::string_view(name).substr(0, name.find('@')), from)) name.replace(0, from.size(), to);
}

/// As zfs says it of what is inherited from that.
std::string inherited_from(const Dataset& parent, const zfs::Setting& setting) {
  return setting.is_set_here() ? "inherited from " + parent.name : setting.source;
}

bool is_inherited(const zfs::Setting& setting) {
  return setting.source == "default" || !setting.inherited_from().empty();
}

}  // namespace

TargetTree::TargetTree(const zfs::Inventory& listed) {
  for (const Dataset& dataset : listed.datasets()) {
    Dataset& ours = datasets_.emplace(dataset.name, dataset).first->second;
    if (!ours.origin.empty() || ours.encrypted()) linked_.insert(&ours);
  }
}

Dataset* TargetTree::find(std::string_view name) {
  const auto found = datasets_.find(name);
  return found == datasets_.end() ? nullptr : &found->second;
}

const Dataset* TargetTree::find(std::string_view name) const {
  return const_cast<TargetTree*>(this)->find(name);
}

std::string TargetTree::free_name(const std::string& name) const {
  std::string free = name;
  for (int number = 2; datasets_.contains(free); ++number) free = name + "-" + std::to_string(number);
  return free;
}

std::vector<const Dataset*> TargetTree::below(const Dataset& dataset) const {
  const std::string prefix = dataset.name + "/";
  std::vector<const Dataset*> all;
  for (auto each = datasets_.lower_bound(prefix); each != datasets_.end() && each->first.starts_with(prefix); ++each)
    all.push_back(&each->second);
  return all;
}

Dataset* TargetTree::empty_clone_of(const std::string& snapshot) {
  for (Dataset* const dataset : linked_) {
    if (dataset->origin == snapshot && dataset->snapshots.empty() && dataset->written == 0) return dataset;
  }
  return nullptr;
}

Dataset& TargetTree::add(const std::string& name) {
  Dataset& made = datasets_[name];
  made.name = name;
  made.canmount = {"on", "default"};
  made.mountpoint = made.readonly = {"-", "default"};
  moved_.insert(&made);
  return made;
}

void TargetTree::create(const std::string& name) {
  Dataset& made = add(name);
  made.canmount = {"off", "local"};
  const Dataset* const parent = find(zfs::parent_of(name));
  if (parent == nullptr || !parent->encrypted()) return;
  made.encryption_root = parent->encryption_root;
  made.key_loaded = parent->key_loaded;
  linked_.insert(&made);
}

void TargetTree::rename(Dataset& dataset, const std::string& to) {
  const std::string from = dataset.name;
  std::vector<std::string> names{from};
  for (const Dataset* each : below(dataset)) names.push_back(each->name);
  for (const std::string& name : names) {
    auto node = datasets_.extract(name);
    rename_in(node.key(), from, to);
    node.mapped().name = node.key();
    moved_.insert(&node.mapped());
    datasets_.insert(std::move(node));
  }
  for (Dataset* const each : linked_) {
    rename_in(each->origin, from, to);
    rename_in(each->encryption_root, from, to);
  }
  names_.rename(from, to);
}

Dataset& TargetTree::clone(const Dataset& origin, zfs::Snapshot& snapshot, const std::string& name) {
  Dataset& made = add(name);
  made.type = origin.type;
  made.origin = origin.name + "@" + snapshot.name->text;
  snapshot.has_more_clones = std::exchange(snapshot.has_clones, true);
  made.encryption_root = origin.encryption_root;
  made.key_loaded = origin.key_loaded;
  linked_.insert(&made);
  return made;
}

void TargetTree::promote(Dataset& clone) {
  const auto at = clone.origin.find('@');
  const std::string snapshot = clone.origin.substr(at + 1);
  Dataset& origin = *find(std::string_view(clone.origin).substr(0, at));
  const auto last = std::ranges::find(origin.snapshots, snapshot, [](const auto& s) { return s.name->text; }) + 1;
  std::set<std::string, std::less<>> moved;
  for (auto each = origin.snapshots.begin(); each != last; ++each) moved.insert(each->name->text);
  clone.snapshots.insert(clone.snapshots.begin(), origin.snapshots.begin(), last);
  origin.snapshots.erase(origin.snapshots.begin(), last);

  clone.origin = std::exchange(origin.origin, clone.name + "@" + snapshot);
  linked_.insert(&origin);
  for (Dataset* const other : linked_) {
    if (other == &origin) continue;
    const auto its_at = other->origin.find('@');
    if (other->origin.substr(0, its_at) == origin.name && moved.contains(other->origin.substr(its_at + 1)))
      other->origin.replace(0, its_at, clone.name);
  }
  if (origin.encryption_root == origin.name) {
    for (Dataset* const other : linked_) {
      if (other->encryption_root == origin.name) other->encryption_root = clone.name;
    }
  }
  names_.promote(origin.name, clone.name, std::move(moved));
}

/// What it has from above is another parent's now.
void TargetTree::inherit(Dataset& dataset) {
  const Dataset* const parent = find(zfs::parent_of(dataset.name));
  if (parent == nullptr) return;
  if (is_inherited(dataset.readonly)) {
    dataset.readonly.value = parent->readonly.value;
    dataset.readonly.source = inherited_from(*parent, parent->readonly);
  }
  if (!is_inherited(dataset.mountpoint) || dataset.type != zfs::DatasetType::filesystem) return;
  const std::string& above = parent->mountpoint.value;
  const bool is_path = above.starts_with('/');
  dataset.mountpoint.value = is_path ? above + dataset.name.substr(dataset.name.rfind('/')) : above;
  dataset.mountpoint.source = inherited_from(*parent, parent->mountpoint);
}

zfs::Inventory TargetTree::take_inventory() && {
  for (auto& [name, dataset] : datasets_) {
    if (moved_.contains(&dataset)) inherit(dataset);
  }
  zfs::Inventory inventory;
  for (auto& [name, dataset] : datasets_) inventory.add(std::move(dataset));
  return inventory;
}

}  // namespace plan
