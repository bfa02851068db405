#include "local_time.hpp"
#include "thinner/zone.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using thinner::WallSeconds;
using thinner::Zone;

constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_day = 86'400;
constexpr std::int64_t k_2000 = 946'684'800;
constexpr std::int64_t k_2041 = 2'240'611'200;

sys_seconds at(std::int64_t time) {
  return sys_seconds{seconds{time}};
}

/// The wall clock by libc, in a way of its own: the local reading made a time by timegm.
WallSeconds libc_wall(std::int64_t time) {
  const std::time_t clock = time;
  std::tm wall{};
  BOOST_REQUIRE(::localtime_r(&clock, &wall) != nullptr);
  return ::timegm(&wall);
}

/// All times that libc maps to this wall reading: mktime's answers for winter and summer, and what lies a plausible
/// shift away.
std::vector<std::int64_t> libc_times(WallSeconds wall) {
  std::vector<std::int64_t> times;
  for (const int is_dst : {0, 1, -1}) {
    const std::time_t clock = wall;
    std::tm reading{};
    BOOST_REQUIRE(::gmtime_r(&clock, &reading) != nullptr);
    reading.tm_isdst = is_dst;
    const std::int64_t guess = ::mktime(&reading);
    for (const std::int64_t shift : {0L, k_hour, -k_hour, k_hour / 2, -k_hour / 2, k_day, -k_day}) {
      if (libc_wall(guess + shift) == wall) times.push_back(guess + shift);
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

struct Change {
  std::int64_t time;  ///< first second with the new offset
  std::int64_t before;
  std::int64_t after;
};

std::int64_t libc_offset(std::int64_t time) {
  return libc_wall(time) - time;
}

/// Every change of the offset in the years 2000 to 2040.
std::vector<Change> changes() {
  std::vector<Change> found;
  for (std::int64_t day = k_2000; day < k_2041; day += k_day) {
    if (libc_offset(day) == libc_offset(day + k_day)) continue;
    std::int64_t last_old = day;
    std::int64_t first_new = day + k_day;
    while (first_new - last_old > 1) {
      const std::int64_t middle = last_old + (first_new - last_old) / 2;
      (libc_offset(middle) == libc_offset(day) ? last_old : first_new) = middle;
    }
    found.push_back({first_new, libc_offset(last_old), libc_offset(first_new)});
  }
  return found;
}

/// Compares with libc second by second next to `time` and every three quarters of an hour for two days around it.
template <class Check>
void around(std::int64_t time, Check check) {
  for (std::int64_t t = time - 5; t <= time + 5; ++t) check(t);
  for (std::int64_t t = time - 2 * k_day; t <= time + 2 * k_day; t += 2'711) check(t);
}

void check_wall(const Zone& zone, std::int64_t time) {
  const WallSeconds expected = libc_wall(time);
  if (zone.to_wall(at(time)) != expected) BOOST_ERROR("to_wall(" << time << ") is not " << expected);
}

/// First occurrence, or in a gap the offset from before it.
void check_time(const Zone& zone, WallSeconds wall, const Change& change) {
  const auto times = libc_times(wall);
  const std::int64_t expected = times.empty() ? wall - change.before : times.front();
  const std::int64_t got = zone.to_time(wall).time_since_epoch().count();
  if (got != expected) BOOST_ERROR("to_time(" << wall << ") is " << got << ", not " << expected);
}

/// With the least number of changes each has in those years: fewer would mean that the zone is not known on this
/// machine.
const std::array<std::pair<std::string, std::size_t>, 9> k_zones{{
    {"UTC", 0},
    {"Asia/Kathmandu", 0},
    {"Europe/Amsterdam", 82},
    {"America/St_Johns", 82},
    {"Africa/Cairo", 40},
    {"Australia/Lord_Howe", 82},
    {"Pacific/Apia", 20},
    {"America/Nuuk", 70},  // sets clocks forward on the evening before, in UTC already the next day
    {"Africa/Casablanca", 70},
}};

}  // namespace

BOOST_AUTO_TEST_SUITE(zone)

BOOST_AUTO_TEST_CASE(utc_is_the_wall) {
  const TimeZoneGuard elsewhere("America/St_Johns");
  const Zone utc = Zone::utc();
  for (const std::int64_t time : {-1'893'456'000L, -1L, 0L, 1'711'846'800L}) {
    BOOST_TEST(utc.to_wall(at(time)) == time);
    BOOST_TEST(utc.to_time(time).time_since_epoch().count() == time);
  }
}

BOOST_AUTO_TEST_CASE(golden) {
  const struct {
    std::string name;
    std::string zone;
    std::string wall;
    WallSeconds seconds;
    std::int64_t time;
  } cases[] = {
      {"winter", "Europe/Amsterdam", "2024-01-15 12:00:00", 1'705'320'000, 1'705'316'400},
      {"summer", "Europe/Amsterdam", "2024-07-15 12:00:00", 1'721'044'800, 1'721'037'600},
      {"last second before the gap", "Europe/Amsterdam", "2024-03-31 01:59:59", 1'711'850'399, 1'711'846'799},
      {"in the gap, as if still winter", "Europe/Amsterdam", "2024-03-31 02:30:00", 1'711'852'200, 1'711'848'600},
      {"first second after the gap", "Europe/Amsterdam", "2024-03-31 03:00:00", 1'711'854'000, 1'711'846'800},
      {"repeated hour, its first time", "Europe/Amsterdam", "2024-10-27 02:30:00", 1'729'996'200, 1'729'989'000},
      {"after the repeated hour", "Europe/Amsterdam", "2024-10-27 03:00:00", 1'729'998'000, 1'729'994'400},
      {"midnight that never was", "Africa/Cairo", "2024-04-26 00:00:00", 1'714'089'600, 1'714'082'400},
      {"day that never was", "Pacific/Apia", "2011-12-30 12:00:00", 1'325'246'400, 1'325'282'400},
      {"first second of the day after it", "Pacific/Apia", "2011-12-31 00:00:00", 1'325'289'600, 1'325'239'200},
      {"five hours and three quarters", "Asia/Kathmandu", "2024-01-15 12:00:00", 1'705'320'000, 1'705'299'300},
      {"before 1970", "Europe/Amsterdam", "1960-01-01 00:00:00", -315'619'200, -315'622'800},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name << ": " << c.zone << " " << c.wall) {
      const TimeZoneGuard guard(c.zone);
      BOOST_TEST(Zone::local().to_time(c.seconds).time_since_epoch().count() == c.time);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_repeated_hour_is_shown_twice) {
  const TimeZoneGuard guard("Europe/Amsterdam");
  const Zone local = Zone::local();
  BOOST_TEST(local.to_wall(at(1'729'989'000)) == 1'729'996'200);
  BOOST_TEST(local.to_wall(at(1'729'992'600)) == 1'729'996'200);
}

BOOST_AUTO_TEST_CASE(as_libc_around_every_change) {
  for (const auto& [name, least_changes] : k_zones) {
    BOOST_TEST_CONTEXT(name) {
      const TimeZoneGuard guard(name);
      const Zone local = Zone::local();
      const auto all = changes();
      BOOST_TEST(all.size() >= least_changes);
      for (const Change& change : all) {
        around(change.time, [&](std::int64_t time) { check_wall(local, time); });
        around(change.time + change.before, [&](WallSeconds wall) { check_time(local, wall, change); });
        around(change.time + change.after, [&](WallSeconds wall) { check_time(local, wall, change); });
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(there_and_back) {
  for (const auto& [name, least_changes] : k_zones) {
    BOOST_TEST_CONTEXT(name) {
      const TimeZoneGuard guard(name);
      const Zone local = Zone::local();
      std::size_t repeated = 0;
      for (std::int64_t time = k_2000; time < k_2041; time += 4 * k_hour / 5 + 7) {
        const WallSeconds wall = local.to_wall(at(time));
        const std::int64_t back = local.to_time(wall).time_since_epoch().count();
        if (back == time) continue;
        ++repeated;
        // Only a second occurrence does not come back, and what comes instead shows the same wall.
        if (back > time || libc_wall(back) != wall) BOOST_ERROR("not a repeated time: " << time);
      }
      BOOST_TEST((repeated > 0) == (least_changes > 0));
    }
  }
}

BOOST_AUTO_TEST_CASE(order_of_questions_does_not_matter) {
  const TimeZoneGuard guard("Australia/Lord_Howe");
  const Zone asked_before = Zone::local();
  for (std::int64_t time = k_2000; time < k_2000 + 400 * k_day; time += k_hour) asked_before.to_wall(at(time));
  for (WallSeconds wall = k_2000; wall < k_2000 + 400 * k_day; wall += 1'801) {
    const sys_seconds fresh = Zone::local().to_time(wall);
    if (asked_before.to_time(wall) != fresh || Zone(asked_before).to_time(wall) != fresh)
      BOOST_ERROR("differs at " << wall);
  }
}

BOOST_AUTO_TEST_CASE(far_outside) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const Zone& zone : {Zone::utc(), Zone::local()}) {
    BOOST_CHECK_THROW(zone.to_wall(at(most)), std::out_of_range);
    BOOST_CHECK_THROW(zone.to_wall(at(-most)), std::out_of_range);
    BOOST_CHECK_THROW(zone.to_time(most), std::out_of_range);
    BOOST_CHECK_THROW(zone.to_time(-most), std::out_of_range);
  }
}

BOOST_AUTO_TEST_SUITE_END()
