#include "app/plan/retain/thinning.hpp"

#include "thinner/ttl.hpp"

#include <algorithm>

namespace plan {

namespace {

/// When each was made: as its name says, or else as zfs does.
struct Times {
  const Snapshots& snapshots;
  std::span<const std::optional<thinner::Time>> created;

  const std::optional<thinner::Time>& at(std::size_t i) const {
    const std::optional<thinner::Time>& named = snapshots[i]->name->time;
    return named || i >= created.size() ? named : created[i];
  }
};

/// The snapshots of one series, as places among all.
struct OfSeries {
  std::vector<std::size_t> places;  ///< of those that the schedule decides over
  std::vector<thinner::Time> times;
  std::vector<std::size_t> without_time, mortal;
  std::size_t newest = 0;
};

OfSeries of_series(const Snapshots& snapshots, zfs::SeriesIndex series, const thinner::Schedule& schedule,
                   const Times& times_of) {
  OfSeries found;
  found.places.reserve(snapshots.size());
  found.times.reserve(snapshots.size());
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    const zfs::SnapshotName& name = *snapshots[i]->name;
    if (name.series != series) continue;
    found.newest = i;
    if (name.ttl.count() != 0) {
      found.mortal.push_back(i);
      continue;
    }
    const std::optional<thinner::Time>& time = times_of.at(i);
    if (!time && schedule.goes_by_time()) {
      found.without_time.push_back(i);
      continue;
    }
    found.places.push_back(i);
    found.times.push_back(time.value_or(thinner::Time{}));
  }
  return found;
}

/// Those whose names say how long they live: what is past that goes, but for the newest of the series.
void judge_by_ttl(const Snapshots& snapshots, const OfSeries& of, const Options& options, Scheduled& result) {
  if (of.mortal.empty()) return;
  std::vector<thinner::Time> times;
  for (const std::size_t place : of.mortal) times.push_back(*snapshots[place]->name->time);
  const auto mortals_at = [&](const std::vector<thinner::Time>& made) {
    std::vector<thinner::Mortal> mortals;
    for (std::size_t k = 0; k < of.mortal.size(); ++k) mortals.push_back({made[k], snapshots[of.mortal[k]]->name->ttl});
    return mortals;
  };
  std::optional<thinner::ClockStep> step;
  if (!options.max_destroy) step = thinner::find_clock_step(mortals_at(times), options.now);
  const std::vector<thinner::Mortal> settled = mortals_at(thinner::settle(times, options.now));
  for (std::size_t k = 0; k < of.mortal.size(); ++k) {
    const bool dies = !step && settled[k].is_dead(options.now);
    result.obsolete[of.mortal[k]] = dies && of.mortal[k] != of.newest;
    const auto reason = step ? thinner::Reason::clock_step : thinner::Reason::within_ttl;
    result.verdicts[of.mortal[k]] = {dies ? thinner::Reason::expired : reason};
  }
  if (!result.clock_step) result.clock_step = step;
}

/// All others of the series.
void judge_by_schedule(const thinner::Schedule& schedule, const OfSeries& of, const Options& options,
                       Scheduled& result) {
  for (const std::size_t place : of.without_time) result.verdicts[place] = {thinner::Reason::unknown_age};
  std::optional<thinner::ClockStep> step;
  if (!options.max_destroy) step = thinner::find_clock_step(schedule, of.times, options.now);
  const std::vector<thinner::Verdict> judged =
      step ? std::vector(of.times.size(), thinner::Verdict{thinner::Reason::clock_step})
           : thinner::thin(schedule, thinner::settle(of.times, options.now), options.now);
  for (std::size_t k = 0; k < of.places.size(); ++k) {
    result.obsolete[of.places[k]] = !judged[k].keep() && k + 1 != of.places.size();
    result.verdicts[of.places[k]] = judged[k];
  }
  if (!result.clock_step) result.clock_step = step;
}

}  // namespace

ByTime by_time(const Snapshots& snapshots, zfs::SeriesIndex series, const thinner::Schedule& schedule,
               std::span<const std::optional<thinner::Time>> created, thinner::Time now) {
  const OfSeries of = of_series(snapshots, series, schedule, {snapshots, created});
  return {of.places, thinner::settle(of.times, now)};
}

bool asks_for_creation(const Snapshots& snapshots, const Retention& retention) {
  return std::ranges::any_of(snapshots, [&](const zfs::Snapshot* snapshot) {
    const zfs::SnapshotName& name = *snapshot->name;
    return name.ours() && !name.time && retention.of(*name.series).goes_by_time();
  });
}

Scheduled schedule(const Snapshots& snapshots, const Retention& retention, const Options& options,
                   std::span<const std::optional<thinner::Time>> created) {
  const Times times_of{snapshots, created};
  Scheduled result{std::vector<bool>(snapshots.size(), false), std::vector<thinner::Verdict>(snapshots.size()), {}};
  for (std::size_t series = 0; series < retention.series(); ++series) {
    const auto index = static_cast<zfs::SeriesIndex>(series);
    const thinner::Schedule& schedule = retention.of(index);
    const OfSeries of = of_series(snapshots, index, schedule, times_of);
    judge_by_schedule(schedule, of, options, result);
    judge_by_ttl(snapshots, of, options, result);
  }
  return result;
}

}  // namespace plan
