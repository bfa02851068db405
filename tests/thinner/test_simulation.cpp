// What a schedule leaves of snapshots by the clock, clocks that are set included.

#include "tests/thinner/local_time.hpp"
#include "tests/thinner/series.hpp"
#include "thinner/clock.hpp"
#include "thinner/name_format.hpp"
#include "thinner/simulation.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace thinner;

Time time_of(const char* text, Zone zone) {
  return NameFormat("%Y-%m-%d %H:%M", std::move(zone)).time_of(text).value();
}

Simulation of(const char* schedule, std::int64_t every, const char* start, const char* end) {
  const Zone zone = Zone::local();
  return {parse_schedule(schedule), std::chrono::seconds(every), time_of(start, zone), time_of(end, zone), zone};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulation)

BOOST_AUTO_TEST_CASE(tells_what_is_left_at_the_end_and_in_between) {
  const TimeZoneGuard zone("UTC");
  const Simulation week = of("3", 86'400, "2026-03-01 12:00", "2026-03-08 11:00");
  const Time looks[] = {time_of("2026-02-01 00:00", Zone::utc()), time_of("2026-03-02 13:00", Zone::utc())};
  const Simulated result = simulate(week, looks);
  BOOST_TEST(result.taken == 7U);
  BOOST_TEST(result.most == 3U);
  BOOST_TEST((result.most_at == time_of("2026-03-03 12:00", Zone::utc())));
  BOOST_REQUIRE(result.looks.size() == 2U);
  BOOST_TEST((result.looks[0].left == Times{week.start, week.start + std::chrono::days(1)}));
  BOOST_TEST((result.looks[1].now == week.start + std::chrono::days(6)));
  BOOST_TEST(result.looks[1].left.size() == 3U);
}

BOOST_AUTO_TEST_CASE(whole_days_are_days_on_the_clock) {
  const TimeZoneGuard zone("Europe/Amsterdam");
  // The clocks are set forward on the 29th.
  const Simulated result = simulate(of("9", 86'400, "2026-03-28 12:00", "2026-03-30 12:00"), {});
  const std::vector<Time>& left = result.looks.back().left;
  BOOST_REQUIRE(left.size() == 3U);
  BOOST_TEST((left[1] - left[0]).count() == 23 * 3600);
  BOOST_TEST((left[2] - left[1]).count() == 24 * 3600);
  BOOST_TEST(result.untaken == 0U);
}

BOOST_AUTO_TEST_CASE(the_hour_that_comes_twice_has_no_names_left) {
  const TimeZoneGuard zone("Europe/Amsterdam");
  const Simulation day = of("99", 1'800, "2026-10-25 00:00", "2026-10-25 23:30");
  const Simulated result = simulate(day, {});
  BOOST_TEST(result.untaken == 2U);
  BOOST_TEST(result.taken == 48U);  // the day has 25 hours
  const TimeZoneGuard utc("UTC");
  BOOST_TEST(simulate(of("99", 1'800, "2026-10-25 00:00", "2026-10-25 23:30"), {}).untaken == 0U);
}

BOOST_AUTO_TEST_CASE(names_that_go_back_in_time_are_thinned_as_a_run_thins_them) {
  const TimeZoneGuard zone("Europe/Amsterdam");
  const Simulation days = of("4,7min2h,1h1d", 420, "2026-10-24 22:00", "2026-10-26 04:00");
  std::vector<Time> times;
  for (Time time = days.start; time < days.end; time += std::chrono::minutes(30)) times.push_back(time);
  for (const Look& look : simulate(days, times).looks) {
    const auto verdicts = thin(days.schedule, settle(look.left, look.now), look.now);
    for (const auto& verdict : verdicts) BOOST_TEST(verdict.keep());
  }
}

BOOST_AUTO_TEST_CASE(too_many_are_refused_before_they_take_their_time) {
  const TimeZoneGuard zone("UTC");
  BOOST_CHECK_THROW(simulate(of("1", 1, "2026-01-01 00:00", "2027-01-01 00:00"), {}), TooMany);
}

BOOST_AUTO_TEST_SUITE_END()
