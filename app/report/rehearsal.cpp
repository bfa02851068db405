#include "app/report/rehearsal.hpp"

#include "app/plan/explain.hpp"

#include <set>

namespace report {

std::size_t rehearse(const plan::Plan& plan, const plan::Context& context, Story& story) {
  std::set<plan::DatasetIndex> failed;
  for (const plan::Phase& phase : plan.phases) {
    story.phase_starts(phase);
    for (const plan::Lane& lane : phase.lanes) {
      for (const plan::Step& step : lane.steps) {
        if (std::holds_alternative<plan::Verify>(step.action)) continue;  // reads what is not there yet
        story.step_starts(step);
        story.tell_skipped(plan::side_of(step), plan::compile(step, context));
      }
    }
  }
  for (plan::DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    if (!plan::is_failure(plan.datasets[i].outcome)) continue;
    failed.insert(i);
    story.dataset_failed(plan.datasets[i], plan::explain(plan.datasets[i]));
  }
  return failed.size();
}

}  // namespace report
