#include "app/plan/replicate/rotation.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/replicate/unmounting.hpp"
#include "app/plan/set_aside.hpp"
#include "thinner/name_format.hpp"

#include <algorithm>

namespace plan {

namespace {

using zfs::Dataset;

constexpr std::string_view k_rotating = ".zwinnow-rotating";
constexpr std::string_view k_diverged = ".diverged-";

std::string rotating_name(std::string_view target) {
  return std::string(target).append(k_rotating);
}

std::string_view last_component(std::string_view dataset) {
  return dataset.substr(dataset.rfind('/') + 1);
}

bool is_filesystem(const Dataset& dataset) {
  return dataset.type == zfs::DatasetType::filesystem;
}

bool is_clone_of(const Dataset& dataset, std::string_view of) {
  return dataset.origin.starts_with(of) && dataset.origin.size() > of.size() && dataset.origin[of.size()] == '@';
}

class Steps {
 public:
  Steps(const zfs::Inventory& target, thinner::Time now, DatasetIndex index)
      : target_(target), now_(now), index_(index) {}

  void add(Action action, Why why = {}) { steps.push_back({std::move(action), index_, why}); }

  /// A clone that is not mounted yet. `properties` are assignments.
  void clone(const Dataset& target, const std::string& base, const std::vector<std::string>& properties) {
    Clone clone{target.name + "@" + base, rotating_name(target.name), {}};
    for (const std::string& assignment : properties) {
      if (!assignment.starts_with("canmount=")) clone.properties.push_back(assignment);
    }
    if (is_filesystem(target)) clone.properties.emplace_back("canmount=noauto");
    add(std::move(clone), "--on-diverge=rotate");
  }

  /// All that follows the promotion. Nothing is mounted while names change, nor afterwards: zfs rename and zfs mount
  /// remove and make the directories of mountpoints, and so write to the filesystem above, which is a copy too. With
  /// canmount=off rename leaves them alone, and what was set aside never is where its successor should be.
  void change_places(const std::string& name) {
    const std::string rotating = rotating_name(name);
    const Dataset* const diverged = target_.find(name);
    const bool is_volume = !is_filesystem(diverged != nullptr ? *diverged : *target_.find(rotating));
    if (diverged != nullptr) {
      unmount(*diverged);
      if (is_filesystem(*diverged)) give_back_canmount(*diverged, rotating);
      for (const Dataset& dataset : target_.datasets()) {
        if (zfs::parent_of(dataset.name) == name)
          add(Rename{dataset.name, rotating + dataset.name.substr(name.size()), !is_filesystem(dataset)});
      }
      if (has_mountpoint(*diverged)) add(SetProperty{name, "canmount", "off"});
      add(Rename{name, set_aside_name(name, now_), is_volume}, "set aside, as it has diverged");
    }
    add(Rename{rotating, name, is_volume});
  }

  std::vector<Step> steps;

 private:
  void unmount(const Dataset& diverged) {
    std::vector<const Dataset*> below;
    for (const Dataset& dataset : target_.datasets()) {
      if (dataset.name != diverged.name && zfs::is_at_or_below(dataset.name, diverged.name)) below.push_back(&dataset);
    }
    for (Unmount& step : unmounts_of(diverged, below)) add(std::move(step));
  }

  /// What the clone was made without, unless it was not to be mounted anyway. An earlier run may have come as far.
  void give_back_canmount(const Dataset& diverged, const std::string& rotating) {
    const bool is_local = diverged.canmount.source == "local";
    if (is_local && diverged.canmount.value != "on") return;
    const Dataset* const known = target_.find(rotating);
    if (known != nullptr && known->canmount.value != "noauto") return;
    add(SetProperty{rotating, "canmount", is_local ? std::optional(diverged.canmount.value) : std::nullopt});
  }

  const zfs::Inventory& target_;
  thinner::Time now_;
  DatasetIndex index_;
};

}  // namespace

std::string set_aside_name(std::string_view target, thinner::Time now) {
  static const thinner::NameFormat k_time("%Y%m%d%H%M%S", thinner::Zone::utc());
  return std::string(target).append(k_diverged).append(k_time.name_at(now));
}

bool is_set_aside(std::string_view dataset) {
  for (; !dataset.empty(); dataset = zfs::parent_of(dataset)) {
    const std::string_view name = last_component(dataset);
    if (name.ends_with(k_rotating) || name.find(k_diverged) != std::string_view::npos) return true;
    if (name.ends_with(k_rolling_back) || name.find(k_rolled_back) != std::string_view::npos) return true;
  }
  return false;
}

/// zfs moves nothing away from what has its key: but for the target itself, whose key becomes that of its successor.
bool children_can_move(const Facts& facts, const Dataset& target) {
  return std::ranges::all_of(facts.target->datasets(), [&](const Dataset& dataset) {
    if (zfs::parent_of(dataset.name) != target.name || !dataset.encrypted()) return true;
    return zfs::is_at_or_below(dataset.encryption_root, dataset.name) ||
           dataset.encryption_root == target.encryption_root;
  });
}

bool can_rotate(const Facts& facts, const Options& options, const Dataset& target) {
  if (target.name == options.mapping.root() || zfs::parent_of(target.name).empty()) return false;
  const auto is_half_done_below = [&](const Dataset& dataset) {
    return dataset.name.ends_with(k_rotating) && zfs::is_at_or_below(dataset.name, target.name);
  };
  if (std::ranges::any_of(facts.target->datasets(), is_half_done_below)) return false;  // that comes first
  if (!children_can_move(facts, target)) return false;
  const std::size_t added = set_aside_name("", options.now).size();
  static_assert(k_rotating.size() < std::string_view(".diverged-YYYYmmddHHMMSS").size());
  return std::ranges::all_of(facts.target->datasets(), [&](const Dataset& dataset) {
    if (!zfs::is_at_or_below(dataset.name, target.name)) return true;
    const std::size_t room = k_longest_name - added - std::min(k_longest_name - added, dataset.name.size());
    return room > 0 && std::ranges::all_of(dataset.snapshots, [&](const zfs::Snapshot& snapshot) {
             return snapshot.name->text.size() + 1 <= room;
           });
  });
}

std::vector<Step> rotate(const Facts& facts, const Options& options, DatasetIndex index, const Dataset& target,
                         const zfs::Snapshot& base) {
  const auto local = facts.local_properties.find(target.name);
  Steps rotation(*facts.target, options.now, index);
  rotation.clone(target, base.name->text,
                 local == facts.local_properties.end() ? std::vector<std::string>{} : local->second);
  rotation.add(Promote{rotating_name(target.name)});
  rotation.change_places(target.name);
  return std::move(rotation.steps);
}

UnfinishedRotations::UnfinishedRotations(const Facts& facts, const Options& options,
                                         const std::vector<selector::Chosen>& chosen, const std::vector<Claim>& claims)
    : facts_(facts), options_(options) {
  if (facts.target == nullptr) return;
  for (const Dataset& dataset : facts.target->datasets()) {
    if (!dataset.name.ends_with(k_rotating)) continue;
    const auto name = std::string_view(dataset.name).substr(0, dataset.name.size() - k_rotating.size());
    const auto concerns = [&](const std::string& copy) {
      return zfs::is_at_or_below(copy, name) || zfs::is_at_or_below(copy, dataset.name);
    };
    const bool is_of_this_job = std::ranges::any_of(chosen, concerns, &selector::Chosen::target) ||
                                std::ranges::any_of(claims, [&](const Claim& one) { return concerns(one.copy->name); });
    if (!is_of_this_job) continue;
    const Dataset* const diverged = facts.target->find(name);
    if (!dataset.snapshots.empty() && (diverged == nullptr || is_clone_of(*diverged, dataset.name))) {
      promoted_.push_back(&dataset);
      in_between_.insert(name);
    } else if (dataset.snapshots.empty() && dataset.written == 0 && is_clone_of(dataset, name)) {
      begun_.push_back(&dataset);
    }
  }
}

bool UnfinishedRotations::concern(std::string_view target) const {
  if (in_between_.empty()) return false;
  for (; !target.empty(); target = zfs::parent_of(target)) {
    if (in_between_.contains(target)) return true;
  }
  return false;
}

std::vector<Lane> UnfinishedRotations::finish() const {
  std::vector<Lane> lanes;
  const auto add_lane = [&lanes](Steps rotation) { lanes.push_back({k_no_dataset, std::move(rotation.steps), {}}); };
  for (const Dataset* dataset : begun_) {
    Steps rotation(*facts_.target, options_.now, k_no_dataset);
    rotation.add(DestroyDataset{dataset->name}, "an earlier run was interrupted; nothing is in it");
    add_lane(std::move(rotation));
  }
  for (const Dataset* dataset : promoted_) {
    Steps rotation(*facts_.target, options_.now, k_no_dataset);
    rotation.change_places(dataset->name.substr(0, dataset->name.size() - k_rotating.size()));
    add_lane(std::move(rotation));
  }
  return lanes;
}

}  // namespace plan
