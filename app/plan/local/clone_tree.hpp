#pragma once

#include "app/plan/local/selecting.hpp"
#include "app/plan/plan.hpp"

#include <string>

namespace plan {

/// A writable tree of the snapshots of another, in the same pool.
struct CloneRequest {
  std::string source;    ///< the root of the tree
  std::string snapshot;  ///< name after '@'; empty: the newest of each dataset
  std::string target;    ///< what the root's clone is called
};

/// What was read for it.
struct CloneFacts {
  const zfs::Inventory* tree = nullptr;   ///< what is cloned, with its snapshots
  const zfs::Inventory* place = nullptr;  ///< the target's parent and the target, as far as they are there
  OwnProperties properties;               ///< of the tree and of the target's parent
  bool mounts = true;                     ///< on Linux only root can
};

/// Clones each dataset that has such a snapshot, and mounts the clones below the root's. They get canmount=noauto, are
/// writable, and no job takes them for a source. What has no such snapshot, and what is below it, is left out with a
/// note. Where nothing can be cloned the plan's brake says why.
Plan plan_clones(const CloneRequest& request, const CloneFacts& facts);

}  // namespace plan
