#pragma once

#include "app/plan/plan.hpp"

#include <map>
#include <set>
#include <string>

namespace run {

/// Why datasets fail, as it is told: a long reason, or an advice, that many share is not said of each.
class SaidOnce {
 public:
  /// The reason with the next step behind it where one is known; "the same as …" where it was said of another dataset.
  std::string of(const plan::DatasetPlan& dataset, const std::string& reason);

 private:
  std::map<std::string, std::string> reasons_;  // that were said, and of whom first
  std::set<std::string> advice_;                // that was given
};

}  // namespace run
