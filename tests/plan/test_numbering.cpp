#include "app/plan/retain/numbering.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

std::string next(const std::vector<std::string>& on_source, const std::vector<std::string>& on_target) {
  zfs::SnapshotNames names({});
  zfs::Inventory source, target;
  for (const std::string& name : on_source) source.add("tank").snapshots.push_back({&names.intern(name)});
  for (const std::string& name : on_target) target.add("copy").snapshots.push_back({&names.intern(name)});
  plan::Facts facts;
  facts.source = &source;
  facts.target = &target;
  return plan::next_name({"s_", ""}, facts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(numbering)

BOOST_AUTO_TEST_CASE(one_more_than_on_either_side) {
  BOOST_TEST(next({}, {}) == "s_1");
  BOOST_TEST(next({"s_1", "s_9", "s_10"}, {"s_2"}) == "s_11");
  BOOST_TEST(next({"s_1"}, {"s_1", "s_7"}) == "s_8");
}

BOOST_AUTO_TEST_CASE(other_names_do_not_count) {
  BOOST_TEST(next({"t_5", "s_", "s_x", "s_3x", "s_99999999999999999999"}, {"s_2"}) == "s_3");
}

BOOST_AUTO_TEST_SUITE_END()
