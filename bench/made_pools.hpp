#pragma once

#include "thinner/name_format.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "zfs/inventory.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

/// Made-up pools for the benches of reading and planning: both sides of a job have the same datasets with k_snapshots
/// snapshots each, as thinning by k_schedule has left them, if nothing else is said. The listings are files of what zfs
/// prints; they are read in pieces of 64 KiB as from a pipe.
namespace bench {

constexpr std::size_t k_snapshots = 20;
constexpr std::size_t k_series = 50;
constexpr const char* k_schedule = "10,1d1w,1w1m,1m7m";
constexpr thinner::Time k_now{std::chrono::seconds{1'705'320'000}};  // 2024-01-15T12:00:00Z

/// What daily runs over two years, each followed by thinning, leave behind. Oldest first; thinning again at k_now
/// changes nothing.
std::vector<thinner::Time> history();

/// In a zone with summer time.
thinner::NameFormat format();

/// The files that the listings are read from; gone with this object.
class Listings {
 public:
  /// So many datasets with snapshots of these times each. Not all were taken in the same minute: there are
  /// k_series times as many names.
  explicit Listings(std::size_t datasets, std::vector<thinner::Time> history = bench::history());
  ~Listings();
  Listings(const Listings&) = delete;
  Listings& operator=(const Listings&) = delete;

  std::filesystem::path source_datasets() const { return folder_ / "source.get"; }
  std::filesystem::path target_datasets() const { return folder_ / "target.get"; }
  std::filesystem::path source_snapshots() const { return folder_ / "source.list"; }
  std::filesystem::path target_snapshots() const { return folder_ / "target.list"; }
  std::vector<std::filesystem::path> all() const;
  std::uintmax_t bytes() const;

 private:
  void write_datasets(const std::filesystem::path& file, const std::string& prefix, const std::string& last_row) const;
  void write_snapshots(const std::filesystem::path& file, const std::string& prefix) const;

  std::size_t datasets_;
  std::vector<thinner::Time> history_;
  std::filesystem::path folder_;
};

/// Both sides as a run knows them.
struct Pools {
  zfs::SnapshotNames names{format()};
  zfs::Inventory source, target;

  explicit Pools(const Listings& listings);
  /// Something was written to each dataset.
  void change_all();

 private:
  void add_selecting_ancestor();
};

/// Throws std::logic_error unless `is_so`.
void expect(bool is_so, const char* what);

/// Plans for pools where nothing was changed.
void plan_nothing(Pools& pools);

/// Plans for pools that `change_all` was called for. As a run does it: a draft, what the draft needs (our tag on each
/// base), the plan.
void plan_one_change_each(Pools& pools);

}  // namespace bench
