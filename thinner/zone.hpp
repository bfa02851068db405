#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace thinner {

/// A wall clock reading: seconds since 1970-01-01T00:00:00 as shown on the wall, whatever the zone.
using WallSeconds = std::int64_t;

/// Converts between wall clock and absolute time, in UTC or in the process's local zone (libc, which honours TZ and
/// every year). Not thread-safe, even when const: it remembers the offset of days it has seen, since offsets change
/// twice a year, not per snapshot. A copy takes what is remembered along. Both conversions throw std::out_of_range for
/// times far outside of the years 0 to 9999.
class Zone {
 public:
  static Zone utc();
  static Zone local();

  /// An hour that occurs twice (clocks set back) is taken as its first occurrence; one that never occurs (clocks set
  /// forward) as if the clock had not been set yet. Both as Python's datetime.timestamp() does, so that names mean the
  /// same to both programs.
  std::chrono::sys_seconds to_time(WallSeconds wall) const;
  WallSeconds to_wall(std::chrono::sys_seconds time) const;

 private:
  explicit Zone(bool utc) : utc_(utc) {}

  std::optional<std::int64_t> offset_of_day(std::int64_t day) const;

  bool utc_;
  mutable std::unordered_map<std::int64_t, std::optional<std::int64_t>>
      offset_of_day_;  ///< empty: the offset changes on that day
};

}  // namespace thinner
