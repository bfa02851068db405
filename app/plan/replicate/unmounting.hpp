#pragma once

#include "app/plan/steps.hpp"
#include "zfs/inventory.hpp"

#include <vector>

namespace plan {

/// Has it a directory of its own to be mounted on?
bool has_mountpoint(const zfs::Dataset& dataset);

/// What unmounts a dataset with all that is `below` it (parents first): zfs unmount does that by itself only where the
/// dataset is mounted, too.
std::vector<Unmount> unmounts_of(const zfs::Dataset& dataset, const std::vector<const zfs::Dataset*>& below);

}  // namespace plan
