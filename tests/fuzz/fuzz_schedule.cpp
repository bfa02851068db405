// Any text either is a schedule that can be worked with or gives a ScheduleError; nothing else, and no undefined
// behaviour.
#include "check.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

void check_schedule(const thinner::Schedule& schedule) {
  check(schedule.rules.size() <= thinner::k_max_rules, "at most k_max_rules");
  check(!describe(schedule).empty(), "each schedule is described");
  for (const auto& rule : schedule.rules) {
    check(rule.period.seconds > 0, "no period is 0");
    check(rule.period.seconds <= rule.ttl.seconds, "no period is longer than its ttl");
  }
  constexpr std::array<std::int64_t, 9> k_times{-62'167'219'200, -86'401,        -1, 0, 1, 86'400, 1'705'320'000,
                                                1'705'319'999,   253'402'300'799};
  std::array<thinner::Time, k_times.size()> times;
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = thinner::Time{std::chrono::seconds{k_times[i]}};
  const auto verdicts = thin(schedule, times, thinner::Time{std::chrono::seconds{1'705'320'000}});
  check(verdicts.size() == times.size(), "one verdict for each");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    check_schedule(thinner::parse_schedule(text));
  } catch (const thinner::ScheduleError&) {
  }
  try {
    check(thinner::parse_ttl(text).seconds >= 0, "no ttl is negative");
  } catch (const thinner::ScheduleError&) {
  }
  return 0;
}
