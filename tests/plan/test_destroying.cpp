#include "app/plan/retain/clock.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// --destroy-missing=5d, and backups of tank/x and tank/x/y whose newest snapshots are seven days old.
struct Overdue : Job {
  Overdue() {
    keep("10", "10");
    source("tank");
    options.send = false;
    options.destroy_missing = thinner::parse_ttl("5d");
    target("backup/tank", on_source("tank"), {});
    copy_of_gone("backup/tank/x", "tank/x");
    copy_of_gone("backup/tank/x/y", "tank/x/y");
    for (const char* name : {"backup/tank/x", "backup/tank/x/y"}) {
      for (const int ago : {9, 8, 7}) world.snapshot(on_target(name), day(ago));
    }
  }
  WorldSnapshot& newest(const char* name) { return on_target(name).snapshots.back(); }
};

const Lines k_all{"destroy target backup/tank/x/y@d9,d8,d7", "destroy backup/tank/x/y",
                  "destroy target backup/tank/x@d9,d8,d7", "destroy backup/tank/x"};

}  // namespace

BOOST_AUTO_TEST_SUITE(destroying)

BOOST_AUTO_TEST_CASE(a_whole_tree_goes_in_one_run) {
  Overdue job;
  expect(job.lines(), k_all);
  BOOST_TEST(job.planned->plan.remarks.empty());
  job.run();
  BOOST_TEST(!job.world.targets.at("backup").datasets.contains("backup/tank/x"));
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(under_the_old_name_leaf_by_leaf) {
  Overdue job;
  job.options.destroys_leaves_only = true;
  job.world.add_on_target("backup", "backup/tank/parent");
  WorldDataset& leaf = job.copy_of_gone("backup/tank/parent/leaf", "tank/parent/leaf");
  job.world.snapshot(leaf, day(1));
  expect(job.lines(),
         {"destroy target backup/tank/x@d9,d8", "destroy target backup/tank/x/y@d9,d8,d7", "destroy backup/tank/x/y"});
  expect(job.planned->plan.remarks, {"[Target] backup/tank/parent/leaf: Destroy missing: Waiting for deadline.",
                                     "[Target] backup/tank/x: Destroy missing: Still has children here."});
  job.run();
  expect(job.lines(), {"destroy target backup/tank/x@d7", "destroy backup/tank/x"});
}

BOOST_AUTO_TEST_CASE(also_without_thinning_but_never_unasked) {
  Overdue job;
  job.options.thinning = false;
  expect(job.lines(), k_all);
  job.options.destroy_missing.reset();
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(not_before_its_time) {
  Overdue job;
  job.options.destroy_missing = thinner::parse_ttl("7d");
  expect(job.lines(), k_all);  // to the second
  job.options.destroy_missing->seconds += 1;
  job.keep("10", "1");
  expect(job.lines(), {"destroy target backup/tank/x/y@d9,d8", "destroy target backup/tank/x@d9,d8"});
  expect(job.planned->plan.remarks, {"[Target] backup/tank/x/y: Destroy missing: Waiting for deadline.",
                                     "[Target] backup/tank/x: Destroy missing: Waiting for deadline."});
}

BOOST_AUTO_TEST_CASE(what_this_run_receives_below_it_needs_it) {
  // With their parents made on the way, too; not what is not sent.
  Overdue job;
  job.options.send = true;
  job.source("tank/x/new/more", {"d1"});
  expect(job.lines({"destroy"}),
         {"destroy target backup/tank/x/y@d9,d8,d7", "destroy backup/tank/x/y", "destroy target backup/tank/x@d9,d8"});
  job.options.send = false;
  expect(job.lines(), k_all);
}

BOOST_AUTO_TEST_CASE(what_is_still_needed_stays) {
  Overdue job;
  job.world.snapshot(job.on_target("backup/tank/x/y"), "foreign");
  expect(job.lines(), {"destroy target backup/tank/x/y@d9,d8", "destroy target backup/tank/x@d9,d8"});
  expect(job.planned->plan.remarks, {"[Target] backup/tank/x/y: Destroy missing: Still in use by other snapshots",
                                     "[Target] backup/tank/x: Destroy missing: Still has children here."});

  Overdue cloned;
  cloned.on_target("backup/tank/x/y").named(day(8))->has_clones = true;
  expect(cloned.lines(), {"destroy target backup/tank/x@d9,d8"});

  Overdue alive;  // below a missing one is one that is not
  alive.source("tank/x/y").selection = {"yes", "local"};
  alive.on_target("backup/tank/x/y").record = alive.world.record_of("tank/x/y");
  expect(alive.lines(), {"destroy target backup/tank/x@d9,d8"});

  Overdue strange;
  strange.on_target("backup/tank/x/y").snapshots.clear();
  expect(strange.lines(), {"destroy target backup/tank/x@d9,d8"});
  BOOST_TEST(strange.planned->plan.remarks.front() ==
             "[Target] backup/tank/x/y: Destroy missing: has no snapshots made by us (please destroy manually).");
}

BOOST_AUTO_TEST_CASE(our_holds_are_released_and_others_respected) {
  Overdue job;
  job.newest("backup/tank/x/y").tags.insert("tag");
  expect(job.lines(), {"release target tag backup/tank/x/y@d7", "destroy target backup/tank/x/y@d9,d8,d7",
                       "destroy backup/tank/x/y", "destroy target backup/tank/x@d9,d8,d7", "destroy backup/tank/x"});
  job.newest("backup/tank/x/y").tags.insert("another job");
  expect(job.lines(), {"destroy target backup/tank/x@d9,d8"});
  BOOST_TEST(job.planned->plan.remarks.front() == "[Target] backup/tank/x/y: Destroy missing: Held by 'another job'.");
}

BOOST_AUTO_TEST_CASE(another_jobs_dataset_is_told_by_its_hold_where_the_pool_is_stripped) {
  Overdue job;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  job.options.adopt_missing = true;
  job.options.destroy_missing.reset();
  for (const char* name : {"backup/tank/x", "backup/tank/x/y"}) job.on_target(name).record.reset();
  job.keep("10", "1");
  const Lines thinned{"destroy target backup/tank/x/y@d9,d8", "destroy target backup/tank/x@d9,d8"};
  expect(job.lines(), thinned);
  job.newest("backup/tank/x/y").tags.insert("tag");
  expect(job.lines(), thinned);
  job.newest("backup/tank/x/y").tags.insert("another job");
  expect(job.lines(), {"destroy target backup/tank/x@d9,d8"});
}

BOOST_AUTO_TEST_CASE(the_brake) {
  const struct {
    plan::Options::DestroyLimit limit;
    bool stops;
  } cases[] = {{{6, false}, false}, {{5, false}, true}, {{0, false}, true}, {{100, true}, false}, {{99, true}, true}};
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.limit.amount << (test.limit.percent ? "%" : "")) {
      Overdue job;
      job.options.max_destroy = test.limit;
      BOOST_TEST(!job.plan().brake.empty() == test.stops);
    }
  }
  Overdue job;
  job.options.max_destroy = {50, true};
  BOOST_TEST(job.plan().brake ==
             "6 of our 6 snapshots would be destroyed on the target, more than --max-destroy=50% allows: nothing was "
             "done. --test shows them; --max-destroy=6 allows it for one run.");
}

BOOST_AUTO_TEST_CASE(the_brake_looks_at_either_side) {
  Job job;
  job.keep("1", "10");
  job.options.send = false;
  job.target("backup/tank", job.source("tank", {"d3", "d2", "d1"}), {"d1"});
  job.options.max_destroy = {1, false};
  BOOST_TEST(job.plan().brake.starts_with("2 snapshots would be destroyed on the source"));
  job.options.max_destroy = {2, false};
  BOOST_TEST(job.plan().brake == "");
}

// --- A clock that may be wrong ---

BOOST_AUTO_TEST_CASE(clocks_that_differ_by_more_than_ten_minutes) {
  const auto said = [](std::int64_t ahead) {
    const auto notes = plan::notes_on_clock(plan::Side::source, ahead);
    return notes.empty() ? "" : notes.front().substr(0, notes.front().find(". "));
  };
  for (const std::int64_t small : {0, 600, -600}) BOOST_TEST(said(small) == "");
  BOOST_TEST(said(601) == "[Source] The clock is 10 minutes ahead of the clock of this host");
  BOOST_TEST(said(-7'199) == "[Source] The clock is 119 minutes behind the clock of this host");
  BOOST_TEST(said(7'200) == "[Source] The clock is 2 hours ahead of the clock of this host");
  BOOST_TEST(said(-86'400LL * 3'650) == "[Source] The clock is 3650 days behind the clock of this host");
}

namespace {

std::size_t destroyed_on(const plan::Plan& plan, plan::Side side) {
  std::size_t count = 0;
  for (const auto& phase : plan.phases) {
    for (const auto& lane : phase.lanes) {
      for (const auto& step : lane.steps) {
        const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action);
        if (destroy != nullptr && destroy->side == side) count += destroy->snapshots.size();
      }
    }
  }
  return count;
}

/// Thirty daily ones on both sides and on the copy of what is gone, all of years ago.
Job job_of_years_ago() {
  Job job;
  job.keep("1d1m", "1d2m");
  job.options.min_change = 0;
  WorldDataset& source = job.world.add_source("tank");
  WorldDataset& target = job.world.add_on_target("backup", "backup/tank");
  WorldDataset& gone = job.copy_of_gone("backup/tank/gone", "tank/gone");
  for (int ago = 4030; ago > 4000; --ago) {
    job.world.snapshot(source, day(ago));
    job.world.copy(source.snapshots.back(), target);
    job.world.copy(source.snapshots.back(), gone);
  }
  return job;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_step_in_time_keeps_all) {
  Job job = job_of_years_ago();
  job.make_snapshot();
  const plan::Plan& plan = job.plan();
  BOOST_TEST(destroyed_on(plan, plan::Side::source) == 0U);
  BOOST_TEST(destroyed_on(plan, plan::Side::target) == 0U);
  const auto* const transfers = job.outcome_as<plan::Transfers>();
  BOOST_REQUIRE(transfers != nullptr);
  BOOST_TEST(transfers->snapshots.size() == 1U, "it is sent all the same");
  BOOST_REQUIRE(plan.notes.size() == 2U);
  BOOST_TEST(plan.notes[0].starts_with("[Source] tank: not thinned. The times of its snapshots jump from 2015-"));
  BOOST_TEST(plan.notes[0].find("destroy 30 of the 30 snapshots") != std::string::npos);
  BOOST_TEST(plan.notes[1].starts_with("[Target] backup/tank and 1 more: not thinned"));
}

BOOST_AUTO_TEST_CASE(without_a_snapshot_of_this_run_too) {
  Job job = job_of_years_ago();
  BOOST_TEST(destroyed_on(job.plan(), plan::Side::source) + destroyed_on(job.plan(), plan::Side::target) == 0U);
  BOOST_TEST(job.plan().notes.size() == 2U);
  job.options.mapping = {};
  BOOST_TEST(destroyed_on(job.plan(), plan::Side::source) == 0U, "snapshot-only");
  BOOST_TEST(job.plan().notes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_brake_allows_it) {
  Job job = job_of_years_ago();
  job.make_snapshot();
  job.options.max_destroy = {90, false};
  BOOST_TEST(destroyed_on(job.plan(), plan::Side::source) == 30U);
  BOOST_TEST(destroyed_on(job.plan(), plan::Side::target) == 30U + 29U);
  BOOST_TEST(job.plan().notes.empty());
  BOOST_TEST(job.plan().brake.empty());
}

BOOST_AUTO_TEST_CASE(it_is_none_of_destroy_missing) {
  Job job = job_of_years_ago();
  job.options.destroy_missing = thinner::parse_ttl("1d");
  job.plan();
  job.options.thinning = true;
  BOOST_TEST(destroyed_on(job.plan(), plan::Side::target) == 30U);
}

BOOST_AUTO_TEST_SUITE_END()
