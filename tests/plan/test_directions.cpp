#include "app/plan/handover/direction.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(directions_of_twins)

namespace {

using plan::Way;

/// One dataset on both sides.
struct Pair {
  std::vector<std::uint64_t> source, target;  // guids of snapshots
  std::uint64_t source_written = 0, target_written = 0;
  bool source_read_only = false, target_read_only = true;
};

void put(zfs::Inventory& inventory, const std::string& name, const std::vector<std::uint64_t>& guids,
         std::uint64_t written, bool read_only) {
  zfs::Dataset& dataset = inventory.add(name);
  dataset.written = written;
  dataset.readonly = {read_only ? "on" : "off", "local"};
  for (const std::uint64_t guid : guids) {
    zfs::Snapshot snapshot;
    snapshot.guid = guid;
    dataset.snapshots.push_back(snapshot);
  }
}

std::vector<plan::Direction> directions_of(const zfs::Inventory& source, const zfs::Inventory& target) {
  plan::Facts facts;
  facts.source = &source;
  facts.target = &target;
  for (const zfs::Dataset& dataset : source.datasets())
    facts.selection.push_back({.dataset = &dataset, .verdict = selector::Verdict::selected});
  return plan::directions(facts, selector::Mapping::tree("tank/a", "backup/b"));
}

Way way_of(const Pair& pair) {
  zfs::Inventory source, target;
  put(source, "tank/a", pair.source, pair.source_written, pair.source_read_only);
  put(target, "backup/b", pair.target, pair.target_written, pair.target_read_only);
  return directions_of(source, target).front().way;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_side_that_was_written_to) {
  BOOST_TEST((way_of({{1, 2}, {1, 2}}) == Way::nowhere));
  BOOST_TEST((way_of({{1, 2}, {1, 2}, 5, 0}) == Way::forth));
  BOOST_TEST((way_of({{1, 2}, {1, 2}, 0, 5, true, false}) == Way::back));
  BOOST_TEST((way_of({{1, 2, 3}, {1, 2}}) == Way::forth));
  BOOST_TEST((way_of({{1, 2}, {1, 2, 3}, 0, 0, true, false}) == Way::back));
  BOOST_TEST((way_of({{1}, {}}) == Way::forth));
}

BOOST_AUTO_TEST_CASE(cut_over_with_both_sides_read_only) {
  BOOST_TEST((way_of({{1}, {1}, 5, 0, true, true}) == Way::forth));
  BOOST_TEST((way_of({{1}, {1}, 0, 5, true, true}) == Way::back));
}

BOOST_AUTO_TEST_CASE(written_to_on_both_sides) {
  BOOST_TEST((way_of({{1}, {1}, 5, 5}) == Way::refused));
  BOOST_TEST((way_of({{1, 2}, {1, 3}}) == Way::refused));
  BOOST_TEST((way_of({{1, 2}, {1}, 0, 5}) == Way::refused));
}

BOOST_AUTO_TEST_CASE(used_before_it_has_all) {
  BOOST_TEST((way_of({{1, 2}, {1}, 0, 0, true, false}) == Way::refused));
}

BOOST_AUTO_TEST_CASE(what_is_on_one_side_alone) {
  zfs::Inventory source, target;
  put(source, "tank/a", {1}, 0, false);
  put(source, "tank/a/here", {2}, 0, false);
  put(target, "backup/b", {1}, 0, true);
  put(target, "backup/b/there", {3}, 0, false);
  const auto all = directions_of(source, target);
  BOOST_TEST_REQUIRE(all.size() == 3U);
  BOOST_TEST((all[0].way == Way::nowhere));
  BOOST_TEST((all[1].way == Way::forth));
  BOOST_TEST(all[2].source == "tank/a/there");
  BOOST_TEST(all[2].target == "backup/b/there");
  BOOST_TEST((all[2].way == Way::back));
}

BOOST_AUTO_TEST_SUITE_END()
