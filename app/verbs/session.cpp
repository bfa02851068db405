#include "app/verbs/session.hpp"

#include "app/run/errors.hpp"
#include "app/run/log_file.hpp"
#include "app/verbs/as_zelta.hpp"
#include "app/verbs/results.hpp"
#include "app/verbs/waiting.hpp"
#include "transport/quote.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include <unistd.h>

namespace app {

namespace {

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

report::Console console_for(const cli::Verb& verb, Verbosity verbosity, bool shows_progress) {
  const Voice voice = verb.voice();
  return {voice == Voice::on_stdout ? std::cout : std::cerr, std::cerr,
          voice == Voice::errors_only ? Verbosity::quiet : verbosity, voice == Voice::on_stdout && wants_colour(),
          shows_progress};
}

}  // namespace

thinner::Time Session::later() const {
  const auto time = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return std::max(time, now_ + std::chrono::seconds{1});
}

Session::Session(const cli::Front& front, std::span<const std::string_view> argv)
    : front_(front),
      argv_(argv.begin(), argv.end()),
      now_(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())),
      shows_progress_(front.verb().groups().get<cli::Output>().shows_progress(::isatty(STDERR_FILENO) == 1)),
      console_(console_for(front.verb(), cli::verbosity_of(front.verb().groups()), shows_progress_)) {}

int Session::run() {
  console_.speak(report::wording_of(personality()));
  if (const auto* const hearing = front_.verb().groups().find<cli::Hearing>()) {
    if (hearing->quiet) console_.leave_out_notes();
  }
  if (const auto* const results = front_.verb().groups().find<cli::ResultFiles>()) open_logs(*results);
  if (front_.verb().voice() == Voice::on_stdout && ::isatty(STDOUT_FILENO) == 1) console_.tell_summaries();
  if (!front_.remark.empty()) console_.warning(front_.remark);
  if (personality() == Personality::zelta) verbs::tell_zelta_environment(console_);
  record_.verb = front_.text().name;
  record_.start = now_;
  record_.result = "ok";
  const int exit_code = run_verb();
  record_.end = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  record_.exit_code = exit_code;
  record_.report.tell_time(record_.start);
  verbs::leave_results(record_, front_.verb().groups(), console_, runner_);
  console_.log("ended: " + record_.result + ", exit code " + std::to_string(exit_code) + ", after " +
               std::to_string((record_.end - record_.start).count()) + " s");
  return exit_code;
}

void Session::open_logs(const cli::ResultFiles& results) {
  if (results.syslog) console_.tell_syslog(results.syslog_name);
  if (results.log_file.empty()) return;
  try {
    const auto file = std::make_shared<run::LogFile>(results.log_file);
    console_.tell_log([file](std::string_view line) { file->add(line); });
    console_.log("began: " + transport::sh_join(argv_));
  } catch (const std::exception& error) {
    console_.warning(error.what());
  }
}

int Session::run_verb() {
  const std::string_view prefix = personality() == Personality::zfs_autobackup ? "Exception: " : "";
  try {
    const int exit_code = front_.verb().run(*this);
    if (exit_code != 0 && record_.result == "ok") record_.result = "failed";
    return exit_code;
  } catch (const cli::Refusal& refusal) {
    give_up("not_done", prefix, refusal.what());
    return refusal.exit_code;
  } catch (const run::Aborted& aborted) {
    give_up("aborted", "", aborted.what());
    record_.result = "aborted";
  } catch (const run::NotAllowed& refusal) {
    for (const std::string& line : refusal.lines) give_up("not_allowed", "", line);
  } catch (const run::LockError& error) {
    give_up("locked", prefix, error.what());
  } catch (const run::NoTarget& error) {
    give_up("no_target", prefix, error.what());
  } catch (const run::NoRoom& error) {
    give_up("no_room", prefix, error.what());
  } catch (const std::exception& error) {
    give_up("not_done", prefix, error.what());
  }
  return cli::k_could_not_run;
}

void Session::give_up(const std::string& kind, std::string_view prefix, const std::string& what) {
  const std::string why = front_.placed(what);
  console_.error(std::string(prefix) + why);
  record_.report.problems.push_back({.dataset = "", .kind = kind, .message = why, .next_step = ""});
  record_.result = "not_done";
}

void Session::prepare(plan::Hosts& hosts) {
  hosts.source = runner_.prepare(hosts.source);
  hosts.target = runner_.prepare(hosts.target);
}

bool Session::lock(const std::vector<run::Claim>& claims) {
  const std::string holder = "pid " + std::to_string(::getpid()) + ": " + transport::sh_join(argv_);
  const auto begun = std::chrono::steady_clock::now();
  bool has_waited = false;
  for (;;) {
    try {
      locks_ = run::lock_all(run::Lock::default_directory(), claims, holder);
      break;
    } catch (const run::LockBusy& busy) {
      if (!wait_for(busy, begun)) throw;
      has_waited = true;
    }
  }
  if (has_waited) now_ = later();
  return has_waited;
}

/// For a moment; false: no longer.
bool Session::wait_for(const run::LockBusy& busy, std::chrono::steady_clock::time_point begun) {
  const auto* const waiting = front_.verb().groups().find<cli::Waiting>();
  if (waiting == nullptr || waiting->wait.empty()) return false;
  const auto waited = std::chrono::steady_clock::now() - begun;
  const std::chrono::seconds longest = verbs::waiting_time(waiting->wait);
  if (waited >= longest)
    throw run::LockError("waited for " + std::to_string(longest.count()) + " s (--wait), and still " + busy.what());
  if (!std::exchange(tells_of_waiting_, true)) console_.verbose(std::string("Waiting: ") + busy.what());
  console_.progress(std::string("Waiting: ") + busy.what());
  verbs::wait(std::chrono::seconds{1}, *this);
  return true;
}

int Session::end(const Ending& ending) {
  const std::string_view good = ending.is_test ? ending.good_test : ending.good;
  if (ending.failed > 0) {
    console_.error(std::to_string(ending.failed) + " dataset(s) failed!");
  } else if (!good.empty()) {
    console_.title(good);
  }
  if (ending.is_test) {
    console_.verbose("");
    console_.warning(ending.test_note);
  }
  return static_cast<int>(std::min(ending.failed, ending.most));
}

}  // namespace app
