#include "transport/pipeline.hpp"

#include "transport/quote.hpp"
#include "transport/remote_text.hpp"

#include <span>
#include <stdexcept>

namespace transport {

namespace {

/// Operands longer than this go to a remote sh on its stdin. Kernels take 128 KiB, but a csh no word over 8 KiB.
constexpr std::size_t k_longest_operand = std::size_t{6} * 1024;

void check(const Pipeline& pipeline) {
  if (pipeline.stages.empty()) throw std::invalid_argument("a pipeline without a stage");
  for (const Stage& stage : pipeline.stages) {
    if (stage.argv.empty() || stage.argv.front().empty()) throw std::invalid_argument("a stage without a command");
    for (const std::string& word : stage.argv) {
      if (word.find('\0') != std::string::npos) throw std::invalid_argument("NUL in a word of " + stage.argv.front());
    }
  }
}

/// How many stages from `first` on run on one remote host; 1 for a local stage.
std::size_t run_length(const Pipeline& pipeline, std::size_t first) {
  const Host& host = pipeline.stages[first].host;
  std::size_t length = 1;
  if (host.is_local()) return length;
  while (first + length < pipeline.stages.size() && pipeline.stages[first + length].host == host) ++length;
  return length;
}

Process remote_process(std::span<const Stage> stages, bool stdin_is_free, const PrivateSshOptions& private_options) {
  const Host& host = stages.front().host;
  Process process{.argv = host.ssh_argv()};
  if (private_options) {
    const Argv extra = private_options(host);
    process.argv.insert(process.argv.end(), extra.begin(), extra.end());
  }
  std::string operand = remote_operand(stages);
  if (stdin_is_free && operand.size() > k_longest_operand) {
    process.input = remote_script(stages.front());
    operand = remote_sh_operand();
  }
  process.argv.insert(process.argv.end(), {"--", host.destination(), std::move(operand)});
  process.reports_stages = stages.size() > 1;
  return process;
}

/// A here-document's delimiter: a line that the text does not hold.
std::string delimiter_for(const std::string& text) {
  std::string delimiter = "EOF";
  while (("\n" + text).find("\n" + delimiter + "\n") != std::string::npos) delimiter += "_";
  return delimiter;
}

std::string simple_command(const Process& process, bool is_first) {
  const std::string command = sh_join(process.argv);
  if (!process.input.empty()) {
    const std::string end = delimiter_for(process.input);
    return "{ " + command + " <<'" + end + "'\n" + process.input + end + "\n}";
  }
  // An ssh would read the rest of a script that is itself fed to sh on stdin.
  const bool reads_stdin = is_first && process.argv.front() == "ssh";
  return reads_stdin ? command + " </dev/null" : command;
}

std::string checked_group(const std::vector<Process>& processes) {
  std::string members;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    members +=
        (i > 0 ? " |\n" : "") + ("  { " + simple_command(processes[i], i == 0)) + " 3>&- 4>&- && printf . >&3; }";
  }
  return "{ ok=$({\n" + members + " >&4\n} 3>&1); } 4>&1\n[ \"$ok\" = " + std::string(processes.size(), '.') +
         " ] || exit 1";
}

std::string line_of(const Process& process) {
  const std::string command = "(" + sh_join(process.argv) + ")";
  return process.input.empty() ? command : "(printf %s " + sh_quote(process.input) + ") | " + command;
}

}  // namespace

std::vector<Process> lower(const Pipeline& pipeline, const PrivateSshOptions& private_options) {
  check(pipeline);
  std::vector<Process> processes;
  for (std::size_t first = 0; first < pipeline.stages.size(); first += processes.back().stage_count) {
    const std::size_t count = run_length(pipeline, first);
    const std::span stages(&pipeline.stages[first], count);
    const bool alone = pipeline.stages.size() == 1;
    processes.push_back(stages.front().host.is_local() ? Process{.argv = stages.front().argv}
                                                       : remote_process(stages, alone, private_options));
    processes.back().first_stage = first;
    processes.back().stage_count = count;
  }
  return processes;
}

std::string to_sh(const Pipeline& pipeline) {
  const std::vector<Process> processes = lower(pipeline);
  return processes.size() == 1 ? simple_command(processes.front(), true) : checked_group(processes);
}

std::string to_line(const Pipeline& pipeline) {
  std::string line;
  for (const Process& process : lower(pipeline)) line += (line.empty() ? "" : " | ") + line_of(process);
  for (auto at = line.find('\n'); at != std::string::npos; at = line.find('\n', at)) line.replace(at, 1, "\\n");
  return line;
}

}  // namespace transport
