#pragma once

#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"
#include "zfs/inventory.hpp"

#include <cstdint>
#include <string>

namespace run {

/// What must stay free on the target.
struct MinFree {
  std::uint64_t amount = 0;  ///< bytes, or per cent
  bool is_percent = false;   ///< of the pool, else of what is available below the target path
};

/// How much of what is wanted is there.
struct FreeSpace {
  std::uint64_t free = 0, size = 0;  ///< of the pool; size 0: `free` is what is available

  /// When so much of it is gone.
  bool falls_short(const MinFree& wanted, std::uint64_t taken) const;
};

/// The bytes that the plan's streams will be, as far as the listings tell: what was written since the last snapshots.
std::uint64_t known_to_be_sent(const plan::Plan& plan);

/// What is there, below `path` or what will be above it: one command. Throws RunError.
FreeSpace read_free_space(Shell& shell, const zfs::Inventory& target, const std::string& path, const MinFree& wanted);

}  // namespace run
