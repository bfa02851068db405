#include "app/plan/local/rollback.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/set_aside.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

const zfs::Snapshot* find_snapshot(const Dataset& dataset, const std::string& name) {
  const auto found = std::ranges::find_if(dataset.snapshots,
                                          [&](const zfs::Snapshot& snapshot) { return snapshot.name->text == name; });
  return found == dataset.snapshots.end() ? nullptr : &*found;
}

Snapshots snapshots_on(const Dataset& dataset) {
  Snapshots all;
  for (const zfs::Snapshot& snapshot : dataset.snapshots) all.push_back(&snapshot);
  return all;
}

std::string full_name(const Dataset& dataset, const zfs::Snapshot& snapshot) {
  return dataset.name + "@" + snapshot.name->text;
}

/// The bookmark of a base is called NAME_1a2b3c4d: see replicate/bookmarks.hpp.
bool stands_for_base(std::string_view bookmark) {
  constexpr std::size_t k_digits = 8;
  if (bookmark.size() < k_digits + 1 || bookmark[bookmark.size() - k_digits - 1] != '_') return false;
  return std::ranges::all_of(bookmark.substr(bookmark.size() - k_digits),
                             [](unsigned char c) { return std::isdigit(c) != 0 || (c >= 'a' && c <= 'f'); });
}

/// What hangs on snapshots that go must go first, and so must what is below that.
class Hanging {
 public:
  explicit Hanging(const zfs::Inventory& pool) : pool_(pool) {}

  void lose(const Dataset& dataset, const Snapshots& snapshots) {
    for (const zfs::Snapshot* snapshot : snapshots) lost_.insert(full_name(dataset, *snapshot));
  }

  std::set<const Dataset*> find() {
    for (bool found_more = true; found_more;) {
      found_more = false;
      for (const Dataset& dataset : pool_.datasets()) {
        if (found_.contains(&dataset) || !hangs(dataset)) continue;
        found_.insert(&dataset);
        lose(dataset, snapshots_on(dataset));
        found_more = true;
      }
    }
    return found_;
  }

 private:
  bool hangs(const Dataset& dataset) const {
    if (lost_.contains(dataset.origin)) return true;
    const Dataset* const parent = pool_.find(zfs::parent_of(dataset.name));
    return parent != nullptr && found_.contains(parent);
  }

  const zfs::Inventory& pool_;
  std::set<std::string, std::less<>> lost_;  // full names of snapshots
  std::set<const Dataset*> found_;
};

/// Destroys in an order that zfs takes without -r or -R.
class Destroying {
 public:
  Destroying(const zfs::Inventory& pool, const Losses& losses)
      : pool_(pool), left_(losses.clones.begin(), losses.clones.end()) {}

  void snapshots(DatasetIndex index, const Dataset& dataset, const Snapshots& snapshots, Why why) {
    for (const zfs::Snapshot* snapshot : snapshots) clones_of(index, full_name(dataset, *snapshot));
    const DestroySnapshots each{
        .side = Side::target, .dataset = dataset.name, .snapshots = {}, .is_in_the_way = true, .may_be_others = true};
    add_destroys(steps, index, each, snapshots, why);
  }

  std::vector<Step> steps;

 private:
  void clones_of(DatasetIndex index, const std::string& snapshot) {
    const std::set<const Dataset*> left = left_;
    for (const Dataset* dataset : left) {
      if (dataset->origin == snapshot) whole(index, *dataset);
    }
  }

  void whole(DatasetIndex index, const Dataset& dataset) {
    if (left_.erase(&dataset) == 0) return;
    for (const Dataset& below : pool_.datasets()) {
      if (zfs::parent_of(below.name) == dataset.name) whole(index, below);
    }
    snapshots(index, dataset, snapshots_on(dataset), "of a clone of what is destroyed");
    steps.push_back({DestroyDataset{dataset.name}, index, "a clone of what is destroyed"});
  }

  const zfs::Inventory& pool_;
  std::set<const Dataset*> left_;
};

/// What others rely on. Each is a reason not to roll back.
std::vector<std::string> bases_among(const Losses& losses, const zfs::HoldTags& holds) {
  std::vector<std::string> bases;
  for (const std::string& snapshot : losses.snapshots()) {
    const auto* const of_dataset = holds.of_dataset(snapshot.substr(0, snapshot.find('@')));
    if (of_dataset == nullptr) continue;
    const auto found = of_dataset->find(snapshot.substr(snapshot.find('@') + 1));
    if (found == of_dataset->end() || found->second.empty()) continue;
    const std::string& tag = found->second.front();
    const bool is_ours = tag.starts_with("zfs_autobackup:") || tag.starts_with("zwinnow:");
    std::string base = snapshot;
    base.append(is_ours ? " (the newest common snapshot with a target, held by " : " (held by ")
        .append(tag)
        .append(")");
    bases.push_back(std::move(base));
  }
  const auto look_at = [&](const std::string& bookmark) {
    if (stands_for_base(bookmark))
      bases.push_back(bookmark + " (it stands for the newest common snapshot with a target)");
  };
  for (const std::string& bookmark : losses.bookmarks) look_at(bookmark);
  for (const Dataset* clone : losses.clones) {
    for (const zfs::Bookmark& bookmark : clone->bookmarks) look_at(clone->name + "#" + bookmark.name);
  }
  return bases;
}

std::string brake_of(const RollbackRequest& request, const zfs::Inventory& pool, const Losses& losses,
                     const zfs::HoldTags& holds) {
  std::string obstacle = obstacle_to(request, pool.find(request.dataset));
  if (!obstacle.empty()) return obstacle;
  if (losses.is_itself_lost)
    return request.dataset + " lies in a clone of a snapshot that would be destroyed: promote that clone first";
  const std::vector<std::string> bases = bases_among(losses, holds);
  if (bases.empty()) return {};
  return "a rollback to " + request.dataset + "@" + request.snapshot + " would destroy " + few_of(bases) +
         ". With --keep nothing is destroyed; zfs release frees what nobody needs any more";
}

}  // namespace

std::vector<std::string> Losses::snapshots() const {
  std::vector<std::string> names;
  for (const auto& [dataset, snapshots] : newer) {
    for (const zfs::Snapshot* snapshot : snapshots) names.push_back(full_name(*dataset, *snapshot));
  }
  for (const Dataset* clone : clones) {
    for (const zfs::Snapshot& snapshot : clone->snapshots) names.push_back(full_name(*clone, snapshot));
  }
  return names;
}

bool Losses::has_clones() const {
  return std::ranges::any_of(newer, [](const auto& of_dataset) {
    return std::ranges::any_of(of_dataset.second, [](const zfs::Snapshot* snapshot) { return snapshot->has_clones; });
  });
}

std::string obstacle_to(const RollbackRequest& request, const Dataset* root) {
  if (root == nullptr) return "there is no dataset " + request.dataset;
  if (find_snapshot(*root, request.snapshot) != nullptr) return {};
  return "the snapshot " + root->name + "@" + request.snapshot +
         " does not exist: " + typed({"zfs", "list", "-t", "snapshot", root->name});
}

Losses losses_of(const RollbackRequest& request, const zfs::Inventory& pool) {
  Losses losses;
  Hanging hanging(pool);
  std::vector<std::pair<const Dataset*, const zfs::Snapshot*>> back;
  for (const Dataset& dataset : pool.datasets()) {
    const bool is_meant =
        request.recursive ? zfs::is_at_or_below(dataset.name, request.dataset) : dataset.name == request.dataset;
    if (!is_meant) continue;
    const zfs::Snapshot* const to = find_snapshot(dataset, request.snapshot);
    if (dataset.name == request.dataset && to == nullptr) return {};
    if (to == nullptr) {
      losses.without.push_back(&dataset);
      continue;
    }
    back.emplace_back(&dataset, to);
    Snapshots newer;
    for (const zfs::Snapshot& snapshot : dataset.snapshots) {
      if (snapshot.createtxg > to->createtxg) newer.push_back(&snapshot);
    }
    hanging.lose(dataset, newer);
  }
  const std::set<const Dataset*> clones = hanging.find();
  std::erase_if(losses.without, [&](const Dataset* dataset) { return clones.contains(dataset); });
  for (const auto& [dataset, to] : back) {
    if (clones.contains(dataset)) {
      losses.is_itself_lost = losses.is_itself_lost || dataset->name == request.dataset;
      continue;
    }
    losses.back.push_back(dataset);
    Snapshots newer;
    for (const zfs::Snapshot& snapshot : dataset->snapshots) {
      if (snapshot.createtxg > to->createtxg) newer.push_back(&snapshot);
    }
    if (!newer.empty()) losses.newer.emplace_back(dataset, std::move(newer));
    for (const zfs::Bookmark& bookmark : dataset->bookmarks) {
      if (bookmark.createtxg > to->createtxg) losses.bookmarks.push_back(dataset->name + "#" + bookmark.name);
    }
  }
  for (const Dataset& dataset : pool.datasets()) {
    if (clones.contains(&dataset)) losses.clones.push_back(&dataset);
  }
  return losses;
}

Lane between_hooks(const RollbackRequest& request, std::vector<Step> steps) {
  const auto hook = [&](Hook::When when, const std::vector<std::string>& command) {
    Hook step{when, command, {{"DATASET", request.dataset}, {"SNAPSHOT", request.snapshot}}, true, Side::target};
    return Step{std::move(step), 0, {}};
  };
  Lane lane{0, {}, {}};
  for (const auto& command : request.stop_cmds) lane.steps.push_back(hook(Hook::When::stop, command));
  append(lane.steps, std::move(steps));
  for (const auto& command : request.start_cmds) lane.at_last.push_back(hook(Hook::When::start, command));
  return lane;
}

Plan plan_rollback(const RollbackRequest& request, const zfs::Inventory& pool, const Losses& losses,
                   const zfs::HoldTags& holds) {
  Plan plan;
  plan.brake = brake_of(request, pool, losses, holds);
  if (!plan.brake.empty()) return plan;
  for (const Dataset* dataset : losses.without)
    plan.notes.push_back("[Target] " + dataset->name + ": Stays as it is: it has no snapshot @" + request.snapshot);
  Destroying destroying(pool, losses);
  auto newer = losses.newer.begin();
  for (DatasetIndex i = 0; i < losses.back.size(); ++i) {
    const Dataset& dataset = *losses.back[i];
    DatasetPlan one;
    one.source = &dataset;
    one.outcome = RolledBack{request.snapshot};
    plan.datasets.push_back(std::move(one));
    const zfs::Snapshot& to = *find_snapshot(dataset, request.snapshot);
    plan.relies_on.push_back({full_name(dataset, to), to.guid});
    if (newer != losses.newer.end() && newer->first == &dataset) {
      destroying.snapshots(i, dataset, newer->second, "newer than what it goes back to");
      for (const zfs::Snapshot* snapshot : newer->second)
        plan.relies_on.push_back({full_name(dataset, *snapshot), snapshot->guid});
      ++newer;
    }
    for (const zfs::Bookmark& bookmark : dataset.bookmarks) {
      const std::string name = dataset.name + "#" + bookmark.name;
      if (std::ranges::find(losses.bookmarks, name) != losses.bookmarks.end())
        destroying.steps.push_back({DestroyBookmark{name, Side::target}, i, "newer than what it goes back to"});
    }
    destroying.steps.push_back({Rollback{full_name(dataset, to)}, i, {}});
  }
  Phase phase{PhaseKind::rollback, {}};
  phase.lanes.push_back(between_hooks(request, std::move(destroying.steps)));
  plan.phases.push_back(std::move(phase));
  return plan;
}

}  // namespace plan
