#pragma once

#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plan {

/// Has the dataset's pool that feature? Not as long as it is not known.
inline bool has_feature(const std::optional<zfs::PoolFeatures>& features, std::string_view dataset,
                        std::string_view feature) {
  if (!features) return false;
  const auto pool = features->find(std::string(zfs::pool_of(dataset)));
  return pool != features->end() && pool->second.contains(feature);
}

/// Is there anything in the dataset's pool that needs it?
inline bool uses_feature(const std::optional<zfs::PoolFeatures>& features, std::string_view dataset,
                         std::string_view feature) {
  if (!has_feature(features, dataset, feature)) return false;
  return features->at(std::string(zfs::pool_of(dataset))).find(feature)->second;
}

/// The name of a way to compress that the source's pool uses and the target's does not know, so that it would
/// refuse blocks as they are on disk; empty if there is none.
inline std::string_view lacking_compression(const std::optional<zfs::PoolFeatures>& of_source,
                                            const std::optional<zfs::PoolFeatures>& of_target, std::string_view source,
                                            std::string_view target) {
  for (const std::string_view feature : {"lz4_compress", "zstd_compress"}) {
    if (uses_feature(of_source, source, feature) && !has_feature(of_target, target, feature)) return feature;
  }
  return {};
}

}  // namespace plan
