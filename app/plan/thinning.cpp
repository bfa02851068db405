#include "app/plan/thinning.hpp"

namespace plan {

std::vector<bool> obsolete(const Snapshots& snapshots, const thinner::Schedule& schedule, thinner::Time now,
                           std::vector<thinner::Verdict>* verdicts) {
  std::vector<std::size_t> ours;
  std::vector<thinner::Time> times;
  ours.reserve(snapshots.size());
  times.reserve(snapshots.size());
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (!snapshots[i]->ours()) continue;
    ours.push_back(i);
    times.push_back(*snapshots[i]->name->time);
  }
  const std::vector<thinner::Verdict> judged = thinner::thin(schedule, times, now);

  std::vector<bool> result(snapshots.size(), false);
  if (verdicts != nullptr) verdicts->assign(snapshots.size(), {});
  for (std::size_t k = 0; k < ours.size(); ++k) {
    result[ours[k]] = !judged[k].keep() && k + 1 != ours.size();
    if (verdicts != nullptr) (*verdicts)[ours[k]] = judged[k];
  }
  return result;
}

}  // namespace plan
