#include "app/run/lane.hpp"

#include "app/plan/recursive.hpp"
#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "app/run/overloaded.hpp"
#include "zfs/inventory.hpp"
#include "zfs/progress.hpp"
#include "zfs/says.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

/// The items of a step that serves many; null for the others.
std::vector<plan::Item>* items_of(plan::Action& action) {
  return std::visit(
      Overloaded{[](plan::CreateSnapshots&) -> std::vector<plan::Item>* { return nullptr; },  // atomic: all or none
                 [](plan::Verify& step) { return &step.items; }, [](plan::Hold& step) { return &step.items; },
                 [](plan::Release& step) { return &step.items; }, [](plan::Mount& step) { return &step.items; },
                 [](plan::MountInPlace& step) { return &step.items; }, [](plan::Open& step) { return &step.items; },
                 [](auto&) -> std::vector<plan::Item>* { return nullptr; }},
      action);
}

}  // namespace

LaneRun::LaneRun(Execution& all, plan::PhaseKind phase, const plan::Lane& lane, Shell& shell, Events& events)
    : all_(all),
      phase_(phase),
      lane_(lane),
      shell_(shell),
      events_(events),
      snapshotter_(shell, events, all.context),
      destroyer_(shell, events, all.context) {}

// --- From step to step ---

void LaneRun::start(std::function<void()> ended) {
  ended_ = std::move(ended);
  if (!is_out_of_it()) return go_on();
  all_.meter.expects_no_more(lane_.dataset);
  ended_();
}

void LaneRun::start_last() {
  std::optional<plan::Step> first = end_of_tree();
  succeeded_ = tree_succeeded_ = false;
  ended_ = [] {};
  next_ = lane_.steps.size();
  instead_.clear();
  if (!first) return run_at_last(0);
  step_ = *std::move(first);
  events_.step_starts(step_);
  after_tree();
}

/// The user's command that is due after the tree that is at work.
std::optional<plan::Step> LaneRun::end_of_tree() const {
  const auto is_at = [](const plan::Step& step, plan::Hook::When when) {
    const auto* const hook = std::get_if<plan::Hook>(&step.action);
    return hook != nullptr && hook->when == when;
  };
  using When = plan::Hook::When;
  const bool is_in_tree =
      std::holds_alternative<plan::CreateSnapshots>(step_.action) || is_at(step_, When::before_tree);
  for (std::size_t i = next_; is_in_tree && i < lane_.steps.size() && !is_at(lane_.steps[i], When::before_tree); ++i) {
    if (is_at(lane_.steps[i], When::after_tree)) return lane_.steps[i];
  }
  return std::nullopt;
}

/// It has failed before, or fails now with what it needed.
bool LaneRun::is_out_of_it() {
  if (lane_.dataset == plan::k_no_dataset) return false;
  const bool clones = phase_ == plan::PhaseKind::clone;
  if (phase_ != plan::PhaseKind::transfer && !clones) return all_.failures.has_failed(lane_.dataset);
  const plan::DatasetPlan& dataset = all_.plan.datasets[lane_.dataset];
  for (const plan::DatasetIndex needed : dataset.waits_for) {
    if (!all_.failures.has_failed(needed)) continue;
    const bool above = zfs::is_at_or_below(dataset.target, all_.plan.datasets[needed].target);
    fail(lane_.dataset, std::string(above ? "its parent " : "its origin ") + all_.plan.datasets[needed].source->name +
                            (clones ? " could not be cloned" : " could not be received"));
    return true;
  }
  return all_.failures.has_failed(lane_.dataset);
}

void LaneRun::go_on() {
  while (std::optional<plan::Step> step = next_step()) {
    if (all_.failures.has_failed(lane_.dataset)) break;
    // What keeps a dataset from being sent does not keep its copy from its name, which others wait for.
    const bool goes_on = phase_ == plan::PhaseKind::rename || !all_.failures.has_failed(step->dataset);
    if (!goes_on || !leave_out_failed(*step)) continue;
    step_ = std::move(*step);
    shell_.take_failure();  // of a step before, which nobody minded
    events_.step_starts(step_);
    return carry_out();
  }
  if (phase_ == plan::PhaseKind::transfer) all_.meter.expects_no_more(lane_.dataset);
  run_at_last(0);
}

std::optional<plan::Step> LaneRun::next_step() {
  if (!instead_.empty()) {
    plan::Step step = std::move(instead_.front());
    instead_.pop_front();
    return step;
  }
  if (next_ == lane_.steps.size()) return std::nullopt;
  return lane_.steps[next_++];
}

/// Those that have failed have no share in a step any more; false when nothing is left of it, as it is.
bool LaneRun::leave_out_failed(plan::Step& step) {
  std::vector<plan::Item>* const items = items_of(step.action);
  if (items == nullptr) return true;
  const auto has_failed = [this](const plan::Item& item) { return all_.failures.has_failed(item.dataset); };
  const bool others_are_there = std::erase_if(*items, has_failed) != 0 || all_.failures.are_copies_elsewhere();
  if (!others_are_there || items->empty() || !plan::is_recursive(step)) return !items->empty();
  do_instead(step);  // `-r` would reach those, too
  return false;
}

void LaneRun::do_instead(const plan::Step& step) {
  for (plan::Step& each : plan::by_name(step)) instead_.push_back(std::move(each));
}

void LaneRun::step_ended(bool go_on_with_lane) {
  if (!go_on_with_lane) next_ = lane_.steps.size();
  go_on();
}

/// The user's commands that follow what they were told of, whatever became of that; nothing fails with them.
void LaneRun::run_at_last(std::size_t index) {
  if (index == lane_.at_last.size()) return ended_();
  step_ = lane_.at_last[index];
  if (auto* const hook = std::get_if<plan::Hook>(&step_.action)) hook->succeeded = succeeded_;
  events_.step_starts(step_);
  execute([this, index](const transport::Result& result) {
    const bool on_source = plan::side_of(step_) == plan::Side::source;
    if (!result.ok()) events_.warning((on_source ? "[Source] " : "[Target] ") + result.error());
    run_at_last(index + 1);
  });
}

// --- What they are made of ---

/// The step under way.
void LaneRun::execute(std::function<void(const transport::Result&)> done, transport::LineSink out,
                      transport::LineSink progress) {
  shell_.start(
      plan::side_of(step_), plan::compile(step_, all_.context), std::move(out),
      [done = std::move(done)](const transport::Result& result) {
        if (result.interrupted) throw Aborted();
        done(result);
      },
      std::move(progress));
}

void LaneRun::fail(plan::DatasetIndex index, const std::string& reason, const std::string& missing_name) {
  succeeded_ = false;
  const Reason why(reason, shell_.take_failure());
  if (index != plan::k_no_dataset) return all_.failures.fail(events_, index, why);
  if (phase_ == plan::PhaseKind::rotation) return all_.failures.fail_rotation(events_, why);
  all_.failures.fail_missing(events_, missing_name, why);
}

}  // namespace run
