#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace plan {

enum class Side : std::uint8_t { source, target };

/// Index into Plan::datasets: the dataset that fails when a step fails.
using DatasetIndex = std::size_t;
/// For steps on target datasets that no selected source dataset stands for.
inline constexpr DatasetIndex k_no_dataset = static_cast<DatasetIndex>(-1);

/// One dataset's share in a command that serves many.
struct Item {
  DatasetIndex dataset = k_no_dataset;
  std::string name;  ///< a dataset or a full snapshot name, as the step says
};

/// One atomic snapshot of a pool's datasets (`items` name the datasets).
struct CreateSnapshots {
  std::string snapshot;
  std::vector<Item> items;
  std::vector<std::string> recursive_roots;  ///< not empty: `-r` on these covers exactly the items
  bool atomic = true;                        ///< false: too long for one command, so this is one of several
};
/// An ancestor that the target lacks and that no dataset of this run will be received as.
struct CreateParent {
  std::string dataset;
};
/// Throws a partial receive away.
struct AbortReceive {
  std::string dataset;
};
/// A snapshot that is to go, as it was when that was decided.
struct Going {
  std::string name;        ///< after '@'
  std::uint64_t guid = 0;  ///< 0: not known
};
/// Snapshots of one dataset in one command; all or nothing.
struct DestroySnapshots {
  Side side = Side::source;
  std::string dataset;
  std::vector<Going> snapshots;
  bool is_in_the_way = false;  ///< without it what follows cannot be done
  bool may_be_others = false;  ///< names that come back, as nothing in them is a time: the guids are looked at first
};
/// A target dataset without children and without snapshots: never recursive.
struct DestroyDataset {
  std::string dataset;
};
/// Back to the newest snapshot, losing what was written since; never destroys a snapshot.
struct Rollback {
  std::string snapshot;  ///< full name
};
/// One stream: `zfs send | zfs receive`. With snapshots between base and the last one it carries those too, each as an
/// increment of its own: the receiver takes them one by one, so what has arrived when it breaks off stays.
struct Transfer {
  std::string source;  ///< dataset
  std::vector<std::string>
      between;           ///< all that the source has between base and snapshot: names after '@', oldest first
  std::string snapshot;  ///< the last one: name after '@'
  std::string
      base;  ///< of the incremental base: "NAME", "#BOOKMARK", or a clone's origin in full; empty: a full stream
  std::string target;    ///< dataset
  std::string record{};  ///< what the copy is to record of its source; empty: it has that, or must do without
  std::vector<std::string> kept{};  ///< what is set on the target and must stay so: "name=value"
  std::string token;                ///< resumes a partial receive; empty: from the start
  bool raw = false;
  bool properties = true;  ///< -p
  bool encrypt = false;    ///< the target's own encryption, not the stream's properties of it
  bool volume = false;
  bool large_blocks = false;              ///< -L: both pools have the feature
  bool embedded_data = false;             ///< -e: both pools have the feature
  bool compressed = false;                ///< -c: blocks go as they are on disk
  bool resumable = false;                 ///< recv -s: the target's pool can
  bool read_only = false;                 ///< a new copy: it gets readonly=on
  bool unshared = false;                  ///< it goes without sharenfs and sharesmb
  bool unreserved = false;                ///< a volume's copy goes without refreservation
  bool inherits_mountpoint = false;       ///< it goes without the mountpoint of its source
  bool unmounted = false;                 ///< a new copy: it gets canmount=noauto
  bool replicates = false;                ///< -R: all that is below the dataset, too
  bool small = false;                     ///< so little that a compressor and a buffer would only cost time
  std::vector<std::string> leaves_out{};  ///< properties that the stream has and the target must not get
  std::vector<std::string> sets{};        ///< "name=value"

  bool makes_target() const { return base.empty() || base.find('@') != std::string::npos; }
  /// Of all that it carries, oldest first.
  std::vector<std::string> snapshots() const;
};
/// What a copy is to record of its source: see records.hpp.
struct CopyRecord {
  std::string dataset, record;
};
/// Failing is no failure: the next run tries again.
struct WriteRecords {
  std::vector<CopyRecord> copies;
};
/// Are these (full target snapshot names) there, with the guids of the source? Only then comes what relies on their
/// receipt.
struct Verify {
  std::vector<Item> items;
};
/// On the source.
struct CreateBookmark {
  std::string snapshot, bookmark;  ///< full names
};
struct DestroyBookmark {
  std::string bookmark;  ///< full name
  Side side = Side::source;
};
// --- Putting a clone in a dataset's place, on the target: see rotation.hpp and local/set_back.hpp ---

struct Clone {
  std::string snapshot;  ///< full name
  std::string dataset;
  std::vector<std::string> properties;  ///< "name=value"
};
struct Promote {
  std::string dataset;
};
/// Of an encryption root, from where its keylocation says: nobody is asked. `only_try`: whether that would do, key
/// loaded or not; else failing only warns.
struct LoadKey {
  std::string dataset;
  bool only_try = false;
};
/// With all that is below it. Nothing is mounted by it.
struct Rename {
  std::string from, to;
  bool is_volume = false;
};
struct SetProperty {
  std::string dataset, property;
  std::optional<std::string> value;  ///< none: what was received, or the default
};
/// Failing is no failure, as it may not be mounted, unless it is in the way.
struct Unmount {
  std::string dataset;
  Side side = Side::target;
  bool is_in_the_way = false;  ///< mounted, it keeps what follows from being done
};
/// Filesystems where zfs mounts them (`items` name them, parents first), but for those that are mounted. Failing only
/// warns.
struct MountInPlace {
  std::vector<Item> items;
};

// --- Handing over the use of a tree: see handover/ ---

/// All assignments at once, so that a dataset never has only some of them.
struct SetProperties {
  Side side = Side::source;
  std::vector<std::string> assignments;  ///< "name=value"
  std::vector<std::string> datasets;
};
/// They have their own setting of it no more.
struct ClearProperty {
  Side side = Side::source;
  std::string property;
  std::vector<std::string> datasets;
};
/// Where it belongs and as it may be: for use, unlike the Mount of copies.
struct MountDataset {
  Side side = Side::source;
  std::string dataset;
};

/// Filesystems, the deepest first. One that is in use keeps what follows from being done.
struct UnmountAll {
  std::vector<std::string> datasets;
};
/// Restored filesystems (`items` name them, parents first) become usable: their keys are loaded, they are mounted and
/// shared, as far as their properties say so: see opening_text.hpp. Failing only warns.
struct Open {
  std::vector<Item> items;
};

/// `items` are full snapshot names; `recursive_roots` others, if `-r` on these covers exactly the items.
struct Hold {
  Side side = Side::source;
  std::string tag;
  std::vector<Item> items;
  std::vector<std::string> recursive_roots{};
};
struct Release {
  Side side = Side::source;
  std::string tag;
  std::vector<Item> items;
  std::vector<std::string> recursive_roots{};
};
/// Filesystems received for the first time (`items` name the copies), as far as that changes nothing: see
/// mount_text.hpp. Failing only warns.
struct Mount {
  std::string path;        ///< the target path
  std::string mountpoint;  ///< its own, whatever it be
  std::vector<Item> items;
  bool makes_directories = false;  ///< where they are missing in it
};

/// A command of the user's. Its environment gets these, each name with ZWINNOW_ before it.
struct Hook {
  enum class When : std::uint8_t {
    before_snapshot,
    after_snapshot,
    before_tree,
    after_tree,
    before_transfer,
    after_transfer,
    stop,
    start
  };
  When when = When::before_snapshot;
  std::vector<std::string> command;
  std::vector<std::pair<std::string, std::string>> environment;
  bool succeeded = true;  ///< what it follows, when it is one that follows: ZWINNOW_RESULT
  Side side = Side::source;
  std::size_t guarded = 0;  ///< so many steps after it are done only if it succeeds: of before_tree

  bool follows() const {
    return when == When::after_snapshot || when == When::after_tree || when == When::after_transfer ||
           when == When::start;
  }
  /// Of one around a tree: the topmost dataset; else empty.
  std::string_view tree() const;
};
std::string_view name_of(Hook::When when);

using Action = std::variant<CreateSnapshots, CreateParent, AbortReceive, DestroySnapshots, Rollback, Transfer, Verify,
                            Hold, Release, Mount, Hook, DestroyDataset, CreateBookmark, DestroyBookmark, Clone, Promote,
                            LoadKey, Rename, SetProperty, Unmount, WriteRecords, SetProperties, ClearProperty,
                            MountDataset, MountInPlace, UnmountAll, Open>;

/// Why a step is taken, for people. Plans hold millions of steps, so it is a text of the program, never one that was
/// put together.
class Why {
 public:
  constexpr Why() = default;
  consteval Why(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)

  constexpr std::string_view text() const { return text_; }
  constexpr bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

/// One command to run, on behalf of a dataset, and why.
struct Step {
  Action action;
  DatasetIndex dataset = k_no_dataset;  ///< the one that fails with it; steps with items fail those instead
  Why why{};                            ///< empty where the step speaks for itself
};

/// Adds them at the end.
inline void append(std::vector<Step>& steps, std::vector<Step> more) {
  if (steps.empty()) return steps.swap(more);
  steps.reserve(steps.size() + more.size());
  std::ranges::move(more, std::back_inserter(steps));
}

enum class PhaseKind : std::uint8_t {
  snapshot,
  rotation,
  rename,
  parents,
  transfer,
  verify,
  mount,
  hold,
  release,
  post_clean,
  records,
  missing,
  clone,
  rollback
};
std::string_view name_of(PhaseKind kind);

/// The steps of a dataset in order. Lanes of a phase may be carried out side by side, but for a dataset that waits for
/// others (DatasetPlan::waits_for), which come before it in the phase. A lane of no dataset serves several: it comes
/// after all before it and before all after it.
struct Lane {
  DatasetIndex dataset = k_no_dataset;
  std::vector<Step> steps;
  std::vector<Step> at_last;  ///< done whatever became of the steps
  /// In the phase `rename`: the datasets whose steps go by the names that these steps give. They fail with them.
  std::vector<DatasetIndex> relying{};
};

struct Phase {
  PhaseKind kind;
  std::vector<Lane> lanes;
};

/// Where a step runs; a transfer counts as the source's.
Side side_of(const Step& step);
/// A failing exit that changes nothing of what was wanted, for the printed script: `|| :`.
bool tolerates_failure(const Step& step);

}  // namespace plan
