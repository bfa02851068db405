#pragma once

#include "thinner/schedule.hpp"
#include "zfs/inventory.hpp"

#include <utility>
#include <vector>

namespace plan {

/// What one side keeps: a schedule for each series of the job.
class Retention {
 public:
  Retention() = default;
  /// Of a job with one series.
  Retention(thinner::Schedule schedule) : schedules_{std::move(schedule)} {}  // NOLINT(google-explicit-constructor)
  explicit Retention(std::vector<thinner::Schedule> schedules) : schedules_(std::move(schedules)) {}

  std::size_t series() const { return schedules_.size(); }
  const thinner::Schedule& of(zfs::SeriesIndex series) const { return schedules_.at(series); }

 private:
  std::vector<thinner::Schedule> schedules_;
};

}  // namespace plan
