#pragma once

#include "app/plan/replicate/dataset.hpp"
#include "app/plan/replicate/intent.hpp"
#include "app/plan/retain/tags.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// What keeps one dataset's bases while its steps are planned: our tag on both sides, or a bookmark on the source and
/// the tag on the target. A new base is first held on the source, then what is older is released on the target and on
/// the source, and last the new one is held on the target: so as long as anything older may carry our tag, because a
/// run was killed or failed, the base is not held on both sides, and that is where the next run looks.
class BaseHolds {
 public:
  /// All must outlive this. What is to be read first goes to `needs`.
  BaseHolds(const Scene& scene, DatasetIndex index, const Intent& intent, Needs& needs);

  /// What is held from now on carries it; empty with --no-holds.
  const std::string& tag() const { return tag_; }
  /// What is released carries it: the same, but when bookmarks take over.
  const std::string& tag_so_far() const { return tag_so_far_; }
  /// Is a bookmark to stand for the new base?
  bool by_bookmark() const { return by_bookmark_; }
  /// A tag on a source snapshot that is not ours; empty: nobody else holds it.
  std::string_view other_tag(const zfs::Snapshot& snapshot) const {
    return source_holds_.other_than(snapshot, tag_so_far_);
  }
  /// All holds of the source's snapshots, as they were read.
  const DatasetHolds& on_source() const { return source_holds_; }

  // --- Steps of the dataset, in this order ---

  /// What runs that were killed have left on snapshots that are now to go.
  std::vector<Step> release_left_over(const Snapshots& from_source, const Snapshots& from_target);
  /// Before anything arrives, where another target has the plain tag.
  std::vector<Step> claim();
  /// Between two streams: what has arrived takes the place of all that is older.
  std::vector<Step> move(const zfs::Snapshot& arrived);
  /// Where it is not the base any more.
  std::vector<Step> release(const zfs::Snapshot& old);

  // --- Shares in the commands that serve all datasets ---

  /// The final base is held, what is older is released.
  void hold_final_base(DatasetDraft& draft);
  /// Or bookmarked: the last of the wanted ones, so that all of the source's snapshots may go.
  void bookmark_final_base(DatasetDraft& draft);

 private:
  static bool is_named_for_good(const Scene& scene);
  std::string find_tag_so_far();
  std::string tag_on_both_bases() const;
  void ask_for_holds();
  Snapshots recent_and_going() const;
  bool last_run_ended() const;
  bool is_held_there_too(const zfs::Snapshot& snapshot);
  const zfs::Snapshot* read_moved(const zfs::Snapshot& snapshot);
  const zfs::Snapshot* in_moved(const zfs::Snapshot& snapshot) const;
  std::string name_in_moved(const zfs::Snapshot& snapshot) const;
  bool is_held_in_moved(const zfs::Snapshot& snapshot) const;
  void release_moved(const zfs::Snapshot& snapshot, DatasetDraft& draft) const;
  std::vector<Step> release_behind_bookmarks() const;
  bool is_tagged(const zfs::Snapshot& snapshot) const;
  bool is_on_target_by_then(const zfs::Snapshot& snapshot) const;
  bool untag(const zfs::Snapshot& snapshot);
  std::string on_target(const zfs::Snapshot& snapshot) const;
  Step hold_step(Side side, std::string snapshot) const;
  Step release_step(Side side, std::string snapshot) const;

  const Options& options_;
  DatasetIndex index_;
  const Intent& in_;
  const zfs::Dataset& source_;
  const std::string& own_tag_;
  Needs& needs_;
  DatasetHolds source_holds_, target_holds_;
  std::optional<DatasetHolds> moved_holds_;  // of the copy that has another name
  bool by_bookmark_ = false;
  std::string tag_, tag_so_far_;
  Snapshots tagged_;  // source snapshots that carry our tag, as the steps so far leave it
};

}  // namespace plan
