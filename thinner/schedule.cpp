#include "thinner/schedule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace thinner {
namespace {

struct Unit {
  std::string_view symbol;
  std::string_view name;
  std::int64_t seconds;
};

constexpr std::array<Unit, 7> k_units{{
    {"s", "second", 1},
    {"min", "minute", 60},
    {"h", "hour", 3'600},
    {"d", "day", 86'400},
    {"w", "week", 604'800},
    {"m", "month", 2'592'000},
    {"y", "year", 31'557'600},
}};

constexpr std::string_view k_rule_help = "a rule is a period and a ttl, as in 1d1w";
constexpr std::string_view k_unit_help = "units are s, min, h, d, w, m and y";
constexpr std::string_view k_too_large = "the number is too large";

/// The first words are those that users of zfs-autobackup and their log parsers know; the reason is ours.
[[noreturn]] void refuse(std::string_view complaint, std::string_view text, std::string_view reason) {
  throw ScheduleError(std::string(complaint) + ": '" + std::string(text) + "' (" + std::string(reason) + ")");
}

// Not <cctype>: neither the locale nor a byte of a UTF-8 sequence may count as a digit or letter.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Removes and returns the longest beginning of `text` of which every character is `wanted`.
std::string_view take_while(std::string_view& text, bool (*wanted)(char)) {
  const auto end = std::find_if_not(text.begin(), text.end(), wanted);
  const auto taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

/// The value of a string of digits; nothing if it does not fit.
std::optional<std::int64_t> to_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// A span as written: not yet looked up, only split.
struct Written {
  std::string_view digits;
  std::string_view unit;

  bool complete() const { return !digits.empty() && !unit.empty(); }
};

Written take_span(std::string_view& text) {
  const std::string_view digits = take_while(text, is_digit);
  return {digits, take_while(text, is_letter)};
}

Span to_span(const Written& written, std::string_view complaint, std::string_view text) {
  const auto unit =
      std::find_if(k_units.begin(), k_units.end(), [&](const Unit& u) { return u.symbol == written.unit; });
  if (unit == k_units.end()) {
    refuse(complaint, text, "no unit '" + std::string(written.unit) + "': " + std::string(k_unit_help));
  }
  const auto count = to_number(written.digits);
  if (!count || *count > std::numeric_limits<std::int64_t>::max() / unit->seconds) refuse(complaint, text, k_too_large);
  return {*count * unit->seconds, *count, std::string(unit->name)};
}

Rule parse_rule(std::string_view text) {
  constexpr std::string_view not_a_rule = "Invalid schedule string";
  const std::string lower = lower_case(text);
  std::string_view rest = lower;
  const Written period_part = take_span(rest);
  const Written ttl_part = take_span(rest);
  if (!period_part.complete() || !ttl_part.complete()) refuse(not_a_rule, text, k_rule_help);
  // zfs-autobackup ignores what follows. It is a typing error all the same, and one that changes what is kept.
  if (!rest.empty()) refuse(not_a_rule, text, "'" + std::string(rest) + "' follows a complete rule");

  Rule rule{to_span(period_part, "Invalid period string in schedule", text),
            to_span(ttl_part, "Invalid ttl string in schedule", text)};
  if (rule.period.seconds == 0) refuse("Invalid period string in schedule", text, "a period cannot be 0");
  if (rule.period.seconds > rule.ttl.seconds) {
    refuse("Period cant be longer than ttl in schedule", text, "the first part is the period, the second the ttl");
  }
  return rule;
}

/// "10" and "-1" say how many to keep, all else is a rule.
bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::size_t parse_keep_newest(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto number = to_number(text.substr(negative ? 1 : 0));
  if (negative && number != 0) {
    throw ScheduleError("Number of snapshots to keep cant be negative: " + std::string(text));
  }
  if (!number) refuse("Invalid schedule string", text, k_too_large);
  return static_cast<std::size_t>(*number);
}

std::string in_words(std::int64_t count, std::string_view unit) {
  return std::to_string(count) + " " + std::string(unit) + (count == 1 ? "" : "s");
}

}  // namespace

Schedule parse_schedule(std::string_view text) {
  Schedule schedule;
  if (text.empty()) return schedule;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view item = text.substr(start, end - start);
    if (is_plain_number(item)) {
      schedule.keep_newest = parse_keep_newest(item);
    } else {
      schedule.rules.push_back(parse_rule(item));
    }
    start = end + 1;
  }
  if (schedule.rules.size() > k_max_rules) {
    refuse("Invalid schedule string", text, "more than " + std::to_string(k_max_rules) + " rules");
  }
  return schedule;
}

Span parse_ttl(std::string_view text) {
  constexpr std::string_view complaint = "Invalid ttl string";
  const std::string lower = lower_case(text);
  std::string_view rest = lower;
  const Written written = take_span(rest);
  if (!written.complete() || !rest.empty()) {
    refuse(complaint, text, "a ttl is a number and a unit, as in 30d; " + std::string(k_unit_help));
  }
  return to_span(written, complaint, text);
}

std::string in_words(const Span& span) {
  return in_words(span.count, span.unit);
}

std::vector<std::string> describe(const Schedule& schedule) {
  std::vector<std::string> lines;
  if (schedule.keep_newest != 0) {
    const auto count = static_cast<std::int64_t>(schedule.keep_newest);
    lines.push_back("Keep the last " + in_words(count, "snapshot") + ".");
  }
  if (schedule.young.seconds != 0) lines.push_back("Keep all of the last " + in_words(schedule.young) + ".");
  for (const Rule& rule : schedule.rules) lines.push_back(describe(rule));
  if (lines.empty()) lines.emplace_back("Keep no old snaphots");  // sic: log parsers know it so
  return lines;
}

std::string describe(const Rule& rule) {
  return "Keep every " + in_words(rule.period) + ", delete after " + in_words(rule.ttl) + ".";
}

}  // namespace thinner
