#include "app/report/rehearsal.hpp"

#include "app/plan/explain.hpp"

#include <algorithm>

namespace report {

std::size_t rehearse(const plan::Plan& plan, const plan::Context& context, Story& story) {
  for (const plan::Phase& phase : plan.phases) {
    story.phase_starts(phase);
    for (const plan::Lane& lane : phase.lanes) {
      const auto tell = [&](const plan::Step& step) {
        if (std::holds_alternative<plan::Verify>(step.action)) return;  // reads what is not there yet
        story.step_starts(step);
        story.tell_skipped(plan::side_of(step), plan::compile(step, context));
      };
      std::ranges::for_each(lane.steps, tell);
      std::ranges::for_each(lane.at_last, tell);
    }
  }
  story.tell_encryption(plan);
  for (plan::DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    if (!plan.datasets[i].unsnapshotted.empty()) story.dataset_failed(plan.datasets[i], plan.datasets[i].unsnapshotted);
    if (plan::is_failure(plan.datasets[i].outcome))
      story.dataset_failed(plan.datasets[i], plan::explain(plan.datasets[i]));
  }
  return plan::count_failed(plan);
}

}  // namespace report
