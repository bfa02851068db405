#include "app/plan/recursive.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

// Holds and releases by `-r`, where that reaches exactly what is meant. That it does is a rule of the world of these
// tests too (Job::check_rules), also in the random histories.

namespace {

/// tank with two children, of which the first has one; all were backed up two days ago, and have changed since.
struct Tree : Job {
  Tree() {
    make_snapshot();
    for (const char* name : {"tank", "tank/a", "tank/a/b", "tank/c"}) backed_up(name);
  }

  WorldDataset& backed_up(const std::string& name, const char* base = "d2") {
    WorldDataset& dataset = source(name, {base});
    dataset.written = 1;
    dataset.named(real_name(base))->tags = {"tag"};
    target("backup/" + name, dataset, {base}).named(real_name(base))->tags = {"tag"};
    return dataset;
  }
  Lines tags() { return lines({"hold", "release"}); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(recursive)

BOOST_FIXTURE_TEST_CASE(one_for_a_whole_tree, Tree) {
  expect(tags(), {"hold -r source tag tank@now", "release -r target tag backup/tank@d2",
                  "release -r source tag tank@d2", "hold -r target tag backup/tank@now"});
  run();
  expect(tags(), {});
}

BOOST_FIXTURE_TEST_CASE(what_did_not_change_keeps_its_hold, Tree) {
  on_source("tank/c").written = 0;  // its base stays d2
  expect(tags(),
         {"hold -r source tag tank@now", "release -r target tag backup/tank/a@d2", "release target tag backup/tank@d2",
          "release -r source tag tank/a@d2", "release source tag tank@d2", "hold -r target tag backup/tank@now"});
  run();
  BOOST_TEST(snapshots_of(on_source("tank/c")) == "d2+tag");
  BOOST_TEST(snapshots_of(on_target("backup/tank/c")) == "d2+tag");
}

BOOST_FIXTURE_TEST_CASE(the_root_of_it_need_not_have_the_snapshot, Tree) {
  on_source("tank").written = 0;
  expect(lines({"hold"}), {"hold -r source tag tank@now", "hold -r target tag backup/tank@now"});
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d2+tag");
}

BOOST_FIXTURE_TEST_CASE(what_fails_is_not_reached, Tree) {
  on_target("backup/tank/c").written = 5;  // snapshotted on the source, and then refused
  expect(lines({"hold"}),
         {"hold -r source tag tank/a@now", "hold source tag tank@now", "hold -r target tag backup/tank@now"});
  run();
  BOOST_TEST(snapshots_of(on_source("tank/c")) == "d2+tag now");
}

BOOST_FIXTURE_TEST_CASE(what_was_deselected_keeps_its_hold, Tree) {
  on_source("tank/c").selection = {"false", "local"};
  // Nobody has read what it has.
  expect(tags(), {"hold -r source tag tank/a@now", "hold source tag tank@now", "release -r target tag backup/tank/a@d2",
                  "release target tag backup/tank@d2", "release -r source tag tank/a@d2", "release source tag tank@d2",
                  "hold -r target tag backup/tank@now"});
  run();
  BOOST_TEST(snapshots_of(on_source("tank/c")) == "d2+tag");
}

BOOST_FIXTURE_TEST_CASE(one_without_snapshots_of_ours_is_no_obstacle, Tree) {
  source("tank/other", {"foreign"}).selection = {"false", "local"};
  expect(lines({"release"}), {"release -r target tag backup/tank@d2", "release -r source tag tank@d2"});
  run();
}

BOOST_FIXTURE_TEST_CASE(another_jobs_copies_are_not_reached, Tree) {
  WorldDataset& other = world.add_on_target("backup", "backup/other");
  world.snapshot(other, day(2)).tags = {"tag"};
  expect(lines({"release target", "release -r target"}), {"release -r target tag backup/tank@d2"});
  run();
  BOOST_TEST(snapshots_of(on_target("backup/other")) == "d2+tag");
}

BOOST_FIXTURE_TEST_CASE(names_of_others_go_by_name, Tree) {
  // What was not selected may have one of these too, and nobody has looked.
  for (const char* name : {"tank", "tank/a", "tank/a/b", "tank/c"}) {
    WorldDataset& dataset = on_source(name);
    world.snapshot(dataset, "foreign");
    dataset.written = 0;
  }
  options.other_snapshots = true;
  options.snapshot_name.clear();
  for (const std::string& line : lines({"hold"})) BOOST_TEST(!line.starts_with("hold -r"), line);
  BOOST_TEST(lines({"hold"}).size() == 2U);
  run();
  BOOST_TEST(snapshots_of(on_source("tank/c")) == "d2 foreign+tag");
}

BOOST_FIXTURE_TEST_CASE(a_target_that_is_set_aside_goes_by_name, Tree) {
  options.rotate = true;
  on_target("backup/tank/c").written = 5;
  for (const std::string& line : lines({"release"}))
    BOOST_TEST(!line.starts_with("release -r target tag backup/tank@"), line);
  run();
}

BOOST_FIXTURE_TEST_CASE(each_name_has_its_roots, Tree) {
  backed_up("tank/late", "d1");
  backed_up("tank/late/below", "d1");
  expect(lines({"release"}),
         {"release -r target tag backup/tank@d2 backup/tank@d1", "release -r source tag tank@d2 tank@d1"});
  run();
  expect(tags(), {});
}

BOOST_AUTO_TEST_CASE(one_alone_is_named) {
  Tree job;
  for (const char* name : {"tank", "tank/a", "tank/a/b"}) job.on_source(name).written = 0;
  expect(job.lines({"hold"}), {"hold source tag tank/c@now", "hold target tag backup/tank/c@now"});
}

BOOST_AUTO_TEST_CASE(by_name_is_the_same_without_r) {
  const plan::Step step{plan::Release{plan::Side::target, "tag", {{0, "b/a@s"}, {1, "b/a/c@s"}}, {"b/a@s"}}, 7, "why"};
  BOOST_TEST(plan::is_recursive(step));
  const std::vector<plan::Step> steps = plan::by_name(step);
  BOOST_TEST_REQUIRE(steps.size() == 1U);
  BOOST_TEST(to_text(steps[0]) == "release target tag b/a@s b/a/c@s");
  BOOST_TEST(!plan::is_recursive(steps[0]));
}

BOOST_AUTO_TEST_SUITE_END()
