#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

/// What one dataset or snapshot itself says of a property. `masked` is an explicit inherit that hides the received
/// value.
struct Setting {
  std::optional<std::string> local, received;
  bool masked = false;
};
using Settings = std::map<std::string, Setting>;

/// One piece of data written to a dataset. A snapshot is a prefix of its dataset's writes.
struct Write {
  std::uint64_t id = 0;
  std::uint64_t bytes = 0;
  bool operator==(const Write&) const = default;
};

struct Hold {
  std::string tag;
  std::int64_t time = 0;
};

/// What few snapshots have, kept apart so that two million of them stay small.
struct SnapshotExtras {
  std::vector<Hold> holds;
  Settings settings;
  bool defer_destroy = false;
};

struct Snapshot {
  std::string name;  ///< the part after '@'
  std::uint64_t guid = 0, txg = 0;
  std::int64_t creation = 0;
  std::size_t writes = 0;   ///< length of the prefix of the dataset's writes
  std::uint64_t ivset = 0;  ///< of an encrypted dataset: equal on both sides only after a raw send
  std::unique_ptr<SnapshotExtras> extras;

  SnapshotExtras& more() {
    if (!extras) extras = std::make_unique<SnapshotExtras>();
    return *extras;
  }
  bool held() const { return extras && !extras->holds.empty(); }
};

struct Bookmark {
  std::string name;
  std::uint64_t guid = 0, txg = 0;
  std::int64_t creation = 0;
  std::size_t writes = 0;
  std::uint64_t ivset = 0;
};

/// A receive with -s that was cut: what has come so far, and of what.
struct Partial {
  std::uint64_t toguid = 0, fromguid = 0;
  std::string toname;
  bool raw = false, large_blocks = false, compressed = false, embedded = false;
  std::vector<Write> writes;
};

struct Encryption {
  std::string cipher;  ///< empty: not encrypted
  std::string root, keyformat;
  std::uint64_t key = 0;  ///< equal keys: the same master key
};

struct Dataset {
  bool volume = false;
  std::uint64_t guid = 0, txg = 0;
  std::int64_t creation = 0;
  std::string origin;  ///< full snapshot name, empty when it is no clone
  Settings settings;
  std::vector<Write> writes;
  std::vector<Snapshot> snapshots;  ///< in order of creation
  std::vector<Bookmark> bookmarks;
  bool mounted = false;
  bool key_loaded = false;    ///< meaningful at an encryption root
  bool inconsistent = false;  ///< made by a receive that has not finished
  bool has_received = false;  ///< properties have come with a stream
  Encryption encryption;
  std::optional<Partial> partial;

  Snapshot* snapshot(std::string_view name);
  const Snapshot* snapshot(std::string_view name) const;
  Bookmark* bookmark(std::string_view name);
  bool modified_since(std::size_t prefix) const { return writes.size() > prefix; }
  std::uint64_t bytes_between(std::size_t from, std::size_t to) const;
};

struct Pool {
  std::uint64_t guid = 0;
  bool imported = true;
  std::map<std::string, std::string> features;  ///< name -> disabled | enabled | active
  Settings properties;
};

/// Datasets by full name; byte order is the order in which zfs lists them.
using Datasets = std::map<std::string, Dataset, std::less<>>;

/// Everything one host's pools hold.
struct State {
  std::string host;
  std::uint64_t txg = 4;
  std::uint64_t guids = 0;  ///< how many have been handed out
  std::map<std::string, Pool, std::less<>> pools;
  Datasets datasets;

  /// A guid that no other host of these tests hands out.
  std::uint64_t new_guid();
  Dataset* find(std::string_view name);
  const Dataset* find(std::string_view name) const;
  /// Child datasets at any depth are (first, last) of this range.
  std::pair<Datasets::iterator, Datasets::iterator> below(std::string_view name);
  /// Names of the clones of a snapshot.
  std::vector<std::string> clones_of(std::string_view snapshot) const;
};

/// $FAKE_ZFS_NOW, else the clock.
std::int64_t now();

std::string pool_of(std::string_view name);
/// "" for a pool.
std::string parent_of(std::string_view name);
/// Splits "fs@snap" or "fs#mark" at the delimiter; the second part is empty without one.
std::pair<std::string, std::string> cut(std::string_view name, char delimiter);

/// The state file of one host, locked from construction until `release` or the end.
class Store {
 public:
  enum class Access { read, write };
  explicit Store(Access access);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store() { release(); }

  State& state() { return state_; }
  /// Writes a new file beside the old one and renames it.
  void save();
  /// Lets others at the state; a send must not block the receive it feeds.
  void release();

 private:
  std::string path_;
  int lock_ = -1;
  State state_;
};

}  // namespace fake
