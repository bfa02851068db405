#pragma once

#include "app/plan/local/selecting.hpp"
#include "app/run/reader.hpp"
#include "app/run/shell.hpp"
#include "zfs/commands.hpp"
#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <set>
#include <string>
#include <vector>

namespace run {

/// Datasets of one host that are known by name: read for a verb that works within a pool. The host counts as the
/// target.
class TreeSurvey {
 public:
  explicit TreeSurvey(Shell& shell);

  /// These and what is below them, so many levels. What does not exist is left out. Throws RunError.
  void read_datasets(const std::vector<std::string>& roots, zfs::Levels levels);
  /// Snapshots and bookmarks of all that was read, in creation order. Throws RunError.
  void read_snapshots(zfs::Levels levels);

  const zfs::Inventory& inventory() const { return inventory_; }
  std::vector<std::string> names() const;

 private:
  Reader reader_;
  zfs::SnapshotNames snapshot_names_;
  zfs::Inventory inventory_;
  std::vector<std::string> roots_;  // that exist
};

/// Of datasets that were just read; those that vanished since are left out. Each throws RunError.
plan::OwnProperties read_own_properties(Shell& shell, std::vector<std::string> datasets);
std::set<std::string, std::less<>> read_mounted(Shell& shell, std::vector<std::string> datasets);
zfs::HoldTags read_holds(Shell& shell, std::vector<std::string> snapshots);
/// May who works on that host mount filesystems? On Linux only root may.
bool read_whether_it_mounts(Shell& shell);

}  // namespace run
