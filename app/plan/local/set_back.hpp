#pragma once

#include "app/plan/local/rollback.hpp"
#include "app/plan/local/selecting.hpp"
#include "app/plan/plan.hpp"

#include <set>
#include <string>

namespace plan {

/// A rollback that destroys nothing: the dataset is set aside as it is, and a clone of the snapshot, promoted, takes
/// its place. So the dataset has its history up to the snapshot, and what was set aside has what came later. In this
/// order, so that the next run can tell from the names how far one came that was killed:
///
///   DS is unmounted with all below it, and becomes DS.zwinnow-rolling-back;
///   DS.zwinnow-rolling-back@SNAP is cloned to DS, with the properties of DS, and that is promoted: the snapshots and
///   bookmarks up to SNAP move with it; the same below it;
///   what does not go back moves from below DS.zwinnow-rolling-back to below DS again;
///   what was set aside gets canmount=noauto, and its selecting properties become false;
///   DS is mounted, and DS.zwinnow-rolling-back becomes DS.rolled-back-TIME. What fails ends with DS mounted, too.

/// What was read for it.
struct SetBackFacts {
  const zfs::Inventory* datasets =
      nullptr;               ///< DS and DS.zwinnow-rolling-back, as far as they are there, with snapshots
  OwnProperties properties;  ///< of all of these
  std::set<std::string, std::less<>> mounted;
};

std::string rolling_back_name(const std::string& dataset);
std::string rolled_back_name(const std::string& dataset, thinner::Time now);

/// The steps of it, or what is left of them. The brake tells why it cannot be done.
Plan plan_set_back(const RollbackRequest& request, const SetBackFacts& facts);

}  // namespace plan
