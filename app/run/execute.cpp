#include "app/run/execute.hpp"

#include "app/plan/explain.hpp"
#include "app/run/advice.hpp"
#include "app/run/blame.hpp"
#include "app/run/progress.hpp"
#include "app/run/survey.hpp"
#include "selector/inventory.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

/// After this long a listing may be wrong about what is there.
constexpr std::chrono::minutes k_listing_is_old{10};

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

/// The items of a step that serves many; null for the others.
std::vector<plan::Item>* items_of(plan::Action& action) {
  return std::visit(
      Overloaded{[](plan::CreateSnapshots&) -> std::vector<plan::Item>* { return nullptr; },  // atomic: all or none
                 [](plan::Verify& step) { return &step.items; }, [](plan::Hold& step) { return &step.items; },
                 [](plan::Release& step) { return &step.items; },
                 [](auto&) -> std::vector<plan::Item>* { return nullptr; }},
      action);
}

}  // namespace

Executor::Executor(Shell& shell, Events& events, const plan::Plan& plan, const plan::Facts& facts,
                   const plan::Context& context, Settings settings)
    : shell_(shell),
      events_(events),
      plan_(plan),
      facts_(facts),
      context_(context),
      settings_(settings),
      receipt_(shell, plan),
      destroyer_(shell, events, facts, context) {}

Summary Executor::run() {
  bool snapshots_made = false;
  for (const plan::Phase& phase : plan_.phases) {
    events_.phase_starts(phase);
    phase_ = phase.kind;
    if (phase.kind != plan::PhaseKind::snapshot && !std::exchange(snapshots_made, true)) fail_hopeless();
    for (const plan::Lane& lane : phase.lanes) {
      run_lane(lane);
      if (settings_.stop_at_first_failure && summary().failed != 0) return summary();
    }
  }
  if (!snapshots_made) fail_hopeless();
  return summary();
}

Summary Executor::summary() const {
  std::set<plan::DatasetIndex> failed = failed_;
  failed.insert(unthinned_.begin(), unthinned_.end());
  return {failed.size(), missing_failed_.size()};
}

/// What the plan found to be impossible has no steps to fail at.
void Executor::fail_hopeless() {
  for (plan::DatasetIndex i = 0; i < plan_.datasets.size(); ++i) {
    if (plan::is_failure(plan_.datasets[i].outcome)) fail(i, plan::explain(plan_.datasets[i]));
  }
}

void Executor::run_lane(const plan::Lane& lane) {
  if (lane.dataset != plan::k_no_dataset) {
    for (const plan::DatasetIndex needed : plan_.datasets[lane.dataset].waits_for) {
      if (!has_failed(needed)) continue;
      const std::string& name = plan_.datasets[needed].source->name;
      const bool above = selector::is_at_or_below(plan_.datasets[lane.dataset].target, plan_.datasets[needed].target);
      return fail(lane.dataset, (above ? "its parent " : "its origin ") + name + " could not be received");
    }
  }
  const std::size_t failed_before = failed_.size();
  if (has_failed(lane.dataset)) return;
  try {
    for (const plan::Step& step : lane.steps) {
      if (!run_step(step)) break;
    }
  } catch (const RunError&) {
    shell_.go_on_after_signal();
    run_at_last(lane, false);
    throw;
  }
  run_at_last(lane, failed_.size() == failed_before);
}

/// The user's commands that follow what they were told of, whatever became of that; nothing fails with them.
void Executor::run_at_last(const plan::Lane& lane, bool succeeded) {
  for (plan::Step step : lane.at_last) {
    if (auto* const hook = std::get_if<plan::Hook>(&step.action)) hook->succeeded = succeeded;
    events_.step_starts(step);
    const transport::Result result = execute(step);
    if (!result.ok()) events_.warning("[Source] " + result.error());
  }
}

/// False: the rest of the lane must not be done.
bool Executor::run_step(const plan::Step& step) {
  if (has_failed(step.dataset)) return false;
  const std::optional<plan::Step> rest = without_failed(step);
  if (!rest) return true;
  events_.step_starts(*rest);
  return carry_out(*rest);
}

/// The step for those that have not failed; nothing when that is nobody.
std::optional<plan::Step> Executor::without_failed(plan::Step step) const {
  if (std::vector<plan::Item>* const items = items_of(step.action)) {
    std::erase_if(*items, [this](const plan::Item& item) { return has_failed(item.dataset); });
    if (items->empty()) return std::nullopt;
  }
  return step;
}

bool Executor::carry_out(const plan::Step& step) {
  return std::visit(Overloaded{
                        [&](const plan::CreateSnapshots& action) { return create_snapshots(step, action); },
                        [&](const plan::Transfer&) { return transfer(step); },
                        [&](const plan::Hook& action) { return hook(step, action); },
                        [&](const plan::DestroyDataset& action) {
                          const transport::Result result = execute(step);
                          if (!result.ok()) fail(step.dataset, result.error(), action.dataset);
                          return result.ok();
                        },
                        [&](const plan::Verify& action) { return verify(action); },
                        [&](const plan::Hold& action) { return tag(step, action.items, "tag already exists"); },
                        [&](const plan::Release& action) { return tag(step, action.items, "no such tag"); },
                        [&](const plan::DestroySnapshots& action) { return destroy(step, action); },
                        [&](const plan::Unmount&) {
                          execute(step);
                          return true;
                        },
                        [&](const plan::Mount&) {
                          const transport::Result result = execute(step);
                          if (!result.ok()) events_.warning("[Target] " + result.error());
                          return true;
                        },
                        [&](const auto&) { return simple(step); },
                    },
                    step.action);
}

transport::Result Executor::execute(const plan::Step& step) {
  transport::Result result = shell_.run(plan::side_of(step), plan::compile(step, context_));
  if (result.interrupted) throw Aborted();
  return result;
}

bool Executor::simple(const plan::Step& step) {
  const transport::Result result = execute(step);
  if (!result.ok()) fail(step.dataset, result.error());
  return result.ok();
}

/// Atomic per pool: when it fails, nothing of that pool is sent or thinned, so that no dataset is ahead of the others.
bool Executor::create_snapshots(const plan::Step& step, const plan::CreateSnapshots& create) {
  const transport::Result result = execute(step);
  if (result.ok()) return true;
  const std::string_view pool = selector::pool_of(create.items.front().name);
  for (plan::DatasetIndex i = 0; i < plan_.datasets.size(); ++i) {
    if (plan_.datasets[i].source->pool() == pool)
      fail(i, "cannot snapshot pool " + std::string(pool) + ": " + result.error());
  }
  return true;  // other pools go on
}

bool Executor::transfer(const plan::Step& step) {
  const TransferProgress progress(events_);
  const transport::Result result = shell_.run(plan::side_of(step), plan::compile(step, context_), {},
                                              context_.progress ? progress.sink() : transport::LineSink{});
  if (result.interrupted) throw Aborted();
  if (!result.ok()) fail(step.dataset, result.error());
  return result.ok();
}

/// Without its preparation nothing may be snapshotted, and then nothing sent: the snapshots would not be what was asked
/// for.
bool Executor::hook(const plan::Step& step, const plan::Hook& hook) {
  const transport::Result result = execute(step);
  if (result.ok()) return true;
  const std::string reason = std::string(name_of(hook.when)) + " failed: " + result.error();
  if (step.dataset == plan::k_no_dataset) throw RunError(reason + ". Nothing was snapshotted or sent.");
  fail(step.dataset, reason);
  return false;
}

bool Executor::verify(const plan::Verify& verify) {
  const auto reasons = receipt_.check(verify.items);
  for (const plan::Item& item : verify.items) {
    if (const auto found = reasons.find(item.name); found != reasons.end()) fail(item.dataset, found->second);
  }
  return true;  // whoever failed leaves; the steps that follow are for the others
}

bool Executor::tag(const plan::Step& step, const std::vector<plan::Item>& items, std::string_view harmless) {
  const auto failed = failed_items(items, execute(step), harmless);
  for (const plan::Item& item : items) {
    if (const auto found = failed.find(item.name); found != failed.end())
      fail(item.dataset, found->second, item.name.substr(0, item.name.find('@')));
  }
  return true;
}

bool Executor::destroy(const plan::Step& step, const plan::DestroySnapshots& destroy) {
  const bool look_first = std::chrono::steady_clock::now() - settings_.listed_at > k_listing_is_old;
  const std::string tag = step.dataset == plan::k_no_dataset ? std::string() : plan_.datasets[step.dataset].tag;
  const std::vector<std::string> reasons = destroyer_.destroy(step, destroy, tag, look_first);
  if (destroy.is_in_the_way || step.dataset == plan::k_no_dataset) {
    for (const std::string& reason : reasons) fail(step.dataset, reason, destroy.dataset);
    return reasons.empty();
  }
  // It counts, but what is not thinned is no reason not to back up.
  for (const std::string& reason : reasons) {
    if (unthinned_.insert(step.dataset).second)
      events_.dataset_failed(plan_.datasets[step.dataset], with_advice(reason));
  }
  return true;
}

/// Does the plan destroy the dataset itself?
bool Executor::is_to_go(const std::string& dataset) const {
  const auto destroys_it = [&](const plan::Step& step) {
    const auto* const destroy = std::get_if<plan::DestroyDataset>(&step.action);
    return destroy != nullptr && destroy->dataset == dataset;
  };
  return std::ranges::any_of(plan_.phases.back().lanes,
                             [&](const plan::Lane& lane) { return std::ranges::any_of(lane.steps, destroys_it); });
}

void Executor::fail(plan::DatasetIndex index, const std::string& reason, const std::string& missing_name) {
  if (index == plan::k_no_dataset) {
    missing_failed_.insert(missing_name);
    if (phase_ == plan::PhaseKind::rotation) return events_.rotation_failed(reason);
    return events_.missing_failed(missing_name, is_to_go(missing_name), reason);
  }
  if (!failed_.insert(index).second) return;
  events_.dataset_failed(plan_.datasets[index], with_advice(reason));
}

}  // namespace run
