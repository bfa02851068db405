#pragma once

#include "zfs/inventory.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// A property of a dataset, and where it has that from.
struct OwnProperty {
  std::string name;
  zfs::Setting setting;
};
/// By dataset, the ones that are set on it, were received with it, or are inherited.
using OwnProperties = std::map<std::string, std::vector<OwnProperty>, std::less<>>;

/// Do jobs take datasets for a source by it? Those of backups and of zfs-auto-snapshot do. Others have names that only
/// their jobs know.
bool is_selecting(std::string_view property);

/// "name=false" for each such property of these datasets and for the one that zfs-auto-snapshot goes by where nothing
/// is set, so that no job takes what gets them.
std::vector<std::string> deselecting(const OwnProperties& properties);

}  // namespace plan
