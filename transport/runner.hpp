#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "transport/pipeline.hpp"

namespace transport {

/// How one stage ended.
struct StageStatus {
  int wait_status = 0;      ///< as waitpid gives it; for a stage on a remote half-pipeline made up from what that reported
  std::string stderr_tail;  ///< the last 64 KiB; for stages that share one ssh, that of the ssh
  std::string program;      ///< argv[0] of the stage, or "ssh" when the connection itself failed

  bool ok() const;
  /// "exit 2", "killed by SIGPIPE"
  std::string describe() const;
};

/// How a pipeline ended: one status per stage.
struct Result {
  std::vector<StageStatus> stages;
  bool interrupted = false;        ///< ended because of SIGINT/SIGTERM/SIGHUP to us
  bool connection_failed = false;  ///< ssh itself failed (255 without a stage's report): nothing is known of the remote side

  /// Every stage exited 0.
  bool ok() const;
  /// The stage to blame: the last failed one that did not die as a consequence (SIGPIPE/141 while a later stage failed). -1 if ok.
  int cause() const;
  /// One line for the user about the cause: its program, how it ended, and the last telling line of its stderr. Empty if ok.
  std::string error() const;
};

/// Gets one line without its newline. A listing may have ten million lines: nothing is kept.
using LineSink = std::function<void(std::string_view line)>;

struct Sinks {
  LineSink out;                                                      ///< stdout of the last stage
  std::function<void(std::size_t stage, std::string_view line)> err;  ///< stderr of each stage (also kept as tail), stage reports taken out
};

/// Runs pipelines. Many may be under way at once; one thread and one poll loop serve them all.
class Runner {
 public:
  using Done = std::function<void(const Result&)>;
  virtual ~Runner() = default;

  /// Starts a pipeline. `done` is called from `wait()` when it has ended (also when it could not be started), and may start more.
  virtual void start(Pipeline pipeline, Sinks sinks, Done done) = 0;
  /// Returns when everything started has ended.
  virtual void wait() = 0;

  /// start + wait for one.
  Result run(Pipeline pipeline, Sinks sinks = {});
};

/// Runs for real. At most one of them in a process: it owns the handlers of SIGINT, SIGTERM, SIGHUP and SIGCHLD and ignores SIGPIPE while it lives.
/// On a signal every child gets SIGTERM, after 3 s SIGKILL; results are then `interrupted`, and so is everything started later.
class ProcessRunner final : public Runner {
 public:
  ProcessRunner();
  ~ProcessRunner() override;  // closes the private ssh connections
  ProcessRunner(const ProcessRunner&) = delete;
  ProcessRunner& operator=(const ProcessRunner&) = delete;

  void start(Pipeline pipeline, Sinks sinks, Done done) override;
  void wait() override;

  /// Asks the local `ssh -G` what the user's configuration sets, fills in the host's default options, and remembers whether to open
  /// a multiplexed connection of our own for it (not when the user's configuration has a ControlPath). Nothing for a local host.
  /// Throws HostError with ssh's words when ssh does not accept the destination or the file.
  Host prepare(Host host);

  /// The number of the signal that ended the run, 0 if none.
  int interrupted_by() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace transport
