#pragma once

#include "app/plan/plan.hpp"
#include "thinner/thin.hpp"
#include "zfs/parse.hpp"

#include <string>
#include <utility>
#include <vector>

namespace plan {

/// A dataset is to go back to one of its snapshots.
struct RollbackRequest {
  std::string dataset;
  std::string snapshot;    ///< name after '@'
  bool recursive = false;  ///< what is below goes back to the snapshot of that name, too
  std::vector<std::vector<std::string>> stop_cmds, start_cmds;
  thinner::Time now{};
};

/// What goes with a rollback, besides what was written since the snapshots.
struct Losses {
  std::vector<const zfs::Dataset*> back;                         ///< these go back; the root comes first
  std::vector<const zfs::Dataset*> without;                      ///< they are below, and have no snapshot of that name
  std::vector<std::pair<const zfs::Dataset*, Snapshots>> newer;  ///< of each that goes back
  std::vector<std::string> bookmarks;                            ///< full names
  std::vector<const zfs::Dataset*> clones;  ///< of what is destroyed, with all that is below them and hangs on them
  bool is_itself_lost = false;              ///< the root is such a clone

  /// Full names of all snapshots that go.
  std::vector<std::string> snapshots() const;
  bool any() const { return !newer.empty() || !bookmarks.empty() || !clones.empty(); }
  /// Has one of the snapshots that go clones? Then the datasets of the whole pool must be known.
  bool has_clones() const;
};

/// `pool` has the dataset with what is below it, or where snapshots that go have clones, all datasets of the pool; with
/// their snapshots and bookmarks. Nothing goes back where the root has no such snapshot.
Losses losses_of(const RollbackRequest& request, const zfs::Inventory& pool);

/// The steps of it. The plan's brake tells why it must not be done: there is no such snapshot, or a snapshot that would
/// go is held, or a bookmark that would go stands for the newest common snapshot with a target.
Plan plan_rollback(const RollbackRequest& request, const zfs::Inventory& pool, const Losses& losses,
                   const zfs::HoldTags& holds);

/// The lane of one that goes back: between the user's commands that stop and start what works with it.
Lane between_hooks(const RollbackRequest& request, std::vector<Step> steps);

/// Why it cannot go back: there is no such dataset, or it has no such snapshot. Empty: it can.
std::string obstacle_to(const RollbackRequest& request, const zfs::Dataset* root);

}  // namespace plan
