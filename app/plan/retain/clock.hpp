#pragma once

#include "app/plan/steps.hpp"
#include "thinner/clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// A step in time that keeps one dataset from being thinned on one side.
struct DatasetClock {
  std::string dataset;
  thinner::ClockStep step;
};

/// What is said of them, the datasets of one side together: nothing of none.
std::vector<std::string> notes_on_clocks(Side side, const std::vector<DatasetClock>& steps);

/// What is said of a remote host's clock that is so many seconds ahead of this one's: nothing up to ten minutes.
std::vector<std::string> notes_on_clock(Side side, std::int64_t ahead);

}  // namespace plan
