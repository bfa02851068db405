#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/replicate/setting_aside.hpp"
#include "app/plan/whole/permissions.hpp"
#include "app/run/errors.hpp"
#include "app/run/reader.hpp"
#include "app/run/shell.hpp"
#include "app/run/snapshotter.hpp"
#include "selector/selection.hpp"
#include "zfs/commands.hpp"
#include "zfs/inventory.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace run {

/// What is on both sides, read in as few commands as the plan allows: both sides at once, a step on one side never
/// waiting for the other.
class Survey {
 public:
  /// All of them must outlive this.
  Survey(Shell& shell, const plan::Options& options, const plan::Hosts& hosts, std::vector<zfs::Series> series);
  ~Survey() { stop_listing_target(); }
  Survey(const Survey&) = delete;
  Survey& operator=(const Survey&) = delete;

  /// Only these pools of the source are read; what is with the others is known to the caller.
  void read_only(std::vector<std::string> pools) { source_roots_ = std::move(pools); }
  /// For who will read the snapshots: those of the target need its datasets alone, and may come beside the source's.
  void read_ahead() { may_read_ahead_ = facts_.target != nullptr && !options_.destroy_missing; }

  /// The datasets of both sides and the selection among them. Throws RunError.
  void read_datasets(const selector::Selection& selection);
  /// The snapshots of what is selected, and of the target. Throws RunError.
  void read_snapshots();
  /// Makes the plan, reading what it turns out to need. When it changes something, users who are not root must have
  /// leave to do so. Throws RunError and plan::PlanError.
  plan::Plan make_plan();
  /// What this run did not get snapshots of: the next plan goes by that.
  void could_not_snapshot(const plan::Plan& plan, const Snapshotter::Outcome& outcome);
  /// What plan::wanted_on goes by, and who works on each side unless that is known to be root. Throws RunError.
  void read_all_permissions();

  const plan::Facts& facts() const { return facts_; }
  const zfs::Inventory& source() const { return source_; }

 private:
  void start_listing_target();
  void take_target_listing();
  void stop_listing_target();
  void miss_target();
  void read_above_target();
  Reader::Gone losing();
  void meet(plan::Side side, const Greeting& greeting);
  void read_features();
  void read_version();
  void read_pool_roots(const std::vector<std::string>& pools);
  void start_finding_helpers();
  bool can_do_without(std::string_view program) const;
  void start_trying_crossing();
  void read_written_since(const std::vector<const zfs::Dataset*>& datasets);
  void read_creation(const std::vector<const zfs::Dataset*>& datasets);
  void read_needs(const plan::Needs& needs);
  std::vector<plan::SourceSnapshot> snapshots_asked_for(const plan::Needs& needs);
  void read_next_source_holds(const std::shared_ptr<const std::vector<plan::SourceSnapshot>>& snapshots,
                              std::size_t next);
  void read_restoring();
  void read_local_properties(const std::vector<std::string>& datasets);
  bool something_changed() const;

  bool start_reading_permissions();
  void start_reading_account(plan::Side side, std::vector<std::string> datasets);
  void start_reading_set_properties();
  bool is_unknown(plan::Side side) const;
  bool target_is_no_root() const;
  void check_permissions(plan::Plan& plan);
  static std::string explain_unread(plan::Side side, const std::string& reason);
  std::vector<plan::Lack> find_lacks(const plan::Plan& plan);
  std::string explain(const plan::Lack& lack, const zfs::Permissions& permissions, const std::string& what) const;

  Shell& shell_;
  Reader reader_, target_lister_;
  const plan::Options& options_;
  const plan::Hosts& hosts_;
  zfs::SnapshotNames names_;
  zfs::Inventory source_, target_, target_listing_;
  bool may_read_ahead_ = false, lists_target_ = false, takes_copies_ = false, lacks_target_ = false;
  std::vector<std::string> source_roots_;  // pools, or the root of the selected tree; empty: all
  zfs::Levels levels_;
  plan::Facts facts_;
  std::optional<plan::SetAside> set_aside_;
  std::map<plan::Side, std::string> unread_accounts_;  // why not
};

}  // namespace run
