#include "transport/outcome.hpp"

#include "transport/explain.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>

#include <sys/wait.h>

namespace transport {

namespace {

constexpr int k_ssh_failed = 255;
constexpr int k_not_reported = -1;

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  const bool good = error == std::errc() && stop == end && value >= 0;
  return good ? std::optional(value) : std::nullopt;
}

/// Takes in one "INDEX=STATUS"; false if it is not one.
bool read_entry(std::string_view entry, StageReport& report) {
  const auto equals = entry.find('=');
  if (equals == std::string_view::npos) return false;
  const auto index = number(entry.substr(0, equals));
  const auto status = number(entry.substr(equals + 1));
  if (!index || !status || static_cast<std::size_t>(*index) >= report.size()) return false;
  report[static_cast<std::size_t>(*index)] = *status;
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

Result assemble(const Pipeline& pipeline, const std::vector<Process>& processes, const std::vector<Ended>& ended,
                const Dialect& dialect) {
  Result result;
  result.dialect = &dialect;
  for (std::size_t p = 0; p < processes.size(); ++p) {
    const bool later_failed =
        std::any_of(ended.begin() + static_cast<std::ptrdiff_t>(p) + 1, ended.end(), failed_by_itself);
    const bool is_remote = !pipeline.stages[processes[p].first_stage].host.is_local();
    const bool ssh_failed = is_remote && ssh_itself_failed(processes[p], ended[p], later_failed, dialect);
    result.connection_failed = result.connection_failed || ssh_failed;
    const bool lost_its_reader =
        is_remote && !ssh_failed && later_failed && is_silent_death(processes[p], ended[p], dialect);
    for (std::size_t i = 0; i < processes[p].stage_count; ++i) {
      const Stage& stage = pipeline.stages[processes[p].first_stage + i];
      result.stages.push_back({.wait_status = lost_its_reader ? killed_status(SIGPIPE) : stage_wait_status(ended[p], i),
                               .stderr_tail = ended[p].stderr_tail,
                               .program = ssh_failed ? "ssh" : stage.argv.front(),
                               .host = stage.host});
    }
  }
  return result;
}

}  // namespace transport
