#pragma once

#include "app/plan/facts.hpp"

#include <string>

namespace plan {

/// Snapshot names that count: a number between these two.
struct Numbering {
  std::string before, after;
};

/// One more than the highest number on either side: what was destroyed on the source may be on the target still.
std::string next_name(const Numbering& numbering, const Facts& facts);

}  // namespace plan
