#pragma once

#include "zfs/inventory.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace zfs {

/// A listing that is not what it should be; `what()` quotes the line. Deciding on it would be guessing.
class ListingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One row of `zfs get -Hp -o name,property,value,source`.
struct PropertyRow {
  std::string_view name, property, value, source;
};

/// Reads such rows line by line. A value may hold tabs and newlines (anybody's user property may): fields are counted
/// from both ends, and a row that is short of fields, or does not end in a source, goes on in the next line.
class PropertyRows {
 public:
  explicit PropertyRows(std::function<void(const PropertyRow&)> row) : row_(std::move(row)) {}
  /// Throws ListingError when this is no row, and no part of one.
  void line(std::string_view line);
  /// Throws ListingError when the last row was cut.
  void finish() const;

 private:
  std::function<void(const PropertyRow&)> row_;
  std::string pending_;
};

/// Puts the answer to get_source_datasets / get_target_datasets in an inventory.
class DatasetListing {
 public:
  /// `selection_property` empty: none was asked for. Both must outlive this.
  DatasetListing(Inventory& inventory, std::string_view selection_property);
  void line(std::string_view line) { rows_.line(line); }
  void finish() const { rows_.finish(); }

 private:
  void row(const PropertyRow& row);

  Inventory& inventory_;
  std::string_view selection_property_;
  Dataset* current_ = nullptr;
  PropertyRows rows_;
};

/// Puts the answer to list_snapshots in an inventory. Snapshots of datasets that are not `wanted` are left out, and so
/// are those of datasets that the inventory does not have.
class SnapshotListing {
 public:
  using Wanted = std::function<bool(const Dataset&)>;
  SnapshotListing(Inventory& inventory, SnapshotNames& names, Wanted wanted = {});
  /// For an inventory of snapshots alone, to be joined with that of the datasets: it gets those that it does not have.
  static SnapshotListing ahead(Inventory& inventory, SnapshotNames& names);
  void line(std::string_view line);

 private:
  void find_dataset(std::string_view name);

  Inventory& inventory_;
  SnapshotNames& names_;
  Wanted wanted_;
  std::string current_name_;
  Dataset* current_ = nullptr;  // null: made since the datasets were read
  bool is_wanted_ = false;
  bool adds_datasets_ = false;
};

/// The tags that hold snapshots, as far as they were read.
class HoldTags {
 public:
  using Tags = std::vector<std::string>;
  using OfDataset = std::map<std::string, Tags, std::less<>>;  ///< by name after '@'

  /// Of that snapshot (full name); it is among those that were read from now on.
  Tags& at(std::string_view snapshot);
  /// Since when, in the words of zfs on that host; empty: not told.
  std::string_view since(std::string_view snapshot, std::string_view tag) const;
  void tell_since(std::string_view snapshot, std::string_view tag, std::string_view since);
  /// All snapshots of that dataset are among them from now on: those that are not held need no entry for it.
  void know_all_of(const std::string& dataset) { whole_.insert(dataset); }
  bool knows_all_of(const std::string& dataset) const { return whole_.contains(dataset); }
  /// The same of datasets and snapshots that are called otherwise.
  HoldTags renamed(const std::function<std::string(const std::string&)>& new_name) const;

  /// Null: of none of its snapshots there is an entry.
  const OfDataset* of_dataset(const std::string& dataset) const;

 private:
  std::unordered_map<std::string, OfDataset> by_dataset_;
  std::unordered_map<std::string, std::string> since_;  // by full snapshot name, a blank and the tag
  std::unordered_set<std::string> whole_;
};
/// One line of list_holds.
void parse_hold_line(std::string_view line, HoldTags& holds);

/// Full snapshot name and tag -> since when, to the minute.
using DatedHolds = std::map<std::pair<std::string, std::string>, thinner::Time>;
/// One line of list_dated_holds.
void parse_dated_hold(std::string_view line, DatedHolds& holds);

/// Puts the answer to list_held in an inventory, and the full names of the snapshots that are held in `held`.
class HeldListing {
 public:
  HeldListing(Inventory& inventory, SnapshotNames& names, std::vector<std::string>& held)
      : inventory_(inventory), names_(names), held_(held) {}
  void line(std::string_view line);

 private:
  Inventory& inventory_;
  SnapshotNames& names_;
  std::vector<std::string>& held_;
  Dataset* current_ = nullptr;  // a dataset's snapshots come in one run
};

struct Creation {
  std::string_view snapshot;  ///< full name, a part of the line
  std::uint64_t guid = 0;
  thinner::Time time;
};
/// One line of list_creation. Throws ListingError.
Creation parse_creation(std::string_view line);

/// A row of the table of snapshots.
struct SizedSnapshot {
  std::string name;        ///< full
  std::uint64_t used = 0;  ///< bytes that destroying it alone would free
  std::uint64_t holds = 0, clones = 0;
  thinner::Time created;
};
/// One line of list_sized_snapshots. Throws ListingError.
SizedSnapshot parse_sized_snapshot(std::string_view line);

/// Puts the answer to estimate_destroys together: dataset -> bytes that would be free. None is told of what zfs
/// refuses.
class ReclaimListing {
 public:
  void line(std::string_view line);
  const std::map<std::string, std::uint64_t, std::less<>>& by_dataset() const { return by_dataset_; }

 private:
  std::string current_;  // dataset of the snapshots that were named last
  std::map<std::string, std::uint64_t, std::less<>> by_dataset_;
};

/// Full snapshot name -> guid. One line of list_guids.
using Guids = std::unordered_map<std::string, std::uint64_t>;
void parse_guid_line(std::string_view line, Guids& guids);

/// Pool -> the names of its features that are enabled, and whether they are active: whether it has anything that one
/// must know them to read. One line of get_pool_features.
using PoolFeatures = std::unordered_map<std::string, std::map<std::string, bool, std::less<>>>;
void parse_feature_line(std::string_view line, PoolFeatures& features);

/// The pools that the answer to get_pool_status says to be under a scrub or a resilver.
class ScrubListing {
 public:
  void line(std::string_view line);
  using Pools = std::set<std::string, std::less<>>;
  const Pools& scrubbed() const { return scrubbed_; }
  const Pools& resilvered() const { return resilvered_; }

 private:
  std::string current_;
  Pools scrubbed_, resilvered_;
};

/// Dataset -> the names of the properties that are set on it. One line of get_set_properties.
using PropertyNames = std::unordered_map<std::string, std::set<std::string, std::less<>>>;
void parse_set_property_line(std::string_view line, PropertyNames& properties);

/// Of OpenZFS: {2, 1, 11} is 2.1.11.
using Version = std::array<int, 3>;
/// One line of get_version. Only that of the kernel module tells, as in "zfs-kmod-2.1.11-1+deb12u1".
void parse_version_line(std::string_view line, std::optional<Version>& version);

/// What a resume token stands for, from the output of describe_token.
struct TokenContents {
  std::uint64_t to_guid = 0;    ///< 0: not found in the output
  std::uint64_t from_guid = 0;  ///< 0: a full stream
  std::string to_name;
  bool raw = false;
  bool refused = false;  ///< zfs says what it stands for, and that it is no longer any good
};
void parse_token_line(std::string_view line, TokenContents& contents);

/// Decimal or 0x-hexadecimal; throws ListingError.
std::uint64_t parse_number(std::string_view text);

/// "PROPERTY=VALUE" for zfs set, of what zfs get -p says: no quota is 0 there, and "none" here.
std::string assignment_of(std::string_view property, std::string_view value);

}  // namespace zfs
