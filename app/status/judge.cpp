#include "app/status/judge.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace status {

namespace {

using match::State;

void make(DatasetStatus& dataset, Level level, std::string trouble) {
  dataset.level = worse_of(dataset.level, level);
  dataset.trouble += (dataset.trouble.empty() ? "" : "; ") + std::move(trouble);
}

/// What keeps the next stream from it.
void judge_state(const match::Pair& pair, DatasetStatus& dataset) {
  switch (pair.state) {
    case State::up_to_date:
    case State::syncable_full:
    case State::syncable_incremental:
    case State::needs_snapshot:
    case State::source_only:
      return;
    case State::target_written:  // --rollback is the cure, and the job may have it
      return make(dataset, Level::warning, match::info_of(pair));
    default:
      return make(dataset, Level::critical, match::info_of(pair));
  }
}

void judge_lag(const Limits& limits, DatasetStatus& dataset) {
  if (dataset.newest.empty()) {
    const bool waits = dataset.lag.count() != 0;  // new, and its first turn may be still to come
    const Level level = waits ? level_of(dataset.lag, limits.lag_warning, limits.lag_critical) : Level::critical;
    const std::string_view lacks = dataset.target.empty() ? "no snapshot of this backup yet" : "no copy yet";
    if (level != Level::ok) make(dataset, level, std::string(lacks));
    return;
  }
  const Level level = level_of(dataset.lag, limits.lag_warning, limits.lag_critical);
  if (level == Level::ok) return;
  const std::string what = dataset.target.empty() ? "changed and not snapshotted for up to " : "behind for up to ";
  make(dataset, level, what + in_short(dataset.lag));
}

}  // namespace

void add_datasets(std::vector<DatasetStatus> datasets, const std::vector<match::Pair>& pairs, JobStatus& status) {
  std::unordered_map<std::string_view, const match::Pair*> by_source;
  for (const match::Pair& pair : pairs) {
    if (pair.source.exists) by_source.emplace(pair.source.name, &pair);
    if (pair.state == State::target_only) ++status.target_only;
  }
  for (DatasetStatus& dataset : datasets) {
    if (const auto found = by_source.find(dataset.source); found != by_source.end()) {
      dataset.state = found->second->state;
      judge_state(*found->second, dataset);
    }
    judge_lag(status.limits, dataset);
  }
  status.datasets = std::move(datasets);
}

void add_pool(const std::string& pool, unsigned percent, JobStatus& status) {
  const Level level = level_of(percent, status.limits.capacity_warning, status.limits.capacity_critical);
  status.pools.push_back({.pool = pool, .percent = percent, .level = level});
  if (level != Level::ok)
    status.troubles.push_back({level, "pool " + pool + " is " + std::to_string(percent) + "% full"});
}

void add_held(std::vector<HeldFor> held, JobStatus& status) {
  std::erase_if(held, [&](const HeldFor& hold) { return hold.age <= status.limits.held_warning; });
  if (held.empty() || status.limits.held_warning.count() == 0) return;
  status.held = held.size();
  const HeldFor& oldest = *std::ranges::max_element(held, {}, &HeldFor::age);
  const std::string more = held.size() == 1 ? "" : ", and " + std::to_string(held.size() - 1) + " more";
  status.troubles.push_back({Level::warning, oldest.snapshot + " is held by " + oldest.tag + " for " +
                                                 in_short(oldest.age) + more +
                                                 ": is that target gone? zwinnow holds lists them"});
}

void assert_read_only(const zfs::Inventory& inventory, const std::string& dataset, JobStatus& status) {
  if (inventory.find(dataset) == nullptr) {
    status.troubles.push_back({Level::critical, dataset + " does not exist, and should be read-only"});
    return;
  }
  std::vector<std::string_view> writable;
  for (const zfs::Dataset& one : inventory.datasets()) {
    if (!zfs::is_at_or_below(one.name, dataset)) continue;
    if (one.readonly.value == "on") {
      ++status.read_only;
    } else {
      writable.push_back(one.name);
    }
  }
  if (writable.empty()) return;
  const std::string more = writable.size() == 1 ? "" : ", and so are " + std::to_string(writable.size() - 1) + " more";
  status.troubles.push_back({Level::critical, std::string(writable.front()) + " is writable (readonly=off)" + more});
}

Level JobStatus::level() const {
  Level level = Level::ok;
  for (const DatasetStatus& dataset : datasets) level = worse_of(level, dataset.level);
  for (const Trouble& trouble : troubles) level = worse_of(level, trouble.level);
  return level;
}

const DatasetStatus* JobStatus::newest() const {
  const DatasetStatus* newest = nullptr;
  for (const DatasetStatus& dataset : datasets) {
    if (dataset.newest_time && (newest == nullptr || *dataset.newest_time > *newest->newest_time)) newest = &dataset;
  }
  return newest;
}

std::chrono::seconds JobStatus::lag() const {
  std::chrono::seconds longest{0};
  for (const DatasetStatus& dataset : datasets) longest = std::max(longest, dataset.lag);
  return longest;
}

std::string in_short(std::chrono::seconds time) {
  struct Unit {
    std::int64_t seconds;
    std::string_view name;
  };
  constexpr std::array<Unit, 4> k_units = {{{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}};
  std::int64_t rest = std::max<std::int64_t>(time.count(), 0);
  std::size_t first = 0;
  while (first + 1 < k_units.size() && rest < k_units.at(first).seconds) ++first;
  std::string text = std::to_string(rest / k_units.at(first).seconds).append(k_units.at(first).name);
  rest %= k_units.at(first).seconds;
  if (first >= 2) return text;  // "12min": seconds would only change at each look
  const Unit& next = k_units.at(first + 1);
  if (rest >= next.seconds) text.append(std::to_string(rest / next.seconds)).append(next.name);
  return text;
}

}  // namespace status
