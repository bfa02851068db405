#pragma once

#include "app/plan/retain/thinning.hpp"
#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// The plain tag made this target's own, so that two targets of one backup name do not release each other's holds. Made
/// of the guid of the target path: unlike its name, no two backup servers share it, and it is the same by pull and by
/// push. As long as the path does not exist, it is made of its name and the guid of its pool's root dataset.
std::string own_tag_of_target(std::string_view plain_tag, const zfs::Inventory& target, std::string_view target_path);

/// A tag of this backup name, whichever target it is for: the plain one, or that made a target's own.
bool is_of_backup(std::string_view tag, std::string_view plain_tag);

/// Who holds the snapshots of one dataset.
class DatasetHolds {
 public:
  /// What was not read (yet) is not known to be held. Both must outlive this.
  DatasetHolds(const zfs::HoldTags& holds, const std::string& dataset)
      : all_(holds), dataset_(dataset), holds_(holds.of_dataset(dataset)), all_known_(holds.knows_all_of(dataset)) {}

  bool carries(const zfs::Snapshot& snapshot, std::string_view tag) const;
  /// A tag on the snapshot other than `own`; empty if there is none.
  std::string_view other_than(const zfs::Snapshot& snapshot, std::string_view own) const;
  std::span<const std::string> tags(const zfs::Snapshot& snapshot) const;
  /// In the words of zfs; empty: not told.
  std::string_view since(const zfs::Snapshot& snapshot, std::string_view tag) const;
  /// Were they asked for?
  bool are_known(const zfs::Snapshot& snapshot) const;

 private:
  const zfs::HoldTags& all_;
  const std::string& dataset_;
  const zfs::HoldTags::OfDataset* holds_;
  bool all_known_;
};

/// The tag that this target uses on this source dataset: its own one if the source carries that; the plain one if no
/// snapshot carries that, or the newest that does `is_for_us`; else its own one.
std::string choose_tag(const DatasetHolds& holds, const Snapshots& source, std::string_view plain, std::string_view own,
                       const std::function<bool(const zfs::Snapshot&)>& is_for_us);

}  // namespace plan
