#pragma once

#include "selector/inventory.hpp"
#include "selector/parse.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plan {

/// Has the dataset's pool that feature? Not as long as it is not known.
inline bool has_feature(const std::optional<selector::PoolFeatures>& features, std::string_view dataset,
                        std::string_view feature) {
  if (!features) return false;
  const auto pool = features->find(std::string(selector::pool_of(dataset)));
  return pool != features->end() && pool->second.contains(feature);
}

}  // namespace plan
