#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/follow/heirs.hpp"
#include "app/plan/follow/places.hpp"
#include "app/plan/new_names.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace plan {

/// The changes of names that --follow-renames makes, and what they make of the target.
struct Followed {
  /// The target as it is when all that is done: from this all else is planned. Null where no name changes.
  std::shared_ptr<const zfs::Inventory> target{};
  NewNames names{};
  std::vector<Lane> lanes{};
  LateNames late{};
  std::map<DatasetIndex, std::string> from{};  ///< where the history of a dataset is so far, if it moves
  Left left{};
  /// What is set on the clones that take over a history, by the names that they get.
  std::map<std::string, std::vector<std::string>> set_on_clones{};

  /// Tells a dataset of its copy's former name; one whose copy waits for its parent begins by renaming it.
  void join(DatasetIndex index, DatasetDraft& draft) const;

 private:
  void rotate_without_late_children(DatasetDraft& draft) const;
  static void rename_in_lane(DatasetIndex index, DatasetDraft& draft, const LateName& name);
};

/// What is set aside takes what is below it along, as it is called then.
void let_rotations_rely(std::vector<Lane>& lanes, const std::vector<DatasetDraft>& drafts);

/// What is said of it.
std::vector<std::string> notes_on_followed(const std::vector<DatasetPlan>& datasets);

}  // namespace plan
