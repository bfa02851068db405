#include "bench/made_pools.hpp"

#include "app/plan/whole/make_plan.hpp"
#include "selector/select.hpp"
#include "transport/lines.hpp"
#include "zfs/parse.hpp"
#include "zfs/record.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr const char* k_tag = "zfs_autobackup:offsite1";
constexpr const char* k_property = "autobackup:offsite1";
constexpr const char* k_target = "backup/server1";

/// The guid of the root of the source's pool.
constexpr std::uint64_t k_pool_guid = 5;

std::string dataset_name(std::size_t i) {
  return "tank/customer" + std::to_string(10'000 + i / 100) + "/home" + std::to_string(10 + i % 100);
}

void write_dataset(std::ostream& out, const std::string& name, std::uint64_t guid, const std::string& last_row) {
  out << name << "\ttype\tfilesystem\t-\n" << name << "\tguid\t" << guid << "\t-\n" << name << "\twritten\t0\t-\n";
  out << name << "\tencryptionroot\t-\t-\n" << name << "\tkeystatus\t-\t-\n" << name << "\tcanmount\ton\tdefault\n";
  out << name << "\tmountpoint\t/" << name << "\tdefault\n" << name << '\t' << last_row;
}

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

plan::Options options() {
  plan::Options options;
  options.now = k_now;
  options.mapping = selector::Mapping::below(k_target);
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

}  // namespace

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
  ::setenv("TZ", "Europe/Berlin", 1);
  return {"offsite1-%Y%m%d%H%M%S", thinner::Zone::local()};
}

// --- Listings ---

Listings::Listings(std::size_t datasets, std::vector<thinner::Time> history)
    : datasets_(datasets), history_(std::move(history)) {
  std::string name = (std::filesystem::temp_directory_path() / "bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + name);
  folder_ = name;
  write_datasets(source_datasets(), "", std::string(k_property) + "\ttrue\tinherited from tank\n");
  write_datasets(target_datasets(), std::string(k_target) + "/", "receive_resume_token\t-\t-\n");
  write_snapshots(source_snapshots(), "");
  write_snapshots(target_snapshots(), std::string(k_target) + "/");
}

Listings::~Listings() {
  std::filesystem::remove_all(folder_);
}

std::vector<std::filesystem::path> Listings::all() const {
  return {source_datasets(), target_datasets(), source_snapshots(), target_snapshots()};
}

std::uintmax_t Listings::bytes() const {
  std::uintmax_t sum = 0;
  for (const auto& file : all()) sum += std::filesystem::file_size(file);
  return sum;
}

void Listings::write_datasets(const std::filesystem::path& file, const std::string& prefix,
                              const std::string& last_row) const {
  std::ofstream out(file);
  if (!prefix.empty()) write_dataset(out, k_target, 7, last_row);
  for (std::size_t i = 0; i < datasets_; ++i) {
    const std::string name = prefix + dataset_name(i);
    const std::uint64_t guid_of_copy = 1'000'000 + 2 * i, guid_of_source = guid_of_copy + 1;
    write_dataset(out, name, prefix.empty() ? guid_of_source : guid_of_copy, last_row);
    if (prefix.empty()) continue;
    const zfs::SourceRecord record{k_pool_guid, guid_of_source, dataset_name(i)};
    out << name << '\t' << zfs::k_record_property << '\t' << zfs::to_text(record) << "\tlocal\n";
  }
}

void Listings::write_snapshots(const std::filesystem::path& file, const std::string& prefix) const {
  constexpr std::uint64_t k_stride = 0x9E3779B97F4A7C15;  // guids use all of their 64 bits
  const thinner::NameFormat names = format();
  std::vector<std::vector<std::string>> series(std::min(datasets_, k_series));
  for (std::size_t s = 0; s < series.size(); ++s) {
    for (const thinner::Time time : history_) series[s].push_back(names.name_at(time - std::chrono::minutes(s)));
  }
  std::ofstream out(file);
  for (std::size_t i = 0; i < datasets_; ++i) {
    for (std::size_t k = 0; k < history_.size(); ++k) {
      const std::uint64_t guid = (i * history_.size() + k + 1) * k_stride;
      out << prefix << dataset_name(i) << '@' << series[i % series.size()][k] << '\t' << guid << '\t' << 1'000 + k
          << "\t0\n";
    }
  }
}

// --- Reading ---

Pools::Pools(const Listings& listings) {
  zfs::DatasetListing source_datasets(source, k_property), target_datasets(target, "");
  read_lines(listings.source_datasets(), [&](std::string_view line) { source_datasets.line(line); });
  read_lines(listings.target_datasets(), [&](std::string_view line) { target_datasets.line(line); });
  source_datasets.finish();
  target_datasets.finish();
  add_selecting_ancestor();
  zfs::SnapshotListing source_snapshots(source, names), target_snapshots(target, names);
  read_lines(listings.source_snapshots(), [&](std::string_view line) { source_snapshots.line(line); });
  read_lines(listings.target_snapshots(), [&](std::string_view line) { target_snapshots.line(line); });
  source.sort_snapshots();
  target.sort_snapshots();
}

/// Where the property is set; `child`, so that only what is below is selected.
void Pools::add_selecting_ancestor() {
  zfs::Dataset& tank = source.add("tank");
  tank.guid = k_pool_guid;
  tank.selection = {"child", "local"};
  for (const zfs::Dataset& dataset : source.datasets()) {
    if (&dataset != &tank) source.find(dataset.name)->selection = {"true", "inherited from tank"};
  }
}

void Pools::change_all() {
  for (const zfs::Dataset& dataset : source.datasets()) source.find(dataset.name)->written = 4'096;
}

// --- Planning ---

void expect(bool is_so, const char* what) {
  if (!is_so) throw std::logic_error(what);
}

void plan_nothing(Pools& pools) {
  const plan::Facts facts = facts_of(pools);
  const plan::Plan plan = plan::make_plan(facts, options());
  expect(plan.phases.empty() && !plan.needs.any() && !plan.datasets.empty(), "there should be nothing to do");
}

/// What a draft asks for: each base is held on both sides, and nothing else.
void answer(const plan::Needs& needs, plan::Facts& facts) {
  expect(!needs.holds.empty() && !needs.target_holds.empty(), "the draft should ask for holds");
  for (const plan::SourceSnapshot& asked : needs.holds) {
    zfs::HoldTags::Tags& tags = facts.source_holds.at(asked.full_name());
    if (asked.snapshot == &asked.dataset->snapshots.back()) tags = {k_tag};
  }
  for (const std::string& base : needs.target_holds) facts.target_holds.at(base) = {k_tag};
  facts.source_features.emplace();
  facts.target_features.emplace();
}

void plan_one_change_each(Pools& pools) {
  plan::Facts facts = facts_of(pools);
  plan::Options with_change = options();
  with_change.now += std::chrono::hours(24);
  answer(plan::make_plan(facts, with_change).needs, facts);
  const plan::Plan plan = plan::make_plan(facts, with_change);
  expect(!plan.needs.any() && plan.phases.size() > 4, "there should be a transfer for each dataset");
}

}  // namespace bench
