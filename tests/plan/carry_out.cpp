// Carries a plan out on a World, as zfs would; streams are received in receive.cpp.
#include "on_world.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

struct Apply : OnWorld {
  const plan::Plan& plan;
  plan::DatasetIndex index;

  void operator()(const plan::CreateSnapshots& step) const {
    std::set<std::string> named;
    for (const plan::Item& item : step.items) named.insert(item.name);
    if (!step.recursive_roots.empty()) check_covers(step.recursive_roots, named);
    for (const std::string& name : named) {
      WorldDataset* const dataset = find(plan::Side::source, name);
      if (dataset == nullptr) continue;
      if (dataset->named(step.snapshot) != nullptr) refuse("snapshot exists: " + name + "@" + step.snapshot);
      world.snapshot(*dataset, step.snapshot, dataset->written);
      dataset->written = 0;
    }
  }

  void check_covers(const std::vector<std::string>& roots, const std::set<std::string>& named) const {
    std::set<std::string> covered;
    for (const auto& [name, dataset] : world.source.datasets) {
      if (std::ranges::any_of(roots, [&, &n = name](const auto& r) { return zfs::is_at_or_below(n, r); })) {
        covered.insert(name);
      }
    }
    if (covered != named) refuse("snapshot -r makes others than the named ones");
  }

  void operator()(const plan::CreateParent& step) const {
    check_parent(step.dataset);
    if (target().datasets.contains(step.dataset)) refuse("dataset exists: " + step.dataset);
    WorldDataset& made = world.add_on_target(options.mapping.root(), step.dataset);
    made.canmount = {"off", "local"};
    inherit_encryption(step.dataset, made);
  }

  void operator()(const plan::AbortReceive& step) const {
    WorldDataset* const dataset = find(plan::Side::target, step.dataset);
    if (dataset == nullptr) return;
    if (!dataset->partial) refuse("nothing to abort: " + step.dataset);
    dataset->partial.reset();
    if (dataset->snapshots.empty()) target().datasets.erase(step.dataset);
  }

  void operator()(const plan::DestroySnapshots& step) const {
    WorldDataset* const dataset = find(step.side, step.dataset);
    if (dataset == nullptr) return;
    if (step.snapshots.empty()) refuse("a destroy of nothing");
    for (const auto& [name, guid] : step.snapshots) {
      WorldSnapshot* const snapshot = find_snapshot(step.side, step.dataset + "@" + name);
      if (snapshot != nullptr && guid != 0 && guid != snapshot->guid) refuse("another one than was meant: " + name);
      if (snapshot != nullptr) destroy(step, *dataset, *snapshot);
    }
  }

  void destroy(const plan::DestroySnapshots& step, WorldDataset& dataset, WorldSnapshot& snapshot) const {
    const std::string full_name = step.dataset + "@" + snapshot.name;
    // What the run does when zfs refuses: our own tag on a target snapshot that is to go serves nobody.
    if (step.side == plan::Side::target && index != plan::k_no_dataset) snapshot.tags.erase(plan.datasets[index].tag);
    if (step.side == plan::Side::target && !snapshot.tags.empty()) return world.spared.push_back(full_name);
    if (!snapshot.tags.empty()) return refuse("held: " + full_name);
    if (snapshot.has_clones) return refuse("has clones: " + full_name);
    if (dataset.partial && dataset.partial->contents.from_guid == snapshot.guid)
      return refuse("is received onto: " + full_name);
    const auto at = dataset.snapshots.begin() + (&snapshot - dataset.snapshots.data());
    (at + 1 == dataset.snapshots.end() ? dataset.written : (at + 1)->written) += at->written;
    dataset.snapshots.erase(at);
  }

  void operator()(const plan::Rollback& step) const {
    const WorldSnapshot* const snapshot = find_snapshot(plan::Side::target, step.snapshot);
    if (snapshot == nullptr) return;
    WorldDataset& dataset = *find(plan::Side::target, step.snapshot.substr(0, step.snapshot.find('@')));
    if (snapshot != &dataset.snapshots.back()) refuse("more recent snapshots exist: " + step.snapshot);
    dataset.written = 0;
  }

  void operator()(const plan::Transfer& step) const { receive(*this, step); }
  void operator()(const plan::Verify& step) const {
    for (const plan::Item& item : step.items) find_snapshot(plan::Side::target, item.name);
  }
  /// What `-r` reaches must be what is meant.
  template <class Tagging>
  void check_reach(const Tagging& step) const {
    if (step.recursive_roots.empty()) return;
    std::set<std::string> reached, meant;
    for (const std::string& root : step.recursive_roots) {
      const auto at = root.find('@');
      const std::string name = root.substr(at + 1);
      for (auto& [dataset, contents] : side(step.side).datasets) {
        if (zfs::is_at_or_below(dataset, root.substr(0, at)) && contents.named(name) != nullptr)
          reached.insert(dataset + "@" + name);
      }
    }
    for (const plan::Item& item : step.items) meant.insert(item.name);
    if (reached != meant) refuse("-r from " + step.recursive_roots.front() + " reaches others than are meant");
  }
  void operator()(const plan::Hold& step) const {
    check_reach(step);
    for (const plan::Item& item : step.items) {
      if (WorldSnapshot* const snapshot = find_snapshot(step.side, item.name)) snapshot->tags.insert(step.tag);
    }
  }
  void operator()(const plan::Release& step) const {
    check_reach(step);
    for (const plan::Item& item : step.items) {
      WorldSnapshot* const snapshot = find_snapshot(step.side, item.name);
      if (snapshot == nullptr) continue;
      const bool was_there = snapshot->tags.erase(step.tag) != 0;
      // The source's tags are read beforehand, so that this would be idle; the target's are not.
      if (!was_there && step.side == plan::Side::source) refuse("no such tag: " + item.name);
    }
  }
  void operator()(const plan::Mount& step) const {
    for (const plan::Item& item : step.items) find(plan::Side::target, item.name);
  }
  void operator()(const plan::Hook&) const {}
  void operator()(const plan::DestroyDataset& step) const {
    WorldDataset* const dataset = find(plan::Side::target, step.dataset);
    if (dataset == nullptr) return;
    if (!dataset->snapshots.empty()) refuse("has snapshots: " + step.dataset);
    for (const auto& [name, other] : target().datasets) {
      if (name != step.dataset && zfs::is_at_or_below(name, step.dataset)) refuse("has children: " + step.dataset);
    }
    target().datasets.erase(step.dataset);
  }
  void operator()(const plan::Clone& step) const {
    WorldSnapshot* const origin = find_snapshot(plan::Side::target, step.snapshot);
    if (origin == nullptr) return;
    if (target().datasets.contains(step.dataset)) return refuse("exists: " + step.dataset);
    origin->has_clones = true;
    WorldDataset clone = target().datasets.at(step.snapshot.substr(0, step.snapshot.find('@')));
    clone.guid = world.new_guid();
    clone.origin = step.snapshot;
    clone.key_from = clone.encrypted ? World::root_of(step.snapshot.substr(0, step.snapshot.find('@')), clone) : "";
    clone.written = 0;
    clone.snapshots.clear();
    clone.record.reset();
    clone.partial.reset();
    target().datasets.emplace(step.dataset, std::move(clone));
  }
  void operator()(const plan::Promote& step) const {
    WorldDataset* const clone = find(plan::Side::target, step.dataset);
    if (clone == nullptr) return;
    const auto at = clone->origin.find('@');
    if (at == std::string::npos) return refuse("no clone: " + step.dataset);
    WorldDataset& parent = target().datasets.at(clone->origin.substr(0, at));
    const auto origin = std::ranges::find(parent.snapshots, clone->origin.substr(at + 1), &WorldSnapshot::name);
    for (auto moved = parent.snapshots.begin(); moved != origin + 1; ++moved) {
      if (clone->named(moved->name) != nullptr) refuse("conflicting snapshot: " + step.dataset + "@" + moved->name);
      for (auto& [name, other] : target().datasets) {
        if (name != step.dataset && other.origin == clone->origin.substr(0, at + 1) + moved->name)
          other.origin = step.dataset + "@" + moved->name;
      }
    }
    clone->snapshots.insert(clone->snapshots.begin(), parent.snapshots.begin(), origin + 1);
    parent.snapshots.erase(parent.snapshots.begin(), origin + 1);
    if (clone->key_from == clone->origin.substr(0, at)) {
      clone->key_from.clear();
      parent.key_from = step.dataset;
      for (auto& [name, other] : target().datasets) {
        if (other.key_from == clone->origin.substr(0, at)) other.key_from = step.dataset;
      }
    }
    const std::string origin_of_all = parent.origin;
    parent.origin = step.dataset + clone->origin.substr(at);
    clone->origin = origin_of_all;
  }
  static std::string renamed_name(const std::string& name, const plan::Rename& step) {
    const bool moves = zfs::is_at_or_below(name.substr(0, name.find('@')), step.from);
    return moves ? step.to + name.substr(step.from.size()) : name;
  }
  /// What has its key from above stays below that.
  bool leaves_its_key(const WorldDataset& dataset, const plan::Rename& step) const {
    const std::string parent(zfs::parent_of(step.to));
    if (parent == zfs::parent_of(step.from) || dataset.key_from.empty() ||
        zfs::is_at_or_below(dataset.key_from, step.from))
      return false;
    return World::root_of(parent, target().datasets.at(parent)) != dataset.key_from;
  }
  void operator()(const plan::Rename& step) const {
    const WorldDataset* const moved = find(plan::Side::target, step.from);
    if (moved == nullptr) return;
    if (target().datasets.contains(step.to)) return refuse("exists: " + step.to);
    if (zfs::is_at_or_below(step.to, step.from)) return refuse("below itself: " + step.to);
    check_parent(step.to);
    if (step.is_volume != (moved->type == zfs::DatasetType::volume)) refuse("-u is for filesystems: " + step.from);
    if (leaves_its_key(*moved, step)) refuse("outside of its encryption root: " + step.to);
    std::map<std::string, WorldDataset> renamed;
    for (auto& [name, dataset] : target().datasets) {
      dataset.origin = renamed_name(dataset.origin, step);
      dataset.key_from = renamed_name(dataset.key_from, step);
      renamed.emplace(renamed_name(name, step), std::move(dataset));
    }
    target().datasets = std::move(renamed);
  }
  void operator()(const plan::SetProperty& step) const { find(plan::Side::target, step.dataset); }
  void operator()(const plan::Unmount& step) const { find(plan::Side::target, step.dataset); }
  void operator()(const plan::SetProperties& step) const { find(step.side, step.datasets.front()); }
  void operator()(const plan::ClearProperty& step) const { find(step.side, step.datasets.front()); }
  void operator()(const plan::MountDataset& step) const { find(step.side, step.dataset); }
  void operator()(const plan::LoadKey& step) const { find(plan::Side::target, step.dataset); }
  void operator()(const plan::MountInPlace& step) const {
    for (const plan::Item& item : step.items) find(plan::Side::target, item.name);
  }
  void operator()(const plan::UnmountAll& step) const {
    for (const std::string& dataset : step.datasets) find(plan::Side::target, dataset);
  }
  void operator()(const plan::Open&) const {}
  void operator()(const plan::WriteRecords& step) const {
    for (const plan::CopyRecord& copy : step.copies) set_record(copy.dataset, copy.record);
  }
  void operator()(const plan::CreateBookmark& step) const {
    const WorldSnapshot* const snapshot = find_snapshot(plan::Side::source, step.snapshot);
    WorldDataset* const dataset = find(plan::Side::source, step.bookmark.substr(0, step.bookmark.find('#')));
    if (snapshot == nullptr || dataset == nullptr) return;
    dataset->bookmarks.push_back({step.bookmark.substr(step.bookmark.find('#') + 1), snapshot->guid, snapshot->txg});
  }
  void operator()(const plan::DestroyBookmark& step) const {
    WorldDataset* const dataset = find(plan::Side::source, step.bookmark.substr(0, step.bookmark.find('#')));
    if (dataset == nullptr) return;
    const std::string name = step.bookmark.substr(step.bookmark.find('#') + 1);
    if (std::erase_if(dataset->bookmarks, [&](const auto& b) { return b.name == name; }) == 0)
      refuse("no such bookmark: " + step.bookmark);
  }
};

void World::apply(const plan::Step& step, const plan::Plan& plan, const plan::Options& options) {
  std::visit(Apply{{*this, options}, plan, step.dataset}, step.action);
}

void World::apply(const plan::Plan& plan, const plan::Options& options, std::size_t limit) {
  for (const plan::Step& step : steps_of(plan)) {
    if (limit-- == 0) return;
    apply(step, plan, options);
  }
}

void World::break_off(const plan::Step& step, std::size_t arrived, const plan::Plan& plan,
                      const plan::Options& options) {
  const auto& range = std::get<plan::Transfer>(step.action);
  const auto singles = singles_of(range);
  for (std::size_t i = 0; i < arrived; ++i) apply({singles.at(i), step.dataset, ""}, plan, options);
  WorldDataset& from = source.datasets.at(range.source);
  interrupt_receive(targets.at(options.mapping.root()).datasets.at(range.target),
                    *from.named(singles.at(arrived).snapshot), from.named(singles.at(arrived).base)->guid, range.raw);
}
