#pragma once

#include "world.hpp"

#include <string>
#include <vector>

/// A World as the commands of a plan find it: what zfs would refuse becomes a violation.
struct OnWorld {
  World& world;
  const plan::Options& options;

  Side& target() const { return world.targets.at(options.mapping.root()); }
  Side& side(plan::Side which) const { return which == plan::Side::source ? world.source : target(); }
  void refuse(const std::string& why) const { world.violations.push_back(why); }

  WorldDataset* find(plan::Side which, const std::string& name) const {
    const auto found = side(which).datasets.find(name);
    if (found == side(which).datasets.end()) refuse("no dataset " + name);
    return found == side(which).datasets.end() ? nullptr : &found->second;
  }
  WorldSnapshot* find_snapshot(plan::Side which, const std::string& full_name) const {
    const auto at = full_name.find('@');
    if (at == std::string::npos) return refuse("no snapshot's name: " + full_name), nullptr;
    WorldDataset* const dataset = find(which, full_name.substr(0, at));
    if (dataset == nullptr) return nullptr;
    WorldSnapshot* const snapshot = dataset->named(full_name.substr(at + 1));
    if (snapshot == nullptr) refuse("no snapshot " + full_name);
    return snapshot;
  }

  void check_parent(const std::string& name) const {
    if (!target().datasets.contains(std::string(zfs::parent_of(name)))) refuse("no parent for " + name);
  }

  /// What a new dataset of that name inherits.
  const WorldDataset* parent_of(const std::string& name) const {
    const auto found = target().datasets.find(std::string(zfs::parent_of(name)));
    return found == target().datasets.end() ? nullptr : &found->second;
  }
  void inherit_encryption(const std::string& name, WorldDataset& dataset) const {
    const WorldDataset* const parent = parent_of(name);
    dataset.encrypted = parent != nullptr && parent->encrypted;
    dataset.key_from.clear();
    if (!dataset.encrypted) return;
    dataset.key_from = World::root_of(std::string(zfs::parent_of(name)), *parent);
    if (!World::key_is_loaded(target(), name)) refuse("inherited key must be loaded: " + name);
    dataset.locked_by = target().datasets.at(dataset.key_from).key;
  }

  void set_record(const std::string& copy, const std::string& record) const {
    WorldDataset* const dataset = find(plan::Side::target, copy);
    if (dataset == nullptr) return;
    if (dataset->record && zfs::to_text(*dataset->record) == record) refuse("recorded anew: " + copy);
    dataset->record = zfs::parse_record(record);
  }
};

/// Receives a stream, be it a range, as zfs would.
void receive(const OnWorld& on, const plan::Transfer& step);
