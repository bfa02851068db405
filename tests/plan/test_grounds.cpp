// What the schedule goes by for each snapshot of a dataset, beside its fate.

#include "app/plan/retain/grounds.hpp"
#include "app/plan/retain/snapshot_only.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;

/// A dataset of which snapshots are made and thinned.
struct Thinned {
  zfs::SnapshotNames names{thinner::NameFormat("x-%Y%m%d%H%M", thinner::Zone::utc())};
  zfs::Dataset dataset;
  plan::Facts facts;
  plan::Options options;

  explicit Thinned(const char* schedule) {
    dataset.name = "tank";
    options.now = k_now;
    options.explain = true;
    options.send = options.holds = false;
    options.keep_source = thinner::parse_schedule(schedule);
  }
  void add(std::chrono::seconds ago) {
    add(thinner::NameFormat("x-%Y%m%d%H%M", thinner::Zone::utc()).name_at(k_now - ago));
  }
  void add(const std::string& name) {
    dataset.snapshots.push_back({.name = &names.intern(name), .guid = dataset.snapshots.size() + 1});
  }
  std::vector<plan::Ground> grounds() {
    plan::Needs needs;
    const std::string nowhere;
    const plan::DatasetDraft draft = plan::plan_snapshot_only(facts, options, {0, dataset, nullptr, nowhere}, needs);
    return plan::grounds_on_source(draft.plan, facts, options);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(grounds)

BOOST_AUTO_TEST_CASE(a_block_is_told_of_who_has_it_and_of_who_lost_it) {
  Thinned thinned("1,1h1d");
  thinned.add(50h);
  thinned.add(2h + 10min);
  thinned.add("foreign");
  thinned.add(2h + 5min);
  thinned.add(1min);
  const auto all = thinned.grounds();
  BOOST_REQUIRE(all.size() == 5U);
  BOOST_TEST((!all[0].rule && !all[0].block && all[0].time == k_now - 50h));  // too old for all rules
  BOOST_TEST((all[1].rule == 0 && all[1].block && all[1].holder == nullptr));
  BOOST_TEST((!all[2].time && !all[2].block));
  BOOST_TEST((all[3].rule == 0 && all[3].block == all[1].block));
  BOOST_TEST(all[3].holder == thinned.dataset.snapshots[1].name);
  BOOST_TEST((!all[4].block && all[4].time == k_now - 1min));
}

BOOST_AUTO_TEST_CASE(times_count_as_thinning_takes_them) {
  Thinned thinned("0,1h1d");
  thinned.add(-10h);  // made while the clock was ahead: it counts as the next one
  thinned.add(3h);
  const auto all = thinned.grounds();
  BOOST_TEST((all[0].time == k_now - 3h));
  BOOST_TEST((all[1].holder == thinned.dataset.snapshots[0].name));
}

BOOST_AUTO_TEST_SUITE_END()
