#pragma once

#include "thinner/schedule.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace thinner {

using Time = std::chrono::sys_seconds;

enum class Reason : std::uint8_t {
  expired,  ///< destroy: every rule that it is young enough for has an older snapshot in the same block, or none is
            ///< left
  newest,   ///< keep: one of the newest N
  young,    ///< keep: no older than Schedule::young
  oldest_in_block,  ///< keep: the oldest in its block of rule `rule`
  clock_step,       ///< keep: nothing is thinned there, as the clock may be wrong (see clock.hpp)
  unknown_age,      ///< keep: nobody can tell when it was made
  within_ttl,       ///< keep: the time in its name is not over (see ttl.hpp)
};

/// Why one snapshot stays or goes; words are made where they are printed.
struct Verdict {
  Reason reason = Reason::expired;
  std::uint8_t rule = 0;  ///< index into Schedule::rules, for oldest_in_block

  bool keep() const { return reason != Reason::expired; }
  bool operator==(const Verdict&) const = default;
};

/// Decides for snapshots in creation order (oldest first) whether the schedule keeps them. Pure.
///
/// A rule with age <= ttl (negative ages too) keeps the first snapshot it meets in each block trunc(time / period);
/// rules of equal period share their blocks; the newest N and the young are kept and occupy blocks as any other. Times
/// need not be sorted (clocks step): "oldest" and "newest" mean the given order. Returns one verdict per time, in input
/// order.
std::vector<Verdict> thin(const Schedule& schedule, std::span<const Time> times, Time now);

}  // namespace thinner
