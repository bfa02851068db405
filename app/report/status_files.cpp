#include "app/report/status_files.hpp"

#include <date/date.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace report {

namespace {

std::string without_user(const std::string& host) {
  return host.substr(host.rfind('@') + 1);
}

/// What other hosts and programs say may hold anything.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }, ' ');
  return text;
}

std::string in_utc(thinner::Time time) {
  return date::format("%Y-%m-%d %H:%M:%S UTC", time);
}

std::string what_failed(const RunRecord& record) {
  if (record.result == "aborted") return "was ended by a signal";
  if (record.result == "not_done") return "could not be done";
  return "failed for " + std::to_string(record.report.failed + record.report.missing_failed) + " dataset(s)";
}

std::string place(const std::string& host, const std::string& path) {
  return (host.empty() ? std::string("this host") : host) + (path.empty() ? "" : ":" + path);
}

std::string where(const RunRecord& record) {
  std::string source = "source: " + place(record.source_host, "");
  if (record.target_path.empty()) return source;
  return source + ", target: " + place(record.target_host, record.target_path);
}

}  // namespace

std::string as_file_name(const std::string& text) {
  constexpr std::string_view k_hex = "0123456789ABCDEF", k_plain = "._-@:,=";
  constexpr std::size_t k_longest = 200;
  std::string name;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool is_hidden = name.empty() && c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (c == '/')
      name += '+';  // which no name of a dataset has
    else if (is_letter || (k_plain.find(c) != std::string_view::npos && !is_hidden))
      name += c;
    else
      name.append({'%', k_hex[byte >> 4U], k_hex[byte & 0xfU]});
  }
  if (name.size() > k_longest)
    name = name.substr(0, k_longest - 21) + "%" + std::to_string(std::hash<std::string>{}(text));
  return name;
}

std::string status_name(const RunRecord& record) {
  const bool is_plain = record.verb == "backup" || record.verb == record.job || record.job.empty();
  std::string name = is_plain ? "" : record.verb + "-";
  name += record.job.empty() ? record.verb : record.job;
  const bool has_target = !record.target_path.empty();
  const std::string& host = has_target ? record.target_host : record.source_host;
  if (!host.empty() || has_target) name += "@" + without_user(host);
  if (has_target) name += (host.empty() ? "" : ":") + record.target_path;
  return as_file_name(name);
}

std::string failure_text(const RunRecord& record) {
  std::string text = "zwinnow " + record.verb + " " + record.job + " " + what_failed(record) + " (exit code " +
                     std::to_string(record.exit_code) + ")\n" + where(record) + "\nbegan " + in_utc(record.start) +
                     ", ended " + in_utc(record.end) + "\n\n";
  for (const run::Problem& problem : record.report.problems) {
    text += one_line((problem.dataset.empty() ? "" : problem.dataset + ": ") + problem.message) + "\n";
    if (!problem.next_step.empty()) text += "  next step: " + one_line(problem.next_step) + "\n";
  }
  return text + "\nThe same command with --test shows the state. The next good run removes this file.\n";
}

}  // namespace report
