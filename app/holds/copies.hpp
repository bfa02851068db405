#pragma once

#include "app/plan/replicate/history.hpp"
#include "zfs/inventory.hpp"

#include <vector>

namespace holds {

/// A target dataset that has snapshots of a source dataset.
struct Copy {
  const zfs::Dataset* target = nullptr;
  plan::Histories both;
};

struct Copied {
  const zfs::Dataset* source = nullptr;
  std::vector<Copy> copies;
};

/// The source datasets of which something is on the target, and where. Told by guids alone, so that a base is found
/// whatever --strip-path was and whatever was renamed since.
std::vector<Copied> find_copies(const zfs::Inventory& source, const zfs::Inventory& target);

}  // namespace holds
