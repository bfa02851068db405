// Steps in time: those that a wrong clock makes are found, those of every day are not.
#include "series.hpp"
#include "thinner/clock.hpp"
#include "thinner/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <random>

namespace {

using thinner::ClockStep;
using thinner::find_clock_step;
using thinner::parse_schedule;
using thinner::Schedule;
using thinner::settle;

constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_day = 86'400;
constexpr std::int64_t k_start = 1'705'276'800;  // 2024-01-15T00:00:00Z
constexpr std::int64_t k_year = 365 * k_day;

const Schedule k_usual = parse_schedule("10,1d1w,1w1m,1m1y");
const Schedule k_hourly = parse_schedule("1h2d,1d1m");

/// `count` of them, `step` apart.
Times every(std::int64_t step, std::int64_t count, std::int64_t first = k_start) {
  Times times;
  for (std::int64_t i = 0; i < count; ++i) times.push_back(at(first + i * step));
  return times;
}

/// What a job leaves that takes a snapshot every `step` and thins each time, at the time of the last one.
Times thinned(const Schedule& schedule, std::int64_t step, std::int64_t count) {
  Times times;
  for (const auto now : every(step, count)) {
    times.push_back(now);
    times = kept(times, thin(schedule, times, now));
    if (times.empty() || times.back() != now) times.push_back(now);
  }
  return times;
}

/// As the rule is told, at every place, without a thought for time.
std::optional<ClockStep> second_opinion(const Schedule& schedule, const Times& times, thinner::Time now) {
  for (std::size_t count = 1; count <= times.size(); ++count) {
    const Times before(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count));
    Times after = before;
    if (count < times.size()) after.push_back(times[count]);
    const auto to = count < times.size() ? times[count] : now;
    const auto first = thin(schedule, settle(before, before.back()), before.back());
    const auto then = thin(schedule, settle(after, to), to);
    std::size_t lost = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const bool was_kept = first[i].keep() || i + 1 == count;
      const bool is_kept = then[i].keep() || i + 1 == after.size();
      lost += was_kept && !is_kept ? 1 : 0;
    }
    if (lost > 20 && lost > count - lost) return ClockStep{before.back(), to, lost, count};
  }
  return std::nullopt;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clock_steps)

BOOST_AUTO_TEST_CASE(times_are_settled) {
  BOOST_TEST((settle(times_at({}), at(9)) == times_at({})));
  BOOST_TEST((settle(times_at({1, 2, 2, 9}), at(9)) == times_at({1, 2, 2, 9})), "right ones stay");
  BOOST_TEST((settle(times_at({1, 70, 3, 4}), at(9)) == times_at({1, 3, 3, 4})), "as the next newer one");
  BOOST_TEST((settle(times_at({1, 70, 80, 4}), at(9)) == times_at({1, 4, 4, 4})),
             "as the next that is not in the future");
  BOOST_TEST((settle(times_at({1, 2, 70}), at(9)) == times_at({1, 2, 9})), "as now");
  BOOST_TEST((settle(times_at({5, 1, 6}), at(9)) == times_at({5, 5, 6})), "as the one before");
  BOOST_TEST((settle(times_at({5, 6, 7}), at(3)) == times_at({3, 3, 3})), "all are in the future");
}

BOOST_AUTO_TEST_CASE(what_happens_every_day_is_no_step) {
  for (const Schedule& schedule : {k_usual, k_hourly, parse_schedule("3"), parse_schedule("1h1y"), parse_schedule(""),
                                   Schedule{.keep_newest = 5, .young = thinner::parse_ttl("30d")}}) {
    for (const std::int64_t step : {k_hour / 4, k_hour, k_day}) {
      const Times times = thinned(schedule, step, 400);
      BOOST_TEST(!find_clock_step(schedule, times, times.back() + std::chrono::seconds(step)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_ahead) {
  const Times times = thinned(k_hourly, k_hour, 24 * 40);
  const auto now = times.back() + std::chrono::seconds(10 * k_year);
  const auto step = find_clock_step(k_hourly, times, now);
  BOOST_REQUIRE(step);
  BOOST_TEST((step->from == times.back() && step->to == now));
  BOOST_TEST(step->of == times.size());
  BOOST_TEST(step->lost == times.size() - 1);
}

BOOST_AUTO_TEST_CASE(it_is_seen_when_the_clock_is_right_again) {
  Times times = thinned(k_hourly, k_hour, 24 * 40);
  const std::int64_t right = times.back().time_since_epoch().count();
  times.push_back(at(right + 10 * k_year));  // what the wrong run made
  for (int hour = 1; hour < 100; ++hour) {
    times.push_back(at(right + hour * k_hour));
    BOOST_REQUIRE(find_clock_step(k_hourly, times, times.back()));
  }
  std::erase(times, at(right + 10 * k_year));
  BOOST_TEST(!find_clock_step(k_hourly, times, times.back()), "without it all is well");
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_behind) {
  const Times times = thinned(k_hourly, k_hour, 24 * 40);
  BOOST_TEST(find_clock_step(k_hourly, times, at(0)).has_value(), "1970");
  BOOST_TEST(!find_clock_step(k_hourly, times, times.back() - std::chrono::seconds(k_hour)), "winter time");
}

BOOST_AUTO_TEST_CASE(few_may_go) {
  const Schedule schedule = parse_schedule("1h1y");
  const auto late = at(k_start + 5 * k_year);
  BOOST_TEST(!find_clock_step(schedule, every(k_hour, 21), late), "20 of 21: the newest stays");
  BOOST_TEST(find_clock_step(schedule, every(k_hour, 22), late).has_value(), "21 of 22");
}

BOOST_AUTO_TEST_CASE(half_may_go) {
  const Schedule schedule = parse_schedule("30,1h1d");
  Times times = every(k_hour, 60);
  const auto late = times.back() + std::chrono::seconds(k_year);
  BOOST_TEST(!find_clock_step(schedule, times, late), "the newest 30 stay");
  BOOST_TEST(find_clock_step(parse_schedule("9,1h1d"), every(k_hour, 24), late).has_value() == false, "15 of 24");
}

// Not each place of a long history is looked at anew because of one time that is out of order: this would take minutes.
BOOST_AUTO_TEST_CASE(a_long_history_with_a_time_out_of_order) {
  for (const std::int64_t wrong : {-2 * k_hour, 10 * k_year}) {
    Times times = every(60, 200'000);
    times[1'000] += std::chrono::seconds(wrong);
    BOOST_TEST(!find_clock_step(parse_schedule("10,1d1w,1w1m,1m1y"), times, times.back()));
  }
}

BOOST_AUTO_TEST_CASE(any_history) {
  std::mt19937_64 random{20'261'129};
  const auto pick = [&](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random);
  };
  const Schedule schedules[] = {k_usual,
                                k_hourly,
                                parse_schedule("1h1w"),
                                parse_schedule("5,1h3d,1d1y"),
                                {},
                                {.keep_newest = 2, .young = thinner::parse_ttl("10d")},
                                {.rules = k_hourly.rules, .young = thinner::parse_ttl("2d")}};
  int found = 0, usual = 0;
  for (int number = 0; number < 1'500; ++number) {
    const Schedule& schedule = schedules[static_cast<std::size_t>(pick(0, 6))];
    Times times;
    std::int64_t time = k_start;
    const std::int64_t count = pick(0, 90);
    for (std::int64_t i = 0; i < count; ++i) {
      times.push_back(at(time));
      const std::int64_t dice = pick(0, 99);
      time += dice == 0 ? pick(-3 * k_year, 3 * k_year) : dice < 5 ? pick(0, 20 * k_day) : pick(0, 3 * k_hour);
    }
    const auto step = find_clock_step(schedule, times, at(time));
    BOOST_REQUIRE((step == second_opinion(schedule, times, at(time))));
    ++(step ? found : usual);
  }
  BOOST_TEST(found > 50);
  BOOST_TEST(usual > 50);
}

BOOST_AUTO_TEST_SUITE_END()
