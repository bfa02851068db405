#include "transport/explain.hpp"
#include "transport/half_text.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <array>
#include <csignal>

#include <sys/wait.h>

namespace transport {

namespace {

constexpr int k_shell_not_found = 127;  // what every shell exits with when there is no such program

std::string signal_name(int number) {
  struct Name {
    int number;
    const char* name;
  };
  constexpr std::array names = {Name{SIGHUP, "SIGHUP"},   Name{SIGINT, "SIGINT"},   Name{SIGQUIT, "SIGQUIT"},
                                Name{SIGILL, "SIGILL"},   Name{SIGABRT, "SIGABRT"}, Name{SIGBUS, "SIGBUS"},
                                Name{SIGFPE, "SIGFPE"},   Name{SIGKILL, "SIGKILL"}, Name{SIGSEGV, "SIGSEGV"},
                                Name{SIGPIPE, "SIGPIPE"}, Name{SIGALRM, "SIGALRM"}, Name{SIGTERM, "SIGTERM"}};
  const auto* const found = std::ranges::find(names, number, &Name::number);
  return found == names.end() ? "signal " + std::to_string(number) : found->name;
}

/// Its reader was gone: so says the kernel, or a shell in between, or itself, as zfs does where SIGPIPE is ignored.
bool died_of_broken_pipe(const StageStatus& stage, const Dialect& dialect) {
  const int status = stage.wait_status;
  if (!stage.ok() && says_broken_pipe(stage.stderr_tail, dialect)) return true;
  return (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE) ||
         (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGPIPE);
}

/// It failed by itself, so what comes after it may have had too little to read.
bool failed_first(const StageStatus& stage, const Dialect& dialect) {
  return !stage.ok() && !died_of_broken_pipe(stage, dialect) && !says_input_ended(stage.stderr_tail, dialect);
}

/// It only follows from what failed before it.
bool is_consequence(const Result& result, std::size_t index) {
  const StageStatus& stage = result.stages[index];
  const auto before = result.stages.begin() + static_cast<std::ptrdiff_t>(index);
  const auto failed = [&](const StageStatus& other) { return failed_first(other, *result.dialect); };
  return died_of_broken_pipe(stage, *result.dialect) ||
         (says_input_ended(stage.stderr_tail, *result.dialect) && std::any_of(result.stages.begin(), before, failed));
}

std::string told(const StageStatus& stage, const Dialect& dialect) {
  if (!stage.host.is_local() && WIFEXITED(stage.wait_status) && WEXITSTATUS(stage.wait_status) == k_shell_not_found) {
    return stage.program + ": not found on " + stage.host.destination();
  }
  const std::string line = telling_line(stage.stderr_tail, dialect);
  if (line.empty()) return stage.program + ": " + stage.describe();
  const bool names_itself = line.starts_with(stage.program + ":") || line.starts_with(k_about_connection);
  const std::string start = names_itself ? "" : stage.program + ": ";
  return start + line + " (" + stage.describe() + ")";
}

}  // namespace

bool StageStatus::ok() const {
  return wait_status == 0;
}

std::string StageStatus::describe() const {
  if (WIFSIGNALED(wait_status)) return "killed by " + signal_name(WTERMSIG(wait_status));
  return "exit " + std::to_string(WEXITSTATUS(wait_status));
}

bool Result::ok() const {
  return !stages.empty() && std::ranges::all_of(stages, [](const StageStatus& stage) { return stage.ok(); });
}

bool Result::host_is_off() const {
  const int blamed = cause();
  if (!connection_failed || no_answer_in.count() != 0 || blamed < 0) return false;
  return says_host_is_off(stages[static_cast<std::size_t>(blamed)].stderr_tail);
}

int Result::cause() const {
  if (unstarted >= 0) return unstarted;
  int last_failed = -1;
  int last_by_itself = -1;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].ok()) continue;
    if (connection_failed && stages[i].program == "ssh") return static_cast<int>(i);
    last_failed = static_cast<int>(i);
    if (!is_consequence(*this, i)) last_by_itself = last_failed;
  }
  return last_by_itself >= 0 ? last_by_itself : last_failed;
}

std::vector<std::string_view> Result::complaints() const {
  return transport::complaints(stages.back().stderr_tail, *dialect);
}

std::string Result::error() const {
  const int blamed = cause();
  if (blamed < 0) return {};
  if (interrupted) return "interrupted by a signal";
  const StageStatus& stage = stages[static_cast<std::size_t>(blamed)];
  if (unstarted >= 0) return stage.program + ": " + stage.stderr_tail;
  if (no_answer_in.count() != 0)
    return unanswered + ": no answer in " + std::to_string(no_answer_in.count()) + " s (--timeout)";
  if (connection_failed) return explain_connection(stage.host, stage.from, stage.stderr_tail, *dialect);

  std::string text = told(stage, *dialect);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const bool is_other = static_cast<int>(i) != blamed && !stages[i].ok() && !is_consequence(*this, i);
    if (!is_other) continue;
    const bool same_words = stages[i].stderr_tail == stage.stderr_tail;
    text += "; also " + (same_words ? stages[i].program + ": " + stages[i].describe() : told(stages[i], *dialect));
  }
  return text;
}

}  // namespace transport
