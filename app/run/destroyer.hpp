#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/run/blame.hpp"
#include "app/run/shell.hpp"
#include "zfs/parse.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace run {

/// Destroys snapshots of one dataset in one command, and when zfs refuses that as a whole, what of them can go: what
/// others hold stays, what zfs names is left out, and where it names nothing, halves show which of them it is. One step
/// at a time.
class Destroyer {
 public:
  Destroyer(Shell& shell, Events& events, const plan::Context& context)
      : shell_(shell), events_(events), context_(context) {}

  using Done = std::function<void(const std::vector<std::string>& reasons)>;

  /// `done` gets, from Shell::wait() or at once, a reason for each snapshot that should have gone and did not. One that
  /// someone else holds stays with a warning: a hold is a wish. `own_tag` on a target snapshot is released: a killed
  /// run may have left it there. `look_first`: the inventory is old, so only what still has the guid that the plan saw
  /// is destroyed.
  void start(plan::DatasetIndex dataset, const plan::DestroySnapshots& what, const std::string& own_tag,
             bool look_first, Done done);
  /// So many have gone, when it has ended.
  std::size_t destroyed() const { return destroyed_; }

 private:
  // In this order.
  void look();
  void keep_the_same(const zfs::Guids& now);
  void attempt();
  void read_holds(const transport::Result& refusal);
  void spare_held(const transport::Result& refusal);
  void leave_out_named(const transport::Result& refusal, const Harmless& harmless);
  void add_reason(const std::string& reason);
  void next_part();
  void part_refused(const transport::Result& refusal);

  void done_with(std::string reason);
  void done();
  void start_destroy(std::function<void(const transport::Result&)> done);
  std::vector<std::string> full_names() const;

  Shell& shell_;
  Events& events_;
  const plan::Context& context_;

  plan::DatasetIndex dataset_ = plan::k_no_dataset;
  plan::DestroySnapshots rest_;  // what is still to go
  std::string own_tag_;
  zfs::HoldTags holds_;
  std::deque<std::vector<plan::Going>> parts_;  // of what is still to go, when not all of it can
  std::size_t commands_ = 0;
  std::vector<std::string> reasons_;
  std::size_t destroyed_ = 0;
  Done done_;
};

}  // namespace run
