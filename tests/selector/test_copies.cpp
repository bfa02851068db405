#include "selector/copies.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <vector>

using selector::Decision;
using selector::Verdict;

namespace {

/// tank/a, selected by its own setting, has the snapshots 1 to 3; of others each test says what they are.
struct SeveralCopies {
  SeveralCopies() { add("tank/a", "local", {1, 2, 3}); }

  void add(const std::string& name, const std::string& source, const std::vector<std::uint64_t>& guids,
           std::uint64_t written = 0) {
    zfs::Dataset& dataset = inventory.add(name);
    dataset.selection = {"true", source};
    dataset.written = written;
    for (const std::uint64_t guid : guids)
      dataset.snapshots.push_back({.name = &names.intern("s" + std::to_string(guid)), .guid = guid, .createtxg = guid});
  }

  /// "NAME" of who is left out, "NAME~OTHER" of who stays although it is related.
  std::vector<std::string> left_out() {
    auto selection = selector::select(inventory, selector::SelectionRules{});
    selector::leave_out_copies(selection);
    std::vector<std::string> said;
    for (const Decision& decision : selection) {
      if (decision.verdict == Verdict::excluded_copy) said.push_back(decision.dataset->name);
      if (decision.verdict == Verdict::selected && decision.copy_of != nullptr)
        said.push_back(decision.dataset->name + "~" + decision.copy_of->name);
    }
    return said;
  }

  zfs::Inventory inventory;
  zfs::SnapshotNames names{thinner::NameFormat("%Y%m%d", thinner::Zone::utc())};
};

void expect_left_out(SeveralCopies& tree, const std::vector<std::string>& expected) {
  BOOST_TEST(tree.left_out() == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(copies, SeveralCopies)

BOOST_AUTO_TEST_CASE(a_backup_of_another_one) {
  add("vault/a", "received", {1, 2, 3});
  expect_left_out(*this, {"vault/a"});
}

BOOST_AUTO_TEST_CASE(one_that_records_its_source) {
  inventory.add("tank").guid = 10;
  inventory.find("tank/a")->guid = 11;
  add("vault/a", "received", {1, 8}, 5000);
  expect_left_out(*this, {"vault/a~tank/a"});
  inventory.find("vault/a")->record = zfs::SourceRecord{10, 11, "tank/was"};
  expect_left_out(*this, {"vault/a"});
  inventory.find("vault/a")->record->pool = 9;  // another host's
  expect_left_out(*this, {"vault/a~tank/a"});
  inventory.find("vault/a")->record->pool = 10;
  inventory.find("tank/a")->selection.value = "false";
  expect_left_out(*this, {});
}

BOOST_AUTO_TEST_CASE(what_is_below_it) {
  add("tank/a/b", "inherited from tank/a", {5});
  add("vault/a", "received", {1, 2});
  add("vault/a/b", "inherited from vault/a", {5});
  expect_left_out(*this, {"vault/a", "vault/a/b"});
}

BOOST_AUTO_TEST_CASE(one_that_is_behind_or_keeps_more) {
  add("vault/behind", "received", {1, 2});
  add("vault/more", "received", {7, 8, 3});  // what tank/a has thinned meanwhile
  expect_left_out(*this, {"vault/behind", "vault/more"});
}

BOOST_AUTO_TEST_CASE(whoever_set_the_property_there_means_it) {
  add("vault/a", "local", {1, 2, 3});
  expect_left_out(*this, {});
}

BOOST_AUTO_TEST_CASE(one_with_a_life_of_its_own) {
  add("vault/snapshotted", "received", {1, 2, 9});
  add("vault/written", "received", {1, 2, 3}, 512);
  expect_left_out(*this, {"vault/snapshotted~tank/a", "vault/written~tank/a"});
}

BOOST_AUTO_TEST_CASE(one_that_was_moved_here) {
  add("vault/moved", "received", {21, 22});
  add("vault/new", "received", {});
  expect_left_out(*this, {});
}

BOOST_AUTO_TEST_CASE(of_copies_of_each_other_one_stays) {
  add("vault/x", "received", {31, 32});
  add("vault/y", "received", {31, 32});
  add("vault/z", "received", {31, 32});
  expect_left_out(*this, {"vault/x", "vault/y"});
}

BOOST_AUTO_TEST_CASE(a_copy_of_what_is_not_selected_is_a_source) {
  inventory.find("tank/a")->selection = {"false", "local"};
  add("vault/a", "received", {1, 2, 3});
  expect_left_out(*this, {});
}

BOOST_AUTO_TEST_SUITE_END()
