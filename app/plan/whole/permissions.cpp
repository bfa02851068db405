#include "app/plan/whole/permissions.hpp"

#include "app/plan/encryption.hpp"
#include "app/plan/replicate/ancestors.hpp"
#include "app/plan/replicate/read_only.hpp"
#include "app/plan/rights.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace plan {

namespace {

using selector::Chosen;
using zfs::Account;
using zfs::Permissions;

std::vector<Chosen> chosen_of(const Facts& facts, const Options& options) {
  return selector::choose(facts.selection, options.mapping);
}

/// What it takes to set one.

bool sends(const Options& options) {
  return options.send && !options.mapping.root().empty();
}

bool destroys_on_target(const Options& options) {
  return options.thinning || options.destroy_missing || options.destroy_incompatible;
}

void add_properties(Permissions& into, const std::vector<std::string>& assignments) {
  for (const std::string& assignment : assignments) {
    const auto permission = permission_for(std::string_view(assignment).substr(0, assignment.find('=')));
    if (!permission.empty()) into.emplace(permission);
  }
}

/// Does it make datasets above those that are received? They get canmount=off.
bool makes_parents(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen) {
  std::set<std::string, std::less<>> received;
  for (const Chosen& one : chosen) received.insert(one.target);
  return std::ranges::any_of(received, [&](const std::string& target) {
    const auto parent = zfs::parent_of(target);
    return !parent.empty() && !received.contains(parent) &&
           !is_on_target(*facts.target, options.mapping.root(), parent);
  });
}

/// Does the job itself hold what the next run starts from? Otherwise tags are only released that it finds.
bool uses_holds(Side side, const Options& options, const std::vector<Chosen>& chosen) {
  if (!options.holds || !sends(options)) return false;
  return side == Side::target || !options.bookmarks ||
         std::ranges::any_of(chosen, [&](const Chosen& one) { return send_form(*one.source, options).raw; });
}

template <class Tagging>
bool has(const Plan& plan, Side side) {
  const auto is_it = [side](const Step& step) {
    const auto* const tagging = std::get_if<Tagging>(&step.action);
    return tagging != nullptr && tagging->side == side;
  };
  return std::ranges::any_of(plan.phases, [&](const Phase& phase) {
    return std::ranges::any_of(phase.lanes, [&](const Lane& lane) { return std::ranges::any_of(lane.steps, is_it); });
  });
}

Permissions needed_on_source(const Options& options, const std::vector<Chosen>& chosen) {
  Permissions needed;
  if (!options.snapshot_name.empty()) {
    needed.insert("snapshot");
    add_properties(needed, options.settings.set_snapshot_properties);
  }
  if (options.thinning) needed.insert({"destroy", "mount"});
  const bool may_find_tags = options.holds || options.thinning || options.bookmarks;
  if (!options.mapping.root().empty() && may_find_tags) needed.insert("release");
  if (!sends(options)) return needed;
  needed.insert("send");
  if (options.bookmarks) needed.insert({"bookmark", "destroy"});
  if (uses_holds(Side::source, options, chosen)) needed.insert("hold");
  return needed;
}

Permissions needed_on_target(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen) {
  Permissions needed;
  if (destroys_on_target(options)) needed.insert({"destroy", "mount", "release"});
  if (!sends(options)) return needed;
  needed.insert({"create", "mount", "receive"});
  if (uses_holds(Side::target, options, chosen)) needed.insert({"hold", "release"});
  if (options.rollback || options.destroy_incompatible) needed.insert("rollback");
  if (options.rotate) needed.insert({"canmount", "clone", "destroy", "promote", "rename"});
  if (options.follow_renames) needed.insert({"canmount", "clone", "promote", "rename"});
  if (facts.set_aside != nullptr) needed.insert({"canmount", "clone", "mount", "promote", "rename", "userprop"});
  if (makes_parents(facts, options, chosen)) needed.insert("canmount");
  add_properties(needed, options.settings.set_properties);
  for (const auto& [dataset, assignments] : facts.local_properties) add_properties(needed, assignments);
  // zfs receive fails without it where the stream is of an encryption root.
  if (std::ranges::any_of(chosen, [&](const Chosen& one) {
        return send_form(*one.source, options).raw && one.source->encryption_root == one.source->name;
      }))
    needed.insert("keylocation");
  return needed;
}

/// What is filtered is looked at too: zfs has the dataset inherit it instead, which takes the same permission.
Permissions properties_on_target(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen) {
  Permissions properties;
  if (!sends(options) || !facts.set_properties) return properties;
  for (const Chosen& one : chosen) {
    const auto set = facts.set_properties->find(one.source->name);
    if (set == facts.set_properties->end()) continue;
    for (const std::string& property : set->second) properties.emplace(permission_for(property));
  }
  if (options.protect_copies) std::erase_if(properties, is_share);
  return properties;
}

/// What makes copies safer, and is done without where the user may not.
Permissions set_on_new_copies(const Options& options) {
  Permissions properties;
  if (options.protect_copies) properties.insert("readonly");
  if (!options.mount_copies) properties.insert("canmount");
  if (options.inherit_mountpoints) properties.insert("mountpoint");
  return properties;
}

Permissions without(const Permissions& wanted, const Permissions& there) {
  Permissions rest;
  std::ranges::set_difference(wanted, there, std::inserter(rest, rest.end()));
  return rest;
}

void collect_for_new(Lack& lack, const Wanted& wanted, const Allowed& allowed, std::string_view above) {
  lack.needed.merge(without(Permissions{"create", "mount", "receive"}, allowed.here(above)));
  lack.properties.merge(without(wanted.on_new, allowed.below(above)));
}

void collect(Lack& lack, const Wanted& wanted, const Permissions& allowed) {
  lack.needed.merge(without(wanted.needed, allowed));
  lack.properties.merge(without(wanted.properties, allowed));
}

/// What this run needs: who never held anything here may do without leave to release; and where bookmarks serve raw
/// streams too, without leave to hold.
Wanted wanted_by(const Plan& plan, Side side, const Facts& facts, const Options& options) {
  Wanted wanted = wanted_on(side, facts, options);
  if (!uses_holds(side, options, chosen_of(facts, options)) && !has<Release>(plan, side))
    wanted.needed.erase("release");
  if (side == Side::source && options.bookmarks && !has<Hold>(plan, side)) wanted.needed.erase("hold");
  return wanted;
}

void add_source(std::vector<Lack>& all, const Wanted& wanted, const Facts& facts, const Options& options) {
  const Allowed allowed(*facts.source_account);
  const auto selected = selector::selected_of(facts.selection);
  for (const std::string& top : tops_of(Side::source, facts, options)) {
    Lack lack{Side::source, top, {}, {}};
    for (const zfs::Dataset* dataset : selected) {
      if (zfs::is_at_or_below(dataset->name, top)) collect(lack, wanted, allowed.on(dataset->name));
    }
    all.push_back(std::move(lack));
  }
}

/// What the copy of a dataset is listed as: permissions are given on that, whatever it is renamed to.
const std::string& listed_copy(const DatasetPlan& dataset) {
  return dataset.followed_from.empty() ? dataset.target : dataset.followed_from;
}

void add_target(std::vector<Lack>& all, const Wanted& wanted, const Plan& plan, const Facts& facts,
                const Options& options) {
  const Allowed allowed(*facts.target_account);
  Lack lack{Side::target, std::string(there_or_above(facts, options.mapping.root())), {}, {}};
  for (const DatasetPlan& dataset : plan.datasets) {
    const std::string_view there = there_or_above(facts, listed_copy(dataset));
    if (there == listed_copy(dataset)) {
      collect(lack, wanted, allowed.on(there));
    } else {
      if (sends(options)) collect_for_new(lack, wanted, allowed, there);
      collect(lack, wanted, allowed.below(there));
    }
    if (dataset.followed_from.empty()) continue;
    const std::string_view new_parent = there_or_above(facts, zfs::parent_of(dataset.target));
    lack.needed.merge(without(Permissions{"create", "mount"}, allowed.here(new_parent)));
  }
  if (!may_set_user_properties(*facts.target_account, lack.top)) lack.records = wanted.records;
  all.push_back(std::move(lack));
}

}  // namespace

Wanted wanted_on(Side side, const Facts& facts, const Options& options) {
  const auto chosen = chosen_of(facts, options);
  if (side == Side::source) return {needed_on_source(options, chosen), {}};
  if (facts.target == nullptr) return {};
  Wanted wanted{needed_on_target(facts, options, chosen), properties_on_target(facts, options, chosen)};
  wanted.properties = without(wanted.properties, wanted.needed);
  wanted.properties.erase("");
  if (sends(options)) wanted.records = {k_user_property};
  if (sends(options)) wanted.on_new = without(set_on_new_copies(options), wanted.needed);
  wanted.properties = without(wanted.properties, wanted.on_new);
  return wanted;
}

std::vector<std::string> tops_of(Side side, const Facts& facts, const Options& options) {
  if (side == Side::source) return selector::roots_of(selector::selected_of(facts.selection));
  if (facts.target == nullptr) return {};
  return {std::string(there_or_above(facts, options.mapping.root()))};
}

std::vector<std::string> datasets_of(Side side, const Plan& plan, const Facts& facts) {
  std::set<std::string> names;
  for (const DatasetPlan& dataset : plan.datasets) {
    if (side == Side::source) {
      names.insert(dataset.source->name);
      continue;
    }
    names.emplace(there_or_above(facts, listed_copy(dataset)));
    if (!dataset.followed_from.empty()) names.emplace(there_or_above(facts, zfs::parent_of(dataset.target)));
  }
  return {names.begin(), names.end()};
}

std::vector<Lack> lacks(const Plan& plan, const Facts& facts, const Options& options) {
  std::vector<Lack> all;
  if (facts.source_account && !facts.source_account->is_root)
    add_source(all, wanted_by(plan, Side::source, facts, options), facts, options);
  if (facts.target_account && !facts.target_account->is_root)
    add_target(all, wanted_by(plan, Side::target, facts, options), plan, facts, options);
  std::erase_if(
      all, [](const Lack& lack) { return lack.needed.empty() && lack.properties.empty() && lack.records.empty(); });
  return all;
}

}  // namespace plan
