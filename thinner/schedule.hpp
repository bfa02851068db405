#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thinner {

/// A schedule that cannot be used; `what()` quotes it and says why.
class ScheduleError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A span of time as the user wrote it: `1m` is 30 days, `1y` is 365.25 days.
struct Span {
  std::int64_t seconds = 0;
  std::int64_t count = 0;
  std::string unit;  ///< singular: "day", "hour"
};

/// "One snapshot in every `period`, until it is older than `ttl`."
struct Rule {
  Span period;
  Span ttl;
};

/// What to keep: the newest `keep_newest` snapshots, the young ones, and what the rules say. None of it: keep nothing.
struct Schedule {
  std::size_t keep_newest = 0;
  std::vector<Rule> rules{};  ///< at most k_max_rules, in the order written
  Span young{};               ///< up to this age all stay

  /// Does it look at times at all?
  bool goes_by_time() const { return !rules.empty() || young.seconds != 0; }
};

inline constexpr std::size_t k_max_rules = 250;

/// As keep_newest: more than any dataset has.
inline constexpr std::size_t k_keep_all = 0xffff'ffff;

/// Parses e.g. "10,1d1w,1w1m,1m1y". Throws ScheduleError.
Schedule parse_schedule(std::string_view text);

/// Parses the TTL half of a rule, e.g. "30d". Throws ScheduleError.
Span parse_ttl(std::string_view text);

/// "30 days"
std::string in_words(const Span& span);

/// One sentence per line for humans: "Keep the last 10 snapshots.", "Keep every 1 day, delete after 1 week."
std::vector<std::string> describe(const Schedule& schedule);

/// The sentence for one rule, as in `describe`.
std::string describe(const Rule& rule);

}  // namespace thinner
