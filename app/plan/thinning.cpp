#include "app/plan/thinning.hpp"

namespace plan {

Scheduled schedule(const Snapshots& snapshots, const thinner::Schedule& schedule, const Options& options) {
  std::vector<std::size_t> ours;
  std::vector<thinner::Time> times;
  ours.reserve(snapshots.size());
  times.reserve(snapshots.size());
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (!snapshots[i]->ours()) continue;
    ours.push_back(i);
    times.push_back(*snapshots[i]->name->time);
  }
  Scheduled result{std::vector<bool>(snapshots.size(), false), std::vector<thinner::Verdict>(snapshots.size()), {}};
  if (!options.max_destroy) result.clock_step = thinner::find_clock_step(schedule, times, options.now);
  const std::vector<thinner::Verdict> judged =
      result.clock_step ? std::vector(times.size(), thinner::Verdict{thinner::Reason::clock_step})
                        : thinner::thin(schedule, thinner::settle(times, options.now), options.now);
  for (std::size_t k = 0; k < ours.size(); ++k) {
    result.obsolete[ours[k]] = !judged[k].keep() && k + 1 != ours.size();
    result.verdicts[ours[k]] = judged[k];
  }
  return result;
}

}  // namespace plan
