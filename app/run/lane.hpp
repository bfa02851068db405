#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/mount_text.hpp"
#include "app/plan/opening_text.hpp"
#include "app/plan/plan.hpp"
#include "app/run/blame.hpp"
#include "app/run/destroyer.hpp"
#include "app/run/failures.hpp"
#include "app/run/receipt.hpp"
#include "app/run/shell.hpp"
#include "app/run/snapshotter.hpp"
#include "app/run/traffic.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace run {

/// What all lanes of a run share.
struct Execution {
  const plan::Plan& plan;
  plan::Context context;
  std::chrono::steady_clock::time_point listed_at;  ///< the inventory: by an old one nothing is destroyed unseen
  Receipt receipt;
  Failures failures;
  Meter meter;
  TrafficOf traffic{};
  Snapshotter::Outcome snapshots{};
  bool ends_early = false;  ///< no more lanes begin
};

/// One lane under way: its steps one after the other, then what comes at last. It never waits: each step begins when
/// the one before it has ended. What a signal or a hook ends comes as RunError out of Shell::wait(), and the lane stays
/// where it is.
class LaneRun {
 public:
  /// All must outlive this.
  LaneRun(Execution& all, plan::PhaseKind phase, const plan::Lane& lane, Shell& shell, Events& events);

  /// `ended` is called when all is done; at the latest from Shell::wait().
  void start(std::function<void()> ended);
  /// For one that was broken off: what comes at last is started all the same.
  void start_last();

 private:
  bool is_out_of_it();
  void go_on();
  void step_ended(bool go_on_with_lane);
  void run_at_last(std::size_t index);
  std::optional<plan::Step> next_step();
  bool leave_out_failed(plan::Step& step);
  void do_instead(const plan::Step& step);
  void carry_out();

  void create_snapshots(const plan::CreateSnapshots& create);
  void transfer(const plan::Transfer& transfer);
  bool can_start_over(const transport::Result& result) const;
  void start_over(const std::string& reason);
  void abort_receive(const plan::AbortReceive& abort);
  void hook(const plan::Hook& hook);
  void leave_out_tree(const std::string& reason, std::size_t steps);
  void after_tree();
  std::optional<plan::Step> end_of_tree() const;
  void destroy_dataset(const plan::DestroyDataset& destroy);
  void verify(const plan::Verify& verify);
  template <class Tagging>
  void tag(const Tagging& step, const Harmless& harmless);
  bool may_halve(const std::vector<plan::Item>& items);
  template <class Tagging>
  void in_halves();
  void destroy(const plan::DestroySnapshots& destroy);
  void only_warn();
  void mount();
  void open();
  void unmount(bool is_in_the_way);
  void simple();
  bool gives_new_name() const;
  void keep_names(const std::string& error);

  void execute(std::function<void(const transport::Result&)> done, transport::LineSink out = {},
               transport::LineSink progress = {});
  void fail(plan::DatasetIndex index, const std::string& reason, const std::string& missing_name = {});

  Execution& all_;
  plan::PhaseKind phase_;
  const plan::Lane& lane_;
  Shell& shell_;
  Events& events_;
  Snapshotter snapshotter_;
  Destroyer destroyer_;
  std::function<void()> ended_;
  std::size_t next_ = 0;            // index into the lane's steps
  std::deque<plan::Step> instead_;  // of one that could not be done as a whole: before the next
  plan::Step step_;                 // the one under way
  std::size_t halvings_ = 0;
  bool succeeded_ = true, tree_succeeded_ = true;
  plan::MountReport mounts_;
  plan::OpeningReport opened_;
  std::chrono::steady_clock::time_point sending_since_;
};

}  // namespace run
