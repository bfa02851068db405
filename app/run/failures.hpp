#pragma once

#include "app/plan/plan.hpp"
#include "app/run/events.hpp"
#include "app/run/job_report.hpp"
#include "app/run/said_once.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace run {

/// Why something failed: in words, and the command that did, if it was one.
struct Reason {
  std::string text;
  std::optional<FailedCommand> command;
  std::string kind;  ///< empty: what kind_of says of it

  Reason(std::string its_text, std::optional<FailedCommand> its_command = std::nullopt, std::string its_kind = "")
      : text(std::move(its_text)), command(std::move(its_command)), kind(std::move(its_kind)) {}
};

/// Who has failed so far. A dataset that failed leaves what is still to come of it.
class Failures {
 public:
  explicit Failures(const plan::Plan& plan) : plan_(plan) {}

  bool has_failed(plan::DatasetIndex index) const { return index != plan::k_no_dataset && failed_.contains(index); }
  /// Of the plan's datasets: all that count.
  std::set<plan::DatasetIndex> all() const;
  bool any() const { return !failed_.empty() || !unsnapshotted_.empty() || !unthinned_.empty(); }
  /// Of target datasets that no selected one stands for.
  std::size_t count_missing() const { return missing_failed_.size(); }
  std::vector<Problem> take_problems() { return std::move(problems_); }

  /// What the plan foresees of that dataset.
  void fail_as_foreseen(Events& events, plan::DatasetIndex index);
  /// Tells of a dataset's first failure; the dataset leaves.
  void fail(Events& events, plan::DatasetIndex index, const Reason& reason);
  /// It counts, but what is not thinned is no reason not to back up.
  void fail_to_thin(Events& events, plan::DatasetIndex index, const Reason& reason);
  /// A target dataset that no selected one stands for.
  void fail_missing(Events& events, const std::string& dataset, const Reason& reason);
  void fail_rotation(Events& events, const Reason& reason);
  /// A copy keeps its name: with its dataset those fail that rely on names which others were to get.
  void fail_to_rename(Events& events, plan::DatasetIndex index, const Reason& reason,
                      const std::vector<plan::DatasetIndex>& relying);
  /// Are copies elsewhere than the plan has them? Then what goes by their names alone may reach another one.
  bool are_copies_elsewhere() const { return copies_are_elsewhere_; }

 private:
  bool is_to_go(const std::string& dataset) const;
  void note(const std::string& dataset, const Reason& reason);

  const plan::Plan& plan_;
  std::set<plan::DatasetIndex> failed_, unsnapshotted_, unthinned_;
  std::set<std::string> missing_failed_;
  bool copies_are_elsewhere_ = false;
  SaidOnce said_once_;
  std::vector<Problem> problems_;
};

}  // namespace run
