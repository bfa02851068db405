#include "zfs/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using zfs::Inventory;
using zfs::SnapshotName;
using zfs::SnapshotNames;

SnapshotNames new_names() {
  return SnapshotNames(thinner::NameFormat("offsite1-%Y%m%d%H%M%S", thinner::Zone::utc()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inventory)

BOOST_AUTO_TEST_CASE(parts_of_names) {
  BOOST_TEST(zfs::pool_of("tank") == "tank");
  BOOST_TEST(zfs::pool_of("tank/a/b") == "tank");
  BOOST_TEST(zfs::pool_of("tank@s") == "tank");
  BOOST_TEST(zfs::pool_of("tank/a@s/t") == "tank");
  BOOST_TEST(zfs::pool_of("tank#b") == "tank");
  BOOST_TEST(zfs::parent_of("tank/a/b") == "tank/a");
  BOOST_TEST(zfs::parent_of("tank") == "");
  BOOST_TEST(zfs::parent_of("") == "");
  BOOST_TEST(zfs::is_at_or_below("a/b", "a/b"));
  BOOST_TEST(zfs::is_at_or_below("a/b/c", "a/b"));
  BOOST_TEST(!zfs::is_at_or_below("a/b-c", "a/b"));
  BOOST_TEST(!zfs::is_at_or_below("a", "a/b"));
}

BOOST_AUTO_TEST_CASE(a_name_belongs_to_the_first_series_that_it_fits) {
  SnapshotNames names(std::vector<zfs::Series>{{"days", thinner::NameFormat("x-%Y%m%d", thinner::Zone::utc())},
                                               {"hours", thinner::NameFormat("x-%Y%m%d-%H", thinner::Zone::utc())},
                                               {"again", thinner::NameFormat("x-%Y%m%d-%H", thinner::Zone::utc())}});
  BOOST_TEST((names.intern("x-20260102").series == zfs::SeriesIndex{0}));
  BOOST_TEST((names.intern("x-20260102-03").series == zfs::SeriesIndex{1}));
  BOOST_TEST((names.intern("x-20260102-03").time->time_since_epoch() == std::chrono::seconds{1767322800}));
  BOOST_TEST(!names.intern("x-20260102-3").ours());
  BOOST_TEST(!names.intern("x-20260102-3").time);
}

BOOST_AUTO_TEST_CASE(settings) {
  const auto setting = [](const char* source) { return zfs::Setting{"v", source}; };
  BOOST_TEST(setting("local").is_set_here());
  BOOST_TEST(setting("received").is_set_here());
  for (const char* source : {"default", "temporary", "-", "inherited from local", ""})
    BOOST_TEST(!setting(source).is_set_here());
  BOOST_TEST(setting("inherited from tank/a b").inherited_from() == "tank/a b");
  BOOST_TEST(setting("local").inherited_from() == "");
  BOOST_TEST(setting("inherited").inherited_from() == "");
}

BOOST_AUTO_TEST_CASE(datasets_by_name) {
  Inventory inventory;
  zfs::Dataset& a = inventory.add("tank/a b");
  for (int i = 0; i < 1000; ++i) inventory.add("tank/" + std::to_string(i));
  BOOST_TEST(&inventory.add("tank/a b") == &a);
  BOOST_TEST(inventory.find("tank/a b") == &a);
  BOOST_TEST(a.pool() == "tank");
  BOOST_TEST(inventory.find("tank/a") == nullptr);
  BOOST_TEST(inventory.find("") == nullptr);
  BOOST_TEST(inventory.datasets().size() == 1001U);
  BOOST_TEST(inventory.datasets().back().name == "tank/999");
}

BOOST_AUTO_TEST_CASE(snapshots_come_in_the_order_of_their_making) {
  SnapshotNames names = new_names();
  Inventory inventory;
  zfs::Dataset& dataset = inventory.add("tank");
  for (const auto& [name, txg] : {std::pair{"c", 30U}, {"a", 10U}, {"d", 40U}, {"b", 20U}}) {
    dataset.snapshots.push_back({.name = &names.intern(name), .guid = txg, .createtxg = txg, .has_clones = false});
  }
  inventory.add("zoo").snapshots.push_back(
      {.name = &names.intern("x"), .guid = 1, .createtxg = 1, .has_clones = false});
  inventory.sort_snapshots();
  std::string order;
  for (const zfs::Snapshot& snapshot : dataset.snapshots) order += snapshot.name->text;
  BOOST_TEST(order == "abcd");
}

BOOST_AUTO_TEST_CASE(a_snapshot_name_is_read_once) {
  SnapshotNames names = new_names();
  const SnapshotName& ours = names.intern("offsite1-20260615120000");
  const SnapshotName& foreign = names.intern("manual");
  for (int i = 0; i < 1000; ++i) names.intern("other" + std::to_string(i));
  BOOST_TEST(&names.intern(std::string("offsite1-20260615120000")) == &ours);
  BOOST_TEST(&names.intern("manual") == &foreign);
  BOOST_TEST(ours.ours());
  BOOST_TEST(ours.time->time_since_epoch().count() == 1'781'524'800);
  BOOST_TEST(!foreign.ours());
  BOOST_TEST(!names.intern("offsite1-2026061512000").ours());
  BOOST_TEST(!names.intern("").ours());
}

BOOST_AUTO_TEST_SUITE_END()
