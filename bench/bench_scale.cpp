// What a snapshot costs, however many there are: bench_scale [MOST]
//
// From 10^4 snapshots to MOST, 10^7 unless said otherwise, both sides of a job counted together: nanoseconds of the
// processor for each, and the peak of memory. The last columns set all of it, reading the listings and planning a
// change in each dataset, against the time that zfs itself takes to print them; today's gives 17,000 to 43,000
// snapshots a second.
#include "bench/made_pools.hpp"
#include "bench/measure.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using bench::k_now, bench::k_snapshots, bench::Listings, bench::Pools;

constexpr double k_slow_zfs = 17'000;  // snapshots a second
constexpr double k_fast_zfs = 43'000;

/// Small numbers are measured several times over.
constexpr std::size_t k_least = 1'000'000;

/// One dataset's, one a minute. They go back twenty years at most.
std::vector<thinner::Time> series(std::size_t snapshots) {
  std::vector<thinner::Time> times;
  times.reserve(snapshots);
  for (std::size_t back = snapshots; back > 0; --back)
    times.push_back(k_now - std::chrono::minutes{static_cast<std::int64_t>(back) - 1});
  return times;
}

/// The thinner alone: a verdict with its reason for each.
void thin_series(const std::vector<thinner::Time>& times) {
  static const thinner::Schedule schedule = thinner::parse_schedule("10,1d1w,1w1m,1m1y");
  const std::vector<thinner::Verdict> verdicts = thinner::thin(schedule, times, k_now);
  bench::expect(verdicts.size() == times.size() && verdicts.back().reason == thinner::Reason::newest, "no verdicts");
}

/// The thinner on what made-up datasets have.
void thin_histories(std::size_t datasets, const std::vector<thinner::Time>& history) {
  static const thinner::Schedule schedule = thinner::parse_schedule(bench::k_schedule);
  for (std::size_t i = 0; i < datasets; ++i)
    bench::expect(thinner::thin(schedule, history, k_now).back().keep(), "the newest goes");
}

class Row {
 public:
  explicit Row(std::size_t snapshots) : snapshots_(snapshots), times_(std::max<std::size_t>(1, k_least / snapshots)) {}

  /// Of `work`, done over and over, after `prepare`; the peak of all so far is kept.
  double nanoseconds(
      const std::function<void()>& work, const std::function<void()>& prepare = [] {}) {
    const bench::Measured measured = bench::measure([&] {
      prepare();
      return bench::seconds_of([&] {
        for (std::size_t i = 0; i < times_; ++i) work();
      });
    });
    peak_mib_ = std::max(peak_mib_, measured.peak_mib);
    return measured.seconds * 1e9 / static_cast<double>(times_ * snapshots_);
  }
  double peak_mib() const { return peak_mib_; }

 private:
  std::size_t snapshots_, times_;
  double peak_mib_ = 0;
};

void print_row(std::size_t snapshots) {
  const std::size_t datasets = snapshots / k_snapshots / 2;
  const Listings listings(datasets);
  const std::vector<thinner::Time> history = bench::history();
  Row row(snapshots);
  std::vector<thinner::Time> times;
  const double one = row.nanoseconds([&] { thin_series(times); }, [&] { times = series(snapshots); });
  const double thinning = row.nanoseconds([&] { thin_histories(2 * datasets, history); });
  const double reading = row.nanoseconds([&] { const Pools pools(listings); });
  std::optional<Pools> pools;
  const double nothing = row.nanoseconds([&] { bench::plan_nothing(*pools); }, [&] { pools.emplace(listings); });
  const double changed =
      row.nanoseconds([&] { bench::plan_one_change_each(*pools); }, [&] { pools.emplace(listings).change_all(); });
  const auto share = [&](double nanoseconds, double zfs) { return nanoseconds * zfs / 1e9 * 100; };
  std::cout << std::fixed << std::setprecision(0) << "| " << snapshots << " | " << one << " | " << thinning << " | "
            << reading << " | " << nothing << " | " << changed << " | " << row.peak_mib() << " MiB | "
            << std::setprecision(1) << share(reading + nothing, k_slow_zfs) << "–"
            << share(reading + nothing, k_fast_zfs) << " % | " << share(reading + changed, k_slow_zfs) << "–"
            << share(reading + changed, k_fast_zfs) << " % |" << std::endl;
}

/// All of them in one dataset, most of them to go.
void print_row_of_one_dataset(std::size_t snapshots) {
  const Listings listings(1, series(snapshots / 2));
  Row row(snapshots);
  std::optional<Pools> pools;
  const double reading = row.nanoseconds([&] { const Pools read(listings); });
  const double changed =
      row.nanoseconds([&] { bench::plan_one_change_each(*pools); }, [&] { pools.emplace(listings).change_all(); });
  std::cout << std::fixed << std::setprecision(0) << "| " << snapshots << " | " << reading << " | " << changed << " | "
            << row.peak_mib() << " MiB |" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::uint64_t most = argc > 1 ? zfs::parse_number(argv[1]) : 10'000'000;
    std::cout
        << "ns of CPU for each snapshot:\n\n"
           "| snapshots | thinning, one dataset | thinning, 20 in each | listings to inventories | plan, nothing "
           "changed | plan, one change each | peak | of the time of zfs list, nothing changed | one change each |\n"
           "|---|---|---|---|---|---|---|---|---|\n";
    for (std::uint64_t snapshots = 10'000; snapshots <= most; snapshots *= 10) print_row(snapshots);
    std::cout << "\nAll of one dataset:\n\n"
                 "| snapshots | listings to inventories | plan, one change | peak |\n|---|---|---|---|\n";
    for (std::uint64_t snapshots = 10'000; snapshots <= std::min<std::uint64_t>(most, 1'000'000); snapshots *= 10)
      print_row_of_one_dataset(snapshots);
  } catch (const std::exception& error) {
    std::cerr << "bench_scale: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
