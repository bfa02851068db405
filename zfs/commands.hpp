#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zfs {

/// The words of a command. What is read is spelled here, what changes something in app/plan/compile.cpp.
using Argv = std::vector<std::string>;

/// So many levels of datasets are listed: 1 is the named ones alone; nothing: all that is below them.
using Levels = std::optional<std::uint32_t>;

/// All filesystems and volumes of the host with what selecting and sending ask for, the selection property included; if
/// roots are named, of those and what lies below them.
Argv get_source_datasets(std::string_view selection_property, std::span<const std::string> roots = {},
                         Levels levels = {});
/// The same of the target path and what lies below it, with resume tokens in place of the selection.
Argv get_target_datasets(std::string_view target_path, Levels levels = {});

/// The same of these datasets alone. One that does not exist only makes the exit code 1.
Argv get_these_datasets(std::span<const std::string> datasets);

/// How the root and what lies below it are used: see UseListing.
Argv get_uses(std::string_view root);
/// The canmount that came with the streams of the root and of what lies below it: see ReceivedListing.
Argv get_received_canmount(std::string_view root);

/// Snapshots of the roots and of what lies below them. Only columns that OpenZFS 2.2 and newer serve without opening
/// each snapshot.
Argv list_snapshots(std::span<const std::string> roots, Levels levels = {});
/// Bookmarks in the same form, in the same command.
Argv list_snapshots_and_bookmarks(std::span<const std::string> roots, Levels levels = {});
/// The same lines, of one dataset in the same order, from as many zfs processes as the host has processors, 4 at most:
/// n + 1 commands for n processes. It pays where there are `many` datasets. One that has vanished meanwhile only makes
/// the exit code 1. `types`: "snapshot" or "snapshot,bookmark".
Argv list_shared(std::string types, std::span<const std::string> roots, Levels levels = {});
constexpr bool are_many(std::size_t datasets) {
  return datasets > 256;
}

/// Snapshots of the roots and of what lies below them, for a table: what each takes, its holds, its clones, when it was
/// made. Slow, as each snapshot is opened for it.
Argv list_sized_snapshots(std::span<const std::string> roots);

/// When the snapshots of each dataset were made.
Argv list_creation(std::span<const std::string> datasets);

/// Each of these properties of each dataset, in one command. Of written@NAME a dataset without such a snapshot answers
/// "-".
Argv get_these_properties(std::span<const std::string> datasets, std::span<const std::string> properties);
/// `written` of each snapshot.
Argv get_written(std::span<const std::string> snapshots);
/// What destroying snapshots would free, and nothing is destroyed: see ReclaimListing. Each operand names snapshots of
/// one dataset, as zfs destroy takes them: DATASET@a,b%c. One command for all of them; one that fails says so on
/// stderr, and the others are told.
Argv estimate_destroys(std::span<const std::string> operands);

/// Every property of a tree with the value that was received, which may differ from the one in force.
Argv get_received_properties(const std::string& root, Levels levels = {});
/// Where the sources of copies were mounted, as far as that was received, and their records.
Argv get_mountpoints(const std::string& root);
/// Every property of a tree.
Argv get_all_properties(const std::string& root);
/// The properties that are set on each of them itself.
Argv get_local_properties(std::span<const std::string> datasets);
/// The properties that are set on each of them, were received with it, or are inherited.
Argv get_own_properties(std::span<const std::string> datasets);
/// Whether each of them is mounted.
Argv get_mounted(std::span<const std::string> datasets);
/// The holds of each snapshot.
Argv list_holds(std::span<const std::string> snapshots);
/// The same with times that parse_dated_hold can read: in English, and UTC.
Argv list_dated_holds(std::span<const std::string> snapshots);
/// All datasets, snapshots and bookmarks of the roots and below, of the whole host if there are none, with how many
/// holds each snapshot has. Slow, as each snapshot is opened for it: for what is asked for rarely.
Argv list_held(std::span<const std::string> roots);
/// The guid of each snapshot; one that does not exist only makes the exit code 1.
Argv list_guids(std::span<const std::string> snapshots);
/// The same, of bookmarks too.
Argv list_base_guids(std::span<const std::string> names);
/// Each pool of the host and how it is.
Argv list_pools();
/// Fails where no pool of that name is imported.
Argv list_pool(std::string_view name);
/// How full each of these pools is, in percent.
Argv get_capacity(std::span<const std::string> pools);
/// Which properties are set on the datasets of the host themselves.
Argv get_all_local_properties();
/// Whether the dataset and what lies below it are read-only.
Argv get_read_only(std::string_view dataset);
/// The bytes that are free in the pool, and its size, in a line.
Argv get_pool_space(std::string_view name);
/// The bytes that can still be written to the dataset: a line.
Argv get_available(std::string_view dataset);
/// Each imported pool and its guid, by which `zpool import` knows it too.
Argv list_pool_guids();
/// What is done in each of these pools: see ScrubListing.
Argv get_pool_status(std::span<const std::string> pools);
/// All properties of the pools, features included.
Argv get_pool_features(std::span<const std::string> pools);
/// Which OpenZFS that is; the ZFS of illumos does not know this.
Argv get_version();
/// What a resume token stands for; changes nothing.
Argv describe_token(std::string_view token);
/// As which user the commands run there, and unless it is root what `zfs allow` says of these datasets: see
/// AccountListing.
Argv get_account(std::span<const std::string> datasets);
/// The names of the properties that are set on the roots and on what lies below them: a stream carries them.
Argv get_set_properties(std::span<const std::string> roots);

}  // namespace zfs
