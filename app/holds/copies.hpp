#pragma once

#include "app/plan/history.hpp"
#include "selector/inventory.hpp"

#include <vector>

namespace holds {

/// A target dataset that has snapshots of a source dataset.
struct Copy {
  const selector::Dataset* target = nullptr;
  plan::Histories both;
};

struct Copied {
  const selector::Dataset* source = nullptr;
  std::vector<Copy> copies;
};

/// The source datasets of which something is on the target, and where. Told by guids alone, so that a base is found
/// whatever --strip-path was and whatever was renamed since.
std::vector<Copied> find_copies(const selector::Inventory& source, const selector::Inventory& target);

}  // namespace holds
