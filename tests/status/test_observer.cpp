#include "app/plan/whole/make_plan.hpp"
#include "app/status/observer.hpp"
#include "selector/selection.hpp"
#include "thinner/name_format.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace {

using std::chrono::hours;

/// tank/… and copies below b, at 10 o'clock. A snapshot is called by its hour; what begins with x is another tool's.
class World {
 public:
  World() {
    options.mapping = selector::Mapping::below("b", 0);
    options.thinning = options.holds = false;
    options.now = at(10);
    target_.add("b").guid = 1;
    target_.add("b/tank").guid = 2;
  }

  plan::Options options;
  bool has_target = true;

  static thinner::Time at(int hour) { return thinner::Time{hours{24 * 20000} + hours{hour}}; }

  World& source(const std::string& name, std::initializer_list<const char*> snapshots, std::uint64_t written = 0) {
    fill(source_.add(name), name, snapshots).written = written;
    source_.find(name)->selection = {"true", "local"};
    return *this;
  }
  World& copy(const std::string& name, std::initializer_list<const char*> snapshots) {
    fill(target_.add("b/" + name), name, snapshots);
    return *this;
  }
  zfs::Dataset& target(const std::string& name) { return *target_.find(name); }

  status::Observer& observe() {
    source_.sort_snapshots();
    target_.sort_snapshots();
    facts_.source = &source_;
    if (has_target) {
      facts_.target = &target_;
    } else {
      options.mapping = {};
    }
    facts_.names = &names_;
    facts_.selection = selector::select(source_, selector::ByProperty{"autobackup:x", {}});
    plans_.push_back(plan::make_plan(facts_, options));
    return observers_.emplace_back(facts_, plans_.back(), options);
  }
  status::DatasetStatus first() { return observe().datasets().at(0); }
  long lag() { return std::chrono::duration_cast<hours>(first().lag).count(); }

 private:
  zfs::Dataset& fill(zfs::Dataset& dataset, const std::string& name, std::initializer_list<const char*> snapshots) {
    dataset.guid = 5000 + ++count_;
    for (const char* const hour : snapshots) {
      const bool is_ours = *hour != 'x';
      const std::string text = is_ours ? std::string("j-202410040") + hour + "0000" : hour;
      dataset.snapshots.push_back(
          {.name = &names_.intern(text), .guid = std::hash<std::string>{}(name + text), .createtxg = ++count_});
    }
    return dataset;
  }

  zfs::SnapshotNames names_{
      std::vector<zfs::Series>{{"j", thinner::NameFormat("j-%Y%m%d%H%M%S", thinner::Zone::utc())}}};
  zfs::Inventory source_, target_;
  plan::Facts facts_;
  std::deque<plan::Plan> plans_;
  std::deque<status::Observer> observers_;
  std::uint64_t count_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(observer)

BOOST_AUTO_TEST_CASE(what_has_not_changed_has_no_lag_however_old_it_is) {
  World world;
  world.source("tank/a", {"1"}).copy("tank/a", {"1"});
  BOOST_TEST(world.lag() == 0);
  BOOST_TEST(world.first().newest == "@j-20241004010000");
  BOOST_TEST((world.first().newest_time == World::at(1)));
  BOOST_TEST(world.first().behind == 0U);
}

BOOST_AUTO_TEST_CASE(what_has_changed_was_complete_at_the_last_run) {
  World world;
  world.source("tank/a", {"1"}, 100).source("tank/b", {"1", "8"});
  world.copy("tank/a", {"1"}).copy("tank/b", {"1", "8"});
  BOOST_TEST(world.lag() == 2);
}

BOOST_AUTO_TEST_CASE(a_change_that_is_too_small_is_none) {
  World world;
  world.options.min_change = 101;
  world.source("tank/a", {"1"}, 100).copy("tank/a", {"1"});
  BOOST_TEST(world.lag() == 0);
}

BOOST_AUTO_TEST_CASE(what_waits_was_complete_at_the_run_before_its_oldest) {
  World world;
  world.source("tank/a", {"1", "6", "7"}).source("tank/b", {"1", "4"});
  world.copy("tank/a", {"1"}).copy("tank/b", {"1", "4"});
  const status::DatasetStatus told = world.first();
  BOOST_TEST(told.behind == 2U);
  BOOST_TEST((told.lag == hours{6}));
}

BOOST_AUTO_TEST_CASE(without_a_copy_all_has_waited_since_the_first_snapshot) {
  World world;
  world.source("tank/a", {"3", "6"}).source("tank/b", {"1"}).copy("tank/b", {"1"});
  const status::DatasetStatus told = world.first();
  BOOST_TEST(told.newest == "");
  BOOST_TEST(told.behind == 2U);
  BOOST_TEST((told.lag == hours{7}));
}

BOOST_AUTO_TEST_CASE(what_is_new_since_the_last_run_waits_since_then) {
  World world;
  world.source("tank/a", {}, 24576).source("tank/b", {"9"}).copy("tank/b", {"9"});
  BOOST_TEST(world.lag() == 1);
}

BOOST_AUTO_TEST_CASE(snapshots_of_other_tools_are_not_waited_for) {
  World world;
  world.source("tank/a", {"1", "x"}, 0).copy("tank/a", {"1"});
  status::Observer& observer = world.observe();
  BOOST_TEST(observer.datasets().at(0).behind == 0U);
  BOOST_TEST((observer.datasets().at(0).lag == hours{9}));
  BOOST_TEST(observer.unmeasured().at("written@j-20241004010000").at(0) == "tank/a");
  observer.tell_written("tank/a", "written@j-20241004010000", 0);
  BOOST_TEST(observer.datasets().at(0).lag.count() == 0);
}

BOOST_AUTO_TEST_CASE(they_are_where_the_backup_sends_them_and_their_times_are_asked_for) {
  World world;
  world.options.other_snapshots = true;
  world.source("tank/a", {"1", "x"}).copy("tank/a", {"1"});
  status::Observer& observer = world.observe();
  BOOST_TEST(observer.datasets().at(0).behind == 1U);
  BOOST_TEST(observer.undated().at(0) == "tank/a@x");
  observer.tell_time("tank/a@x", World::at(7));
  BOOST_TEST(observer.undated().empty());
  BOOST_TEST((observer.datasets().at(0).lag == hours{9}));
}

BOOST_AUTO_TEST_CASE(without_a_target_the_newest_snapshot_counts) {
  World world;
  world.has_target = false;
  world.source("tank/a", {"1", "8"}, 500).source("tank/b", {"1"}, 0);
  BOOST_TEST(world.lag() == 2);
  const auto all = world.observe().datasets();
  BOOST_TEST(all.at(0).newest == "@j-20241004080000");
  BOOST_TEST(all.at(1).lag.count() == 0);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_ahead_gives_no_negative_lag) {
  World world;
  world.options.now = World::at(0);
  world.source("tank/a", {"1"}, 100).copy("tank/a", {"1"});
  BOOST_TEST(world.lag() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
