#include "app/plan/replicate/setting_aside.hpp"

#include "app/plan/plan.hpp"
#include "app/plan/replicate/restoring.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <set>

namespace plan {

namespace {

using selector::Chosen;
using zfs::Dataset;
using zfs::Snapshot;

bool is_of_files(const Dataset& dataset) {
  return dataset.type == zfs::DatasetType::filesystem;
}

/// What one dataset is to become, held against what is there.
struct Place {
  const Dataset* there = nullptr;
  const Snapshot* base = nullptr;  // the newest that is there too, as it is there
  bool has_more = false;           // to be received after the base
};

Place compare_places(const Chosen& chosen, const Dataset& there, const std::string& up_to) {
  Place place{&there};
  for (const Snapshot& snapshot : chosen.source->snapshots) {
    const auto found = std::ranges::find(there.snapshots, snapshot.guid, &Snapshot::guid);
    if (found != there.snapshots.end()) place.base = &*found;
    place.has_more = found == there.snapshots.end();
    if (snapshot.name->text == up_to) break;
  }
  return place;
}

class Setting {
 public:
  Setting(const Facts& facts, const Options& options)
      : facts_(facts), options_(options), chosen_(selector::choose(facts.selection, options.mapping)) {}

  std::optional<SetAside> decide() && {
    for (const Chosen& one : chosen_) {
      const Dataset* const there = facts_.target->find(one.target);
      if (there != nullptr) places_.emplace_back(&one, compare_places(one, *there, options_.up_to));
    }
    const std::string& root = options_.mapping.root();
    const Dataset* const dataset = facts_.target->find(root);
    const bool in_the_way = std::ranges::any_of(places_, [this](const auto& one) { return !takes(one.second); });
    if (dataset == nullptr || !in_the_way) return std::nullopt;
    if (zfs::parent_of(root).empty())
      throw PlanError("DST " + root + " is the root of a pool, which cannot be set aside. Restore below it, or give " +
                      "--overwrite if nothing in it is needed");
    aside_.from = root;
    aside_.to = set_aside_name(root, options_.now);
    put_away(*dataset);
    put_clones_in_place();
    return std::move(aside_);
  }

 private:
  /// Can it be received onto, as it is?
  bool takes(const Place& place) const {
    const Dataset& there = *place.there;
    if (!there.resume_token.empty()) return true;  // this is under way
    const bool overwrites = options_.rollback;
    if (there.snapshots.empty()) return overwrites && !there.encrypted();
    if (place.base == nullptr) return false;
    const bool is_as_left = there.written == 0 && place.base == &there.snapshots.back();
    return is_as_left || (overwrites && place.has_more);
  }

  void add(Action action, Why why = {}) { aside_.steps.push_back({std::move(action), 0, why}); }

  void put_away(const Dataset& root) {
    std::vector<std::string> mounted;
    for (const Dataset& dataset : facts_.target->datasets()) {
      if (zfs::is_at_or_below(dataset.name, root.name) && is_of_files(dataset)) mounted.push_back(dataset.name);
    }
    std::ranges::reverse(mounted);
    if (!mounted.empty()) add(UnmountAll{std::move(mounted)}, "its place is needed");
    for (const Dataset& dataset : facts_.target->datasets()) {
      if (zfs::is_at_or_below(dataset.name, root.name)) deactivate(dataset);
    }
    add(Rename{aside_.from, aside_.to, !is_of_files(root)}, "set aside, nothing of it is lost");
  }

  void deactivate(const Dataset& dataset) {
    const bool may_be_mounted = dataset.canmount.value != "off" && dataset.canmount.value != "noauto";
    if (is_of_files(dataset) && may_be_mounted) add(SetProperty{dataset.name, "canmount", "noauto"});
    const auto selecting = facts_.selecting_properties.find(dataset.name);
    if (selecting == facts_.selecting_properties.end()) return;
    for (const std::string& property : selecting->second) add(SetProperty{dataset.name, property, "false"});
  }

  /// What is not in the tree that was set aside stays as it is; of the tree there are the clones.
  void put_clones_in_place() {
    for (const Dataset& dataset : facts_.target->datasets()) {
      if (!zfs::is_at_or_below(dataset.name, aside_.from)) aside_.target.add(dataset.name) = dataset;
    }
    std::set<std::string, std::less<>> cloned;
    for (const auto& [chosen, place] : places_) {
      const bool has_parent = chosen->target == aside_.from || cloned.contains(zfs::parent_of(chosen->target));
      if (place.base == nullptr || !has_parent) continue;
      clone(*chosen, place);
      cloned.insert(chosen->target);
    }
  }

  void clone(const Chosen& chosen, const Place& place) {
    const Dataset& there = *place.there;
    const std::string origin = aside_.to + there.name.substr(aside_.from.size()) + "@" + place.base->name->text;
    Clone clone{origin, there.name, restored_properties(facts_, options_, *chosen.source, chosen.target).sets};
    std::erase_if(clone.properties, [](const std::string& property) { return property.starts_with("canmount="); });
    if (is_of_files(there)) clone.properties.emplace_back("canmount=noauto");
    add(std::move(clone));
    add(Promote{there.name});
    Dataset& after = aside_.target.add(there.name);
    after = there;
    after.guid = 0;
    after.written = 0;
    after.record.reset();
    const auto end = after.snapshots.begin() + (place.base - there.snapshots.data()) + 1;
    after.snapshots.erase(end, after.snapshots.end());
    aside_.cloned.push_back(there.name);
  }

  const Facts& facts_;
  const Options& options_;
  std::vector<Chosen> chosen_;
  std::vector<std::pair<const Chosen*, Place>> places_;
  SetAside aside_;
};

}  // namespace

std::optional<SetAside> set_aside(const Facts& facts, const Options& options) {
  if (!options.restoring || facts.target == nullptr) return std::nullopt;
  return Setting(facts, options).decide();
}

}  // namespace plan
