#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// d4 is on both sides; d3, d2 and d1 are to be sent.
struct Interrupted : Job {
  Interrupted() { target("backup/tank", source("tank", {"d4", "d3", "d2", "d1"}), {"d4"}); }

  std::uint64_t guid(const char* name) { return on_source("tank").named(real_name(name))->guid; }
  void interrupted_at(const char* name, const char* from, bool raw = false) {
    const WorldSnapshot to = *on_source("tank").named(real_name(name));
    world.interrupt_receive(on_target("backup/tank"), to, guid(from), raw);
  }
  Lines streams() { return lines({"abort", "resume", "transfer"}); }
};

std::string_view why_aborted(Job& job) {
  for (const plan::Step& step : steps_of(job.plan())) {
    if (std::holds_alternative<plan::AbortReceive>(step.action)) return step.why.text();
  }
  return "not aborted";
}

const Lines k_all_anew{"abort backup/tank", "transfer tank@d3,d2,d1 -I @d4 > backup/tank"};

}  // namespace

BOOST_AUTO_TEST_SUITE(resume)

BOOST_AUTO_TEST_CASE(goes_on_where_it_stopped) {
  Interrupted job;
  job.interrupted_at("d3", "d4");
  expect(job.streams(), {"resume tank@d3 -i @d4 > backup/tank", "transfer tank@d2,d1 -I @d3 > backup/tank"});
  BOOST_TEST(job.planned->rounds == 1);
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d4 d3 d2 d1+tag");
}

BOOST_AUTO_TEST_CASE(the_first_full_stream_too) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d2", "d1"});
  job.world.interrupt_receive(job.target("backup/tank", tank, {}), tank.snapshots[0], 0);
  expect(job.lines({"abort", "resume", "transfer", "mount"}),
         {"resume tank@d2 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank", "mount backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(a_first_full_stream_that_is_aborted_starts_anew) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d3", "d2", "d1"});
  job.world.interrupt_receive(job.target("backup/tank", tank, {}), tank.snapshots[0], 0);
  tank.snapshots.erase(tank.snapshots.begin());
  expect(job.lines({"abort", "resume", "transfer"}),
         {"abort backup/tank", "transfer tank@d2 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(older_candidates_are_skipped) {
  // The stream starts at the base: what lies between cannot be sent any more, and need not.
  Interrupted job;
  job.interrupted_at("d2", "d4");
  expect(job.streams(), {"resume tank@d2 -i @d4 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
  expect(job.streams(), {});
}

BOOST_AUTO_TEST_CASE(older_candidates_that_are_not_wanted_do_not_spoil_it) {
  Interrupted job;
  job.keep("1000", "2");
  job.interrupted_at("d2", "d4");
  expect(job.streams(), {"resume tank@d2 -i @d4 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(not_wanted_any_more) {
  Interrupted job;
  job.keep("1000", "1");
  job.interrupted_at("d3", "d4");
  expect(job.streams(), {"abort backup/tank", "transfer tank@d1 -i @d4 > backup/tank"});
  BOOST_TEST(why_aborted(job) == "we dont want that snapshot anymore");
  // It looks cloned while the partial receive is there.
  expect(job.lines({"destroy"}), {"destroy target backup/tank@d4"});
  job.run();
}

BOOST_AUTO_TEST_CASE(the_snapshot_is_gone_from_the_source) {
  Interrupted job;
  job.interrupted_at("d3", "d4");
  job.on_source("tank").named(day(3))->guid = job.world.new_guid();  // of the same name, but another
  expect(job.streams(), k_all_anew);
  BOOST_TEST(why_aborted(job) == "its snapshot is no longer on the source, or not to be sent");
}

BOOST_AUTO_TEST_CASE(a_foreign_snapshot_is_not_sent_without_the_option) {
  Interrupted job;
  job.on_source("tank").named(day(3))->name = "foreign";
  job.interrupted_at("foreign", "d4");
  expect(job.streams(),
         {"abort backup/tank", "transfer tank@d2 -i @d4 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.options.other_snapshots = true;
  expect(job.streams(), {"resume tank@foreign -i @d4 > backup/tank", "transfer tank@d2,d1 -I @foreign > backup/tank"});
}

BOOST_AUTO_TEST_CASE(from_another_base) {
  Interrupted job;
  job.interrupted_at("d3", "d4");
  job.on_target("backup/tank").partial->contents.from_guid = 0;
  expect(job.streams(), k_all_anew);
  BOOST_TEST(why_aborted(job) == "it does not start from the newest common snapshot");
}

BOOST_AUTO_TEST_CASE(raw_or_not_as_it_would_be_sent_now) {
  Interrupted job;
  job.interrupted_at("d3", "d4", true);
  expect(job.streams(), k_all_anew);
  BOOST_TEST(why_aborted(job) == "it is raw, and would no longer be sent raw");
  job.on_source("tank").encrypted = job.on_target("backup/tank").encrypted = true;
  BOOST_TEST(job.streams().front() == "resume raw tank@d3 -i @d4 > backup/tank");
  job.on_target("backup/tank").partial->contents.raw = false;
  BOOST_TEST(job.streams().front() == "abort backup/tank");
  BOOST_TEST(why_aborted(job) == "it is not raw, and would now be sent raw");
}

BOOST_AUTO_TEST_CASE(a_token_that_says_nothing) {
  Interrupted job;
  job.interrupted_at("d3", "d4");
  job.on_target("backup/tank").partial->contents = {};
  expect(job.streams(), k_all_anew);
  BOOST_TEST(why_aborted(job) == "its no longer valid");
}

BOOST_AUTO_TEST_CASE(nothing_left_to_send) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d2", "d1"});
  job.target("backup/tank", tank, {"d2", "d1"});
  job.world.interrupt_receive(job.on_target("backup/tank"), tank.snapshots[1], tank.snapshots[0].guid);
  expect(job.lines(), {"abort backup/tank"});
  BOOST_TEST(why_aborted(job) == "its obsolete");
  job.run();
}

BOOST_AUTO_TEST_CASE(no_send_leaves_it) {
  Interrupted job;
  job.interrupted_at("d3", "d4");
  job.options.send = false;
  expect(job.streams(), {});
}

BOOST_AUTO_TEST_CASE(one_that_hangs_on_an_incompatible_snapshot_is_aborted_first) {
  Interrupted job;
  WorldDataset& there = job.on_target("backup/tank");
  job.world.snapshot(there, "own");
  job.world.interrupt_receive(there, *job.on_source("tank").named(day(3)), there.snapshots.back().guid);
  job.options.destroy_incompatible = true;
  expect(job.lines({"abort", "destroy", "rollback", "transfer"}),
         {"abort backup/tank", "destroy target backup/tank@own", "rollback backup/tank@d4",
          "transfer tank@d3,d2,d1 -I @d4 > backup/tank"});
  job.options.send = false;
  job.run();
}

BOOST_AUTO_TEST_CASE(what_it_starts_from_goes_only_afterwards) {
  // The half-received copy counts as a clone of the base, until it is whole.
  Interrupted job;
  job.keep("1", "1");
  job.interrupted_at("d1", "d4");
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d1+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_SUITE_END()
