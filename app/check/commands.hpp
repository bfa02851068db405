#pragma once

#include "transport/pipeline.hpp"

#include <string>
#include <string_view>

namespace check {

/// A snapshot's name, taken apart.
struct SnapshotName {
  std::string text;     ///< "pool/a@b"
  std::string dataset;  ///< "pool/a"
  std::string pool;     ///< "pool"
};

/// Whether a target is meant as a snapshot: it holds an '@' and does not begin as a path does, with '/' or '.'.
bool names_snapshot(std::string_view target);

/// Throws std::invalid_argument for what ZFS would not take as a snapshot's name.
SnapshotName parse_snapshot_name(std::string_view text);

// --- Every command that a check runs ---

/// Prints a name and a type for the dataset and for the snapshot, behind tabs.
transport::Argv list_command(const SnapshotName& snapshot);
transport::Argv mount_command(const SnapshotName& snapshot, const std::string& folder);
transport::Argv unmount_command(const std::string& folder);
/// Read-only, so that nothing that looks at new disks can write to it.
transport::Argv clone_command(const SnapshotName& snapshot, const std::string& clone);
/// Prints of which snapshot a dataset is a clone.
transport::Argv origin_command(const std::string& clone);
/// Throws std::logic_error unless `clone` lies directly below a pool and its last part begins with `prefix`, as those
/// do that a check makes.
transport::Argv destroy_command(const std::string& clone, std::string_view prefix);

}  // namespace check
