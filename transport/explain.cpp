#include "transport/explain.hpp"

#include "transport/half_text.hpp"
#include "transport/quote.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace transport {

namespace {

using Lines = std::vector<std::string_view>;

constexpr std::string_view k_connection = "ssh to ";

// --- What helps ---

enum class Advice { login, host_key, name, sshd, network, lost, configuration };

struct Trouble {
  std::string_view words;  ///< somewhere in a line of ssh's stderr
  Advice advice;
};

/// In the order of how much they tell: the first that occurs is the one.
constexpr std::array k_troubles = {
    Trouble{"REMOTE HOST IDENTIFICATION HAS CHANGED", Advice::host_key},
    Trouble{"Host key verification failed", Advice::host_key},
    Trouble{"Permission denied (", Advice::login},
    Trouble{"Too many authentication failures", Advice::login},
    Trouble{"Could not resolve hostname", Advice::name},
    Trouble{"Connection refused", Advice::sshd},
    Trouble{"Connection timed out", Advice::network},
    Trouble{"Operation timed out", Advice::network},
    Trouble{"No route to host", Advice::network},
    Trouble{"Network is unreachable", Advice::network},
    Trouble{"Host is down", Advice::network},
    Trouble{"Timeout, server", Advice::lost},
    Trouble{"client_loop:", Advice::lost},
    Trouble{"mux_client_", Advice::lost},
    Trouble{"closed by remote host", Advice::lost},
    Trouble{"Connection reset by", Advice::lost},
    Trouble{"Connection closed by", Advice::lost},
    Trouble{"Received disconnect from", Advice::lost},
    Trouble{"kex_exchange_identification:", Advice::sshd},
    Trouble{"Unable to negotiate with", Advice::configuration},
    Trouble{"Bad configuration option", Advice::configuration},
    Trouble{"Can't open user config file", Advice::configuration},
    Trouble{"Bad owner or permissions on", Advice::configuration},
};

std::string name_of(const Host& host) {
  const auto at = host.destination().rfind('@');
  return at == std::string::npos ? host.destination() : host.destination().substr(at + 1);
}

std::vector<std::string> test_argv(const Host& host, const std::vector<std::string>& command) {
  std::vector<std::string> argv = host.ssh_by_user();
  argv.insert(argv.end(), {"-o", "BatchMode=yes", host.destination()});
  argv.insert(argv.end(), command.begin(), command.end());
  return argv;
}

/// `from` has a configuration of its own.
std::string test_command(const Host& host, const Host& from) {
  if (from.is_local()) return sh_join(test_argv(host, {"true"}));
  return sh_join(test_argv(from, test_argv(Host::ssh(host.destination()), {"true"})));
}

std::string advice_text(Advice advice, const Host& host, const Host& from) {
  switch (advice) {
    case Advice::login:
      return "ssh refuses a login without a password; test with: " + test_command(host, from);
    case Advice::host_key:
      return "the host key of " + name_of(host) + " is unknown or has changed: check it, then ssh-keygen -R " +
             sh_quote(name_of(host)) + " and log in once by hand" +
             (from.is_local() ? "" : ", on " + from.destination());
    case Advice::name:
      return "check the spelling, or give it a Host entry in the ssh configuration";
    case Advice::sshd:
      return "is sshd running there, on this port? test with: " + test_command(host, from);
    case Advice::network:
      return "is it up, and no firewall in between? test with: " + test_command(host, from);
    case Advice::lost:
      return "the connection was lost";
    case Advice::configuration:
      return "check the ssh configuration; test with: " + test_command(host, from);
  }
  return {};
}

// --- Lines that tell something ---

bool is_chatter(std::string_view line) {
  constexpr std::array<std::string_view, 12> chatter = {"Warning: Permanently added",
                                                        "Connection to ",
                                                        "Shared connection to ",
                                                        "ControlSocket ",
                                                        "Pseudo-terminal ",
                                                        "Exit request sent",
                                                        "@@@@",
                                                        "** ",
                                                        "debug1: ",
                                                        "debug2: ",
                                                        "debug3: ",
                                                        "Killed by signal"};
  const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
  return blank || std::ranges::any_of(chatter, [&](std::string_view start) { return line.starts_with(start); });
}

Lines telling_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!is_chatter(line)) lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool is_complaint(std::string_view line, const Dialect& dialect) {
  if (line.starts_with(k_about_connection)) return true;
  return std::ranges::any_of(dialect.complaints, [&](std::string_view start) { return line.starts_with(start); });
}

/// What whoever reads a stream says when somebody before has failed; these are the words of what decompresses.
bool is_consequence(std::string_view line, const Dialect& dialect) {
  constexpr std::array<std::string_view, 5> own = {"unexpected end of", "Unexpected end of", "premature end",
                                                   "Unfinished stream", k_nobody_came};
  const auto is_said = [&](std::string_view words) { return line.find(words) != std::string_view::npos; };
  return std::ranges::any_of(own, is_said) || std::ranges::any_of(dialect.consequences, is_said);
}

std::string with_second_line(const Lines& lines, std::size_t complaint, const Dialect& dialect) {
  std::string text(lines[complaint]);
  if (complaint + 1 == lines.size()) return text;
  const std::string_view next = lines[complaint + 1];
  for (const Dialect::Continuation& known : dialect.continuations) {
    if (next.starts_with(known.start)) text.append(known.joint).append(next);
  }
  return text;
}

/// The last complaint, but one that only follows from another.
std::optional<std::size_t> telling_complaint(const Lines& lines, const Dialect& dialect) {
  std::optional<std::size_t> consequence;
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (!is_complaint(lines[i], dialect)) continue;
    if (!is_consequence(lines[i], dialect)) return i;
    if (!consequence) consequence = i;
  }
  return consequence;
}

struct Found {
  std::string_view line;
  Advice advice;
};

std::optional<Found> find_trouble(std::string_view stderr_tail) {
  // Not without chatter: "Connection to h closed by remote host." is trouble.
  for (const Trouble& trouble : k_troubles) {
    const auto at = stderr_tail.rfind(trouble.words);
    if (at == std::string_view::npos) continue;
    const auto newline = stderr_tail.rfind('\n', at);
    const auto start = newline == std::string_view::npos ? 0 : newline + 1;
    return Found{stderr_tail.substr(start, stderr_tail.find('\n', at) - start), trouble.advice};
  }
  return std::nullopt;
}

}  // namespace

std::string telling_line(std::string_view stderr_tail, const Dialect& dialect) {
  const Lines lines = telling_lines(stderr_tail);
  if (lines.empty()) return {};
  const auto complaint = telling_complaint(lines, dialect);
  return complaint ? with_second_line(lines, *complaint, dialect) : std::string(lines.back());
}

std::vector<std::string_view> complaints(std::string_view stderr_tail, const Dialect& dialect) {
  Lines lines = telling_lines(stderr_tail);
  const auto complains = [&](std::string_view line) { return is_complaint(line, dialect); };
  if (std::ranges::any_of(lines, complains)) std::erase_if(lines, std::not_fn(complains));
  return lines;
}

bool says_input_ended(std::string_view stderr_tail, const Dialect& dialect) {
  return is_consequence(telling_line(stderr_tail, dialect), dialect);
}

bool says_broken_pipe(std::string_view stderr_tail, const Dialect& dialect) {
  return std::ranges::any_of(complaints(stderr_tail, dialect),
                             [](std::string_view line) { return line.ends_with("Broken pipe"); });
}

bool is_connection_trouble(std::string_view stderr_tail) {
  return find_trouble(stderr_tail).has_value();
}

bool is_command_speaking(std::string_view stderr_tail, const Dialect& dialect) {
  return std::ranges::any_of(telling_lines(stderr_tail),
                             [&](std::string_view line) { return is_complaint(line, dialect); });
}

std::string explain_connection(const Host& host, const Host& from, std::string_view stderr_tail,
                               const Dialect& dialect) {
  const std::string whose = from.is_local() ? "" : " from " + from.destination();
  const std::string start = std::string(k_connection) + host.destination() + whose + " failed";
  if (const auto found = find_trouble(stderr_tail)) {
    std::string_view line = found->line;
    if (found->advice == Advice::host_key) line = {};  // rows of @ and a banner: the advice says it better
    while (!line.empty() && (line.back() == '.' || line.back() == ' ')) line.remove_suffix(1);
    const std::string said = line.empty() ? "" : ": " + std::string(line);
    return start + said + ": " + advice_text(found->advice, host, from);
  }
  const std::string said = telling_line(stderr_tail, dialect);
  return start + ": " + (said.empty() ? "it said nothing; test with: " + test_command(host, from) : said);
}

bool says_host_is_off(std::string_view stderr_tail) {
  constexpr std::array<std::string_view, 6> k_reasons = {": Connection refused",     ": Connection timed out",
                                                         ": Operation timed out",    ": No route to host",
                                                         ": Network is unreachable", ": Host is down"};
  return std::ranges::any_of(telling_lines(stderr_tail), [&](std::string_view line) {
    if (!line.starts_with("ssh: connect to host ")) return false;
    while (line.ends_with('\r')) line.remove_suffix(1);
    return std::ranges::any_of(k_reasons, [line](std::string_view reason) { return line.ends_with(reason); });
  });
}

bool is_about_connection(std::string_view error) {
  return error.find(k_connection) != std::string_view::npos;
}

}  // namespace transport
