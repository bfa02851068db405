#include "app/run/execute.hpp"

#include "app/plan/explain.hpp"
#include "app/run/estimates.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

/// Without a dataset whose failure would keep it from that.
bool goes_by_names(const plan::Phase& phase) {
  return phase.kind == plan::PhaseKind::records || phase.kind == plan::PhaseKind::missing;
}

}  // namespace

Executor::Executor(Shell& shell, Events& events, const plan::Plan& plan, const plan::Hosts& hosts, Settings settings)
    : shell_(shell), events_(events), settings_(settings), all_{plan,
                                                                {plan.settings, hosts},
                                                                settings.listed_at,
                                                                Receipt(plan),
                                                                Failures(plan),
                                                                Meter(events)} {}

Snapshotter::Outcome Executor::make_snapshots() {
  for (const plan::Phase& phase : all_.plan.phases) {
    if (phase.kind != plan::PhaseKind::snapshot) continue;
    events_.phase_starts(phase);
    run_phase(phase);
  }
  return std::move(all_.snapshots);
}

void Executor::run() {
  bool told_hopeless = false;
  for (const plan::Phase& phase : all_.plan.phases) {
    if (phase.kind == plan::PhaseKind::snapshot) continue;
    events_.phase_starts(phase);
    if (!std::exchange(told_hopeless, true)) fail_hopeless();
    if (is_to_stop()) break;
    if (all_.failures.are_copies_elsewhere() && goes_by_names(phase)) continue;
    if (phase.kind == plan::PhaseKind::transfer) {
      run_transfers(phase);
    } else {
      run_phase(phase);
    }
  }
  if (!told_hopeless) fail_hopeless();
}

JobReport Executor::report() {
  JobReport report = report_on(all_.plan, all_.traffic, all_.failures.all(), all_.failures.take_problems());
  report.missing_failed = all_.failures.count_missing();
  report.sending_time = sending_since_ ? std::chrono::steady_clock::now() - *sending_since_ : sending_time_;
  return report;
}

void Executor::run_transfers(const plan::Phase& phase) {
  sending_since_ = std::chrono::steady_clock::now();
  Estimates estimates(shell_, events_, all_);
  if (all_.plan.settings.progress) estimates.start(phase);
  run_phase(phase);
  sending_time_ = std::chrono::steady_clock::now() - *sending_since_;
  sending_since_.reset();
  if (all_.plan.settings.progress) estimates.stop();
}

/// The lanes of datasets side by side; one that serves several after all before it, and before all after it.
void Executor::run_phase(const plan::Phase& phase) {
  const auto serves_several = [](const plan::Lane& lane) { return lane.dataset == plan::k_no_dataset; };
  for (auto begin = phase.lanes.begin(); begin != phase.lanes.end() && !is_to_stop();) {
    const auto end = serves_several(*begin) ? begin + 1 : std::find_if(begin, phase.lanes.end(), serves_several);
    Lanes(all_, {phase.kind, {begin, end}}, shell_, events_,
          {.jobs = settings_.jobs, .is_to_stop = [this] { return is_to_stop(); }})
        .run();
    begin = end;
  }
}

/// What the plan found to be impossible has no steps to fail at.
void Executor::fail_hopeless() {
  for (plan::DatasetIndex i = 0; i < all_.plan.datasets.size(); ++i) all_.failures.fail_as_foreseen(events_, i);
}

}  // namespace run
