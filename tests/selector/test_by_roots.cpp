#include "selector/by_roots.hpp"
#include "zfs/parse.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using selector::AutoSnapshot;
using selector::ByRoots;
using selector::Recursion;
using selector::Verdict;
using zfs::Inventory;

/// Two pools, with a name that is in both and one that is the beginning of another.
struct Pools {
  Inventory inventory;

  Pools() {
    for (const char* name : {"tank", "tank/home", "tank/home-old", "tank/home/a", "tank/vm", "tank/vm/vm-7",
                             "tank/vm/vm-7/d", "usb", "usb/home", "usb/my files"})
      inventory.add(name);
  }

  void set(const std::string& dataset, const char* value) {
    inventory.find(dataset)->effects.emplace_back(selector::k_auto_snapshot, zfs::Setting{value, "local"});
  }

  /// Those selected, with blanks between them.
  std::string chosen(const ByRoots& by) const {
    std::string names;
    for (const zfs::Dataset* dataset : selector::selected_of(selector::select(inventory, by)))
      names.append(names.empty() ? "" : ", ").append(dataset->name);
    return names;
  }
  std::string chosen(std::vector<std::string> roots, bool recursive = false) const {
    return chosen(ByRoots{.roots = std::move(roots), .recursion = recursive ? Recursion::yes : Recursion::no});
  }
  std::string refusal(std::vector<std::string> roots) const {
    try {
      return "chosen: " + chosen(std::move(roots));
    } catch (const selector::RootError& error) {
      return error.what();
    }
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(roots)

BOOST_AUTO_TEST_CASE(by_whole_names) {
  const Pools pools;
  BOOST_TEST(pools.chosen({"tank/home"}) == "tank/home");
  BOOST_TEST(pools.chosen({"tank/home"}, true) == "tank/home, tank/home/a");
  BOOST_TEST(pools.chosen({"tank"}) == "tank");
  BOOST_TEST(pools.chosen({"usb"}, true) == "usb, usb/home, usb/my files");
  BOOST_TEST(pools.chosen({"usb/my files", "tank/vm", "usb/my files"}) == "tank/vm, usb/my files");
}

BOOST_AUTO_TEST_CASE(by_the_last_part_of_a_name) {
  const Pools pools;
  BOOST_TEST(pools.chosen({"vm-7"}) == "tank/vm/vm-7");
  BOOST_TEST(pools.chosen({"vm-7"}, true) == "tank/vm/vm-7, tank/vm/vm-7/d");
  BOOST_TEST(pools.chosen({"my files"}) == "usb/my files");
  BOOST_TEST(pools.refusal({"home"}) ==
             "'home' is the name of two datasets, tank/home and usb/home: say which, by its whole name");
  BOOST_TEST(pools.refusal({"vm/vm-7"}) == "there is no dataset 'vm/vm-7' in an imported pool: zfs list shows them");
  BOOST_TEST(pools.refusal({"tank/home", "gone"}) ==
             "there is no dataset 'gone' in an imported pool: zfs list shows them");
  BOOST_TEST(pools.refusal({""}).starts_with("there is no dataset ''"));
}

BOOST_AUTO_TEST_CASE(a_whole_name_comes_before_the_end_of_one) {
  Pools pools;
  pools.inventory.add("usb/tank");
  BOOST_TEST(pools.chosen({"tank"}) == "tank");
}

BOOST_AUTO_TEST_CASE(everything) {
  const Pools pools;
  const std::string all = pools.chosen({"//"});
  BOOST_TEST(all == pools.chosen({"tank", "usb"}, true));
  BOOST_TEST(pools.chosen({"tank/vm", "//"}) == all);
}

BOOST_AUTO_TEST_CASE(what_is_excluded_goes_with_all_below_it) {
  const Pools pools;
  const auto without = [&](std::vector<std::string> patterns) {
    return pools.chosen(ByRoots{.roots = {"tank"}, .recursion = Recursion::yes, .excluded = std::move(patterns)});
  };
  BOOST_TEST(without({"tank/home"}) == "tank, tank/home-old, tank/vm, tank/vm/vm-7, tank/vm/vm-7/d");
  BOOST_TEST(without({"tank/home*", "*/d"}) == "tank, tank/vm, tank/vm/vm-7");
  BOOST_TEST(without({"*/vm-?"}) == "tank, tank/home, tank/home-old, tank/home/a, tank/vm");
  BOOST_TEST(without({"tank"}).empty());
}

BOOST_AUTO_TEST_CASE(the_property_of_automatic_snapshots) {
  Pools pools;
  pools.set("tank/home", "false");
  pools.set("tank/home/a", "TRUE");
  pools.inventory.find("tank/vm")->selection = {"False", "local"};
  pools.inventory.find("tank/vm/vm-7")->selection = {"true", "local"};
  pools.inventory.find("tank/vm/vm-7/d")->selection = {"true", "inherited from tank/vm/vm-7"};
  pools.set("tank/vm/vm-7/d", "false");
  const auto with = [&](AutoSnapshot how) {
    return pools.chosen(
        ByRoots{.roots = {"tank"}, .recursion = Recursion::yes, .auto_snapshot = how, .label_property = "x:y"});
  };
  BOOST_TEST(with(AutoSnapshot::ignored) == pools.chosen({"tank"}, true));
  BOOST_TEST(with(AutoSnapshot::may_exclude) == "tank, tank/home-old, tank/home/a, tank/vm/vm-7",
             "either property that says false counts, and the general one is inherited");
  BOOST_TEST(with(AutoSnapshot::must_include) == "tank/home/a, tank/vm/vm-7, tank/vm/vm-7/d",
             "either property that says true is enough, whatever the other says");
}

BOOST_AUTO_TEST_CASE(verdicts) {
  Pools pools;
  pools.set("tank/vm", "false");
  const auto decisions = selector::select(pools.inventory, ByRoots{.roots = {"tank"},
                                                                   .recursion = Recursion::yes,
                                                                   .excluded = {"tank/home"},
                                                                   .auto_snapshot = AutoSnapshot::may_exclude});
  const auto verdict_on = [&](const char* name) {
    for (const auto& decision : decisions) {
      if (decision.dataset->name == name) return decision.verdict;
    }
    return Verdict::bad_value;
  };
  BOOST_TEST((verdict_on("tank") == Verdict::selected));
  BOOST_TEST((verdict_on("tank/home") == Verdict::excluded_path));
  BOOST_TEST((verdict_on("tank/vm/vm-7") == Verdict::excluded_false));
  BOOST_TEST((verdict_on("usb") == Verdict::not_marked));
}

BOOST_AUTO_TEST_CASE(pools_that_are_named) {
  const ByRoots by{.roots = {"tank/a", "usb", "vm-7", "//"}};
  BOOST_TEST(by.name("tank"));
  BOOST_TEST(by.name("usb"));
  BOOST_TEST(!by.name("other"), "neither // nor the last part of a name says which pool");
}

BOOST_AUTO_TEST_CASE(which_pools_are_scrubbed) {
  zfs::ScrubListing listing;
  for (const char* line :
       {"  pool: tank", " state: ONLINE", "  scan: scrub in progress since Sun Mar  1 12:00:00 2026",
        "\t1.00G / 1.00G scanned", "config:", "", "\tNAME        STATE     READ WRITE CKSUM", "", "  pool: my pool",
        " state: DEGRADED", "  scan: resilver in progress since Sun Mar  1 12:00:00 2026", "  pool: done",
        "  scan: scrub repaired 0B in 00:00:01 with 0 errors on Sun Mar  1 12:00:00 2026", "  pool: cancelled",
        "  scan: scrub canceled on Sun Mar  1 12:00:00 2026", "  pool: paused",
        "  scan: scrub paused since Sun Mar  1 12:00:00 2026", "  pool: fresh", " state: ONLINE"})
    listing.line(line);
  BOOST_TEST((listing.scrubbed() == zfs::ScrubListing::Pools{"tank"}));
  BOOST_TEST((listing.resilvered() == zfs::ScrubListing::Pools{"my pool"}));
}

BOOST_AUTO_TEST_SUITE_END()
