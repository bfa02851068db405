#include "app/status/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace {

using match::State;
using status::DatasetStatus;
using status::JobStatus;
using status::Level;
using std::chrono::hours;

JobStatus job() {
  JobStatus status{.job = "x", .target = "b"};
  status.limits = {.lag_warning = hours{30},
                   .lag_critical = hours{48},
                   .capacity_warning = 80,
                   .capacity_critical = 90,
                   .held_warning = hours{100}};
  return status;
}

match::Pair pair(State state) {
  match::Pair pair;
  pair.state = state;
  pair.source.name = "tank/a";
  pair.source.exists = state != State::target_only;
  return pair;
}

DatasetStatus dataset(hours lag, const std::string& newest = "@s") {
  return {.source = "tank/a", .target = "b/tank/a", .newest = newest, .lag = lag};
}

DatasetStatus judged(State state, hours lag = hours{0}, const std::string& newest = "@s") {
  JobStatus status = job();
  status::add_datasets({dataset(lag, newest)}, {pair(state)}, status);
  return status.datasets.at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judge)

BOOST_AUTO_TEST_CASE(lag_has_two_limits) {
  BOOST_TEST((judged(State::up_to_date, hours{30}).level == Level::ok));
  BOOST_TEST((judged(State::up_to_date, hours{31}).level == Level::warning));
  BOOST_TEST((judged(State::syncable_incremental, hours{49}).level == Level::critical));
  BOOST_TEST(judged(State::up_to_date, hours{31}).trouble == "behind for up to 1d7h");
}

BOOST_AUTO_TEST_CASE(a_limit_of_0_is_none) {
  JobStatus status = job();
  status.limits = {};
  status::add_datasets({dataset(hours{9999})}, {pair(State::up_to_date)}, status);
  status::add_pool("b", 100, status);
  status::add_held({{"tank/a@s", "t", hours{9999}}}, status);
  BOOST_TEST((status.level() == Level::ok));
}

BOOST_AUTO_TEST_CASE(what_is_in_the_way_of_the_next_stream_is_critical) {
  for (const State state : {State::diverged, State::guid_mismatch, State::no_target_snapshots, State::blocked})
    BOOST_TEST((judged(state).level == Level::critical));
  BOOST_TEST((judged(State::target_written).level == Level::warning));
  BOOST_TEST(judged(State::diverged, hours{31}).trouble == "blocked sync: target diverged; behind for up to 1d7h");
}

BOOST_AUTO_TEST_CASE(what_has_no_copy_yet_may_wait_for_its_first_turn) {
  BOOST_TEST((judged(State::needs_snapshot, hours{2}, "").level == Level::ok));
  BOOST_TEST((judged(State::syncable_full, hours{49}, "").level == Level::critical));
  BOOST_TEST((judged(State::needs_snapshot, hours{0}, "").level == Level::critical));
  BOOST_TEST(judged(State::needs_snapshot, hours{0}, "").trouble == "no copy yet");
}

BOOST_AUTO_TEST_CASE(copies_without_a_source_are_counted) {
  JobStatus status = job();
  status::add_datasets({dataset(hours{0})}, {pair(State::up_to_date), pair(State::target_only)}, status);
  BOOST_TEST(status.target_only == 1U);
  BOOST_TEST((status.level() == Level::ok));
}

BOOST_AUTO_TEST_CASE(a_pool_that_fills_up) {
  JobStatus status = job();
  status::add_pool("b", 80, status);
  BOOST_TEST((status.level() == Level::ok));
  status::add_pool("b", 81, status);
  BOOST_TEST((status.level() == Level::warning));
  BOOST_TEST(status.troubles.at(0).text == "pool b is 81% full");
  status::add_pool("b", 91, status);
  BOOST_TEST((status.level() == Level::critical));
}

BOOST_AUTO_TEST_CASE(holds_that_nobody_needs) {
  JobStatus status = job();
  status::add_held({{"tank/a@1", "t", hours{99}}}, status);
  BOOST_TEST(status.held == 0U);
  status::add_held({{"tank/a@1", "t", hours{101}}, {"tank/b@1", "u", hours{120}}}, status);
  BOOST_TEST(status.held == 2U);
  BOOST_TEST(status.troubles.at(0).text ==
             "tank/b@1 is held by u for 5d, and 1 more: is that target gone? zwinnow holds lists them");
}

BOOST_AUTO_TEST_CASE(all_below_must_be_read_only) {
  zfs::Inventory inventory;
  for (const char* const name : {"b", "b/x", "b/x/y", "b/xy"}) inventory.add(name).readonly = {"on", "local"};
  inventory.find("b/xy")->readonly.value = "off";
  JobStatus status = job();
  status::assert_read_only(inventory, "b/x", status);
  BOOST_TEST((status.level() == Level::ok));
  BOOST_TEST(status.read_only == 2U);
  status::assert_read_only(inventory, "b", status);
  BOOST_TEST((status.level() == Level::critical));
  BOOST_TEST(status.troubles.at(0).text == "b/xy is writable (readonly=off)");
  status::assert_read_only(inventory, "c", status);
  BOOST_TEST(status.troubles.at(1).text == "c does not exist, and should be read-only");
}

BOOST_AUTO_TEST_CASE(what_is_bad_is_worse_than_what_is_not_known) {
  BOOST_TEST((status::worse_of(Level::unknown, Level::critical) == Level::critical));
  BOOST_TEST((status::worse_of(Level::warning, Level::unknown) == Level::unknown));
  BOOST_TEST((status::worse_of(Level::warning, Level::ok) == Level::warning));
}

BOOST_AUTO_TEST_CASE(times_in_short) {
  using std::chrono::seconds;
  BOOST_TEST(status::in_short(seconds{0}) == "0s");
  BOOST_TEST(status::in_short(seconds{59}) == "59s");
  BOOST_TEST(status::in_short(seconds{119}) == "1min");
  BOOST_TEST(status::in_short(seconds{3600}) == "1h");
  BOOST_TEST(status::in_short(seconds{3660}) == "1h1min");
  BOOST_TEST(status::in_short(seconds{86400 * 40 + 3600}) == "40d1h");
  BOOST_TEST(status::in_short(seconds{-5}) == "0s");
}

BOOST_AUTO_TEST_SUITE_END()
