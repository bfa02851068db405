// Reading and planning a large pool, beside a plain parse of the same listings: bench_planner [DATASETS]
//
// Both sides have DATASETS (100,000 unless said otherwise) with 20 snapshots each, see made_pools.hpp. Every row of the
// table is measured in a process of its own.
#include "bench/made_pools.hpp"
#include "bench/measure.hpp"
#include "zfs/parse.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using bench::expect, bench::k_snapshots, bench::Listings, bench::measure, bench::Measured, bench::Pools,
    bench::seconds_of;

/// The measure: every line and every field becomes a std::string, nothing else.
void parse_plainly(const Listings& listings, const std::function<void(std::vector<std::string>)>& row) {
  for (const auto& file : listings.all()) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::vector<std::string> fields;
      for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = line.find('\t', begin);
        fields.push_back(line.substr(begin, end == std::string::npos ? end : end - begin));
      }
      row(std::move(fields));
    }
  }
}

void print_row(const std::string& what, const Measured& row, const Measured& measure) {
  std::cout << std::left << std::setw(44) << what << std::right << std::fixed << std::setprecision(2) << std::setw(8)
            << row.seconds << " s" << std::setprecision(0) << std::setw(8) << row.peak_mib << " MiB"
            << std::setprecision(2) << std::setw(10) << row.seconds / measure.seconds << " x" << std::setw(10)
            << row.peak_mib / measure.peak_mib << " x\n";
}

void run(std::size_t datasets) {
  const Listings listings(datasets);
  const double idle = measure([] { return 0.0; }).peak_mib;
  const auto measured = [&](const std::function<double()>& work) {
    Measured result = measure(work);
    result.peak_mib -= idle;
    return result;
  };
  std::cout << datasets << " datasets x " << k_snapshots << " snapshots on each side, " << listings.bytes() / 1'000'000
            << " MB of listings\n\n"
            << std::left << std::setw(44) << "" << std::right << std::setw(10) << "CPU time" << std::setw(12) << "peak"
            << std::setw(12) << "time/plain" << std::setw(12) << "peak/plain\n";

  const Measured plain = measured([&] {
    std::vector<std::vector<std::string>> rows;
    return seconds_of([&] {
      parse_plainly(listings, [&rows](std::vector<std::string> fields) { rows.push_back(std::move(fields)); });
    });
  });
  print_row("plain parse, fields kept", plain, plain);
  print_row("plain parse, fields thrown away", measured([&] {
              std::size_t fields_seen = 0;
              const double seconds = seconds_of(
                  [&] { parse_plainly(listings, [&](const auto& fields) { fields_seen += fields.size(); }); });
              expect(fields_seen != 0, "nothing was parsed");
              return seconds;
            }),
            plain);
  print_row("listings to inventories", measured([&] { return seconds_of([&] { const Pools pools(listings); }); }),
            plain);
  print_row("plan alone, nothing changed", measured([&] {
              Pools pools(listings);
              return seconds_of([&] { plan_nothing(pools); });
            }),
            plain);
  print_row("plan alone, one change in each dataset", measured([&] {
              Pools pools(listings);
              pools.change_all();
              return seconds_of([&] { plan_one_change_each(pools); });
            }),
            plain);
  std::cout << "\nPeaks are of the whole process, the inventories included.\n";
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::uint64_t datasets = argc > 1 ? zfs::parse_number(argv[1]) : 100'000;
    if (datasets == 0) throw std::runtime_error("DATASETS must not be 0");
    run(datasets);
  } catch (const std::exception& error) {
    std::cerr << "bench_planner: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
