#pragma once

#include "app/plan/new_names.hpp"
#include "zfs/inventory.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// The target's datasets while some of them are renamed and promoted, as far as that is planned: what each is called
/// then, and what is in it. References stay valid, whatever a dataset is called.
class TargetTree {
 public:
  explicit TargetTree(const zfs::Inventory& listed);

  /// Null: there is none of that name.
  zfs::Dataset* find(std::string_view name);
  const zfs::Dataset* find(std::string_view name) const;
  /// That name, or the first one after it that nothing has.
  std::string free_name(const std::string& name) const;
  /// Parents before their children.
  std::vector<const zfs::Dataset*> below(const zfs::Dataset& dataset) const;
  /// A clone of this snapshot that is empty, as an interrupted run leaves it; null if there is none.
  zfs::Dataset* empty_clone_of(const std::string& snapshot);

  void create(const std::string& name);
  void rename(zfs::Dataset& dataset, const std::string& to);
  /// Unmounted, and as new copies are.
  zfs::Dataset& clone(const zfs::Dataset& origin, zfs::Snapshot& snapshot, const std::string& name);
  void promote(zfs::Dataset& clone);

  /// How this is called now, and was listed.
  const NewNames& names() const { return names_; }
  /// In the order of their names.
  zfs::Inventory take_inventory() &&;

 private:
  zfs::Dataset& add(const std::string& name);
  void inherit(zfs::Dataset& dataset);

  std::map<std::string, zfs::Dataset, std::less<>> datasets_;
  std::set<zfs::Dataset*> linked_;  // those that name others: as their origin, or as what has their key
  std::set<zfs::Dataset*> moved_;
  NewNames names_;
};

}  // namespace plan
