#pragma once

#include "thinner/name_format.hpp"
#include "thinner/thin.hpp"
#include "zfs/record.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace zfs {

enum class DatasetType : std::uint8_t { filesystem, volume };

/// Names that match a shell pattern. They tell no time: the age of such a snapshot is that of its creation.
struct ShellPattern {
  std::string pattern;

  bool matches(std::string_view name) const;
};

/// A family of snapshots, told by their names: what one label, or one backup, makes. A job thins each by a schedule of
/// its own.
struct Series {
  std::string id;
  std::variant<thinner::NameFormat, ShellPattern> names;
  bool ttl_in_names = false;  ///< a name of the format may have a time to live at its end
};

/// Index into the job's series.
using SeriesIndex = std::uint8_t;

/// The part of a snapshot's name after '@', and what it tells. Datasets that were snapshotted together share it.
struct SnapshotName {
  std::string text;
  std::optional<SeriesIndex> series;  ///< nothing: foreign
  std::optional<thinner::Time> time;  ///< of those of a series whose names tell it
  std::chrono::seconds ttl{0};        ///< 0: its schedule decides

  bool ours() const { return series.has_value(); }
};

/// Every snapshot name that was met, once: ten million snapshots have some thousand names.
class SnapshotNames {
 public:
  /// A name belongs to the first series whose format it fits.
  explicit SnapshotNames(std::vector<Series> series) : series_(std::move(series)) {}
  explicit SnapshotNames(thinner::NameFormat format) : series_{{"", std::move(format), false}} {}

  /// The reference stays valid as long as this table lives.
  const SnapshotName& intern(std::string_view text);

 private:
  SnapshotName read(std::string_view text) const;
  std::optional<SnapshotName> read_as(SeriesIndex index, std::string_view text) const;

  std::vector<Series> series_;
  std::unordered_map<std::string_view, std::unique_ptr<SnapshotName>> names_;  // each key views its value's text
};

struct Snapshot {
  const SnapshotName* name = nullptr;
  std::uint64_t guid = 0;  ///< 0: not made yet
  std::uint64_t createtxg = 0;
  bool has_clones = false;       ///< or is what a partial receive starts from
  bool has_more_clones = false;  ///< than one

  bool ours() const { return name->ours(); }
};

/// What is left of a snapshot that was destroyed, or may be: it can still be the base of an incremental.
struct Bookmark {
  std::string name;  ///< after '#'
  std::uint64_t guid = 0;
  std::uint64_t createtxg = 0;  ///< of the snapshot
};

/// A property's value and where it comes from, as `zfs get` says it.
struct Setting {
  std::string value = "-";
  std::string source = "-";  ///< "local", "received", "default", "temporary", "inherited from X", "-"

  bool is_set_here() const { return source == "local" || source == "received"; }
  /// The dataset it is inherited from; empty if it is not inherited.
  std::string_view inherited_from() const;
};

struct Dataset {
  std::string name;
  DatasetType type = DatasetType::filesystem;
  std::uint64_t guid = 0;
  std::uint64_t written = 0;    ///< bytes since the newest snapshot of any kind
  std::string origin;           ///< of a clone: the full name of the snapshot
  std::string encryption_root;  ///< the dataset that has the key; empty: not encrypted
  bool key_loaded = true;       ///< of an encrypted one: it can be read
  Setting selection;            ///< the selection property; only asked for on the source
  Setting canmount, mountpoint, readonly;
  std::optional<SourceRecord> record;  ///< whose copy it is, where that is set on it itself
  bool is_incomplete = false;          ///< its first receive has not ended: there is nothing to snapshot. Source only
  std::vector<std::pair<std::string, Setting>> effects;  ///< see effect()
  std::string resume_token;                              ///< of a partial receive; empty if there is none
  std::vector<Bookmark> bookmarks;                       ///< in createtxg order; only asked for on the source
  bool has_unread_of_ours = false;  ///< snapshots of ours were listed but not kept, as it was not wanted
  std::vector<Snapshot> snapshots;  ///< in createtxg order, once `Inventory::sort_snapshots` was called

  /// By creation; null if none is ours.
  const Snapshot* newest_of_ours() const;
  /// What is set on it, and not above it, of the properties that act on the host where it is: quotas, shares, automatic
  /// snapshots. Null where it is not.
  const Setting* effect(std::string_view property) const;
  bool encrypted() const { return !encryption_root.empty(); }
  /// Also after the next mount: `zfs mount -o ro` is temporary.
  bool stays_read_only() const { return readonly.value == "on" && readonly.source != "temporary"; }
  std::string_view pool() const { return std::string_view(name).substr(0, name.find('/')); }
  /// What it is a clone of, without the snapshot; empty: it is none.
  std::string_view origin_dataset() const { return std::string_view(origin).substr(0, origin.find('@')); }
};

/// The properties that Dataset::effect knows.
inline constexpr std::array<std::string_view, 5> k_effects = {"quota", "refquota", "sharenfs", "sharesmb",
                                                              "com.sun:auto-snapshot"};

/// "pool" of "pool/a/b@s".
std::string_view pool_of(std::string_view dataset);
/// "pool/a" of "pool/a/b"; empty for a pool's root.
std::string_view parent_of(std::string_view dataset);
/// True for the dataset itself and for what lies below it.
bool is_at_or_below(std::string_view dataset, std::string_view ancestor);

/// The datasets of one side, in the order of the listing (by name).
class Inventory {
 public:
  /// The dataset of that name, made if it is new. The reference stays valid.
  Dataset& add(std::string_view name);
  /// This one, whose name must be new.
  void add(Dataset dataset);
  Dataset* find(std::string_view name);
  const Dataset* find(std::string_view name) const;

  const std::deque<Dataset>& datasets() const { return datasets_; }
  /// The snapshots of datasets that both have become ours; what only the other has is of no interest, and nothing is
  /// left of it.
  void take_snapshots(Inventory& other);
  /// Brings each dataset's snapshots and bookmarks in createtxg order.
  void sort_snapshots();

 private:
  std::deque<Dataset> datasets_;
  std::unordered_map<std::string_view, Dataset*> by_name_;
};

}  // namespace zfs
