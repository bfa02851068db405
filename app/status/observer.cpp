#include "app/status/observer.hpp"

#include <algorithm>
#include <utility>

namespace status {

namespace {

using plan::Histories;
using zfs::Dataset;
using zfs::Snapshot;

}  // namespace

Observer::Observer(const plan::Facts& facts, const plan::Plan& plan, const plan::Options& options)
    : facts_(facts), options_(options) {
  watched_.reserve(plan.datasets.size());
  for (const plan::DatasetPlan& dataset : plan.datasets) watched_.push_back(watch(dataset));
  std::ranges::sort(runs_);
  runs_.erase(std::unique(runs_.begin(), runs_.end()), runs_.end());
}

bool Observer::is_of_job(const Dataset& dataset, const Snapshot& snapshot) const {
  const std::string name = dataset.name + "@" + snapshot.name->text;
  return (snapshot.ours() || options_.other_snapshots) &&
         std::ranges::none_of(options_.exclude_snapshots,
                              [&](const selector::NamePattern& pattern) { return pattern.matches(name); });
}

Observer::Watched Observer::watch(const plan::DatasetPlan& dataset) {
  const Dataset& source = *dataset.source;
  const Histories both = plan::compare(source, nullptr, dataset.there, true);
  Watched watched{.plan = &dataset, .newest = "", .oldest_to_send = "", .measured_since = ""};
  watched.is_partly_received = both.is_being_received;
  const auto put_newest = [&watched](const Snapshot& snapshot) {
    watched.newest = "@" + snapshot.name->text;
    watched.newest_guid = snapshot.guid;
  };
  if (both.base() != nullptr) {
    put_newest(*both.base());
  } else if (both.bookmark != nullptr) {
    watched.newest = "#" + both.bookmark->name;
    watched.newest_guid = both.bookmark->guid;
  }
  const bool has_target = !dataset.target.empty();
  for (std::size_t i = 0; i < both.source.size(); ++i) {
    const Snapshot& snapshot = *both.source[i];
    if (!is_of_job(source, snapshot)) continue;
    if (snapshot.name->time) runs_.push_back(*snapshot.name->time);
    if (!has_target) {
      put_newest(snapshot);
    } else if (!both.has_base() || i >= both.first_new()) {
      if (watched.to_send++ == 0) watched.oldest_to_send = "@" + snapshot.name->text;
    }
  }
  put_changes(both, watched);
  return watched;
}

/// zfs tells what was written since the newest snapshot, whosever it is.
void Observer::put_changes(const Histories& both, Watched& watched) const {
  watched.written = watched.plan->source->written;
  if (watched.newest.empty() || both.source.empty() || watched.to_send != 0) return;
  const std::string last = "@" + both.source.back()->name->text;
  if (watched.newest == last) return;
  watched.written = 1;  // until it is measured
  if (watched.newest.starts_with('@')) watched.measured_since = "written" + watched.newest;
}

std::optional<thinner::Time> Observer::time_of(const Watched& watched, const std::string& name) const {
  if (name.empty()) return std::nullopt;
  const auto found = times_.find(watched.plan->source->name + name);
  if (found != times_.end()) return found->second;
  return facts_.names->intern(std::string_view(name).substr(1)).time;
}

std::vector<std::string> Observer::undated() const {
  std::vector<std::string> names;
  for (const Watched& watched : watched_) {
    for (const std::string& name : {watched.newest, watched.oldest_to_send}) {
      if (!name.empty() && !time_of(watched, name)) names.push_back(watched.plan->source->name + name);
    }
  }
  return names;
}

void Observer::tell_time(std::string_view name, thinner::Time made) {
  times_.insert_or_assign(std::string(name), made);
}

std::map<std::string, std::vector<std::string>> Observer::unmeasured() const {
  std::map<std::string, std::vector<std::string>> by_property;
  for (const Watched& watched : watched_) {
    if (!watched.measured_since.empty()) by_property[watched.measured_since].push_back(watched.plan->source->name);
  }
  return by_property;
}

void Observer::tell_written(std::string_view dataset, std::string_view property, std::uint64_t bytes) {
  const auto found = std::ranges::find_if(watched_, [&](const Watched& watched) {
    return watched.plan->source->name == dataset && watched.measured_since == property;
  });
  if (found != watched_.end()) found->written = bytes;
}

std::optional<thinner::Time> Observer::last_run_before(thinner::Time time) const {
  const auto next = std::ranges::lower_bound(runs_, time);
  return next == runs_.begin() ? std::nullopt : std::optional(*std::prev(next));
}

std::chrono::seconds Observer::lag_of(const Watched& watched) const {
  const bool has_changed = watched.written >= std::max<std::uint64_t>(options_.min_change, 1);
  if (watched.to_send == 0 && !has_changed) return std::chrono::seconds{0};
  std::optional<thinner::Time> complete = time_of(watched, watched.newest);
  const auto at_least = [&complete](std::optional<thinner::Time> time) {
    if (time && (!complete || *time > *complete)) complete = time;
  };
  if (watched.to_send == 0) {
    at_least(last_run_before(options_.now));
  } else if (const auto waits_since = time_of(watched, watched.oldest_to_send)) {
    // Where there is no copy yet, nothing says that it was complete before.
    at_least(watched.newest.empty() ? waits_since : last_run_before(*waits_since));
  }
  return complete ? std::max(options_.now - *complete, std::chrono::seconds{0}) : std::chrono::seconds{0};
}

std::vector<DatasetStatus> Observer::datasets() const {
  std::vector<DatasetStatus> all;
  all.reserve(watched_.size());
  for (const Watched& watched : watched_)
    all.push_back({.source = watched.plan->source->name,
                   .target = watched.plan->target,
                   .newest = watched.newest,
                   .newest_guid = watched.newest_guid,
                   .newest_time = time_of(watched, watched.newest),
                   .behind = watched.to_send,
                   .lag = lag_of(watched),
                   .is_partly_received = watched.is_partly_received});
  return all;
}

}  // namespace status
