#include "transport/outcome.hpp"

#include "transport/explain.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <span>
#include <utility>

#include <sys/wait.h>

namespace transport {

namespace {

constexpr int k_ssh_failed = 255;
constexpr int k_not_reported = -1;
constexpr int k_broken_pipe = 128 + SIGPIPE;

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  const bool good = error == std::errc() && stop == end && value >= 0;
  return good ? std::optional(value) : std::nullopt;
}

/// What a stage's reader says of it may come before or after what it says itself: the worst counts.
void take_worse(int status, int& known) {
  const bool failed_by_itself = known > 0 && known != k_broken_pipe;
  const bool failed = known > 0;
  if (!failed_by_itself && !(failed && status == 0)) known = status;
}

/// Takes in one "INDEX=STATUS"; false if it is not one.
bool read_entry(std::string_view entry, StageReport& report) {
  const auto equals = entry.find('=');
  if (equals == std::string_view::npos) return false;
  const auto index = number(entry.substr(0, equals));
  const auto status = number(entry.substr(equals + 1));
  if (!index || !status || static_cast<std::size_t>(*index) >= report.size()) return false;
  take_worse(*status, report[static_cast<std::size_t>(*index)]);
  return true;
}

/// What a shell's $? says about how a command ended: 128 + signal, with ksh 256 + signal.
int wait_status_of_shell_status(int status) {
  constexpr int most_signals = 64;
  if (status > 256 && status <= 256 + most_signals) return killed_status(status - 256);
  if (status > 128 && status <= 128 + most_signals) return killed_status(status - 128);
  return exit_status(std::min(status, k_ssh_failed));
}

bool is_exit(int wait_status, int code) {
  return WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == code;
}

bool failed_by_itself(const Ended& ended) {
  return ended.wait_status != 0 && ended.wait_status != killed_status(SIGPIPE);
}

/// ssh's exit 255 may be its own, the remote command's, or say that the command was killed by a signal, such as the
/// SIGPIPE that follows the end of a later stage.
bool ssh_itself_failed(const Process& process, const Ended& ended, bool later_failed, const Dialect& dialect) {
  if (!is_exit(ended.wait_status, k_ssh_failed) || ended.report) return false;
  if (process.held != Process::Held::no) return true;  // its sh never says so, and no pipe of ours goes through it
  if (is_connection_trouble(ended.stderr_tail)) return true;
  const bool is_command = !process.reports_stages && is_command_speaking(ended.stderr_tail, dialect);
  return !later_failed && !is_command;
}

/// sshd tells of a command's death by a signal in a way that ssh turns into 255 without a word.
bool is_silent_death(const Process& process, const Ended& ended, const Dialect& dialect) {
  return !process.reports_stages && is_exit(ended.wait_status, k_ssh_failed) &&
         !is_command_speaking(ended.stderr_tail, dialect);
}

int stage_wait_status(const Ended& ended, std::size_t index) {
  if (!ended.report || ended.wait_status == 0) return ended.wait_status;
  const int status = ended.report->at(index);
  return status == k_not_reported ? ended.wait_status : wait_status_of_shell_status(status);
}

}  // namespace

int exit_status(int status) {
  return status << 8;
}

int killed_status(int signal) {
  return signal;
}

std::optional<StageReport> read_stage_report(std::string_view line, std::size_t stage_count) {
  if (!line.starts_with(k_stage_report)) return std::nullopt;
  line.remove_prefix(k_stage_report.size());
  StageReport report(stage_count, k_not_reported);
  while (!line.empty()) {
    if (line.front() != ' ') return std::nullopt;
    line.remove_prefix(1);
    const auto end = std::min(line.find(' '), line.size());
    if (!read_entry(line.substr(0, end), report)) return std::nullopt;
    line.remove_prefix(end);
  }
  return report;
}

StageReport report_of_both(StageReport earlier, const StageReport& later) {
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (later[i] != k_not_reported) earlier[i] = later[i];
  }
  return earlier;
}

namespace {

/// How the stages ended that a far ssh ran: those of a process that are not on its host.
class FarStages {
 public:
  FarStages(const Process& process, const Ended& ended, std::span<const Stage> stages)
      : process_(process), ended_(ended), stages_(stages), ssh_(*ended.report->rbegin()) {}

  /// The ssh itself failed, rather than what it ran, or the reader of that.
  bool unreached() const {
    return ssh_ == k_ssh_failed && !any([this](std::size_t i) { return is_far(i) && reported(i); }) &&
           (is_connection_trouble(ended_.far_stderr_tail) || !reader_failed());
  }

  bool is_far(std::size_t index) const { return stages_[index].host != process_.host; }

  int wait_status(std::size_t index) const {
    const bool told_of_failure = any([this](std::size_t i) { return is_far(i) && (*ended_.report)[i] > 0; });
    if (reported(index) && (told_of_failure || ssh_ == 0)) return wait_status_of_shell_status((*ended_.report)[index]);
    if (ssh_ == k_ssh_failed && !unreached()) return killed_status(SIGPIPE);
    return ssh_ == k_not_reported ? ended_.wait_status : wait_status_of_shell_status(ssh_);
  }

 private:
  template <class Holds>
  bool any(Holds holds) const {
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      if (holds(i)) return true;
    }
    return false;
  }
  bool reported(std::size_t index) const { return (*ended_.report)[index] != k_not_reported; }
  /// Where it sends, its reader's end is its own.
  bool reader_failed() const {
    return is_far(0) && any([this](std::size_t i) {
             const int status = (*ended_.report)[i];
             return !is_far(i) && status > 0 && status != k_broken_pipe;
           });
  }

  const Process& process_;
  const Ended& ended_;
  std::span<const Stage> stages_;
  int ssh_;
};

/// Those of a process that another host runs by its own ssh.
std::vector<StageStatus> statuses_by_far_ssh(const Process& process, const Ended& ended,
                                             std::span<const Stage> stages) {
  const FarStages far(process, ended, stages);
  const bool unreached = far.unreached();
  std::vector<StageStatus> all;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    StageStatus status{.wait_status = far.is_far(i) ? far.wait_status(i) : stage_wait_status(ended, i),
                       .stderr_tail = far.is_far(i) ? ended.far_stderr_tail : ended.stderr_tail,
                       .program = stages[i].argv.front(),
                       .host = stages[i].host};
    if (far.is_far(i)) status.from = process.host;
    if (far.is_far(i) && unreached) status.program = "ssh";
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace

Result assemble(const Pipeline& pipeline, const std::vector<Process>& processes, const std::vector<Ended>& ended,
                const Dialect& dialect) {
  Result result;
  result.dialect = &dialect;
  for (std::size_t p = 0; p < processes.size(); ++p) {
    if (processes[p].held == Process::Held::open && ended[p].report) {
      result.stages = statuses_by_far_ssh(processes[p], ended[p], pipeline.stages);
      result.connection_failed =
          std::ranges::any_of(result.stages, [](const StageStatus& stage) { return stage.program == "ssh"; });
      return result;
    }
    const bool later_failed =
        std::any_of(ended.begin() + static_cast<std::ptrdiff_t>(p) + 1, ended.end(), failed_by_itself);
    const bool is_remote = !processes[p].host.is_local();
    const bool ssh_failed = is_remote && ssh_itself_failed(processes[p], ended[p], later_failed, dialect);
    result.connection_failed = result.connection_failed || ssh_failed;
    const bool lost_its_reader =
        is_remote && !ssh_failed && later_failed && is_silent_death(processes[p], ended[p], dialect);
    for (std::size_t i = 0; i < processes[p].stage_count; ++i) {
      const Stage& stage = pipeline.stages[processes[p].first_stage + i];
      result.stages.push_back({.wait_status = lost_its_reader ? killed_status(SIGPIPE) : stage_wait_status(ended[p], i),
                               .stderr_tail = ended[p].stderr_tail,
                               .program = ssh_failed ? "ssh" : stage.argv.front(),
                               .host = ssh_failed ? processes[p].host : stage.host});
    }
  }
  return result;
}

}  // namespace transport
