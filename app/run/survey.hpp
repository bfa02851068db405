#pragma once

#include "app/plan/plan.hpp"
#include "app/run/errors.hpp"
#include "app/run/reader.hpp"
#include "app/run/shell.hpp"
#include "selector/inventory.hpp"
#include "selector/select.hpp"

#include <string>
#include <vector>

namespace run {

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
  void read_features();
  void read_version();
  void read_written_since(const std::vector<const selector::Dataset*>& datasets);
  void read_needs(const plan::Needs& needs);
  void read_local_properties(const std::vector<std::string>& datasets);
  bool something_changed() const;

  Shell& shell_;
  Reader reader_;
  const plan::Options& options_;
  selector::SnapshotNames names_;
  selector::Inventory source_, target_;
  plan::Facts facts_;
};

}  // namespace run
