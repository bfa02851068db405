// Reading and planning a large pool, beside a plain parse of the same listings: bench_planner [DATASETS]
//
// Both sides have DATASETS (100,000 unless said otherwise) with 20 snapshots each, as thinning by the schedule below
// has left them. The listings are files of what zfs prints; they are read in pieces of 64 KiB as from a pipe. Every row
// of the table is measured in a process of its own.
#include "app/plan/plan.hpp"
#include "selector/inventory.hpp"
#include "selector/parse.hpp"
#include "selector/select.hpp"
#include "thinner/name_format.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "transport/lines.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::size_t k_snapshots = 20;
constexpr const char* k_schedule = "10,1d1w,1w1m,1m7m";
constexpr const char* k_tag = "zfs_autobackup:offsite1";
constexpr const char* k_property = "autobackup:offsite1";
constexpr const char* k_target = "backup/server1";
constexpr thinner::Time k_now{std::chrono::seconds{1'705'320'000}};  // 2024-01-15T12:00:00Z

// --- The pools ---

/// What daily runs over two years, each followed by thinning, leave behind. Oldest first; thinning again at k_now
/// changes nothing.
std::vector<thinner::Time> history() {
  const thinner::Schedule schedule = thinner::parse_schedule(k_schedule);
  std::vector<thinner::Time> times;
  for (int days_ago = 730; days_ago >= 0; --days_ago) {
    const thinner::Time then = k_now - std::chrono::hours(24) * days_ago;
    times.push_back(then);
    const std::vector<thinner::Verdict> verdicts = thinner::thin(schedule, times, then);
    std::vector<thinner::Time> kept;
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (verdicts[i].keep()) kept.push_back(times[i]);
    }
    times = std::move(kept);
  }
  if (times.size() != k_snapshots)
    throw std::logic_error("the schedule leaves " + std::to_string(times.size()) + " snapshots");
  return times;
}

thinner::NameFormat format() {
  return {"offsite1-%Y%m%d%H%M%S", thinner::Zone::utc()};
}

std::string dataset_name(std::size_t i) {
  return "tank/customer" + std::to_string(10'000 + i / 100) + "/home" + std::to_string(10 + i % 100);
}

/// The files that the listings are read from; gone with this object.
class Listings {
 public:
  explicit Listings(std::size_t datasets) : datasets_(datasets) {
    std::string name = (std::filesystem::temp_directory_path() / "bench_planner-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + name);
    folder_ = name;
    write_datasets(source_datasets(), "", std::string(k_property) + "\ttrue\tinherited from tank\n");
    write_datasets(target_datasets(), std::string(k_target) + "/", "receive_resume_token\t-\t-\n");
    write_snapshots(source_snapshots(), "");
    write_snapshots(target_snapshots(), std::string(k_target) + "/");
  }
  ~Listings() { std::filesystem::remove_all(folder_); }
  Listings(const Listings&) = delete;
  Listings& operator=(const Listings&) = delete;

  std::filesystem::path source_datasets() const { return folder_ / "source.get"; }
  std::filesystem::path target_datasets() const { return folder_ / "target.get"; }
  std::filesystem::path source_snapshots() const { return folder_ / "source.list"; }
  std::filesystem::path target_snapshots() const { return folder_ / "target.list"; }
  std::vector<std::filesystem::path> all() const {
    return {source_datasets(), target_datasets(), source_snapshots(), target_snapshots()};
  }
  std::uintmax_t bytes() const {
    std::uintmax_t sum = 0;
    for (const auto& file : all()) sum += std::filesystem::file_size(file);
    return sum;
  }

 private:
  static void write_dataset(std::ostream& out, const std::string& name, std::uint64_t guid,
                            const std::string& last_row) {
    out << name << "\ttype\tfilesystem\t-\n" << name << "\tguid\t" << guid << "\t-\n" << name << "\twritten\t0\t-\n";
    out << name << "\tencryptionroot\t-\t-\n" << name << "\tkeystatus\t-\t-\n" << name << "\tcanmount\ton\tdefault\n";
    out << name << "\tmountpoint\t/" << name << "\tdefault\n" << name << '\t' << last_row;
  }

  void write_datasets(const std::filesystem::path& file, const std::string& prefix, const std::string& last_row) const {
    std::ofstream out(file);
    if (!prefix.empty()) write_dataset(out, k_target, 7, last_row);
    for (std::size_t i = 0; i < datasets_; ++i)
      write_dataset(out, prefix + dataset_name(i), 1'000'000 + 2 * i + prefix.empty(), last_row);
  }

  void write_snapshots(const std::filesystem::path& file, const std::string& prefix) const {
    constexpr std::uint64_t k_stride = 0x9E3779B97F4A7C15;  // guids use all of their 64 bits
    std::vector<std::string> names;
    for (const thinner::Time time : history()) names.push_back(format().name_at(time));
    std::ofstream out(file);
    for (std::size_t i = 0; i < datasets_; ++i) {
      for (std::size_t k = 0; k < names.size(); ++k) {
        const std::uint64_t guid = (i * names.size() + k + 1) * k_stride;
        out << prefix << dataset_name(i) << '@' << names[k] << '\t' << guid << '\t' << 1'000 + k << "\t0\n";
      }
    }
  }

  std::size_t datasets_;
  std::filesystem::path folder_;
};

// --- Reading ---

/// Feeds a file to a line sink as the runner feeds a command's output.
void read_lines(const std::filesystem::path& file, transport::LineSink sink) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot read " + file.string());
  transport::LineSplitter splitter("\n", 0, std::move(sink));
  std::array<char, 65'536> piece{};
  for (ssize_t size = 0; (size = ::read(fd, piece.data(), piece.size())) > 0;) {
    splitter.feed({piece.data(), static_cast<std::size_t>(size)});
  }
  splitter.finish();
  ::close(fd);
}

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

/// Both sides as a run knows them.
struct Pools {
  selector::SnapshotNames names{format()};
  selector::Inventory source, target;

  explicit Pools(const Listings& listings) {
    selector::DatasetListing source_datasets(source, k_property), target_datasets(target, "");
    read_lines(listings.source_datasets(), [&](std::string_view line) { source_datasets.line(line); });
    read_lines(listings.target_datasets(), [&](std::string_view line) { target_datasets.line(line); });
    source_datasets.finish();
    target_datasets.finish();
    add_selecting_ancestor();
    selector::SnapshotListing source_snapshots(source, names), target_snapshots(target, names);
    read_lines(listings.source_snapshots(), [&](std::string_view line) { source_snapshots.line(line); });
    read_lines(listings.target_snapshots(), [&](std::string_view line) { target_snapshots.line(line); });
    source.sort_snapshots();
    target.sort_snapshots();
  }

 private:
  /// Where the property is set; `child`, so that only what is below is selected.
  void add_selecting_ancestor() {
    selector::Dataset& tank = source.add("tank");
    tank.guid = 5;
    tank.selection = {"child", "local"};
    for (const selector::Dataset& dataset : source.datasets()) {
      if (&dataset != &tank) source.find(dataset.name)->selection = {"true", "inherited from tank"};
    }
  }
};

// --- Planning ---

plan::Options options() {
  plan::Options options;
  options.now = k_now;
  options.target_path = k_target;
  options.snapshot_name = format().name_at(k_now + std::chrono::hours(24));
  options.hold_tag = k_tag;
  options.keep_source = options.keep_target = thinner::parse_schedule(k_schedule);
  return options;
}

plan::Facts facts_of(Pools& pools) {
  plan::Facts facts;
  facts.source = &pools.source;
  facts.target = &pools.target;
  facts.names = &pools.names;
  facts.selection = selector::select(pools.source, {});
  return facts;
}

void expect(bool is_so, const char* what) {
  if (!is_so) throw std::logic_error(what);
}

void plan_nothing(Pools& pools) {
  const plan::Facts facts = facts_of(pools);
  const plan::Plan plan = plan::make_plan(facts, options());
  expect(plan.phases.empty() && !plan.needs.any() && !plan.datasets.empty(), "there should be nothing to do");
}

/// As a run does it: a draft, what the draft needs (our tag on each base), the plan.
void plan_one_change_each(Pools& pools) {
  plan::Facts facts = facts_of(pools);
  plan::Options with_change = options();
  with_change.now += std::chrono::hours(24);
  const plan::Plan draft = plan::make_plan(facts, with_change);
  expect(!draft.needs.holds.empty(), "the draft should ask for holds");
  facts.source_holds.emplace();
  facts.source_features.emplace();
  facts.target_features.emplace();
  for (const selector::Dataset& dataset : pools.source.datasets()) {
    if (!dataset.snapshots.empty())
      (*facts.source_holds)[dataset.name + "@" + dataset.snapshots.back().name->text] = {k_tag};
  }
  const plan::Plan plan = plan::make_plan(facts, with_change);
  expect(!plan.needs.any() && plan.phases.size() > 4, "there should be a transfer for each dataset");
}

// --- Measuring ---

struct Measured {
  double seconds = 0;
  double peak_mib = 0;
};

/// Runs `work` in a process of its own; it returns the seconds that count. The peak is what it takes beyond a process
/// that does nothing.
Measured measure(const std::function<double()>& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  std::cout.flush();
  const pid_t child = ::fork();
  if (child == 0) {
    int status = 1;
    try {
      const double seconds = work();
      status = ::write(ends[1], &seconds, sizeof seconds) == sizeof seconds ? 0 : 1;
    } catch (const std::exception& error) {
      std::cerr << "bench_planner: " << error.what() << '\n';
    }
    ::_exit(status);
  }
  ::close(ends[1]);
  Measured measured;
  const bool told = ::read(ends[0], &measured.seconds, sizeof measured.seconds) == sizeof measured.seconds;
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!told || status != 0) throw std::runtime_error("a measurement failed");
  measured.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return measured;
}

/// Of the processor, not of the clock on the wall: other programs on the machine do not count.
double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_of(const std::function<void()>& work) {
  const double began = processor_seconds();
  work();
  return processor_seconds() - began;
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
              for (const selector::Dataset& dataset : pools.source.datasets())
                pools.source.find(dataset.name)->written = 4'096;
              return seconds_of([&] { plan_one_change_each(pools); });
            }),
            plain);
  std::cout << "\nPeaks are of the whole process, the inventories included.\n";
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::uint64_t datasets = argc > 1 ? selector::parse_number(argv[1]) : 100'000;
    if (datasets == 0) throw std::runtime_error("DATASETS must not be 0");
    run(datasets);
  } catch (const std::exception& error) {
    std::cerr << "bench_planner: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
