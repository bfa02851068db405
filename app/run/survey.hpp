#pragma once

#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"
#include "selector/inventory.hpp"
#include "selector/select.hpp"

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace run {

/// The run cannot be done; `what()` is the line for the user.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The run was ended by a signal.
class Aborted : public RunError {
 public:
  Aborted() : RunError("Aborted") {}
};

/// What is on both sides, read in as few commands as the plan allows: both sides at once, a step on one side never
/// waiting for the other.
class Survey {
 public:
  Survey(Shell& shell, const plan::Options& options, thinner::NameFormat format);

  /// The datasets of both sides and the selection among them. Throws RunError.
  void read_datasets(const std::string& selection_property, const selector::SelectionRules& rules);
  /// The snapshots of what is selected, and of the target. Throws RunError.
  void read_snapshots();
  /// Makes the plan, reading what it turns out to need. Throws RunError and plan::PlanError.
  plan::Plan make_plan();

  const plan::Facts& facts() const { return facts_; }
  const selector::Inventory& source() const { return source_; }

 private:
  void require(const transport::Result& result, plan::Side side, const std::string& what) const;
  void read(plan::Side side, std::vector<std::string> argv, transport::LineSink line, const std::string& what);
  template <class Act>
  void keep_error(Act&& act);
  void read_features();
  void read_version();
  void read_written_since(const std::vector<const selector::Dataset*>& datasets);
  void read_needs(const plan::Needs& needs);
  void read_local_properties(const std::vector<std::string>& datasets);
  bool something_changed() const;
  void check_wait();

  Shell& shell_;
  const plan::Options& options_;
  selector::SnapshotNames names_;
  selector::Inventory source_, target_;
  plan::Facts facts_;
  std::exception_ptr error_;
};

}  // namespace run
