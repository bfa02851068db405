#pragma once

#include "app/plan/retain/thinning.hpp"
#include "zfs/inventory.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plan {

/// The histories of a source dataset and its target, held against each other. Decided by guid and createtxg only.
struct Histories {
  Snapshots source;  ///< oldest first, the one that this run makes included
  Snapshots target;  ///< oldest first; empty if the target has none
  std::optional<std::size_t> source_base,
      target_base;  ///< the common base: the newest source snapshot whose guid is on the target

  const zfs::Bookmark* bookmark = nullptr;  ///< the base in place of a source snapshot, which is gone
  std::size_t first_after_bookmark = 0;

  bool is_being_received = false;  ///< there is a partial receive on the target

  bool has_base() const { return source_base || bookmark != nullptr; }
  /// Null if there is none.
  const zfs::Snapshot* base() const { return source_base ? source[*source_base] : nullptr; }
  const zfs::Snapshot* base_on_target() const { return target_base ? target[*target_base] : nullptr; }
  /// Index of the first source snapshot after the base.
  std::size_t first_new() const { return source_base ? *source_base + 1 : first_after_bookmark; }
  /// The target's snapshot with that guid; null if it has none.
  const zfs::Snapshot* on_target(const zfs::Snapshot& snapshot) const { return on_target(snapshot.guid); }
  const zfs::Snapshot* on_target(std::uint64_t guid) const;
};

/// `guid_check` false: when no guid is on both sides, the newest name that is will do.
Histories compare(const zfs::Dataset& source, const zfs::Snapshot* fresh, const zfs::Dataset* target, bool guid_check);

/// By guid.
bool have_common_base(const zfs::Dataset& source, const zfs::Dataset& copy);

}  // namespace plan
