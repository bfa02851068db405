#include "app/plan/replicate/unmounting.hpp"

namespace plan {

bool has_mountpoint(const zfs::Dataset& dataset) {
  return dataset.type == zfs::DatasetType::filesystem && dataset.mountpoint.value.starts_with('/');
}

std::vector<Unmount> unmounts_of(const zfs::Dataset& dataset, const std::vector<const zfs::Dataset*>& below) {
  if (dataset.type != zfs::DatasetType::filesystem) return {};
  std::vector<Unmount> unmounts;
  if (has_mountpoint(dataset)) unmounts.push_back({dataset.name});
  if (has_mountpoint(dataset) && dataset.canmount.value == "on") return unmounts;
  for (auto each = below.rbegin(); each != below.rend(); ++each) {
    if (has_mountpoint(**each) && (*each)->canmount.value != "off") unmounts.push_back({(*each)->name});
  }
  return unmounts;
}

}  // namespace plan
