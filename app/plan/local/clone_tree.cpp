#include "app/plan/local/clone_tree.hpp"

#include "app/plan/words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

bool is_mountable(const Dataset& dataset) {
  return dataset.type == zfs::DatasetType::filesystem;
}

class Cloning {
 public:
  Cloning(const CloneRequest& request, const CloneFacts& facts)
      : request_(request), facts_(facts), parent_(facts.place->find(zfs::parent_of(request.target))) {}

  Plan make() {
    plan_.brake = obstacle();
    if (!plan_.brake.empty()) return std::move(plan_);
    for (const Dataset& dataset : facts_.tree->datasets()) {
      if (zfs::is_at_or_below(dataset.name, request_.source)) add(dataset);
    }
    Phase clones{PhaseKind::clone, {}};
    for (DatasetIndex i = 0; i < plan_.datasets.size(); ++i) clones.lanes.push_back({i, {clone(i)}, {}});
    plan_.phases.push_back(std::move(clones));
    mount();
    note_keys();
    return std::move(plan_);
  }

 private:
  const zfs::Snapshot* wanted_of(const Dataset& dataset) const {
    if (request_.snapshot.empty()) return dataset.snapshots.empty() ? nullptr : &dataset.snapshots.back();
    const auto found = std::ranges::find_if(
        dataset.snapshots, [&](const zfs::Snapshot& snapshot) { return snapshot.name->text == request_.snapshot; });
    return found == dataset.snapshots.end() ? nullptr : &*found;
  }

  /// Why nothing can be cloned; empty: it can.
  std::string obstacle() const {
    const std::string& target = request_.target;
    const Dataset* const root = facts_.tree->find(request_.source);
    if (root == nullptr) return "there is no dataset " + request_.source;
    const std::string parent(zfs::parent_of(target));
    if (zfs::is_at_or_below(target, request_.source) && target != request_.source)
      return target + " would lie within " + request_.source +
             ", the tree that is cloned: choose a place outside of it";
    if (facts_.place->find(target) != nullptr) return target + " exists already: choose a name that does not";
    if (parent.empty()) return target + " would be a pool: choose a name below one, such as " + target + "/clone";
    if (parent_ == nullptr)
      return "its parent " + parent + " does not exist: " + typed({"zfs", "create", "-p", parent});
    if (wanted_of(*root) != nullptr) return {};
    if (request_.snapshot.empty()) return root->name + " has no snapshot to clone";
    return "the snapshot " + root->name + "@" + request_.snapshot +
           " does not exist: " + typed({"zfs", "list", "-t", "snapshot", root->name});
  }

  void add(const Dataset& dataset) {
    const zfs::Snapshot* const snapshot = wanted_of(dataset);
    const auto above = cloned_.find(zfs::parent_of(dataset.name));
    const bool is_root = dataset.name == request_.source;
    if (snapshot == nullptr || (above == cloned_.end() && !is_root)) {
      plan_.notes.push_back("[Target] " + dataset.name + ": Not cloned: " +
                            (snapshot != nullptr         ? "what is above it is not"
                             : request_.snapshot.empty() ? "it has no snapshot"
                                                         : "it has no snapshot @" + request_.snapshot));
      return;
    }
    cloned_.emplace(dataset.name, plan_.datasets.size());
    DatasetPlan one;
    one.source = &dataset;
    one.target = request_.target + dataset.name.substr(request_.source.size());
    one.outcome = Cloned{snapshot->name->text};
    if (!is_root) one.waits_for.push_back(above->second);
    plan_.datasets.push_back(std::move(one));
    plan_.relies_on.push_back({dataset.name + "@" + snapshot->name->text, snapshot->guid});
  }

  Step clone(DatasetIndex index) const {
    const DatasetPlan& one = plan_.datasets[index];
    Clone step{one.source->name + "@" + std::get<Cloned>(one.outcome).snapshot, one.target, {}};
    if (is_mountable(*one.source)) step.properties.emplace_back("canmount=noauto");
    if (index == 0) {  // the others inherit these
      step.properties.emplace_back("readonly=off");
      std::ranges::move(deselecting(facts_.properties), std::back_inserter(step.properties));
    }
    return {std::move(step), index, {}};
  }

  void mount() {
    MountInPlace step;
    for (DatasetIndex i = 0; i < plan_.datasets.size(); ++i) {
      const Dataset& source = *plan_.datasets[i].source;
      if (is_mountable(source) && source.key_loaded) step.items.push_back({i, plan_.datasets[i].target});
    }
    if (step.items.empty()) return;
    if (const std::string why = why_unmounted(); !why.empty()) {
      plan_.notes.push_back("[Target] " + request_.target + ": Not mounted: " + why);
      return;
    }
    Phase phase{PhaseKind::mount, {}};
    phase.lanes.push_back({k_no_dataset, {{std::move(step), k_no_dataset, {}}}, {}});
    plan_.phases.push_back(std::move(phase));
  }

  std::string why_unmounted() const {
    const std::string& mountpoint = parent_->mountpoint.value;
    const std::string place = typed({"zfs", "set", "mountpoint=/mnt/clone", request_.target});
    if (parent_->record && parent_->mountpoint.value.starts_with('/'))
      return parent_->name + " is a copy, and a directory made in it for a mountpoint would change it: " + place +
             ", then, as root: " + mount_all();
    if (!mountpoint.starts_with('/'))
      return "it inherits mountpoint=" + mountpoint + ": " + place + ", then, as root: " + mount_all();
    if (!facts_.mounts) return "only root can on Linux: " + mount_all();
    return {};
  }

  /// Parents come first.
  std::string mount_all() const {
    return typed({"zfs", "list", "-H", "-o", "name", "-t", "filesystem", "-r", request_.target}) +
           " | xargs -d '\\n' -n 1 zfs mount";
  }

  /// A clone has its key from where its origin has it.
  void note_keys() {
    std::map<std::string, std::vector<std::string>> clones_of;  // by encryption root
    for (const DatasetPlan& one : plan_.datasets) {
      if (one.source->encrypted() && !one.source->key_loaded)
        clones_of[one.source->encryption_root].push_back(one.target);
    }
    for (const auto& [root, clones] : clones_of) {
      plan_.notes.push_back("[Target] " + few_of(clones) + ": the key of " + root + " is needed to read " +
                            (clones.size() == 1 ? "it" : "them") + ": " + typed({"zfs", "load-key", root}) +
                            ", then for filesystems " + typed({"zfs", "mount", clones.front()}) +
                            and_more(clones.size()));
    }
  }

  const CloneRequest& request_;
  const CloneFacts& facts_;
  const Dataset* parent_;
  Plan plan_;
  std::map<std::string, DatasetIndex, std::less<>> cloned_;
};

}  // namespace

Plan plan_clones(const CloneRequest& request, const CloneFacts& facts) {
  return Cloning(request, facts).make();
}

}  // namespace plan
