#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "thinner/clock.hpp"
#include "thinner/thin.hpp"
#include "zfs/inventory.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace plan {

/// What the schedule says of each snapshot of one dataset on one side, in the given (creation) order.
struct Scheduled {
  std::vector<bool> obsolete;
  std::vector<thinner::Verdict> verdicts;
  std::optional<thinner::ClockStep> clock_step;  ///< why nothing is obsolete
};

/// The snapshots of a series that its schedule decides over, as places among all, and the times that they count by.
struct ByTime {
  std::vector<std::size_t> places;
  std::vector<thinner::Time> times;
};
ByTime by_time(const Snapshots& snapshots, zfs::SeriesIndex series, const thinner::Schedule& schedule,
               std::span<const std::optional<thinner::Time>> created, thinner::Time now);

/// Does it take the time of creation of one of these, as its name does not tell how old it is?
bool asks_for_creation(const Snapshots& snapshots, const Retention& retention);

/// `created` has the times of those whose names do not tell. Where a time matters and there is none, the snapshot stays
/// and counts for nothing.
/// Foreign snapshots are not its business and stay; the newest of each series stays whatever its schedule says. While a
/// step in time would cost most of them, none is given up, unless --max-destroy says how many may go.
Scheduled schedule(const Snapshots& snapshots, const Retention& retention, const Options& options,
                   std::span<const std::optional<thinner::Time>> created = {});

}  // namespace plan
