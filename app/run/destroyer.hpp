#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"

#include <string>
#include <vector>

namespace run {

/// Destroys snapshots of one dataset in one command, and when zfs refuses that as a whole, what of them can go.
class Destroyer {
 public:
  Destroyer(Shell& shell, Events& events, const plan::Facts& facts, const plan::Context& context)
      : shell_(shell), events_(events), facts_(facts), context_(context) {}

  /// Returns a reason for each snapshot that should have gone and did not. One that someone else holds stays with a
  /// warning: a hold is a wish. `own_tag` on a target snapshot is released: a killed run may have left it there.
  /// `look_first`: the inventory is old, so only what still has the guid that the plan saw is destroyed.
  std::vector<std::string> destroy(const plan::Step& step, const plan::DestroySnapshots& what,
                                   const std::string& own_tag, bool look_first);

 private:
  std::vector<std::string> still_the_same(const plan::DestroySnapshots& what);
  transport::Result attempt(const plan::Step& step, const plan::DestroySnapshots& what);
  void spare_held(plan::DestroySnapshots& what, const plan::Step& step, const std::string& own_tag);

  Shell& shell_;
  Events& events_;
  const plan::Facts& facts_;
  const plan::Context& context_;
};

}  // namespace run
