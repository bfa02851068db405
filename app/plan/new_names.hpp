#pragma once

#include "app/plan/facts.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// What datasets and snapshots of the target are called before some are renamed and promoted, and afterwards.
class NewNames {
 public:
  /// With all that is below it.
  void rename(std::string from, std::string to);
  /// These snapshots (names after '@') of `origin` become the clone's.
  void promote(std::string origin, std::string clone, std::set<std::string, std::less<>> snapshots);
  bool empty() const { return changes_.empty(); }

  /// Of a dataset, or a snapshot in full, that is listed.
  std::string after(std::string name) const;
  /// Of one that has that name afterwards: the listed one.
  std::string listed(std::string name) const;

 private:
  struct Change {
    std::string from, to;
    std::set<std::string, std::less<>> snapshots;  // these alone; empty: the dataset with all that is below it

    bool concerns(std::string_view name, std::string_view of) const;
  };
  std::vector<Change> changes_;  // one after the other
};

/// What was read, as it will be called: `target` is the inventory by then, which must outlive it.
Facts with_new_names(const Facts& facts, const zfs::Inventory& target, const NewNames& names);
/// What is to be read is still called as it was listed.
Needs with_listed_names(Needs needs, const NewNames& names);

}  // namespace plan
