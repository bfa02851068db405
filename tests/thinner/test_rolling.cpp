// A series that is thinned after each snapshot, against thin() over what was left before.

#include "tests/thinner/series.hpp"
#include "thinner/clock.hpp"
#include "thinner/rolling.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>

namespace {

using namespace thinner;

/// What thin() leaves of the rest and a new one.
Times thinned(const Schedule& schedule, Times times, Time named, Time now) {
  times.push_back(named);
  const Verdicts verdicts = thin(schedule, settle(times, now), now);
  Times left;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (verdicts[i].keep() || i + 1 == times.size()) left.push_back(times[i]);
  }
  return left;
}

class Chance {
 public:
  std::int64_t pick(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }
  Schedule schedule() {
    Schedule schedule;
    if (pick(0, 1) == 1) schedule.keep_newest = static_cast<std::size_t>(pick(0, 12));
    if (pick(0, 3) == 0) schedule.young = {pick(1, 400), 1, "span"};
    for (std::int64_t rules = pick(0, 4); rules > 0; --rules) {
      const std::int64_t period =
          std::array<std::int64_t, 6>{1, 7, 10, 30, 100, 365}.at(static_cast<std::size_t>(pick(0, 5)));
      schedule.rules.push_back(rule_of(period, period * pick(1, 12)));
    }
    return schedule;
  }

 private:
  std::mt19937_64 random_{20'260'301};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rolling)

BOOST_AUTO_TEST_CASE(nothing_is_left_of_nothing) {
  const Rolling rolling(parse_schedule("3,1d1w"));
  BOOST_TEST(rolling.size() == 0U);
  BOOST_TEST(rolling.left().empty());
}

/// `wavers`: names whose times go back now and then, or are ahead of the clock.
void compare(int schedules, int steps, bool wavers) {
  Chance chance;
  for (int i = 0; i < schedules; ++i) {
    const Schedule schedule = chance.schedule();
    Rolling rolling(schedule);
    Times expected;
    std::int64_t now = chance.pick(0, 1'000);
    const std::int64_t longest_step = chance.pick(1, 60);
    for (int step = 0; step < steps; ++step) {
      now += chance.pick(0, 20) == 0 ? chance.pick(0, 3'000) : chance.pick(0, longest_step);
      const bool is_off = wavers && chance.pick(0, 15) == 0;
      const Time named = at(now + (is_off ? chance.pick(-100, 40) : 0));
      expected = thinned(schedule, expected, named, at(now));
      rolling.take(named, at(now));
      BOOST_REQUIRE_MESSAGE(rolling.left() == expected, "differs in step " << step << " of schedule " << i);
      BOOST_REQUIRE(rolling.size() == expected.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(leaves_what_thinning_leaves) {
  compare(400, 300, false);
}

BOOST_AUTO_TEST_CASE(leaves_the_same_of_times_that_do_not_ascend) {
  compare(400, 200, true);
}

BOOST_AUTO_TEST_CASE(late_names_count_by_their_own_time) {
  // Of names that are an hour behind none is young enough for a rule of half an hour.
  const Schedule schedule = parse_schedule("1min30min");
  Rolling rolling(schedule);
  Times expected;
  for (std::int64_t now = 100'000; now < 200'000; now += 300) {
    expected = thinned(schedule, expected, at(now - 3600), at(now));
    rolling.take(at(now - 3600), at(now));
    BOOST_REQUIRE(rolling.left() == expected);
  }
  BOOST_TEST(rolling.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_million_snapshots_take_a_moment) {
  // Ten years of every five minutes. No time is measured: thinned anew each time, this would take hours.
  Rolling rolling(parse_schedule("10,5min30d,1h90d,1d1y,1w5y"));
  constexpr std::int64_t k_every = 300;
  std::int64_t now = 1'700'000'000;
  for (std::size_t i = 0; i < 1'051'200; ++i, now += k_every) rolling.take(at(now), at(now));
  BOOST_TEST(rolling.size() > 8'640U + 1'440U + 270U);
  BOOST_TEST(rolling.size() < 8'640U + 1'445U + 280U + 220U);
}

BOOST_AUTO_TEST_SUITE_END()
