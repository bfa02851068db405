#include "app/plan/thinning.hpp"

namespace plan {

namespace {

/// The snapshots of one series, and where they are among all.
struct OfSeries {
  std::vector<std::size_t> places;
  std::vector<thinner::Time> times;
};

OfSeries of_series(const Snapshots& snapshots, selector::SeriesIndex series) {
  OfSeries found;
  found.places.reserve(snapshots.size());
  found.times.reserve(snapshots.size());
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (snapshots[i]->name->series != series) continue;
    found.places.push_back(i);
    found.times.push_back(*snapshots[i]->name->time);
  }
  return found;
}

}  // namespace

Scheduled schedule(const Snapshots& snapshots, const Retention& retention, const Options& options) {
  Scheduled result{std::vector<bool>(snapshots.size(), false), std::vector<thinner::Verdict>(snapshots.size()), {}};
  for (std::size_t series = 0; series < retention.series(); ++series) {
    const auto index = static_cast<selector::SeriesIndex>(series);
    const auto [places, times] = of_series(snapshots, index);
    const thinner::Schedule& schedule = retention.of(index);
    std::optional<thinner::ClockStep> step;
    if (!options.max_destroy) step = thinner::find_clock_step(schedule, times, options.now);
    const std::vector<thinner::Verdict> judged =
        step ? std::vector(times.size(), thinner::Verdict{thinner::Reason::clock_step})
             : thinner::thin(schedule, thinner::settle(times, options.now), options.now);
    for (std::size_t k = 0; k < places.size(); ++k) {
      result.obsolete[places[k]] = !judged[k].keep() && k + 1 != places.size();
      result.verdicts[places[k]] = judged[k];
    }
    if (!result.clock_step) result.clock_step = step;
  }
  return result;
}

}  // namespace plan
