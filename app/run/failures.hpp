#pragma once

#include "app/plan/plan.hpp"
#include "app/run/events.hpp"
#include "app/run/said_once.hpp"
#include "app/run/traffic.hpp"

#include <chrono>
#include <set>
#include <string>

namespace run {

struct Summary {
  std::size_t failed = 0;          ///< selected datasets
  std::size_t missing_failed = 0;  ///< target datasets that no selected one stands for
  TrafficOf traffic{};
  std::chrono::steady_clock::duration time{};  ///< of all streams, side by side
};

/// Who has failed so far. A dataset that failed leaves what is still to come of it.
class Failures {
 public:
  explicit Failures(const plan::Plan& plan) : plan_(plan) {}

  bool has_failed(plan::DatasetIndex index) const { return index != plan::k_no_dataset && failed_.contains(index); }
  Summary summary() const;

  /// Tells of a dataset's first failure; the dataset leaves.
  void fail(Events& events, plan::DatasetIndex index, const std::string& reason);
  /// It counts, but what the dataset has is sent and thinned.
  void fail_to_snapshot(Events& events, plan::DatasetIndex index, const std::string& reason);
  /// It counts, but what is not thinned is no reason not to back up.
  void fail_to_thin(Events& events, plan::DatasetIndex index, const std::string& reason);
  /// A target dataset that no selected one stands for.
  void fail_missing(Events& events, const std::string& dataset, const std::string& reason);
  void fail_rotation(Events& events, const std::string& reason);

 private:
  bool is_to_go(const std::string& dataset) const;

  const plan::Plan& plan_;
  std::set<plan::DatasetIndex> failed_, unsnapshotted_, unthinned_;
  std::set<std::string> missing_failed_;
  SaidOnce said_once_;
};

}  // namespace run
