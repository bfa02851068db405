#pragma once

#include "transport/dialect.hpp"
#include "transport/host.hpp"
#include "transport/lines.hpp"
#include "transport/pipeline.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <poll.h>

namespace transport {

/// Pipelines under way at one time. A listing of millions of snapshots comes in hundreds of commands, which would take
/// all of the memory.
inline constexpr std::size_t k_most_pipelines = 32;

/// Sessions on one connection, of the 10 that sshd's MaxSessions allows if nobody has changed it: one may be left over
/// from a command that has just ended, and one is for the user.
inline constexpr std::size_t k_most_sessions = 8;

/// How one stage ended.
struct StageStatus {
  /// As waitpid gives it. For a stage on a remote half-pipeline made up from what that reported; for one that never ran
  /// "killed by SIGTERM".
  int wait_status = 0;
  std::string stderr_tail;  ///< the last 64 KiB; for stages that share one ssh, that of the ssh
  std::string program;      ///< argv[0] of the stage, or "ssh" when the connection itself failed
  Host host;                ///< where it ran
  Host from{};              ///< whose ssh ran it there; local: ours

  bool ok() const;
  /// "exit 2", "killed by SIGPIPE"
  std::string describe() const;
};

/// How a pipeline ended: one status per stage.
struct Result {
  std::vector<StageStatus> stages;
  /// The stage whose program is not there or could not be started, which ended the pipeline; -1 if none.
  int unstarted = -1;
  bool interrupted = false;              ///< ended because of SIGINT/SIGTERM/SIGHUP to us
  bool connection_failed = false;        ///< ssh itself failed, or there was no answer: nothing is known of that side
  std::chrono::seconds no_answer_in{0};  ///< it was ended, for it took longer than this; 0: it was not
  std::string unanswered;                ///< then: the command, as one would type it

  const Dialect* dialect = &k_no_dialect;  ///< of what was run

  /// Every stage exited 0.
  bool ok() const;
  /// The connection failed because the host, or the network on the way there, is off.
  bool host_is_off() const;
  /// What the last stage complains of, line by line: see transport::complaints.
  std::vector<std::string_view> complaints() const;
  /// The stage to blame: one that could not be started, else the ssh that failed, else the last failed one that did not
  /// die as a consequence (by SIGPIPE). -1 if ok.
  int cause() const;
  /// One line for the user about the cause: its program, how it ended, and the telling line of its stderr; then other
  /// stages that failed by themselves. Empty if ok.
  std::string error() const;
};

struct Sinks {
  LineSink out;  ///< stdout of the last stage; without it that goes to /dev/null
  /// stderr of each stage, cut at newlines and carriage returns (also kept as tail), stage reports taken out. Stages
  /// that share one ssh share its stderr, under the first one's index.
  std::function<void(std::size_t stage, std::string_view line)> err;
};

/// Runs pipelines. Many may be under way at once; one thread and one poll loop serve them all.
class Runner {
 public:
  using Done = std::function<void(const Result&)>;
  virtual ~Runner() = default;

  /// Starts a pipeline. `done` is called from `wait()` when it has ended (also when it could not be started), and may
  /// start more. Throws std::invalid_argument for what `lower` does not take.
  virtual void start(Pipeline pipeline, Sinks sinks, Done done) = 0;
  /// Returns when everything started has ended. What a sink or `done` throws comes out here. Not to be called from
  /// them.
  void wait() {
    wait_until([] { return false; });
  }
  /// The same, but returns as soon as `is_enough`: the rest goes on at the next wait.
  virtual void wait_until(const std::function<bool()>& is_enough) = 0;
  /// Ends all that is under way. Nobody is told of it.
  virtual void abandon() = 0;
  /// After a signal nothing is started any more. This once allows it again, for what must be done whatever happens; the
  /// next signal ends that too.
  virtual void go_on_after_signal() {}

  // --- For work that a signal must not tear: whoever does it decides when to end. Not from a sink or `done` ---

  /// From now on a signal is noted and no more; with false all is as before, and what was noted is forgotten.
  virtual void only_note_signals(bool /*only*/) {}
  /// Has one come?
  virtual bool is_asked_to_stop() { return false; }
  /// Sleeps until one of them is ready, a signal has come, or the time is over (null: never).
  virtual void sleep(std::span<pollfd> fds, const timespec* timeout);

  /// start + wait for one. Not from a sink or `done`.
  Result run(Pipeline pipeline, Sinks sinks = {});
};

/// Runs for real. At most one of them in a process: it owns the handlers of SIGINT, SIGTERM, SIGHUP and SIGCHLD and
/// ignores SIGPIPE while it lives. On a signal every child gets SIGTERM, after 3 s SIGKILL; results are then
/// `interrupted`, and so is everything started later. Descriptors 0, 1 and 2 must be open: see open_standard_fds.
/// Pipelines beyond what an sshd admits at a time on one connection, and beyond 32 in all, begin when others have
/// ended, in their order.
class ProcessRunner final : public Runner {
 public:
  /// `dialect` is how the programs speak that it will run; it must outlive this.
  explicit ProcessRunner(const Dialect& dialect = k_no_dialect);
  explicit ProcessRunner(const Dialect&& dialect) = delete;
  ~ProcessRunner() override;  // ends children still under way, closes the private ssh connections
  ProcessRunner(const ProcessRunner&) = delete;
  ProcessRunner& operator=(const ProcessRunner&) = delete;

  void start(Pipeline pipeline, Sinks sinks, Done done) override;
  void wait_until(const std::function<bool()>& is_enough) override;
  void abandon() override;
  void go_on_after_signal() override;
  void only_note_signals(bool only) override;
  bool is_asked_to_stop() override;
  void sleep(std::span<pollfd> fds, const timespec* timeout) override;

  /// Asks the local `ssh -G` what the user's configuration sets, fills in the host's default options, and remembers
  /// whether to open a multiplexed connection of our own for it (not when the user's configuration has a ControlPath).
  /// Nothing for a local host. Throws HostError with ssh's words when ssh does not accept the destination or the file.
  Host prepare(Host host);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// For the first line of main: opens descriptors 0, 1 and 2 that the caller has closed on /dev/null, so that nothing
/// else gets these numbers.
void open_standard_fds();

}  // namespace transport
