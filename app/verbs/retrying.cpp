#include "app/verbs/retrying.hpp"

#include "app/run/errors.hpp"
#include "app/verbs/parts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace app::verbs {

namespace {

using Clock = std::chrono::steady_clock;

/// Classes of errors that are gone the next time, or may be.
constexpr std::array<std::string_view, 4> k_passing = {"connection_failed", "no_answer", "cut_off", "busy"};

bool may_pass(const run::JobReport& report) {
  return report.lost_connection || std::ranges::any_of(report.problems, [](const run::Problem& problem) {
           return std::ranges::find(k_passing, problem.kind) != k_passing.end();
         });
}

/// A signal ends it.
void wait(std::chrono::seconds time, Session& session) {
  const auto end = Clock::now() + time;
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    if (session.runner().is_asked_to_stop()) throw run::Aborted();
    const auto left = std::chrono::ceil<std::chrono::seconds>(end - now);
    const timespec timeout{.tv_sec = static_cast<time_t>(left.count()), .tv_nsec = 0};
    session.runner().sleep({}, &timeout);
  }
  if (session.runner().is_asked_to_stop()) throw run::Aborted();
}

}  // namespace

int run_with_retries(const cli::Retrying& given, Session& session, const std::function<int(bool is_first)>& attempt) {
  const std::chrono::seconds delay{given.retries == 0 ? 0 : ttl("--retry-delay", given.delay).seconds};
  for (std::uint32_t tries = 0;; ++tries) {
    const bool is_last = tries == given.retries;
    try {
      const int exit_code = attempt(tries == 0);
      if (exit_code == 0 || is_last || !may_pass(session.record().report)) return exit_code;
    } catch (const run::RunError& error) {
      if (is_last || error.lasting() == run::Lasting::stays) throw;
      session.console().error(error.what());
    }
    session.console().warning("Trying again in " + given.delay + " (" + std::to_string(tries + 1) + " of " +
                              std::to_string(given.retries) + ")");
    wait(delay, session);
  }
}

}  // namespace app::verbs
