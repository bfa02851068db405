#include "app/verbs/session.hpp"

#include "app/run/errors.hpp"
#include "transport/quote.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>

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

Session::Session(const cli::Front& front, std::span<const std::string_view> argv)
    : front_(front),
      argv_(argv.begin(), argv.end()),
      now_(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())),
      shows_progress_(front.verb().groups().get<cli::Output>().shows_progress(::isatty(STDERR_FILENO) == 1)),
      console_(console_for(front.verb(), cli::verbosity_of(front.verb().groups()), shows_progress_)) {}

int Session::run() {
  try {
    return front_.verb().run(*this);
  } catch (const run::Aborted& aborted) {
    console_.error(aborted.what());
  } catch (const run::NotAllowed& refusal) {
    for (const std::string& line : refusal.lines) console_.error(line);
  } catch (const std::exception& error) {
    console_.error((personality() == Personality::zfs_autobackup ? "Exception: " : "") + std::string(error.what()));
  }
  return cli::k_could_not_run;
}

void Session::lock(const std::string& name) {
  lock_.emplace(run::Lock::default_directory(), name,
                "pid " + std::to_string(::getpid()) + ": " + transport::sh_join(argv_));
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
