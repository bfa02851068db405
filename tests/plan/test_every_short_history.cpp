// All histories of up to four source and three target snapshots over small alphabets.
#include "checked_run.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// Snapshots of the target.
constexpr int k_most = k_sanitized ? 2 : 3;

/// Of ours and kept, of ours and given up by the schedule, foreign.
constexpr std::string_view k_source_kinds = "kof";
/// 'c': the next source snapshot that both have, 's': the source's next one is skipped, 'o': of its own, given up and
/// empty, 'k': of its own, kept and written to.
constexpr std::string_view k_target_kinds = "csok";

/// Kept ones are younger than a week, each on a day of its own; the others are older.
std::string name_of(char kind, int number) {
  if (kind == 'f') return "foreign" + std::to_string(number);
  return day(kind == 'k' ? 7 - number : 100 - number);
}

struct Everything {
  zfs::SnapshotNames names{name_format()};
  Tally tally;
  std::vector<plan::Options> options;

  void check(const std::string& source_kinds, const std::string& target_kinds) {
    for (const plan::Options& with : options) {
      if (source_kinds.size() == 4 && with.rollback) continue;  // the longest ones once
      World world;
      world.add_target("backup");
      WorldDataset& source = world.add_source("tank");
      int number = 0;
      for (const char kind : source_kinds) world.snapshot(source, name_of(kind, number++));
      source.written = 1;
      if (!target_kinds.empty()) fill_target(world, source, target_kinds);
      const std::string complaint = checked_run(world, with, names, tally);
      if (!complaint.empty())
        BOOST_ERROR("source " << source_kinds << ", target " << target_kinds << ": " << complaint);
      if (tally.complaints > 5) return;
    }
  }

  static void fill_target(World& world, const WorldDataset& source, const std::string& kinds) {
    WorldDataset& target = world.add_on_target("backup", "backup/tank");
    std::size_t next = 0;
    int number = 10;
    for (const char kind : kinds) {
      if (kind == 'c') world.copy(source.snapshots[next], target);
      if (kind == 'c' || kind == 's') ++next;
      if (kind == 'o') world.snapshot(target, name_of('o', number++), 0);
      if (kind == 'k') world.snapshot(target, day(20 - number++ + 1), 5);
    }
  }

  /// Calls itself with each longer history of the target.
  void each_target(const std::string& source, const std::string& target, std::size_t consumed, int snapshots) {
    check(source, target);
    for (const char kind : k_target_kinds) {
      const bool consumes = kind == 'c' || kind == 's';
      const bool fits = consumes ? consumed < source.size() : target.find('s') != target.size() - 1;
      if (tally.complaints > 5 || !fits || (kind != 's' && snapshots == k_most)) continue;
      each_target(source, target + kind, consumed + (consumes ? 1 : 0), snapshots + (kind == 's' ? 0 : 1));
    }
  }

  void each_source(const std::string& source) {
    each_target(source, "", 0, 0);
    if (source.size() == (k_sanitized ? 3 : 4)) return;
    for (const char kind : k_source_kinds) each_source(source + kind);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(every_short_history)

BOOST_AUTO_TEST_CASE(is_planned_well) {
  plan::Options plain;
  plain.now = k_now;
  plain.mapping = selector::Mapping::below("backup");
  plain.hold_tag = "tag";
  plain.explain = true;
  plain.snapshot_name = day(0);
  plain.keep_source = thinner::parse_schedule("1d1w");
  plain.keep_target = thinner::parse_schedule("1d1w");
  plan::Options by_force = plain;
  by_force.rollback = by_force.destroy_incompatible = by_force.other_snapshots = true;
  by_force.keep_source = by_force.keep_target = thinner::parse_schedule("1");
  Everything everything;
  everything.options = {plain, by_force};
  everything.each_source("");
  BOOST_TEST(everything.tally.complaints == 0);
  BOOST_TEST(everything.tally.runs > (k_sanitized ? 1'000 : 5'000));
  BOOST_TEST(everything.tally.ranges > (k_sanitized ? 3 : 300));
  BOOST_TEST_MESSAGE(everything.tally.runs << " histories");
}

BOOST_AUTO_TEST_SUITE_END()
