#include "fault.hpp"

#include "text.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include <fcntl.h>
#include <fnmatch.h>
#include <unistd.h>

namespace fake {
namespace {

struct Rule {
  enum class Kind { none, before, after, kill, kill_after, kill_mid, hang, stop, cut, garble };
  Kind kind = Kind::none;
  bool once = false, session = false;
  std::size_t number = 0, position = 0;
  std::string glob, text;
  int exit = 1;
};

/// How much of its stream a send has written when killmid: ends it, in bytes.
constexpr std::size_t k_middle = 60000;

/// The rule that fits the command this process runs; one command, one rule.
Rule g_rule;

bool take(std::string& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.erase(0, prefix.size());
  return true;
}

std::size_t take_position(std::string& text) {
  const auto colon = text.find(':');
  const std::size_t position = parse_number(text.substr(0, colon));
  text.erase(0, colon + 1);
  return position;
}

/// Globs hold colons too (user properties): the exit code is what follows the first ":" and is all digits up to the
/// next ":" or the end.
void split_exit(Rule& rule, const std::string& text) {
  rule.glob = text;
  for (auto colon = text.find(':'); colon != std::string::npos; colon = text.find(':', colon + 1)) {
    const auto digits = text.find_first_not_of("0123456789", colon + 1);
    const auto end = digits == std::string::npos ? text.size() : digits;
    if (end == colon + 1 || (end < text.size() && text[end] != ':')) continue;
    rule.glob = text.substr(0, colon);
    rule.exit = static_cast<int>(parse_number(text.substr(colon + 1, end - colon - 1)));
    if (end < text.size()) rule.text = text.substr(end + 1);
    return;
  }
}

Rule parse(std::string text) {
  Rule rule;
  rule.kind = Rule::Kind::before;
  rule.once = take(text, "once:");
  if (take(text, "nth@")) rule.number = take_position(text);
  rule.session = take(text, "session:");
  if (take(text, "after:")) rule.kind = Rule::Kind::after;
  if (take(text, "killafter:")) rule.kind = Rule::Kind::kill_after;
  if (take(text, "killmid:")) rule.kind = Rule::Kind::kill_mid;
  if (take(text, "kill:")) rule.kind = Rule::Kind::kill;
  if (take(text, "hang:")) rule.kind = Rule::Kind::hang;
  if (take(text, "stop:")) rule.kind = Rule::Kind::stop;
  if (take(text, "cut@")) rule.kind = Rule::Kind::cut, rule.position = take_position(text);
  if (take(text, "garble@")) rule.kind = Rule::Kind::garble, rule.position = take_position(text);
  split_exit(rule, text);
  return rule;
}

/// True the first time; a file in the state directory remembers.
bool first_time(const std::string& rule) {
  const std::string mark = getenv_or("FAKE_ZFS_STATE", ".") + "/fault-" + hex(std::hash<std::string>{}(rule));
  const int file = ::open(mark.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0) return false;
  ::close(file);
  return true;
}

/// The leader of the session first, if the rule says so: then nobody is left to see that we ended.
[[noreturn]] void die() {
  if (g_rule.session) ::kill(::getsid(0), SIGKILL);
  std::raise(SIGKILL);
  std::abort();
}

[[noreturn]] void fail() {
  if (!g_rule.text.empty()) complain(g_rule.text);
  throw Exit{g_rule.exit};
}

}  // namespace

void fault_before(const std::string& host, const std::string& command, std::size_t number) {
  const std::string rules = getenv_or("FAKE_ZFS_FAULT", "");
  if (rules.empty()) return;
  const std::string on_host = host + " " + command;
  for (const auto& text : split(rules, ';')) {
    if (text.empty()) continue;
    const Rule rule = parse(text);
    const bool fits =
        ::fnmatch(rule.glob.c_str(), command.c_str(), 0) == 0 || ::fnmatch(rule.glob.c_str(), on_host.c_str(), 0) == 0;
    if (!fits || (rule.number != 0 && rule.number != number) || (rule.once && !first_time(text))) continue;
    g_rule = rule;
    break;
  }
  if (g_rule.kind == Rule::Kind::before) fail();
  const bool streams = command.starts_with("zfs send ");
  if (g_rule.kind == Rule::Kind::kill || (g_rule.kind == Rule::Kind::kill_mid && !streams)) die();
  while (g_rule.kind == Rule::Kind::hang) ::pause();
  if (g_rule.kind == Rule::Kind::stop) std::raise(SIGSTOP);
}

int fault_after(int status) {
  if (g_rule.kind == Rule::Kind::kill_after || g_rule.kind == Rule::Kind::kill_mid) {
    std::fflush(stdout);
    die();
  }
  if (g_rule.kind == Rule::Kind::after) fail();
  return status;
}

StreamFault stream_fault() {
  StreamFault fault;
  fault.exit = g_rule.exit;
  fault.text = g_rule.text;
  if (g_rule.kind == Rule::Kind::cut) fault.cut_at = g_rule.position;
  if (g_rule.kind == Rule::Kind::kill_mid) fault.cut_at = k_middle;
  if (g_rule.kind == Rule::Kind::garble) fault.garble_at = g_rule.position;
  return fault;
}

}  // namespace fake
