#pragma once

#include "app/plan/whole/make_plan.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Pools in memory: they give the planner its facts and carry its plans out by the rules that ZFS has, noting whatever
/// real ZFS would refuse.

struct WorldSnapshot {
  std::string name;  ///< after '@'
  std::uint64_t guid = 0;
  std::uint64_t txg = 0;
  std::uint64_t written = 1;  ///< bytes since the one before
  bool has_clones = false;
  std::set<std::string> tags;
  bool in_plain = false;  ///< how it arrived: no raw increment goes onto it
  bool operator==(const WorldSnapshot&) const = default;
};

/// A receive that was cut off, as its token tells.
struct Partial {
  std::string token;
  zfs::TokenContents contents;
};

struct WorldDataset {
  zfs::DatasetType type = zfs::DatasetType::filesystem;
  std::uint64_t guid = 0;
  std::uint64_t written = 0;  ///< bytes since the newest snapshot
  bool incomplete = false;    ///< its first receive has not ended
  bool encrypted = false;
  std::string key_from;    ///< the dataset whose key it has; empty: its own
  bool key_loaded = true;  ///< of one that has its own
  int key = 1;             ///< which one that is
  int locked_by = 1;       ///< the key that opens it; on a source it is that of its root
  std::string origin;      ///< of a clone: a full snapshot name
  zfs::Setting selection{"true", "local"};
  zfs::Setting canmount{"on", "default"}, mountpoint{"/somewhere", "default"}, readonly{"on", "local"};
  std::vector<zfs::Bookmark> bookmarks;
  std::vector<WorldSnapshot> snapshots;  ///< oldest first
  std::optional<Partial> partial;
  std::optional<zfs::SourceRecord> record;

  WorldSnapshot* named(const std::string& name);
  const WorldSnapshot* with_guid(std::uint64_t guid) const;
};

/// The datasets of one host, by name.
struct Side {
  std::map<std::string, WorldDataset> datasets;
  std::set<std::string> unused_features;  // enabled, but not active
  std::set<std::string> features{"large_blocks", "embedded_data", "extensible_dataset",
                                 "bookmarks",    "bookmark_v2",   "encryption"};
  std::optional<zfs::Version> version = zfs::Version{2, 1, 6};
};

/// A plan and all that it points to.
struct Planned {
  zfs::Inventory source, target;
  std::unique_ptr<zfs::SnapshotNames> own_names;  ///< empty: the caller's are used
  plan::Facts facts;
  plan::Plan plan;
  int rounds = 0;                        ///< how often more had to be read
  std::vector<std::string> asked_holds;  ///< whose holds were: "source tank@d3"
};

class World {
 public:
  World();

  Side source;
  std::map<std::string, Side> targets;  ///< by target path, which is there from the start
  std::map<std::string, std::string, std::less<>> lost, unsnapshotted;  ///< as the facts have it
  std::vector<std::string> violations;
  std::vector<std::string> spared;  ///< target snapshots that were to go and are held by somebody else

  // --- Making it ---
  WorldDataset& add_source(const std::string& name);
  Side& add_target(const std::string& path);
  WorldDataset& add_on_target(const std::string& path, const std::string& name);
  /// Adds a new snapshot of the dataset.
  WorldSnapshot& snapshot(WorldDataset& dataset, const std::string& name, std::uint64_t written = 1);
  /// Adds a received copy of the snapshot.
  WorldSnapshot& copy(const WorldSnapshot& original, WorldDataset& dataset);
  /// The dataset that has its key.
  static std::string root_of(const std::string& name, const WorldDataset& dataset);
  static bool key_is_loaded(const Side& side, const std::string& name);
  /// With the key of its root.
  static bool opens(const Side& side, const std::string& name);
  /// All that is locked by it is locked anew.
  static void change_key(Side& side, const std::string& name);
  /// What the target keeps of a receive that was cut off; contents as the source's `zfs send -nvt` tells them.
  void interrupt_receive(WorldDataset& dataset, const WorldSnapshot& to, std::uint64_t from_guid, bool raw = false);

  /// What copies of that source dataset record.
  zfs::SourceRecord record_of(const std::string& name) const;

  // --- Planning ---
  bool one_host = false;  ///< the source's listing has the target's datasets, too
  selector::SelectionRules rules;
  /// Reads what the planner says it needs, as the survey of a run does. Options::mapping chooses the target.
  std::unique_ptr<Planned> plan(const plan::Options& options, zfs::SnapshotNames* names = nullptr);

  // --- Carrying out ---
  /// All steps of the plan, or the first `limit` of them: a run that was killed.
  void apply(const plan::Plan& plan, const plan::Options& options, std::size_t limit = SIZE_MAX);
  /// One step. `tag` is the one that the dataset's target uses.
  void apply(const plan::Step& step, const plan::Plan& plan, const plan::Options& options);
  /// A transfer of several snapshots that breaks off when so many have arrived, within the next one.
  void break_off(const plan::Step& step, std::size_t arrived, const plan::Plan& plan, const plan::Options& options);

  std::uint64_t new_guid() { return ++last_guid_; }

 private:
  friend struct Apply;

  /// What is listed: all of the source, of a target what is at or below its path.
  void describe(const Side& side, const std::string& below, zfs::Inventory& inventory, zfs::SnapshotNames& names) const;
  Side listed_with(const Side& target, const std::string& target_path) const;
  void answer(const plan::Needs& needs, const plan::Options& options, Planned& planned) const;

  std::uint64_t last_guid_ = 1000;
  std::uint64_t txg_ = 10;
};

/// The steps in order, of all phases and lanes.
std::vector<plan::Step> steps_of(const plan::Plan& plan);

/// The same as streams of one snapshot each.
std::vector<plan::Transfer> singles_of(const plan::Transfer& range);

/// One short line, e.g. "transfer tank@b -i @a > backup/tank"; "tank@b,c -I @a" where one stream carries both.
std::string to_text(const plan::Step& step);

/// A destroy on the target, or what goes with one: a release before it, a hold made sure of.
bool goes_with_a_destroy_on_target(const plan::Step& step);

/// The newest source snapshot that is on the target too: its txg on the source; 0 if there is none.
std::uint64_t common_base(const WorldDataset& source, const WorldDataset& target);
