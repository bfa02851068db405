#include "app/verbs/retrying.hpp"

#include "app/run/errors.hpp"
#include "app/verbs/backoff.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/waiting.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace app::verbs {

namespace {

/// Classes of errors that are gone the next time, or may be.
constexpr std::array<std::string_view, 4> k_passing = {"connection_failed", "no_answer", "cut_off", "busy"};

bool may_pass(const run::JobReport& report) {
  return report.lost_connection || std::ranges::any_of(report.problems, [](const run::Problem& problem) {
           return std::ranges::find(k_passing, problem.kind) != k_passing.end();
         });
}

double chance() {
  std::random_device source;
  return std::uniform_real_distribution<double>(0, 1)(source);
}

/// What a try before has made of snapshots is sent by the next.
Job without_snapshots(Job job) {
  job.options.snapshot_name.clear();
  job.numbering.reset();
  return job;
}

}  // namespace

int run_with_retries(const cli::Retrying& given, Session& session, const Job& job, Mode mode, const Telling& telling) {
  const std::uint32_t most = mode == Mode::run ? given.retries : 0;
  const std::chrono::seconds delay{most == 0 ? 0 : ttl("--retry-delay", given.delay).seconds};
  bool has_snapshots = false;
  for (std::uint32_t tries = 0;; ++tries) {
    const bool is_last = tries == most;
    try {
      const int exit_code = JobRun(session, has_snapshots ? without_snapshots(job) : job, mode, telling).run();
      if (exit_code == 0 || is_last || !may_pass(session.record().report)) return exit_code;
    } catch (const run::RunError& error) {
      if (is_last || error.lasting() == run::Lasting::stays) throw;
      session.console().error(error.what());
    }
    has_snapshots = has_snapshots || !session.record().report.snapshot.empty();
    const std::chrono::seconds time = wait_before_try(delay, tries, chance());
    session.console().warning("Trying again in " + std::to_string(time.count()) + " s (" + std::to_string(tries + 1) +
                              " of " + std::to_string(most) + ")");
    wait(time, session);
  }
}

}  // namespace app::verbs
