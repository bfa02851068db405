#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/run/destroyer.hpp"
#include "app/run/receipt.hpp"
#include "app/run/shell.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace run {

struct Summary {
  std::size_t failed = 0;          ///< selected datasets
  std::size_t missing_failed = 0;  ///< target datasets that no selected one stands for
};

/// Carries a plan out, phase by phase. A dataset that fails leaves what is still to come of it and tells why; the
/// others go on.
class Executor {
 public:
  struct Settings {
    bool stop_at_first_failure = false;  ///< --debug under the drop-in name
    std::chrono::steady_clock::time_point
        listed_at;  ///< when the inventory was read: an old one is not destroyed by unseen
  };

  Executor(Shell& shell, Events& events, const plan::Plan& plan, const plan::Facts& facts, const plan::Context& context,
           Settings settings);

  /// Throws Aborted when a signal ended it.
  Summary run();

 private:
  Summary summary() const;
  void fail_hopeless();
  void run_lane(const plan::Lane& lane);
  void run_at_last(const plan::Lane& lane, bool succeeded);
  bool run_step(const plan::Step& step);
  bool carry_out(const plan::Step& step);
  std::optional<plan::Step> without_failed(plan::Step step) const;

  bool create_snapshots(const plan::Step& step, const plan::CreateSnapshots& create);
  bool transfer(const plan::Step& step);
  bool hook(const plan::Step& step, const plan::Hook& hook);
  bool verify(const plan::Verify& verify);
  bool tag(const plan::Step& step, const std::vector<plan::Item>& items, std::string_view harmless);
  bool destroy(const plan::Step& step, const plan::DestroySnapshots& destroy);
  bool simple(const plan::Step& step);

  transport::Result execute(const plan::Step& step);
  bool is_to_go(const std::string& dataset) const;
  void fail(plan::DatasetIndex index, const std::string& reason, const std::string& missing_name = {});
  bool has_failed(plan::DatasetIndex index) const { return index != plan::k_no_dataset && failed_.contains(index); }

  Shell& shell_;
  Events& events_;
  const plan::Plan& plan_;
  const plan::Facts& facts_;
  const plan::Context& context_;
  Settings settings_;
  plan::PhaseKind phase_ = plan::PhaseKind::snapshot;  // where it is
  Receipt receipt_;
  Destroyer destroyer_;
  std::set<plan::DatasetIndex> failed_;     // leave what is still to come
  std::set<plan::DatasetIndex> unthinned_;  // something was not destroyed; the rest goes on
  std::set<std::string> missing_failed_;
};

}  // namespace run
