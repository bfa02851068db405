// --follow-renames: the copies take over the history that their sources took by zfs promote; and what else goes by
// names.
#include "app/plan/explain.hpp"
#include "following.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(follow)

// --- Promotions ---

BOOST_AUTO_TEST_CASE(promoted_with_all_of_the_history) {
  // What is left of tank/a is not on the target: its copy is the clone's from now on, and tank/a is new there.
  const auto make = [] {
    Following job;
    WorldDataset& head = job.source("tank/c", {"d3", "d2", "d1"});
    job.target("backup/tank/a", head, {"d3", "d2"});
    job.new_one("a").origin = "tank/c@" + day(2);
    return job;
  };
  Following job = make();
  expect(job.lines({"rename"}), {"rename backup/tank/a > backup/tank/c"});
  expect(job.full_streams(), {"transfer tank/a@d1 > backup/tank/a"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(promoted_with_a_part_of_the_history) {
  const auto make = [] {
    Following job;
    job.promoted("c", "a");
    return job;
  };
  Following job = make();
  expect(job.lines({"clone", "inherit", "promote", "rename", "transfer"}),
         {"clone backup/tank/a@d2 > backup/tank/a.zwinnow-moving", "inherit canmount backup/tank/a.zwinnow-moving",
          "promote backup/tank/a.zwinnow-moving", "rename backup/tank/a.zwinnow-moving > backup/tank/c",
          "transfer tank/c@d1 -i @d2 > backup/tank/c", "transfer tank/a@now -i @d3 > backup/tank/a"});
  job.run();
  BOOST_TEST(job.on_target("backup/tank/a").origin == "backup/tank/c@" + day(2));
  check_all(make);
  // Not if it only has the same snapshots.
  Following copied = make();
  copied.on_source("tank/a").origin.clear();
  expect(copied.changes(), {});
  BOOST_TEST(copied.outcome_as<plan::Renamed>(2)->still_of == "tank/a");
}

BOOST_AUTO_TEST_CASE(promoted_where_the_copy_has_a_key) {
  Following job;
  job.promoted("c", "a");
  job.on_target("backup/tank/a").encrypted = true;  // by the target
  expect(job.lines({"promote", "load", "try"}),
         {"promote backup/tank/a.zwinnow-moving", "load key backup/tank/a.zwinnow-moving"});
  job.on_target("backup/tank/a").key_loaded = false;
  expect(job.lines({"load", "try"}), {});
}

BOOST_AUTO_TEST_CASE(promoted_from_what_is_not_selected_any_more) {
  // Its copy stays, with what is its own.
  const auto make = [](bool has_its_own) {
    Following job;
    job.promoted("c", "a");
    job.on_source("tank/a").selection = {"false", "local"};
    if (!has_its_own) job.on_target("backup/tank/a").snapshots.pop_back();
    return job;
  };
  Following job = make(true);
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank/a")) == "d3");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank/c")) == "d4 d2 d1+tag");
  expect(make(false).lines({"rename", "clone"}), {"rename backup/tank/a > backup/tank/c"});
}

BOOST_AUTO_TEST_CASE(rolled_back_by_a_clone) {
  // tank/a was renamed to tank/a-old, and a clone of an older snapshot was promoted in its place.
  const auto make = [] {
    Following job;
    WorldDataset& head = job.source("tank/a", {"d4", "d2", "d1"});
    WorldDataset& rest = job.source("tank/a-old", {"d3"});
    rest.origin = "tank/a@" + day(2);
    WorldDataset& copy = job.target("backup/tank/a", rest, {});
    for (const std::size_t i : {0, 1}) job.world.copy(head.snapshots[i], copy);
    job.world.copy(rest.snapshots[0], copy);
    return job;
  };
  expect(make().lines({"clone", "promote", "rename", "transfer"}),
         {"rename backup/tank/a > backup/tank/a-old", "clone backup/tank/a-old@d2 > backup/tank/a-old.zwinnow-moving",
          "promote backup/tank/a-old.zwinnow-moving", "rename backup/tank/a-old.zwinnow-moving > backup/tank/a",
          "transfer tank/a@d1 -i @d2 > backup/tank/a"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(promoted_twice) {
  // tank/c took the first part from tank/b, when that had taken more of it from tank/a.
  const auto make = [] {
    Following job;
    WorldDataset& first = job.source("tank/c", {"d6", "d1"});
    WorldDataset& second = job.source("tank/b", {"d5"});
    WorldDataset& third = job.source("tank/a", {"d4"});
    second.origin = "tank/c@" + day(6);
    third.origin = "tank/b@" + day(5);
    WorldDataset& copy = job.target("backup/tank/a", third, {});
    for (const WorldDataset* dataset : {&first, &second, &third}) job.world.copy(dataset->snapshots[0], copy);
    return job;
  };
  BOOST_TEST(make().lines({"promote"}).size() == 2U);
  check_all(make);
}

BOOST_AUTO_TEST_CASE(a_clone_that_is_there_is_promoted) {
  const auto make = [] {
    Following job;
    WorldDataset& head = job.source("tank/c", {"d4", "d2", "d1"});
    WorldDataset& rest = job.source("tank/a", {"d3"});
    rest.origin = "tank/c@" + day(2);
    WorldDataset& copy = job.target("backup/tank/a", rest, {});
    for (const std::size_t i : {0, 1}) job.world.copy(head.snapshots[i], copy);
    job.world.copy(rest.snapshots[0], copy);
    WorldDataset& clone = job.target("backup/tank/c", head, {"d1"});
    clone.origin = "backup/tank/a@" + day(2);
    job.world.snapshot(head, day(0));
    return job;
  };
  Following job = make();
  expect(job.lines({"promote", "clone", "rename", "transfer"}),
         {"promote backup/tank/c", "transfer tank/c@now -i @d1 > backup/tank/c"});
  check_all(make);
  // With the name of a snapshot in both zfs would refuse it.
  Following conflict = make();
  conflict.world.snapshot(conflict.on_target("backup/tank/c"), day(4));
  expect(conflict.lines({"promote"}), {});
}

BOOST_AUTO_TEST_CASE(renamed_and_promoted) {
  const auto make = [] {
    Following job;
    WorldDataset& head = job.source("tank/new/c", {"d4", "d2", "d1"});
    job.new_one("new");
    WorldDataset& rest = job.source("tank/z", {"d3"});
    rest.origin = "tank/new/c@" + day(2);
    WorldDataset& copy = job.target("backup/tank/a", rest, {});
    for (const std::size_t i : {0, 1}) job.world.copy(head.snapshots[i], copy);
    job.world.copy(rest.snapshots[0], copy);
    return job;
  };
  check_all(make);
}

// --- What else goes by names ---

BOOST_AUTO_TEST_CASE(what_has_no_source_any_more_records_its_new_place) {
  const auto make = [] {
    Following made;
    made.renamed("b", "a");
    WorldDataset& gone = made.copy_of_gone("backup/tank/a/gone", "tank/a/gone");
    made.world.snapshot(gone, day(9));
    made.world.snapshot(gone, day(8));
    WorldDataset& moved_by_user = made.copy_of_gone("backup/tank/a/mine", "tank/a/other");
    made.world.snapshot(moved_by_user, day(9));
    return made;
  };
  Following job = make(), killed = make();
  expect(job.lines({"record", "rename"}), {"record backup/tank/a/gone", "rename backup/tank/a > backup/tank/b"});
  killed.run(1);  // it says so when it is not there yet
  for (Following* done : {&job, &killed}) {
    done->run();
    BOOST_TEST(done->on_target("backup/tank/b/gone").record->name == "tank/b/gone");
    BOOST_TEST(done->on_target("backup/tank/b/mine").record->name == "tank/a/other");
    done->options.destroy_missing = thinner::parse_ttl("1s");
    done->run();
    BOOST_TEST(!done->there().contains("backup/tank/b/gone"));
    BOOST_TEST(done->there().contains("backup/tank/b/mine"));
  }
}

BOOST_AUTO_TEST_CASE(holds_move_along) {
  Following job;
  job.keep("1", "1");
  job.renamed("b", "a");
  job.on_source("tank/b").named(day(2))->tags = {"tag"};
  job.on_target("backup/tank/a").named(day(2))->tags = {"tag"};
  job.plan();
  BOOST_TEST((std::ranges::find(job.planned->asked_holds, "target backup/tank/a@" + day(2)) !=
              job.planned->asked_holds.end()));  // by the name that it has while they are read
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank/b")) == "d1+tag");
  BOOST_TEST(snapshots_of(job.on_source("tank/b")) == "d1+tag");
}

BOOST_AUTO_TEST_CASE(independent_ones_have_lanes_of_their_own) {
  Following job;
  job.renamed("b", "a");
  job.renamed("y", "x");
  job.renamed("y/z", "x/z");
  job.new_one("x");
  job.unchanged("other");
  const plan::Plan& plan = job.plan();
  const auto phase = std::ranges::find(plan.phases, plan::PhaseKind::rename, &plan::Phase::kind);
  BOOST_REQUIRE(phase != plan.phases.end());
  BOOST_REQUIRE(phase->lanes.size() == 2U);
  // tank, tank/b, tank/other, tank/x, tank/y, tank/y/z
  BOOST_TEST(phase->lanes[0].relying == std::vector<plan::DatasetIndex>{1}, boost::test_tools::per_element());
  BOOST_TEST(phase->lanes[1].relying == (std::vector<plan::DatasetIndex>{3, 4, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_volume) {
  Following job;
  job.renamed("b", "a").type = zfs::DatasetType::volume;
  job.on_target("backup/tank/a").type = zfs::DatasetType::volume;
  expect(job.lines({"unmount", "rename", "mount"}), {"rename backup/tank/a > backup/tank/b"});
  job.run();
}

BOOST_AUTO_TEST_CASE(on_one_host) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.new_one("a");
    job.world.one_host = true;
    job.world.rules.exclude_path = "backup";
    return job;
  };
  check_all(make);
}

BOOST_AUTO_TEST_CASE(after_an_unfinished_rotation) {
  Following job;
  job.renamed("b", "a");
  WorldDataset& data = job.unchanged("data");
  WorldDataset& rotating = job.target("backup/tank/data.zwinnow-rotating", data, {"d3", "d2"});
  (void)rotating;
  WorldDataset& diverged = job.on_target("backup/tank/data");
  diverged.snapshots.clear();
  diverged.origin = "backup/tank/data.zwinnow-rotating@" + day(2);
  expect(job.lines({"rename backup/tank/a"}), {});
  BOOST_TEST(plan::explain(job.planned->plan.datasets.at(1)).find("the next one renames it") != std::string::npos);
  job.run();
  expect(job.lines({"rename"}), {"rename backup/tank/a > backup/tank/b"});
}

BOOST_AUTO_TEST_CASE(what_is_said_where_it_is_not_asked_for) {
  Following job;
  job.options.follow_renames = false;
  job.renamed("b", "a");
  job.promoted("d", "c");
  job.plan();
  BOOST_TEST(
      plan::explain(job.planned->plan.datasets.at(1)) ==
      "it was renamed or promoted: its history on the target is backup/tank/a. To go on with that: zfs rename -u "
      "backup/tank/a backup/tank/b; or --resend-renamed sends all of it anew; or --follow-renames renames the "
      "copy");
  BOOST_TEST(plan::explain(job.planned->plan.datasets.at(3)) ==
             "it was renamed or promoted: its history on the target is backup/tank/c, which is the copy of tank/c, "
             "too. --resend-renamed sends all of it anew; --follow-renames promotes it");
}

BOOST_AUTO_TEST_SUITE_END()
