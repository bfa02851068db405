#pragma once

#include "app/manner.hpp"
#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/report/story.hpp"
#include "app/run/shell.hpp"
#include "app/verbs/session.hpp"

#include <chrono>
#include <cstddef>

namespace app::verbs {

/// Throws RunError where stdout is closed: half a script would do half the work.
void check_written();

/// A plan that a verb made by itself, from what it read.
struct PlanRun {
  const plan::Plan& plan;
  const plan::Hosts& hosts;
  Mode mode;
  std::size_t jobs;
  std::chrono::steady_clock::time_point listed_at;
};

/// Shows the plan or carries it out; the session's record gets what became of it. Returns how many datasets failed.
/// Throws RunError, also where the plan's brake forbids it.
std::size_t show_or_run(const PlanRun& what, Session& session, run::Shell& shell, report::Story& story);

}  // namespace app::verbs
