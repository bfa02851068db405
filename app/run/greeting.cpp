#include "app/run/greeting.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>

namespace run {

namespace {

constexpr std::string_view k_mark = "zwinnow-time: ";
constexpr std::string_view k_suspended = "SUSPENDED";

/// Nothing where it is no number.
std::optional<std::int64_t> read_time(std::string_view text) {
  std::int64_t time = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return time;
}

/// It comes from another host and goes to a terminal.
bool is_printable(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::string greeting_text(std::string_view pool_states) {
  return "s=; for f in " + std::string(pool_states) +
         "/*/state; do [ -r \"$f\" ] && read -r x <\"$f\" && [ \"$x\" = " + std::string(k_suspended) +
         " ] && s=\"$s|$f\"; done; echo \"" + std::string(k_mark) + "$(date +%s 2>/dev/null) $SSH_CONNECTION$s\"; ";
}

/// The mark, the time, a space and SSH_CONNECTION, and for each pool a '|' and the name of its file.
bool hear_greeting(std::string_view line, Greeting& greeting) {
  const auto at = line.find(k_mark);
  if (greeting.noise.empty()) greeting.noise = line.substr(0, at);
  if (at == std::string_view::npos) return false;
  std::string_view rest = line.substr(at + k_mark.size());
  const std::string_view first = rest.substr(0, rest.find('|'));
  const auto space = std::min(first.find(' '), first.size());
  greeting.time = read_time(first.substr(0, space));
  if (space < first.size()) greeting.ends = transport::read_ssh_ends(first.substr(space + 1));
  while (rest.find('|') != std::string_view::npos) {
    rest.remove_prefix(rest.find('|') + 1);
    const std::filesystem::path file(rest.substr(0, rest.find('|')));
    std::string pool = file.parent_path().filename();
    if (is_printable(pool)) greeting.suspended.push_back(std::move(pool));
  }
  return true;
}

std::vector<std::string> suspended_pools_here(std::string_view pool_states) {
  std::vector<std::string> suspended;
  std::error_code unreadable;
  std::filesystem::directory_iterator entry(pool_states, unreadable);
  for (; !unreadable && entry != std::filesystem::directory_iterator(); entry.increment(unreadable)) {
    std::ifstream file(entry->path() / "state");
    std::string state;
    if (std::getline(file, state) && state == k_suspended) suspended.push_back(entry->path().filename());
  }
  std::ranges::sort(suspended);
  return suspended;
}

}  // namespace run
