#pragma once

#include "app/plan/retention.hpp"
#include "app/plan/settings.hpp"
#include "selector/mapping.hpp"
#include "selector/name_pattern.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plan {

/// What the planner goes by: the request, parsed. It reads no clock: `now` was read once, before anything else.
struct Options {
  thinner::Time now;
  selector::Mapping mapping;  ///< nowhere: snapshot-only
  std::string snapshot_name;  ///< of this run; empty: make none
  std::string hold_tag;       ///< the plain tag
  Settings settings;          ///< of the plan that is made
  Retention keep_source, keep_target;
  std::uint64_t min_change = 1;  ///< bytes; 0: snapshot always
  bool thinning = true;
  std::optional<thinner::Span> destroy_missing;  ///< how long after its newest snapshot
  bool destroys_leaves_only = false;             ///< of what is missing: their parents in a later run
  bool adopt_missing = false;                    ///< what has no record is judged by its name
  struct DestroyLimit {
    std::uint64_t amount = 0;
    bool percent = false;  ///< of our snapshots on that side
  };
  std::optional<DestroyLimit> max_destroy;  ///< on either side
  bool send = true;
  bool create_target = false;  ///< where the target path is missing
  bool holds = true;
  bool bookmarks = false;  ///< in place of holds on the source, where they serve
  bool other_snapshots = false;
  std::vector<selector::NamePattern> exclude_snapshots;  ///< full names that match one are not sent
  std::vector<selector::NamePattern> include_snapshots;  ///< of others only those that match one are; empty: all
  bool guid_check = true;
  bool zfs_compressed = false;  ///< send -c, where the target's pool can take it
  bool clones = false;          ///< a clone is sent as one, from its origin
  bool properties = true;       ///< send -p
  bool decrypt = false, encrypt = false;
  bool follow_renames = false;  ///< what was renamed or promoted on the source is there, too
  bool resend_renamed = false;  ///< in full, though its history is in another copy
  bool rollback = false;
  bool spares_helpers = false;   ///< compressor and buffer are left out where a host lacks them
  bool tells_rollbacks = false;  ///< where something is lost by them
  bool destroy_incompatible = false;
  bool check_permissions = true;     ///< of users who are not root
  bool rotate = false;               ///< a target that has diverged is set aside
  bool explain = false;              ///< keep the verdict on every snapshot, for --plan=json
  bool protect_copies = false;       ///< new ones are read-only, and not shared
  bool mount_copies = true;          ///< new ones; else they get canmount=noauto
  bool keep_settings = false;        ///< targets may have been sources, and keep what is set on them
  bool inherit_mountpoints = false;  ///< copies go without the mountpoints of their sources
  bool replicate = false;            ///< one stream of all datasets, where that does
  bool has_unlisted = false;         ///< below the datasets of the job there are others that were not listed
  bool only_replicated = false;      ///< what the target lacks stays on the source
  bool newest_only = false;          ///< no snapshots between the base and the newest one are sent
  /// Copies go back: with their sources' properties, and what is in their place is set aside.
  struct Restoring {
    bool as_original = false;  ///< whatever the copies record of their sources
  };
  std::optional<Restoring> restoring;
  std::string up_to;  ///< no snapshot after this one is sent; the part after '@', empty: all
  using Command = std::vector<std::string>;
  std::vector<Command> pre_snapshot, post_snapshot, pre_transfer, post_transfer;  ///< the user's own
  Command pre_tree, post_tree;  ///< around each tree that is snapshotted, which is then done by itself; empty: none
};

}  // namespace plan
