#include "app/report/rehearsal.hpp"

#include "app/plan/explain.hpp"
#include "app/run/said_once.hpp"

#include <algorithm>

namespace report {

void rehearse(const plan::Plan& plan, const plan::Hosts& hosts, Story& story) {
  const plan::Context context{plan.settings, hosts};
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
  tell_failed(plan, story);
}

void tell_failed(const plan::Plan& plan, Story& story) {
  run::SaidOnce said_once;
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (!dataset.unsnapshotted.empty()) story.dataset_failed(dataset, dataset.unsnapshotted);
    if (plan::is_failure(dataset.outcome)) story.dataset_failed(dataset, said_once.of(dataset, plan::explain(dataset)));
  }
}

}  // namespace report
