#pragma once

#include "thinner/thin.hpp"
#include "thinner/zone.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace thinner {

/// A job that snapshots and thins by the clock for years.
struct Simulation {
  Schedule schedule;
  std::chrono::seconds every;  ///< whole days: at the same time of day; else at the same distance
  Time start, end;
  Zone zone;  ///< the names tell the times on its clocks
};

/// What was left of the snapshots at one time.
struct Look {
  Time now;                  ///< when the last snapshot was made
  std::vector<Time> left{};  ///< as their names tell, in the order of creation
};

struct Simulated {
  std::size_t taken = 0;
  std::size_t untaken = 0;  ///< a snapshot had their names already, as the clock was set back
  std::size_t most = 0;     ///< after thinning
  Time most_at;             ///< when it was so many at first
  std::vector<Look> looks{};
};

/// More snapshots than one may want to wait for; `what()` says how many.
class TooMany : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

inline constexpr std::size_t k_most_simulated = 20'000'000;

/// What the schedule leaves, and what it had left at each of these times, which ascend; those before the first snapshot
/// get no look. The last look is that at the end. Throws TooMany.
Simulated simulate(const Simulation& of, std::span<const Time> times);

}  // namespace thinner
