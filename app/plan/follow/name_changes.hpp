#pragma once

#include "app/plan/steps.hpp"

#include <string>
#include <vector>

namespace plan {

/// Steps that give one copy a name, in order, and all names that they touch.
struct NameChange {
  std::vector<Step> steps;
  std::vector<std::string> names;
};

/// A lane for all changes that touch the same trees, so that one that fails keeps no others from theirs. `names` are
/// those that each dataset's steps go by: whose are in these trees relies on the lane.
std::vector<Lane> lanes_of_changes(std::vector<NameChange> changes, const std::vector<std::vector<std::string>>& names);

}  // namespace plan
