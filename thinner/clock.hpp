#pragma once

#include "thinner/thin.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace thinner {

/// Times of snapshots in creation order (which is what counts; a clock may have been wrong), as thinning takes them:
/// one after `now` counts as that of the next newer snapshot, or as now, and then one before its predecessor's as the
/// predecessor's. So they ascend and end at now at the latest: a wrong time stays neither for ever nor costs others
/// their block. Right ones come back as they are.
std::vector<Time> settle(std::span<const Time> times, Time now);

/// A step in time by which a schedule would lose most of what came before it.
struct ClockStep {
  Time from, to;
  std::size_t lost = 0;  ///< snapshots that the schedule keeps at `from` and gives up at `to`
  std::size_t of = 0;    ///< snapshots before the step

  bool operator==(const ClockStep&) const = default;
};

/// The first step from one time (in creation order) to the next, or from the last to `now`, that costs more than half
/// of the snapshots before it, and more than 20 of them. Whoever thins there believes a clock that may be wrong. A
/// wrong time that a snapshot was made at is found again by later runs, when the clock has been put right.
std::optional<ClockStep> find_clock_step(const Schedule& schedule, std::span<const Time> times, Time now);

}  // namespace thinner
