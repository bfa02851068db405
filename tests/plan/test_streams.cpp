// Which snapshots go together in one stream: those that follow each other, as far as nothing is due in between.
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// The streams of "tank", without its name: "d3,d2 -I @d4".
Lines streams_of(Job& job) {
  Lines streams;
  for (const std::string& line : job.lines({"transfer tank@", "resume tank@", "transfer raw tank@"})) {
    const auto begin = line.find('@') + 1;
    streams.push_back(line.substr(begin, line.find(" > ") - begin));
  }
  return streams;
}

/// d9 is on both sides, four more on the source alone.
struct FarBehind : Job {
  FarBehind() { target("backup/tank", source("tank", {"d9", "d4", "d3", "d2", "d1"}), {"d9"}); }
};

zfs::Account account(const char* name, bool is_root) {
  zfs::Account account;
  account.name = name;
  account.is_root = is_root;
  return account;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(what_was_missed_goes_in_one) {
  FarBehind job;
  expect(streams_of(job), {"d4,d3,d2,d1 -I @d9"});
  expect(job.lines({"verify"}), {"verify backup/tank@d4 backup/tank@d3 backup/tank@d2 backup/tank@d1"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d9 d4 d3 d2 d1+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(one_alone_is_a_plain_increment) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d2", "d1"}), {"d2"});
  expect(streams_of(job), {"d1 -i @d2"});
}

BOOST_AUTO_TEST_CASE(each_is_to_be_proven) {
  FarBehind job;
  std::vector<std::uint64_t> guids;
  for (const plan::Received& received : job.plan().datasets.at(0).received) guids.push_back(received.guid);
  std::vector<std::uint64_t> expected;
  for (const char* name : {"d4", "d3", "d2", "d1"})
    expected.push_back(job.on_source("tank").named(Job::real_name(name))->guid);
  BOOST_TEST(guids == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_one_in_full_is_alone) {
  Job job;
  job.source("tank", {"d3", "d2", "d1"});
  expect(streams_of(job), {"d3", "d2,d1 -I @d3"});
  job.run();
}

BOOST_AUTO_TEST_CASE(foreign_ones_between_are_a_gap) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d9", "d5", "d4", "foreign", "d3", "d2", "other", "d1"}), {"d9"});
  expect(streams_of(job), {"d5,d4 -I @d9", "d3 -i @d4", "d2 -i @d3", "d1 -i @d2"});
  job.run();
  job.world = World();
  job.world.add_target("backup");
  job.options.other_snapshots = true;
  job.target("backup/tank", job.source("tank", {"d9", "d5", "d4", "foreign", "d3"}), {"d9"});
  expect(streams_of(job), {"d5,d4,foreign,d3 -I @d9"});
  job.run();
}

BOOST_AUTO_TEST_CASE(after_a_gap_a_range_starts_anew) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d9", "foreign", "d4", "d3", "d2"}), {"d9"});
  expect(streams_of(job), {"d4 -i @d9", "d3,d2 -I @d4"});
  job.run();
}

BOOST_AUTO_TEST_CASE(unwanted_and_excluded_ones_are_a_gap) {
  FarBehind job;
  job.keep("1000", "3");
  job.on_target("backup/tank").named(day(9))->has_clones = true;  // so nothing is due
  expect(streams_of(job), {"d3 -i @d9", "d2,d1 -I @d3"});
  job.keep("1000", "1000");
  job.options.exclude_snapshots.emplace_back("@" + day(3) + "$");
  expect(streams_of(job), {"d4 -i @d9", "d2 -i @d4", "d1 -i @d2"});
  job.run();
}

BOOST_AUTO_TEST_CASE(the_one_that_this_run_makes_goes_alone) {
  // Between it and the newest one of the listing there may be foreign ones by then.
  FarBehind job;
  job.make_snapshot();
  job.on_source("tank").written = 1;
  expect(streams_of(job), {"d4,d3,d2,d1 -I @d9", "now -i @d1"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d9 d4 d3 d2 d1 now+tag");
}

BOOST_AUTO_TEST_CASE(foreign_ones_made_meanwhile_do_not_ride_along) {
  FarBehind job;
  job.make_snapshot();
  job.on_source("tank").written = 1;
  job.plan();
  job.world.snapshot(job.on_source("tank"), "meanwhile");
  job.world.apply(job.planned->plan, job.options);
  job.check_rules();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d9 d4 d3 d2 d1 now+tag");
}

BOOST_AUTO_TEST_CASE(a_range_ends_where_a_destroy_is_due) {
  // The base is to go once d4 is there; then there is nothing due until the last one.
  FarBehind job;
  job.keep("1000", "4");
  expect(streams_of(job), {"d4 -i @d9", "d3,d2,d1 -I @d4"});
  expect(job.lines({"transfer", "verify", "destroy"}),
         {"transfer tank@d4 -i @d9 > backup/tank", "verify backup/tank@d4", "destroy target backup/tank@d9",
          "transfer tank@d3,d2,d1 -I @d4 > backup/tank",
          "verify backup/tank@d4 backup/tank@d3 backup/tank@d2 backup/tank@d1"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d4 d3 d2 d1+tag");
}

BOOST_AUTO_TEST_CASE(within_it_too) {
  Job job;
  job.keep("3", "1000");
  job.target("backup/tank", job.source("tank", {"d9", "d5", "d4", "d3", "d2", "d1"}), {"d9", "d5"});
  job.on_source("tank").named(day(5))->has_clones = true;  // stays, so nothing is due when d4 has arrived
  expect(streams_of(job), {"d4,d3 -I @d5", "d2,d1 -I @d3"});
  expect(job.lines({"transfer", "verify", "destroy source"}),
         {"destroy source tank@d9", "transfer tank@d4,d3 -I @d5 > backup/tank", "verify backup/tank@d3",
          "destroy source tank@d4", "transfer tank@d2,d1 -I @d3 > backup/tank",
          "verify backup/tank@d4 backup/tank@d3 backup/tank@d2 backup/tank@d1"});
  job.run();
}

BOOST_AUTO_TEST_CASE(what_is_due_after_the_last_one_does_not_cut) {
  Job job;
  job.keep("1", "1000");
  job.target("backup/tank", job.source("tank", {"d4", "d2", "d1"}), {"d4"});
  job.on_source("tank").named(day(4))->has_clones = true;
  expect(streams_of(job), {"d2,d1 -I @d4"});
  BOOST_TEST(job.lines().back() == "destroy source tank@d2");
  job.run();
}

BOOST_AUTO_TEST_CASE(from_a_bookmark_the_first_is_alone) {
  Job job;
  job.options.bookmarks = true;
  job.keep("0", "1000");
  job.source("tank", {"d4"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
  for (const char* name : {"d3", "d2", "d1"}) job.world.snapshot(job.on_source("tank"), Job::real_name(name));
  const Lines streams = streams_of(job);
  BOOST_REQUIRE(streams.size() == 2U);
  BOOST_TEST(streams.front().starts_with("d3 -i #d4_"), streams.front());
  BOOST_TEST(streams.back() == "d2,d1 -I @d3");
  job.run();
}

BOOST_AUTO_TEST_CASE(from_an_origin_the_first_is_alone) {
  Job job;
  job.options.clones = true;
  job.source("tank", {"d4"});
  job.source("tank/clone", {"d3", "d2", "d1"}).origin = "tank@" + day(4);
  expect(job.lines({"transfer tank/clone"}), {"transfer tank/clone@d3 -i @tank@d4 > backup/tank/clone",
                                              "transfer tank/clone@d2,d1 -I @d3 > backup/tank/clone"});
  job.run();
}

BOOST_AUTO_TEST_CASE(what_is_resumed_is_alone) {
  FarBehind job;
  WorldDataset& tank = job.on_source("tank");
  job.world.interrupt_receive(job.on_target("backup/tank"), *tank.named(day(4)), tank.named(day(9))->guid);
  expect(streams_of(job), {"d4 -i @d9", "d3,d2,d1 -I @d4"});
  BOOST_TEST(job.lines({"resume"}).size() == 1U);
  job.run();
}

BOOST_AUTO_TEST_CASE(one_that_broke_off_goes_on_where_it_stopped) {
  // Two have arrived, and a part of the third: without a hold, as nothing was proven.
  FarBehind job;
  for (WorldDataset* dataset : {&job.on_source("tank"), &job.on_target("backup/tank")})
    dataset->named(day(9))->tags = {"tag"};
  const plan::Plan& plan = job.plan();
  for (const plan::Step& step : steps_of(plan)) {
    if (!std::holds_alternative<plan::Transfer>(step.action)) continue;
    job.world.break_off(step, 2, plan, job.options);
    break;
  }
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d9+tag d4 d3");
  expect(job.lines({"abort", "resume", "transfer"}),
         {"resume tank@d2 -i @d3 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d9 d4 d3 d2 d1+tag");
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d9 d4 d3 d2 d1+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(killed_between_two_of_them) {
  // What was not resumable leaves no token.
  FarBehind job;
  const plan::Plan& plan = job.plan();
  for (const plan::Step& step : steps_of(plan)) {
    if (!std::holds_alternative<plan::Transfer>(step.action)) continue;
    job.world.break_off(step, 2, plan, job.options);
    break;
  }
  job.on_target("backup/tank").partial.reset();
  expect(streams_of(job), {"d2,d1 -I @d3"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d9 d4 d3 d2 d1+tag");
}

BOOST_AUTO_TEST_CASE(by_force_each_goes_alone) {
  // recv -F of a stream of several might destroy what is not in it.
  FarBehind job;
  job.options.settings.force = true;
  expect(streams_of(job), {"d4 -i @d9", "d3 -i @d4", "d2 -i @d3", "d1 -i @d2"});
  job.run();
}

BOOST_AUTO_TEST_CASE(a_base_that_is_one_by_its_name_only_starts_no_range) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d3", "d2", "d1"});
  job.world.snapshot(job.target("backup/tank", tank, {}), day(3));
  job.options.guid_check = false;
  expect(streams_of(job), {"d2 -i @d3", "d1 -i @d2"});
}

BOOST_AUTO_TEST_CASE(raw_and_volumes) {
  FarBehind job;
  job.on_source("tank").encrypted = job.on_target("backup/tank").encrypted = true;
  job.on_source("tank").type = zfs::DatasetType::volume;
  expect(streams_of(job), {"d4,d3,d2,d1 -I @d9"});
  job.run();
}

BOOST_AUTO_TEST_CASE(who_may_not_hold_sends_each_alone) {
  // zfs send -I holds what it sends.
  const Lines together{"d4,d3,d2,d1 -I @d9"};
  const Lines apart{"d4 -i @d9", "d3 -i @d4", "d2 -i @d3", "d1 -i @d2"};
  const struct {
    bool holds, bookmarks, check;
    std::optional<zfs::Account> who;
    const Lines& expected;
  } cases[] = {
      {true, false, true, account("bk", false), together},  // asked for it
      {true, false, false, std::nullopt, together},
      {false, false, true, account("bk", false), apart},
      {false, false, true, account("root", true), together},
      {false, false, true, account("", true), apart},   // could not be asked
      {false, false, true, std::nullopt, together},     // need not be asked
      {false, false, false, std::nullopt, apart},       // was not asked
      {true, true, true, account("bk", false), apart},  // its holds are on the target
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.holds << test.bookmarks << test.check << (test.who ? test.who->name : "-")) {
      FarBehind job;
      job.options.holds = test.holds;
      job.options.bookmarks = test.bookmarks;
      job.options.check_permissions = test.check;
      job.planned = job.world.plan(job.options);
      job.planned->facts.source_account = test.who;
      Lines streams;
      for (const plan::Step& step : steps_of(plan::make_plan(job.planned->facts, job.options))) {
        if (!std::holds_alternative<plan::Transfer>(step.action)) continue;
        const std::string line = in_days(to_text(step));
        streams.push_back(line.substr(line.find('@') + 1, line.find(" > ") - line.find('@') - 1));
      }
      expect(streams, test.expected);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
