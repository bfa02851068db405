#pragma once

#include "app/plan/facts.hpp"
#include "selector/mapping.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// Where the data of a dataset is to flow, of two trees of which either may be in use.
enum class Way : std::uint8_t { forth, back, nowhere, refused };

struct Direction {
  std::string source, target;  ///< what it is called on either side, whether it is there or not
  Way way = Way::nowhere;
  std::string why{};  ///< refused: what is wrong, and the next step
};

/// Each dataset goes its own way: from the side that it is written to on, to the other. By the name on the source,
/// parents before their children. The snapshots of both sides must have been read, in order.
std::vector<Direction> directions(const Facts& facts, const selector::Mapping& mapping);

}  // namespace plan
