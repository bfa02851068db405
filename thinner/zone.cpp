#include "thinner/zone.hpp"

#include <date/date.h>

#include <ctime>
#include <stdexcept>
#include <string>

namespace thinner {
namespace {

constexpr std::int64_t k_day = 86'400;
constexpr std::int64_t k_limit =
    300'000'000'000;  // well outside of the years 0 to 9999, well inside of every type used here

std::int64_t day_of(std::int64_t seconds) {
  return std::chrono::floor<std::chrono::days>(std::chrono::seconds{seconds}).count();
}

void check_range(std::int64_t seconds) {
  if (seconds < -k_limit || seconds > k_limit) {
    throw std::out_of_range("time " + std::to_string(seconds) + " is outside of the years 0 to 9999");
  }
}

/// Local minus absolute time, from libc. By the calendar, since not every system has tm_gmtoff.
std::int64_t libc_offset(std::int64_t time) {
  const auto clock = static_cast<std::time_t>(time);
  std::tm wall{};
  if (::localtime_r(&clock, &wall) == nullptr) throw std::out_of_range("no local time for " + std::to_string(time));
  const date::sys_days day = date::year{wall.tm_year + 1900} / (wall.tm_mon + 1) / wall.tm_mday;
  const auto reading =
      day + std::chrono::hours{wall.tm_hour} + std::chrono::minutes{wall.tm_min} + std::chrono::seconds{wall.tm_sec};
  return reading.time_since_epoch().count() - time;
}

/// The offset that holds for a whole day and the days around it; nothing if it changes there.
///
/// The days around it make the answer good for a day on the wall as well as for a day of absolute time.
std::optional<std::int64_t> steady_offset(std::int64_t day) {
  const std::int64_t offset = libc_offset((day - 1) * k_day);
  for (const std::int64_t time : {day * k_day, (day + 1) * k_day, (day + 2) * k_day - 1}) {
    if (libc_offset(time) != offset) return std::nullopt;
  }
  return offset;
}

}  // namespace

Zone Zone::utc() {
  return Zone(true);
}

Zone Zone::local() {
  ::tzset();  // localtime_r need not look at TZ
  return Zone(false);
}

std::optional<std::int64_t> Zone::offset_of_day(std::int64_t day) const {
  const auto [known, is_new] = offset_of_day_.try_emplace(day);
  if (is_new) known->second = steady_offset(day);
  return known->second;
}

std::chrono::sys_seconds Zone::to_time(WallSeconds wall) const {
  const auto at = [](std::int64_t seconds) { return std::chrono::sys_seconds{std::chrono::seconds{seconds}}; };
  check_range(wall);
  if (utc_) return at(wall);
  if (const auto offset = offset_of_day(day_of(wall))) return at(wall - *offset);

  // No offset is as long as a day, so these two are the ones before and after the change.
  const std::int64_t by_old = wall - libc_offset(wall - k_day);
  const std::int64_t by_new = wall - libc_offset(wall + k_day);
  const bool only_by_new = by_old + libc_offset(by_old) != wall && by_new + libc_offset(by_new) == wall;
  return at(only_by_new ? by_new : by_old);
}

WallSeconds Zone::to_wall(std::chrono::sys_seconds time) const {
  const std::int64_t seconds = time.time_since_epoch().count();
  check_range(seconds);
  if (utc_) return seconds;
  const auto offset = offset_of_day(day_of(seconds));
  return seconds + (offset ? *offset : libc_offset(seconds));
}

}  // namespace thinner
