#include "thinner/losses.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace thinner {

namespace {

/// By period and number, the first snapshot that a rule of that period is young enough for.
using Holders = std::map<std::pair<std::int64_t, std::int64_t>, std::size_t>;

std::int64_t block_number(const Rule& rule, Time time) {
  return time.time_since_epoch().count() / rule.period.seconds;
}

bool is_young_enough(const Rule& rule, Time time, Time now) {
  return (now - time).count() <= rule.ttl.seconds;
}

Holders find_holders(const Schedule& schedule, std::span<const Time> times, Time now) {
  Holders holders;
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (const Rule& rule : schedule.rules) {
      if (is_young_enough(rule, times[i], now))
        holders.emplace(std::pair(rule.period.seconds, block_number(rule, times[i])), i);
    }
  }
  return holders;
}

}  // namespace

Block block_of(const Span& period, Time time) {
  const std::int64_t length = period.seconds;
  const std::int64_t number = time.time_since_epoch().count() / length;
  // Division truncates, so block 0 reaches to both sides of 1970, and those before it end where others begin.
  const auto start = [&](std::int64_t of) { return Time{std::chrono::seconds(of * length)}; };
  if (number > 0) return {start(number), start(number + 1)};
  const auto second = std::chrono::seconds(1);
  if (number == 0) return {start(-1) + second, start(1)};
  return {start(number - 1) + second, start(number) + second};
}

std::vector<Loss> find_losses(const Schedule& schedule, std::span<const Time> times, Time now) {
  const Holders holders = find_holders(schedule, times, now);
  std::vector<Loss> losses(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    std::int64_t longest = -1;
    for (std::size_t r = 0; r < schedule.rules.size(); ++r) {
      const Rule& rule = schedule.rules[r];
      if (rule.ttl.seconds <= longest || !is_young_enough(rule, times[i], now)) continue;
      longest = rule.ttl.seconds;
      losses[i] = {static_cast<std::uint8_t>(r), holders.at({rule.period.seconds, block_number(rule, times[i])})};
    }
  }
  return losses;
}

}  // namespace thinner
