#pragma once

#include "app/plan/steps.hpp"
#include "selector/select.hpp"
#include "transport/crossing.hpp"
#include "zfs/account.hpp"
#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace plan {

struct SetAside;

/// A property of a copy, as it tells what the source's was.
struct CopyProperty {
  std::string name;
  std::optional<std::string> received;  ///< from the source; nothing: it was set on the copy alone
};

/// What was read from both sides. The optional ones, and what is filled in by snapshot, dataset or token, are read only
/// when a first plan says (Needs) that it depends on them.
struct Facts {
  const zfs::Inventory* source = nullptr;
  /// Null: snapshot-only. Without the target path where that is missing: then with what there is above it.
  const zfs::Inventory* target = nullptr;
  std::vector<selector::Decision> selection;
  zfs::SnapshotNames* names = nullptr;

  /// When snapshots were made whose names do not tell, by dataset in the order of its snapshots; nothing: they have
  /// vanished since.
  std::unordered_map<const zfs::Dataset*, std::vector<std::optional<thinner::Time>>> created;

  std::unordered_map<std::string, std::uint64_t>
      written_since;  ///< dataset -> bytes since our newest snapshot, where a foreign one is newer
  std::unordered_map<std::string, std::uint64_t> written;  ///< full target snapshot name -> bytes
  zfs::HoldTags source_holds, target_holds;
  std::map<std::string, zfs::TokenContents> tokens;
  std::map<std::string, std::vector<std::string>> local_properties;  ///< of target datasets: "name=value"
  /// Where copies are restored: theirs, and by which properties jobs select what is on the target, by dataset.
  std::map<std::string, std::vector<CopyProperty>, std::less<>> copy_properties;
  std::map<std::string, std::vector<std::string>, std::less<>> selecting_properties;
  const SetAside* set_aside = nullptr;  ///< what was to be restored over; `target` is what is there afterwards
  std::optional<zfs::PoolFeatures> source_features, target_features;
  std::optional<zfs::Version> source_version;  ///< read with the features where --bookmarks needs it

  /// What turned out since the source was listed: datasets that nothing can be done for, each with the reason (they
  /// have vanished), and those that zfs would not snapshot.
  std::map<std::string, std::string, std::less<>> lost, unsnapshotted;

  std::vector<std::string> suspended_pools;  ///< of the source: their I/O is, and no listing shows them

  std::optional<transport::SshEnds> ssh_to_source, ssh_to_target;  ///< of remote hosts that say it

  std::map<Side, std::int64_t> clock_ahead;  ///< seconds that a remote host's clock is ahead of this one's

  std::optional<zfs::Account> source_account, target_account;  ///< unless it is known that they are root
  std::optional<zfs::PropertyNames> set_properties;            ///< on the source; read unless the target's user is
                                                               ///< known to be root

  std::set<std::pair<Side, std::string>> missing_helpers;  ///< programs that the streams go without

  bool target_user_is_unknown = false;  ///< he may be root, and may not be

  /// On Linux only root mounts, whatever is allowed.
  bool target_mounts() const { return !target_account || target_account->is_root || target_account->system != "Linux"; }
};

using Snapshots = std::vector<const zfs::Snapshot*>;

struct SourceSnapshot {
  const zfs::Dataset* dataset = nullptr;
  const zfs::Snapshot* snapshot = nullptr;

  std::string full_name() const { return dataset->name + "@" + snapshot->name->text; }
};

/// What a plan could not decide without reading more. All of one plan's needs can be read at the same time.
struct Needs {
  std::vector<const zfs::Dataset*>
      written_since;                 ///< a foreign snapshot is newer than ours: what was written since ours?
  std::vector<std::string> written;  ///< target snapshots newer than the base: are they empty?
  std::vector<SourceSnapshot> holds;
  std::vector<const zfs::Dataset*> all_holds;  ///< of all snapshots of a source dataset, as far as not known
  std::vector<std::string> target_holds;       ///< target snapshots
  std::vector<const zfs::Dataset*> created;    ///< source datasets: when was each snapshot made?
  std::vector<std::string> tokens;
  std::vector<std::string> local_properties;  ///< target datasets
  bool features = false;

  bool any() const {
    return !written_since.empty() || !written.empty() || !holds.empty() || !all_holds.empty() ||
           !target_holds.empty() || !created.empty() || !tokens.empty() || !local_properties.empty() || features;
  }
};

}  // namespace plan
