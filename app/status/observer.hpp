#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"
#include "app/plan/replicate/history.hpp"
#include "app/status/status.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace status {

/// How far each copy of a job is behind, told from the listings alone, and from what is asked for where these do not
/// tell. Pure.
///
/// A dataset that does not change gets no snapshots, so the age of its newest common snapshot says little. What counts
/// is how long the copy has lacked something. A run that took snapshots left out the datasets that had not changed. So
/// a copy is known to be complete up to the last run before its dataset's oldest snapshot that is still to be sent.
class Observer {
 public:
  /// All must outlive this.
  Observer(const plan::Facts& facts, const plan::Plan& plan, const plan::Options& options);

  /// Full names of snapshots and bookmarks whose names do not tell when they were made.
  std::vector<std::string> undated() const;
  void tell_time(std::string_view name, thinner::Time made);
  /// By property written@NAME: datasets whose newest snapshot is of another kind, so that their `written` says nothing.
  std::map<std::string, std::vector<std::string>> unmeasured() const;
  void tell_written(std::string_view dataset, std::string_view property, std::uint64_t bytes);

  /// In the order of the plan; levels and states are not told yet.
  std::vector<DatasetStatus> datasets() const;

 private:
  struct Watched {
    const plan::DatasetPlan* plan = nullptr;
    std::string newest, oldest_to_send;  // "@name" or "#name"; empty: none
    std::uint64_t newest_guid = 0;
    std::size_t to_send = 0;
    std::uint64_t written = 0;   // since the newest snapshot of the job
    std::string measured_since;  // written@NAME that is to be asked for; empty: none
    bool is_partly_received = false;
  };

  Watched watch(const plan::DatasetPlan& dataset);
  void put_changes(const plan::Histories& both, Watched& watched) const;
  bool is_of_job(const zfs::Dataset& dataset, const zfs::Snapshot& snapshot) const;
  std::optional<thinner::Time> time_of(const Watched& watched, const std::string& name) const;
  std::optional<thinner::Time> last_run_before(thinner::Time time) const;
  std::chrono::seconds lag_of(const Watched& watched) const;

  const plan::Facts& facts_;
  const plan::Options& options_;
  std::vector<Watched> watched_;
  std::vector<thinner::Time> runs_;  // that took snapshots, sorted
  std::map<std::string, thinner::Time, std::less<>> times_;
};

}  // namespace status
