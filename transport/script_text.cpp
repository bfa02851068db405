// A pipeline as text: for the printed script, and for people.

#include "transport/half_text.hpp"
#include "transport/pipeline.hpp"
#include "transport/quote.hpp"

namespace transport {

namespace {

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

constexpr std::string_view k_hold_stream = R"sh(
# A stream between two other hosts, which ends when its stdin does: held open until then, so that it ends with this script.
hold_stream() {
  pipes=$(mktemp -d) && mkfifo "$pipes/in" || return 1
  stream <"$pipes/in" &
  streaming=$!
  exec 8>"$pipes/in"
  rm -r "$pipes"
  if wait "$streaming"; then ended=0; else ended=1; fi
  exec 8>&-
  return "$ended"
}
)sh";

constexpr std::string_view k_connect_halves = R"sh(
# The halves of a stream over a connection of its own: receive is told a token and says at which port it listens, send is
# told both. Each ends when its stdin does, so with this script. The token is made anew for each stream.
connect_halves() {
  pipes=$(mktemp -d) && mkfifo "$pipes/receive" "$pipes/send" "$pipes/said" || return 1
  token=$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' 
')
  receive <"$pipes/receive" >"$pipes/said" &
  receiving=$!
  exec 8>"$pipes/receive" 7<"$pipes/said"
  send <"$pipes/send" 7<&- 8>&- &
  sending=$!
  exec 9>"$pipes/send"
  rm -r "$pipes"
  (printf '%s
' "$token" >&8) 2>/dev/null || :
  port=
  while [ -z "$port" ] && read -r line <&7; do
    case $line in "zwinnow-listens: "*) port=${line#*: } ;; esac
    case $port in *[!0-9]*) port= ;; esac
  done
  if [ -n "$port" ]; then (printf '%s %s
' "$token" "$port" >&9) 2>/dev/null || :; else exec 9>&-; fi
  # What fails on one side would leave the other one waiting.
  if wait "$sending"; then ended=0; else ended=1; exec 8>&-; fi
  cat <&7
  wait "$receiving" || ended=1
  exec 7<&- 8>&- 9>&-
  return "$ended"
}
)sh";

std::string line_of(const Process& process) {
  const std::string command = "(" + sh_join(process.argv) + ")";
  return process.input.empty() ? command : "(printf %s " + sh_quote(process.input) + ") | " + command;
}

}  // namespace

std::string to_sh(const Pipeline& pipeline) {
  const std::vector<Process> processes = lower(pipeline);
  if (pipeline.crossing.by_far_ssh())
    return "stream() { " + sh_join(processes.front().argv) + "; }\nhold_stream || exit 1";
  if (pipeline.crossing.connects())
    return "send() { " + sh_join(processes.front().argv) + "; }\nreceive() { " + sh_join(processes.back().argv) +
           "; }\nconnect_halves || exit 1";
  return processes.size() == 1 ? simple_command(processes.front(), true) : checked_group(processes);
}

std::string_view sh_functions(const Crossing& crossing) {
  if (crossing.by_far_ssh()) return k_hold_stream;
  return crossing.connects() ? k_connect_halves : std::string_view();
}

std::string to_line(const Pipeline& pipeline) {
  const char* const joint = pipeline.crossing.connects() ? " tcp> " : " | ";
  std::string line;
  for (const Process& process : lower(pipeline)) line += (line.empty() ? "" : joint) + line_of(process);
  for (auto at = line.find('\n'); at != std::string::npos; at = line.find('\n', at)) line.replace(at, 1, "\\n");
  return line;
}

}  // namespace transport
