// Each bench handles a million snapshots per iteration; `per_item` is the time for one.
#include "thinner/name_format.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "thinner/zone.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::size_t k_snapshots = 1'000'000;
constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_now = 1'705'320'000;  // 2024-01-15T12:00:00Z

constexpr const char* k_default_schedule = "10,1d1w,1w1m,1m1y";
constexpr const char* k_dense_schedule = "1h200y,1d200y,1w200y,1m200y";  // every rule looks at every snapshot

thinner::Time at(std::int64_t time) {
  return thinner::Time{std::chrono::seconds{time}};
}

/// One each hour, the last one now.
std::vector<thinner::Time> hourly() {
  std::vector<thinner::Time> times;
  for (std::size_t back = k_snapshots; back > 0; --back)
    times.push_back(at(k_now - (static_cast<std::int64_t>(back) - 1) * k_hour));
  return times;
}

void count_items(benchmark::State& state) {
  const auto items = static_cast<double>(state.iterations()) * static_cast<double>(k_snapshots);
  state.counters["per_item"] = benchmark::Counter(items, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void thin_series(benchmark::State& state, const char* schedule_text, const std::vector<thinner::Time>& times) {
  const auto schedule = thinner::parse_schedule(schedule_text);
  while (state.KeepRunning()) benchmark::DoNotOptimize(thin(schedule, times, at(k_now)));
  count_items(state);
}

void thin_sorted(benchmark::State& state, const char* schedule) {
  thin_series(state, schedule, hourly());
}

void thin_reversed(benchmark::State& state, const char* schedule) {
  auto times = hourly();
  std::reverse(times.begin(), times.end());
  thin_series(state, schedule, times);
}

void thin_shuffled(benchmark::State& state, const char* schedule) {
  auto times = hourly();
  std::shuffle(times.begin(), times.end(), std::mt19937_64(1));
  thin_series(state, schedule, times);
}

thinner::Zone berlin() {
  ::setenv("TZ", "Europe/Berlin", 1);  // which has summer time
  return thinner::Zone::local();
}

/// Datasets of 200 snapshots each, as a listing has them: the same two years over and over.
void parse_names(benchmark::State& state, const char* format_text, thinner::Zone (*zone)()) {
  const thinner::NameFormat format(format_text, zone());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < k_snapshots; ++i) {
    names.push_back(format.name_at(at(k_now - static_cast<std::int64_t>(200 - i % 200) * 87 * k_hour)));
  }
  while (state.KeepRunning()) {
    for (const auto& name : names) benchmark::DoNotOptimize(format.time_of(name));
  }
  count_items(state);
}

void foreign_names(benchmark::State& state) {
  const thinner::NameFormat format("offsite1-%Y%m%d%H%M%S", berlin());
  const std::vector<std::string> names(k_snapshots, "autosnap_2024-01-15_12:00:00_hourly");
  while (state.KeepRunning()) {
    for (const auto& name : names) benchmark::DoNotOptimize(format.time_of(name));
  }
  count_items(state);
}

BENCHMARK_CAPTURE(thin_sorted, default_schedule, k_default_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thin_sorted, dense_schedule, k_dense_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thin_reversed, default_schedule, k_default_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thin_reversed, dense_schedule, k_dense_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thin_shuffled, dense_schedule, k_dense_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse_names, default_utc, "offsite1-%Y%m%d%H%M%S", &thinner::Zone::utc)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse_names, default_local, "offsite1-%Y%m%d%H%M%S", &berlin)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse_names, words_utc, "%a %d %b %Y %T", &thinner::Zone::utc)->Unit(benchmark::kMillisecond);
BENCHMARK(foreign_names)->Unit(benchmark::kMillisecond);

}  // namespace
