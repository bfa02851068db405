#include "selector/by_roots.hpp"
#include "selector/by_tree.hpp"
#include "selector/name_pattern.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using selector::ByTree;

const std::vector<std::string> k_names = {"tank",          "tank/a",  "tank/a/swap", "tank/a/tmp1",
                                          "tank/a/tmp1/b", "tank/ab", "tank/c"};

std::string selected(const ByTree& by) {
  zfs::Inventory inventory;
  for (const std::string& name : k_names) inventory.add(name);
  std::string all;
  for (const selector::Decision& decision : selector::select(inventory, by)) {
    if (decision.verdict == selector::Verdict::selected) all += (all.empty() ? "" : " ") + decision.dataset->name;
  }
  return all;
}

ByTree below(const std::string& root, std::vector<std::string> excluded = {}) {
  return {.root = root, .levels = {}, .excluded = std::move(excluded), .exclude_path = ""};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(by_tree)

BOOST_AUTO_TEST_CASE(a_dataset_and_what_is_below_it) {
  BOOST_TEST(selected(below("tank/a")) == "tank/a tank/a/swap tank/a/tmp1 tank/a/tmp1/b");
  BOOST_CHECK_THROW(selected(below("tank/none")), selector::RootError);
}

BOOST_AUTO_TEST_CASE(so_many_levels) {
  ByTree by = below("tank");
  by.levels = 1;
  BOOST_TEST(selected(by) == "tank");
  by.levels = 2;
  BOOST_TEST(selected(by) == "tank tank/a tank/ab tank/c");
}

BOOST_AUTO_TEST_CASE(patterns_in_three_forms) {
  BOOST_TEST(selected(below("tank/a", {"tank/a/tmp1"})) == "tank/a tank/a/swap");
  BOOST_TEST(selected(below("tank/a", {"/tmp?"})) == "tank/a tank/a/swap");
  BOOST_TEST(selected(below("tank", {"*/tmp1"})) == "tank tank/a tank/a/swap tank/ab tank/c");
  BOOST_TEST(selected(below("tank", {"/swap"})) == "tank tank/a tank/a/swap tank/a/tmp1 tank/a/tmp1/b tank/ab tank/c");
  BOOST_TEST(selected(below("tank", {"/*"})) == "tank");
}

BOOST_AUTO_TEST_CASE(some_of_it_whatever_is_between) {
  ByTree by = below("tank");
  by.only = {"tank", "tank/a/tmp1/b", "elsewhere"};
  BOOST_TEST(selected(by) == "tank tank/a/tmp1/b");
}

BOOST_AUTO_TEST_CASE(not_into_itself) {
  ByTree by = below("tank");
  by.exclude_path = "tank/a";
  BOOST_TEST(selected(by) == "tank tank/ab tank/c");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_by_itself_leaves_what_is_below_it) {
  ByTree by = below("tank/a");
  by.skips_root = true;
  BOOST_TEST(selected(by) == "tank/a/swap tank/a/tmp1 tank/a/tmp1/b");
  by.excluded_alone = {selector::NamePattern("tmp1$"), selector::NamePattern("s.ap")};
  BOOST_TEST(selected(by) == "tank/a/tmp1/b");
}

BOOST_AUTO_TEST_CASE(a_property_says_for_whom_a_dataset_is) {
  ByTree by = below("tank");
  by.property = "syncoid:sync";
  by.host = "b";
  zfs::Inventory inventory;
  for (const char* value : {"-", "", "true", "false", "a,b", "b", "ab,bc", "a"}) {
    zfs::Dataset& dataset = inventory.add(inventory.datasets().empty() ? "tank" : "tank/" + std::string(value));
    dataset.selection.value = value;
  }
  std::string chosen;
  for (const selector::Decision& decision : selector::select(inventory, by)) {
    if (decision.verdict == selector::Verdict::selected) chosen += "[" + decision.dataset->selection.value + "]";
  }
  BOOST_TEST(chosen == "[-][][true][a,b][b]");
}

BOOST_AUTO_TEST_CASE(patterns_of_snapshots_see_the_part_after_the_at) {
  const auto pattern = selector::NamePattern::of_snapshots("^da.*y");
  BOOST_TEST(pattern.matches("tank/x@daily_1"));
  BOOST_TEST(!pattern.matches("daily/y@hourly_1"));
  BOOST_CHECK_THROW(selector::NamePattern::of_snapshots("a("), std::invalid_argument);
  BOOST_CHECK_THROW(selector::NamePattern(std::string(1025, 'a')), std::invalid_argument);
  BOOST_TEST(selector::NamePattern(std::string(1024, '.')).matches(std::string(1024, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
