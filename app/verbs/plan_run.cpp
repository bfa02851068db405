#include "app/verbs/plan_run.hpp"

#include "app/report/plan_json.hpp"
#include "app/report/rehearsal.hpp"
#include "app/report/script.hpp"
#include "app/run/errors.hpp"
#include "app/run/execute.hpp"

#include <iostream>

namespace app::verbs {

namespace {

void carry_out(const PlanRun& what, Session& session, run::Shell& shell, report::Story& story) {
  run::Executor executor(shell, story, what.plan, what.hosts,
                         {.jobs = what.jobs, .stop_at_first_failure = false, .listed_at = what.listed_at});
  try {
    executor.run();
  } catch (...) {
    session.record().report = executor.report();
    throw;
  }
  session.record().report = executor.report();
}

}  // namespace

void check_written() {
  if (!std::cout.flush()) throw run::RunError("cannot write the plan: stdout is closed or its disk is full");
}

std::size_t show_or_run(const PlanRun& what, Session& session, run::Shell& shell, report::Story& story) {
  if (!what.plan.brake.empty()) throw run::RunError(what.plan.brake);
  for (const std::string& note : what.plan.notes) session.console().warning(note);
  if (what.mode == Mode::run) {
    carry_out(what, session, shell, story);
    return session.record().report.failed;
  }
  session.record().report = run::foretell(what.plan);
  if (what.mode == Mode::test) {
    report::rehearse(what.plan, what.hosts, story);
  } else if (what.mode == Mode::plan_sh) {
    report::write_script(std::cout, what.plan, {}, what.hosts);
  } else {
    plan::Options options;
    options.now = session.now();
    report::write_json(std::cout, what.plan, {}, options, what.hosts);
  }
  if (is_plan(what.mode)) check_written();
  return 0;
}

}  // namespace app::verbs
