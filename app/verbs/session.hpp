#pragma once

#include "app/cli/verb.hpp"
#include "app/plan/compile.hpp"
#include "app/report/console.hpp"
#include "app/report/run_json.hpp"
#include "app/run/lock.hpp"
#include "thinner/thin.hpp"
#include "transport/runner.hpp"
#include "zfs/dialect.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// How a run ended that was done to its end.
struct Ending {
  std::size_t failed = 0;  ///< datasets
  std::size_t most = 254;  ///< the exit code for more than that
  bool is_test = false;
  std::string_view good = "All operations completed successfully";
  std::string_view good_test = "All tests successful.";  ///< empty: that is not said
  std::string_view test_note = "TEST MODE - DID NOT MAKE ANY CHANGES!";
};

/// One run of the program: what every verb needs around its own work, and the one place for clock, lock, signals,
/// exceptions and the closing lines.
class Session {
 public:
  /// `argv` is shown to whoever comes second. `front` must outlive this.
  Session(const cli::Front& front, std::span<const std::string_view> argv);

  /// Runs the verb. Whatever it throws becomes lines on stderr and k_could_not_run.
  int run();

  Personality personality() const { return front_.personality(); }
  bool shows_progress() const { return shows_progress_; }
  /// Read once, before anything else.
  thinner::Time now() const { return now_; }
  /// For what is done a second time: later than that.
  thinner::Time later() const;
  report::Console& console() { return console_; }
  transport::ProcessRunner& runner() { return runner_; }
  /// Asks ssh what it is set to do for both hosts. Throws transport::HostError.
  void prepare(plan::Hosts& hosts);
  /// So long as the session lasts nobody else does what is named so; with --wait it waits for whoever does. Returns
  /// whether it had to: then now() is later, and what was made of it is to be made again. Throws run::LockError.
  bool lock(const std::string& name) { return lock(std::vector<run::Claim>{{.name = name}}); }
  bool lock(const std::vector<run::Claim>& claims);
  /// What the run does, for --json; the verb fills it in.
  report::RunRecord& record() { return record_; }
  /// Tells how it ended. Returns the exit code.
  int end(const Ending& ending);

 private:
  void open_logs(const cli::ResultFiles& results);
  int run_verb();
  bool wait_for(const run::LockBusy& busy, std::chrono::steady_clock::time_point begun);
  void give_up(const std::string& kind, std::string_view prefix, const std::string& what);

  const cli::Front& front_;
  std::vector<std::string> argv_;
  thinner::Time now_;
  bool shows_progress_;
  bool tells_of_waiting_ = false;
  report::Console console_;
  transport::ProcessRunner runner_{zfs::k_dialect};
  std::list<run::Lock> locks_;
  report::RunRecord record_;
};

}  // namespace app
