#include "selector/select.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using selector::Decision;
using selector::SelectionRules;
using selector::Verdict;
using zfs::Dataset;
using zfs::Inventory;
using zfs::Setting;

const Setting k_unset{"-", "-"};
const Setting k_inherited_true{"true", "inherited from tank"};

/// The verdict on tank/a (or another one), with tank above it.
Decision decision_on(const Setting& above, const Setting& own, const SelectionRules& rules = {},
                     const std::string& name = "tank/a", std::uint64_t written = 0) {
  static Inventory inventory;  // the decision points into it
  inventory = Inventory{};
  inventory.add("tank").selection = above;
  Dataset& dataset = inventory.add(name);
  dataset.selection = own;
  dataset.written = written;
  return selector::select(inventory, rules).back();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selecting)

BOOST_AUTO_TEST_CASE(by_value_and_where_it_is_set) {
  const struct {
    const char* name;
    const char *value, *source, *source_above;
    Verdict verdict;
    const char* marked_at;  ///< empty: nowhere
  } cases[] = {
      {"not set", "-", "-", "-", Verdict::not_marked, ""},
      {"- is no value, wherever it is", "-", "local", "-", Verdict::not_marked, "tank/a"},
      {"true", "true", "local", "-", Verdict::selected, "tank/a"},
      {"true, received", "true", "received", "-", Verdict::selected, "tank/a"},
      {"true, inherited", "true", "inherited from tank", "local", Verdict::selected, "tank"},
      {"true, inherited from received", "true", "inherited from tank", "received", Verdict::selected, "tank"},
      {"false", "false", "local", "-", Verdict::excluded_false, "tank/a"},
      {"false, received", "false", "received", "-", Verdict::excluded_false, "tank/a"},
      {"false, inherited", "false", "inherited from tank", "local", Verdict::excluded_false, "tank"},
      {"child, here", "child", "local", "-", Verdict::not_marked, "tank/a"},
      {"child, received here", "child", "received", "-", Verdict::not_marked, "tank/a"},
      {"child, inherited", "child", "inherited from tank", "local", Verdict::selected, "tank"},
      {"child, inherited from received", "child", "inherited from tank", "received", Verdict::selected, "tank"},
      {"parent, here", "parent", "local", "-", Verdict::selected, "tank/a"},
      {"parent, received here", "parent", "received", "-", Verdict::selected, "tank/a"},
      {"parent, inherited", "parent", "inherited from tank", "local", Verdict::not_marked, "tank"},
      {"another value", "yes", "local", "-", Verdict::bad_value, "tank/a"},
      {"another value, inherited", "yes", "inherited from tank", "local", Verdict::bad_value, "tank"},
      {"another case", "True", "local", "-", Verdict::bad_value, "tank/a"},
      {"a blank behind", "true ", "local", "-", Verdict::bad_value, "tank/a"},
      {"empty", "", "local", "-", Verdict::bad_value, "tank/a"},
      {"set nowhere, but by default", "true", "default", "-", Verdict::not_marked, ""},
      {"inherited from what is not there", "true", "inherited from pool", "-", Verdict::not_marked, ""},
      {"inherited from what has not set it", "true", "inherited from tank", "-", Verdict::selected, "tank"},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      const Decision decision = decision_on({test.value, test.source_above}, {test.value, test.source});
      BOOST_TEST((decision.verdict == test.verdict));
      BOOST_TEST((decision.marked_at == nullptr ? "" : decision.marked_at->name) == test.marked_at);
    }
  }
}

BOOST_AUTO_TEST_CASE(below_the_target_path) {
  const SelectionRules rules{.exclude_path = "tank/target", .exclude_received = false, .exclude_unchanged = 0};
  const auto verdict = [&](const char* name, const Setting& own = k_inherited_true) {
    return decision_on({"true", "local"}, own, rules, name).verdict;
  };
  BOOST_TEST((verdict("tank/target") == Verdict::excluded_path));
  BOOST_TEST((verdict("tank/target/x") == Verdict::excluded_path));
  BOOST_TEST((verdict("tank/target_x") == Verdict::selected));
  BOOST_TEST((verdict("tank/targe") == Verdict::selected));
  BOOST_TEST((verdict("tank/x/tank/target") == Verdict::selected));
  BOOST_TEST((verdict("tank/target/x", k_unset) == Verdict::not_marked));  // only what would be selected is left out
  BOOST_TEST((verdict("tank/target/x", {"false", "local"}) == Verdict::excluded_false));
  BOOST_TEST((verdict("tank/target/x", {"yes", "local"}) == Verdict::bad_value));
}

BOOST_AUTO_TEST_CASE(received_ones) {
  const SelectionRules rules{.exclude_path = {}, .exclude_received = true, .exclude_unchanged = 0};
  const auto verdict = [&](const Setting& above, const Setting& own) { return decision_on(above, own, rules).verdict; };
  BOOST_TEST((verdict(k_unset, {"true", "received"}) == Verdict::excluded_received));
  BOOST_TEST((verdict(k_unset, {"true", "local"}) == Verdict::selected));
  BOOST_TEST((verdict({"true", "received"}, k_inherited_true) == Verdict::excluded_received));
  BOOST_TEST((verdict({"true", "local"}, k_inherited_true) == Verdict::selected));
  BOOST_TEST((verdict({"true", "received"}, {"true", "local"}) == Verdict::selected));
  BOOST_TEST((verdict(k_unset, {"false", "received"}) == Verdict::excluded_false));
}

BOOST_AUTO_TEST_CASE(unchanged_ones) {
  const auto verdict = [](std::uint64_t written, std::uint64_t at_least) {
    const SelectionRules rules{.exclude_path = {}, .exclude_received = false, .exclude_unchanged = at_least};
    return decision_on(k_unset, {"true", "local"}, rules, "tank/a", written).verdict;
  };
  BOOST_TEST((verdict(0, 0) == Verdict::selected));
  BOOST_TEST((verdict(0, 1) == Verdict::excluded_unchanged));
  BOOST_TEST((verdict(99, 100) == Verdict::excluded_unchanged));
  BOOST_TEST((verdict(100, 100) == Verdict::selected));
}

BOOST_AUTO_TEST_CASE(the_rules_in_their_order) {
  const SelectionRules all{.exclude_path = "tank", .exclude_received = true, .exclude_unchanged = 1};
  BOOST_TEST((decision_on(k_unset, {"true", "received"}, all).verdict == Verdict::excluded_path));
  const SelectionRules two{.exclude_path = "pool", .exclude_received = true, .exclude_unchanged = 1};
  BOOST_TEST((decision_on(k_unset, {"true", "received"}, two).verdict == Verdict::excluded_received));
  BOOST_TEST((decision_on(k_unset, {"true", "local"}, two).verdict == Verdict::excluded_unchanged));
}

BOOST_AUTO_TEST_CASE(which_are_left_out_of_this_run_only) {
  for (const Verdict verdict :
       {Verdict::excluded_path, Verdict::excluded_received, Verdict::excluded_unchanged, Verdict::bad_value}) {
    BOOST_TEST(selector::is_left_out(verdict));
  }
  for (const Verdict verdict : {Verdict::selected, Verdict::not_marked, Verdict::excluded_false}) {
    BOOST_TEST(!selector::is_left_out(verdict));
  }
}

BOOST_AUTO_TEST_CASE(all_in_the_order_of_the_inventory) {
  Inventory inventory;
  for (const char* name : {"b", "a", "a/x"}) inventory.add(name);
  std::vector<std::string> names;
  for (const Decision& decision : selector::select(inventory, {})) names.push_back(decision.dataset->name);
  BOOST_TEST(names == (std::vector<std::string>{"b", "a", "a/x"}), boost::test_tools::per_element());
  BOOST_TEST(selector::select(Inventory{}, {}).empty());
}

BOOST_AUTO_TEST_CASE(the_highest_ones) {
  const struct {
    std::vector<const char*> datasets, roots;
  } cases[] = {
      {{}, {}},
      {{"a"}, {"a"}},
      {{"a", "a-b", "a/b"}, {"a", "a-b"}},  // by name "a-b" is between "a" and "a/b"
      {{"a/b", "a/b-c", "a/b/c/d", "ab"}, {"a/b", "a/b-c", "ab"}},
      {{"a/x", "a/y", "b/x/y"}, {"a/x", "a/y", "b/x/y"}},
      {{"a b", "a b/c", "a"}, {"a b", "a"}},
  };
  for (const auto& test : cases) {
    Inventory inventory;
    std::vector<const Dataset*> datasets;
    for (const char* name : test.datasets) datasets.push_back(&inventory.add(name));
    const std::vector<std::string> expected(test.roots.begin(), test.roots.end());
    BOOST_TEST(selector::roots_of(datasets) == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_SUITE_END()
