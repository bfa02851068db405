#include "app/plan/local/set_back.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/set_aside.hpp"
#include "app/plan/words.hpp"
#include "thinner/name_format.hpp"
#include "zfs/record.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

bool is_filesystem_here(const Dataset& dataset) {
  return dataset.type == zfs::DatasetType::filesystem;
}

/// A clone has these from its origin, or gets them in steps of their own.
bool comes_otherwise(std::string_view property) {
  constexpr std::array<std::string_view, 12> k_by_nature = {
      "volsize",         "volblocksize",  "encryption", "keyformat", "keylocation", "pbkdf2iters",
      "casesensitivity", "normalization", "utf8only",   "version",   "canmount",    "mlslabel"};
  return std::ranges::find(k_by_nature, property) != k_by_nature.end();
}

/// Room that may be lacking: the dataset is in its place before it asks for that.
bool is_reservation(std::string_view property) {
  return property == "refreservation" || property == "reservation";
}

/// How far an earlier run came with it.
enum class Progress { untouched, cloned, promoted, unknown };

class SettingBack {
 public:
  SettingBack(const RollbackRequest& request, const SetBackFacts& facts)
      : request_(request),
        facts_(facts),
        aside_(rolling_back_name(request.dataset)),
        goes_on_(facts.datasets->find(aside_) != nullptr),
        old_root_(goes_on_ ? aside_ : request.dataset) {}

  Plan make() {
    plan_.brake = obstacle();
    if (!plan_.brake.empty()) return std::move(plan_);
    for (const Dataset& dataset : facts_.datasets->datasets()) {
      if (zfs::is_at_or_below(dataset.name, old_root_)) sort_in(dataset);
    }
    plan_.brake = conflict();
    if (plan_.brake.empty()) plan_.brake = key_that_is_asked_for();
    if (!plan_.brake.empty()) return std::move(plan_);
    DatasetPlan one;
    one.source = back_.front();
    one.outcome = RolledBack{request_.snapshot};
    plan_.datasets.push_back(std::move(one));
    if (!goes_on_) {
      try_keys();
      set_aside();
    }
    for (const Dataset* old : back_) put_in_place(*old);
    for (const Dataset* old : stay_) add(Rename{aside_name(*old), place(*old), !is_filesystem_here(*old)});
    for (const Dataset* old : back_) give_back_properties(*old);
    for (const Dataset* old : back_) put_to_sleep(*old);
    const MountInPlace mount = remount();
    if (!mount.items.empty()) add(mount);
    add(Rename{aside_, rolled_back_name(request_.dataset, request_.now), !is_filesystem_here(*back_.front())},
        "what it was before the rollback");
    Lane lane = between_hooks(request_, std::move(steps_));
    if (!mount.items.empty())  // again, for where something failed
      lane.at_last.insert(lane.at_last.begin(), Step{mount, 0, {}});
    Phase phase{PhaseKind::rollback, {}};
    phase.lanes.push_back(std::move(lane));
    plan_.phases.push_back(std::move(phase));
    return std::move(plan_);
  }

 private:
  void add(Action action, Why why = {}) { steps_.push_back({std::move(action), 0, why}); }

  std::string below_root(const Dataset& old) const { return old.name.substr(old_root_.size()); }
  std::string place(const Dataset& old) const { return request_.dataset + below_root(old); }
  std::string aside_name(const Dataset& old) const { return aside_ + below_root(old); }
  /// Null as long as nothing was put there.
  const Dataset* successor(const Dataset& old) const { return goes_on_ ? facts_.datasets->find(place(old)) : nullptr; }
  std::string origin_in(const std::string& dataset) const { return dataset + "@" + request_.snapshot; }

  static const zfs::Snapshot* snapshot_of(const Dataset* dataset, const std::string& name) {
    if (dataset == nullptr) return nullptr;
    for (const zfs::Snapshot& snapshot : dataset->snapshots) {
      if (snapshot.name->text == name) return &snapshot;
    }
    return nullptr;
  }

  Progress progress_of(const Dataset& old) const {
    const Dataset* const there = successor(old);
    if (there == nullptr) return Progress::untouched;
    if (there->origin == origin_in(old.name)) return Progress::cloned;
    return old.origin == origin_in(there->name) ? Progress::promoted : Progress::unknown;
  }

  bool has_snapshot(const Dataset& old) const {
    return snapshot_of(&old, request_.snapshot) != nullptr || progress_of(old) == Progress::promoted;
  }

  std::string obstacle() const {
    if (zfs::parent_of(request_.dataset).empty())
      return request_.dataset + " is the root of its pool and cannot be renamed: --keep is for what is below it";
    if (goes_on_) return {};
    std::string obstacle = obstacle_to(request_, facts_.datasets->find(request_.dataset));
    return obstacle.empty() ? too_long() : obstacle;
  }

  std::string too_long() const {
    const std::size_t added = rolled_back_name("", request_.now).size();
    for (const Dataset& dataset : facts_.datasets->datasets()) {
      std::size_t longest = dataset.name.size();
      for (const zfs::Snapshot& snapshot : dataset.snapshots)
        longest = std::max(longest, dataset.name.size() + 1 + snapshot.name->text.size());
      if (longest + added > k_longest_name)
        return dataset.name + " cannot be set aside: its name, with those of its snapshots, is too long for that";
    }
    return {};
  }

  /// Something else has taken the place meanwhile, or another snapshot was meant.
  std::string conflict() const {
    if (!has_snapshot(*back_.front()) || progress_of(*back_.front()) == Progress::unknown)
      return "an earlier rollback of " + request_.dataset + " was interrupted: " + aside_ +
             " is what it was. Name the same snapshot again, or give it its name back: " +
             typed_rename(back_.front()->type, aside_, request_.dataset);
    for (const Dataset* old : back_) {
      if (progress_of(*old) == Progress::unknown)
        return place(*old) + " exists, and is no clone of " + old->name + "@" + request_.snapshot + ": rename it first";
    }
    return {};
  }

  /// What goes back, and the topmost of what does not.
  void sort_in(const Dataset& dataset) {
    const bool is_root = dataset.name == old_root_;
    const auto goes_back = [&](std::string_view name) {
      return std::ranges::any_of(back_, [name](const Dataset* old) { return old->name == name; });
    };
    const bool parent_goes = is_root || goes_back(zfs::parent_of(dataset.name));
    if (is_root || (request_.recursive && parent_goes && has_snapshot(dataset))) {
      back_.push_back(&dataset);
      rely_on(dataset);
      return;
    }
    if (parent_goes) stay_.push_back(&dataset);
    if (request_.recursive)
      plan_.notes.push_back("[Target] " + place(dataset) + ": Stays as it is: " +
                            (parent_goes ? "it has no snapshot @" + request_.snapshot : "what is above it stays"));
  }

  void rely_on(const Dataset& old) {
    if (const zfs::Snapshot* const to = snapshot_of(&old, request_.snapshot))
      plan_.relies_on.push_back({origin_in(old.name), to->guid});
  }

  /// Whoever works in it keeps it from being unmounted: then nothing has happened.
  void set_aside() {
    const auto& all = facts_.datasets->datasets();
    for (auto dataset = all.rbegin(); dataset != all.rend(); ++dataset) {
      if (zfs::is_at_or_below(dataset->name, old_root_) && facts_.mounted.contains(dataset->name))
        add(Unmount{dataset->name, Side::target, true});
    }
    add(Rename{request_.dataset, aside_, !is_filesystem_here(*back_.front())},
        "a clone of the snapshot takes its place");
  }

  void put_in_place(const Dataset& old) {
    const Progress stage = progress_of(old);
    if (stage == Progress::untouched) {
      Clone clone{origin_in(aside_name(old)), place(old), {}};
      for (const OwnProperty& property : own(old)) {
        if (!comes_otherwise(property.name) && !is_reservation(property.name))
          clone.properties.push_back(zfs::assignment_of(property.name, property.setting.value));
      }
      if (is_filesystem_here(old)) clone.properties.emplace_back("canmount=noauto");
      add(std::move(clone));
    }
    if (stage != Progress::promoted) add(Promote{place(old)});
    if (takes_key_along(old)) add(LoadKey{place(old)});
  }

  /// A promoted clone of an encryption root is the encryption root from then on, and its key is no longer loaded.
  bool takes_key_along(const Dataset& old) const {
    const Dataset* const there = successor(old);
    if (progress_of(old) == Progress::promoted) return there->encryption_root == there->name && !there->key_loaded;
    return old.encryption_root == old.name && old.key_loaded;
  }

  std::string key_that_is_asked_for() const {
    for (const Dataset* old : back_) {
      const std::vector<OwnProperty> properties = own(*old);
      const bool is_asked_for = std::ranges::any_of(properties, [](const OwnProperty& property) {
        return property.name == "keylocation" && property.setting.value == "prompt";
      });
      if (!goes_on_ && is_asked_for && takes_key_along(*old))
        return "zfs promote, which --keep needs, unloads the key of " + old->name +
               ", and keylocation=prompt, so it could not be mounted again. Set keylocation to a file first, or roll "
               "back without --keep";
    }
    return {};
  }

  /// Before anything has happened: without its key the dataset could not be mounted again.
  void try_keys() {
    for (const Dataset* old : back_) {
      if (takes_key_along(*old)) add(LoadKey{old->name, true});
    }
  }

  /// What is set on it, or was received with it. Whose copy it is counts only where it was set there.
  std::vector<OwnProperty> own(const Dataset& old) const {
    std::vector<OwnProperty> own;
    const auto found = facts_.properties.find(old.name);
    if (found == facts_.properties.end()) return own;
    for (const OwnProperty& property : found->second) {
      const bool counts =
          property.name == zfs::k_record_property ? property.setting.source == "local" : property.setting.is_set_here();
      if (counts) own.push_back(property);
    }
    return own;
  }

  void give_back_properties(const Dataset& old) {
    const Dataset* const there = successor(old);
    const bool was_noauto = old.canmount.is_set_here() && old.canmount.value == "noauto";
    const bool has_it = there != nullptr && there->canmount.value != "noauto";
    if (is_filesystem_here(old) && !was_noauto && !has_it)
      add(SetProperty{place(old), "canmount",
                      old.canmount.is_set_here() ? std::optional(old.canmount.value) : std::nullopt});
    for (const OwnProperty& property : own(old)) {
      if (is_reservation(property.name)) add(SetProperty{place(old), property.name, property.setting.value});
    }
  }

  /// Nothing mounts what was set aside, and no job takes it for a source.
  void put_to_sleep(const Dataset& old) {
    const bool is_noauto = old.canmount.source == "local" && old.canmount.value != "on";
    if (is_filesystem_here(old) && !is_noauto) add(SetProperty{aside_name(old), "canmount", "noauto"});
    OwnProperties selecting;
    if (old.name == old_root_) {
      const auto found = facts_.properties.find(old.name);
      if (found != facts_.properties.end()) selecting.insert(*found);
    } else {
      selecting[old.name] = own(old);
      std::erase_if(selecting[old.name], [](const OwnProperty& one) { return !is_selecting(one.name); });
      if (selecting[old.name].empty()) return;
    }
    for (const std::string& assignment : deselecting(selecting)) {
      const std::string name = assignment.substr(0, assignment.find('='));
      if (!is_false_already(old, name)) add(SetProperty{aside_name(old), name, "false"});
    }
  }

  bool is_false_already(const Dataset& old, const std::string& name) const {
    return std::ranges::any_of(own(old), [&](const OwnProperty& property) {
      return property.name == name && property.setting.source == "local" && property.setting.value == "false";
    });
  }

  bool will_be_readable(const Dataset& old) const {
    const auto is_root_of_it = [&old](const Dataset& root, const std::string& name) {
      return root.name == old.encryption_root || name == old.encryption_root;
    };
    return old.key_loaded || std::ranges::any_of(back_, [&](const Dataset* root) {
             return is_root_of_it(*root, place(*root)) && takes_key_along(*root);
           });
  }

  /// All that zfs would mount after a boot, and what was mounted otherwise.
  MountInPlace remount() const {
    MountInPlace mount;
    for (const Dataset& old : facts_.datasets->datasets()) {
      if (!zfs::is_at_or_below(old.name, old_root_) || !is_filesystem_here(old) || !will_be_readable(old)) continue;
      if (!old.mountpoint.value.starts_with('/')) continue;
      const Dataset* const there = successor(old);
      const bool is_on = old.canmount.value == "on" || (there != nullptr && there->canmount.value == "on");
      if (is_on || facts_.mounted.contains(old.name)) mount.items.push_back({k_no_dataset, place(old)});
    }
    return mount;
  }

  const RollbackRequest& request_;
  const SetBackFacts& facts_;
  std::string aside_;
  bool goes_on_;          // with what an earlier run began
  std::string old_root_;  // what the dataset is called that goes back
  Plan plan_;
  std::vector<Step> steps_;
  std::vector<const Dataset*> back_, stay_;
};

}  // namespace

std::string rolling_back_name(const std::string& dataset) {
  return dataset + std::string(k_rolling_back);
}

std::string rolled_back_name(const std::string& dataset, thinner::Time now) {
  static const thinner::NameFormat k_time("%Y%m%d%H%M%S", thinner::Zone::utc());
  return dataset + std::string(k_rolled_back) + k_time.name_at(now);
}

Plan plan_set_back(const RollbackRequest& request, const SetBackFacts& facts) {
  return SettingBack(request, facts).make();
}

}  // namespace plan
