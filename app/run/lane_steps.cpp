// What each kind of step does, and what its failure means.
#include "app/plan/recursive.hpp"
#include "app/run/blame.hpp"
#include "app/run/lane.hpp"
#include "app/run/overloaded.hpp"
#include "zfs/inventory.hpp"
#include "zfs/progress.hpp"
#include "zfs/says.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace run {

namespace {

/// After this long a listing may be wrong about what is there.
constexpr std::chrono::minutes k_listing_is_old{10};

}  // namespace

void LaneRun::carry_out() {
  std::visit(Overloaded{
                 [this](const plan::CreateSnapshots& action) { create_snapshots(action); },
                 [this](const plan::Transfer& action) { transfer(action); },
                 [this](const plan::AbortReceive& action) { abort_receive(action); },
                 [this](const plan::Hook& action) { hook(action); },
                 [this](const plan::DestroyDataset& action) { destroy_dataset(action); },
                 [this](const plan::Verify& action) { verify(action); },
                 [this](const plan::Hold& action) { tag(action, {zfs::Says::tag_exists}); },
                 [this](const plan::Release& action) {
                   tag(action, {zfs::Says::no_such_tag, zfs::Says::gone});
                 },
                 [this](const plan::DestroySnapshots& action) { destroy(action); },
                 [this](const plan::Unmount& action) { unmount(action.is_in_the_way); },
                 [this](const plan::Mount&) { mount(); },
                 [this](const plan::Open&) { open(); },
                 [this](const plan::WriteRecords&) { only_warn(); },
                 [this](const plan::LoadKey& action) { action.only_try ? simple() : only_warn(); },
                 [this](const plan::MountInPlace&) { only_warn(); },
                 [this](const auto&) { simple(); },
             },
             step_.action);
}

void LaneRun::simple() {
  execute([this](const transport::Result& result) {
    if (!result.ok() && gives_new_name()) return keep_names(result.error());
    if (!result.ok()) fail(step_.dataset, result.error());
    // In a lane that serves many, a dataset fails alone.
    step_ended(result.ok() || step_.dataset != lane_.dataset);
  });
}

/// Is it done so that a copy gets the name of its source?
bool LaneRun::gives_new_name() const {
  const bool moves_in_lane = step_.dataset != plan::k_no_dataset && all_.plan.datasets[step_.dataset].moves_in_lane();
  return phase_ == plan::PhaseKind::rename || (moves_in_lane && std::holds_alternative<plan::Rename>(step_.action));
}

/// Nothing may be done that relies on the names of this lane. What is done of it stays: the next run goes on from that.
void LaneRun::keep_names(const std::string& error) {
  succeeded_ = false;
  transport::Pipeline by_hand = plan::compile(step_, all_.context);
  for (transport::Stage& stage : by_hand.stages) stage.host = transport::Host::local();
  const std::string text = "its copy cannot be renamed or promoted as it was: " + error +
                           ". The next run tries again; by hand: " + transport::to_sh(by_hand);
  all_.failures.fail_to_rename(events_, step_.dataset, {text, shell_.take_failure()}, lane_.relying);
  step_ended(false);
}

void LaneRun::create_snapshots(const plan::CreateSnapshots& create) {
  snapshotter_.start(create, [this](Snapshotter::Outcome outcome) {
    tree_succeeded_ = outcome.made_all();
    if (!tree_succeeded_) succeeded_ = false;
    all_.snapshots.refused.merge(outcome.refused);
    all_.snapshots.gone.merge(outcome.gone);
    all_.snapshots.lost_connection |= outcome.lost_connection;
    step_ended(true);
  });
}

void LaneRun::transfer(const plan::Transfer& transfer) {
  sending_since_ = std::chrono::steady_clock::now();
  const std::size_t stream = all_.meter.begin(step_.dataset, transfer.snapshot);
  transport::LineSink progress;
  if (all_.plan.settings.progress) {
    progress = zfs::TransferProgress([&meter = all_.meter, stream](std::uint64_t bytes, std::uint64_t total) {
                 meter.tell(stream, bytes, total);
               }).sink();
  }
  execute(
      [this, stream, count = transfer.snapshots().size()](const transport::Result& result) {
        all_.meter.end(stream, result.ok());
        if (can_start_over(result)) return start_over(result.error());
        if (!result.ok()) fail(step_.dataset, result.error());
        Traffic& traffic = all_.traffic[step_.dataset];
        traffic.time += std::chrono::steady_clock::now() - sending_since_;
        if (result.ok()) traffic.snapshots += count;
        if (result.ok()) ++traffic.streams;
        step_ended(result.ok());
      },
      [this](std::string_view line) { all_.traffic[step_.dataset].bytes += received_bytes(line); },
      std::move(progress));
}

bool LaneRun::can_start_over(const transport::Result& result) const {
  if (result.ok() || std::get<plan::Transfer>(step_.action).token.empty()) return false;
  return std::ranges::any_of(result.stages, [](const transport::StageStatus& stage) {
    return zfs::says(stage.stderr_tail, zfs::Says::never_resumable);
  });
}

/// What can never be finished is thrown away and sent from the start: once, as there is no token then.
void LaneRun::start_over(const std::string& reason) {
  plan::Step again = step_;
  auto& transfer = std::get<plan::Transfer>(again.action);
  transfer.token.clear();
  events_.warning("[Target] " + transfer.target + ": its partial receive cannot be finished: " + reason);
  plan::Step abort{plan::AbortReceive{transfer.target}, step_.dataset, "it is sent from the start"};
  instead_.push_front(std::move(again));
  instead_.push_front(std::move(abort));
  go_on();
}

void LaneRun::abort_receive(const plan::AbortReceive& abort) {
  execute([this, dataset = abort.dataset](const transport::Result& result) {
    // Somebody else has done so meanwhile: that is what was wanted.
    const bool is_gone = !result.ok() && zfs::says(result.stages.back().stderr_tail, zfs::Says::nothing_to_abort);
    if (!result.ok() && !is_gone)
      fail(step_.dataset, result.error() + ". Its partial receive must go first: zfs recv -A " + dataset);
    step_ended(result.ok() || is_gone);
  });
}

/// Without its preparation nothing may be snapshotted, and then nothing sent: the snapshots would not be what was asked
/// for.
void LaneRun::hook(const plan::Hook& hook) {
  if (hook.when == plan::Hook::When::after_tree) return after_tree();
  execute([this, when = hook.when, guarded = hook.guarded](const transport::Result& result) {
    if (result.ok()) return step_ended(true);
    if (when == plan::Hook::When::before_tree)
      return leave_out_tree(std::string("the command before its snapshot failed: ") + result.error(), guarded);
    const std::string reason = std::string(name_of(when)) + " failed: " + result.error();
    if (step_.dataset == plan::k_no_dataset) throw RunError(reason + ". Nothing was snapshotted or sent.");
    succeeded_ = false;
    all_.failures.fail(events_, step_.dataset, {reason, shell_.take_failure(), "hook_failed"});
    step_ended(false);
  });
}

/// With what comes after it.
void LaneRun::leave_out_tree(const std::string& reason, std::size_t steps) {
  succeeded_ = false;
  for (; steps > 0; --steps, ++next_) {
    const auto* const create = std::get_if<plan::CreateSnapshots>(&lane_.steps[next_].action);
    if (create == nullptr) continue;
    for (const plan::Item& item : create->items) all_.snapshots.refused.emplace(item.dataset, reason);
  }
  step_ended(true);
}

void LaneRun::after_tree() {
  auto& hook = std::get<plan::Hook>(step_.action);
  hook.succeeded = tree_succeeded_;
  execute([this, tree = std::string(hook.tree())](const transport::Result& result) {
    if (!result.ok())
      events_.warning("[Source] " + tree + ": the command after its snapshot failed: " + result.error());
    step_ended(true);
  });
}

void LaneRun::destroy_dataset(const plan::DestroyDataset& destroy) {
  execute([this, dataset = destroy.dataset](const transport::Result& result) {
    if (!result.ok()) fail(step_.dataset, result.error(), dataset);
    step_ended(result.ok());
  });
}

void LaneRun::verify(const plan::Verify& verify) {
  all_.receipt.start_check(shell_, verify.items, [this, items = verify.items](const Receipt::Reasons& reasons) {
    for (const plan::Item& item : items) {
      if (const auto found = reasons.find(item.name); found != reasons.end()) fail(item.dataset, found->second);
    }
    step_ended(true);  // whoever failed leaves; the steps that follow are for the others
  });
}

template <class Tagging>
void LaneRun::tag(const Tagging& step, const Harmless& harmless) {
  execute([this, items = step.items, harmless](const transport::Result& result) {
    if (!result.ok() && !result.connection_failed && plan::is_recursive(step_)) {
      do_instead(step_);  // one that zfs refuses keeps it from doing the others
      return go_on();
    }
    const bool names_none = !named_items(items, result, harmless) && !result.connection_failed;
    if (names_none && may_halve(items)) return in_halves<Tagging>();
    const Reasons failed = failed_items(items, result, harmless);
    for (const plan::Item& item : items) {
      if (const auto found = failed.find(item.name); found != failed.end())
        fail(item.dataset, found->second, item.name.substr(0, item.name.find('@')));
    }
    step_ended(true);
  });
}

bool LaneRun::may_halve(const std::vector<plan::Item>& items) {
  constexpr std::size_t k_most_halvings = 50;  // enough for several culprits among thousands
  return items.size() > 1 && halvings_++ < k_most_halvings;
}

/// Which of them zfs refuses it does not say: what is done twice is as good.
template <class Tagging>
void LaneRun::in_halves() {
  plan::Step first = step_, second = step_;
  std::vector<plan::Item>& ones = std::get<Tagging>(first.action).items;
  std::vector<plan::Item>& others = std::get<Tagging>(second.action).items;
  const auto half = static_cast<std::ptrdiff_t>(ones.size() / 2);
  ones.erase(ones.begin() + half, ones.end());
  others.erase(others.begin(), others.begin() + half);
  instead_.push_front(std::move(second));
  instead_.push_front(std::move(first));
  go_on();
}

void LaneRun::destroy(const plan::DestroySnapshots& destroy) {
  const bool look_first = destroy.may_be_others || std::chrono::steady_clock::now() - all_.listed_at > k_listing_is_old;
  const std::string tag = step_.dataset == plan::k_no_dataset ? std::string() : all_.plan.datasets[step_.dataset].tag;
  const bool must_go = destroy.is_in_the_way || step_.dataset == plan::k_no_dataset;
  destroyer_.start(
      step_.dataset, destroy, tag, look_first,
      [this, must_go, side = destroy.side, dataset = destroy.dataset](const std::vector<std::string>& reasons) {
        for (const std::string& reason : reasons) {
          if (must_go)
            fail(step_.dataset, reason, dataset);
          else
            all_.failures.fail_to_thin(events_, step_.dataset, {reason, shell_.take_failure()});
        }
        Traffic& traffic = all_.traffic[step_.dataset];
        (side == plan::Side::source ? traffic.destroyed_on_source : traffic.destroyed_on_target) +=
            destroyer_.destroyed();
        step_ended(!must_go || reasons.empty());
      });
}

void LaneRun::only_warn() {
  execute([this](const transport::Result& result) {
    if (!result.ok()) events_.warning("[Target] " + result.error());
    step_ended(true);
  });
}

/// All that can be; of the rest it is said once.
void LaneRun::mount() {
  execute(
      [this](const transport::Result& result) {
        if (!result.ok()) events_.warning("[Target] " + result.error());
        const std::string note = next_ == lane_.steps.size() ? mounts_.note(all_.plan) : "";
        if (!note.empty()) events_.warning(note);
        step_ended(true);
      },
      [this](std::string_view line) { mounts_.line(line); });
}

void LaneRun::open() {
  execute(
      [this](const transport::Result& result) {
        if (!result.ok()) events_.warning("[Target] " + result.error());
        for (const std::string& note : opened_.notes()) events_.warning(note);
        step_ended(true);
      },
      [this](std::string_view line) { opened_.line(line); });
}

void LaneRun::unmount(bool is_in_the_way) {
  if (is_in_the_way) return simple();
  execute([this](const transport::Result&) { step_ended(true); });
}
}  // namespace run
