// --on-diverge=rotate: what has diverged is set aside, and nothing is destroyed.
#include "app/plan/replicate/rotation.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// The target of tank has a snapshot of its own; tank/child's is as it should be.
struct Rotating : Job {
  Rotating() {
    options.rotate = true;
    target("backup/tank", source("tank", {"d3", "d2", "d1"}), {"d3", "d2", "mine"});
    target("backup/tank/child", source("tank/child", {"d3", "d2", "d1"}), {"d3", "d2"});
  }
  std::string aside() const { return plan::set_aside_name("backup/tank", options.now); }
};

const Lines k_rotation{"clone backup/tank@d2 > backup/tank.zwinnow-rotating",
                       "promote backup/tank.zwinnow-rotating",
                       "unmount backup/tank",
                       "inherit canmount backup/tank.zwinnow-rotating",
                       "rename backup/tank/child > backup/tank.zwinnow-rotating/child",
                       "set canmount=off backup/tank",
                       "rename backup/tank > backup/tank.diverged-20260615120000",
                       "rename backup/tank.zwinnow-rotating > backup/tank"};

}  // namespace

BOOST_AUTO_TEST_SUITE(rotation)

BOOST_AUTO_TEST_CASE(a_clone_of_the_base_takes_its_place) {
  Rotating job;
  expect(job.lines({"clone", "promote", "inherit", "set", "mount", "unmount", "rename"}), k_rotation);
  expect(job.lines({"destroy", "rollback"}), {});
  const auto child_guid = job.on_target("backup/tank/child").guid;
  job.run();
  BOOST_TEST(job.on_target("backup/tank").snapshots.size() == 3U);
  BOOST_TEST(job.on_target("backup/tank").snapshots.back().name == day(1));
  BOOST_TEST(job.on_target(job.aside()).snapshots.size() == 1U);
  BOOST_TEST(job.on_target("backup/tank/child").guid == child_guid);
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(only_when_asked_and_when_there_is_something_to_send) {
  Rotating job;
  job.options.rotate = false;
  job.plan();
  BOOST_REQUIRE(job.outcome_as<plan::Diverged>() != nullptr);
  BOOST_TEST(job.outcome_as<plan::Diverged>()->could_rotate);
  job.options.rotate = true;
  job.on_source("tank").snapshots.pop_back();
  const std::initializer_list<std::string_view> words = {"clone", "rename", "unmount", "destroy", "rollback"};
  expect(job.lines(words), {});
  BOOST_TEST(job.outcome_as<plan::UpToDate>() != nullptr);
  job.options.send = false;
  job.on_target("backup/tank").written = 7;
  expect(job.lines(words), {});
}

BOOST_AUTO_TEST_CASE(what_was_written_is_set_aside_unless_it_is_to_be_rolled_back) {
  Rotating job;
  job.on_target("backup/tank").snapshots.pop_back();
  job.on_target("backup/tank").written = 7;
  expect(job.lines({"rename backup/tank >"}), {k_rotation[6]});
  job.options.rollback = true;
  expect(job.lines({"rename", "clone"}), {});
  expect(job.lines({"rollback backup/tank@"}), {"rollback backup/tank@d2"});
}

BOOST_AUTO_TEST_CASE(the_base_hangs_on_what_is_set_aside) {
  Rotating job;
  job.keep("1", "1");
  expect(job.lines({"destroy target backup/tank@"}), {"destroy target backup/tank@d3"});
  job.run();
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(so_the_plan_says_that_it_stays) {
  Rotating job;
  job.options.explain = true;
  job.keep("1000", "1");
  const auto& judged = job.plan().datasets[0].target_fates;
  BOOST_REQUIRE(judged.size() == 3U);
  BOOST_TEST((judged[0].kept == plan::Fate::Kept::expired));
  BOOST_TEST((judged[1].kept == plan::Fate::Kept::has_clones));
  BOOST_TEST((judged[2].kept == plan::Fate::Kept::by_schedule));
}

BOOST_AUTO_TEST_CASE(canmount_is_as_it_was) {
  Rotating job;
  const std::initializer_list<std::string_view> words = {"unmount", "set", "inherit", "mount"};
  job.on_target("backup/tank").canmount = {"on", "local"};
  expect(job.lines(words),
         {"unmount backup/tank", "set canmount=on backup/tank.zwinnow-rotating", "set canmount=off backup/tank"});
  // What is not mounted itself does not take along what is mounted below it.
  for (const char* value : {"noauto", "off"}) {
    job.on_target("backup/tank").canmount = {value, "local"};
    expect(job.lines(words), {"unmount backup/tank", "unmount backup/tank/child", "set canmount=off backup/tank"});
  }
  job.on_target("backup/tank").canmount = {"noauto", "received"};
  expect(job.lines(words), {"unmount backup/tank", "unmount backup/tank/child",
                            "inherit canmount backup/tank.zwinnow-rotating", "set canmount=off backup/tank"});
  job.on_target("backup/tank").type = zfs::DatasetType::volume;
  expect(job.lines(words), {});
}

BOOST_AUTO_TEST_CASE(what_another_job_is_at_is_left_alone) {
  Rotating job;
  for (const char* name : {"backup/other", "backup/tank/child"}) {
    Rotating begun;
    begun.world.snapshot(begun.world.add_on_target("backup", "backup/other"), "theirs");
    auto& clone = begun.world.add_on_target("backup", std::string(name) + ".zwinnow-rotating");
    clone.origin = std::string(name) + "@" + (std::string(name) == "backup/other" ? "theirs" : day(2));
    const bool ours = std::string(name) == "backup/tank/child";
    BOOST_TEST(begun.lines({"destroy backup"}).size() == (ours ? 1U : 0U));
    // A parent waits until what is half done below it is put right.
    BOOST_TEST((begun.outcome_as<plan::Diverged>() != nullptr) == ours);
    clone.origin.clear();
    expect(begun.lines({"destroy backup"}), {});  // no clone of it: who knows what that is
  }
}

BOOST_AUTO_TEST_CASE(a_parent_and_its_child_both) {
  Rotating job;
  job.world.snapshot(job.on_target("backup/tank/child"), "mine-too");
  BOOST_TEST(job.plan().datasets.at(1).waits_for == std::vector<plan::DatasetIndex>{0},
             boost::test_tools::per_element());
  job.run();
  expect(job.lines(), {});
  BOOST_TEST(job.on_target(plan::set_aside_name("backup/tank/child", job.options.now)).snapshots.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_partial_receive_is_thrown_away_first) {
  Rotating job;
  job.world.interrupt_receive(job.on_target("backup/tank"), job.on_source("tank").snapshots.back(),
                              job.on_source("tank").snapshots[1].guid);
  const Lines lines = job.lines({"abort", "unmount", "clone", "transfer"});
  BOOST_TEST(lines.at(0).starts_with("abort"));
  BOOST_TEST(lines.at(1).starts_with("clone"));
  job.run();
}

BOOST_AUTO_TEST_CASE(never_the_target_path_itself_nor_where_names_get_too_long) {
  Rotating job;
  for (const std::size_t length : {std::size_t{200}, std::size_t{240}}) {
    job.on_target("backup/tank").snapshots.back().name = std::string(length, 'x');
    job.plan();
    BOOST_TEST((job.outcome_as<plan::Diverged>() == nullptr) == (length == 200));
  }
  Job strip;
  strip.options.rotate = true;
  strip.options.mapping = selector::Mapping::below(strip.options.mapping.root(), 1);
  strip.source("tank", {"d3", "d1"});
  strip.world.copy(strip.on_source("tank").snapshots.front(), strip.on_target("backup"));
  strip.world.snapshot(strip.on_target("backup"), "mine");
  for (const bool asked : {true, false}) {
    strip.options.rotate = asked;
    strip.plan();
    BOOST_REQUIRE(strip.outcome_as<plan::Diverged>() != nullptr);
    BOOST_TEST(!strip.outcome_as<plan::Diverged>()->could_rotate);  // so nobody is told to try
  }
}

BOOST_AUTO_TEST_CASE(set_aside_is_nobodys_missing_dataset) {
  for (const char* name : {"backup/x.diverged-20260615120000", "backup/x.diverged-20260615120000/below",
                           "backup/x.zwinnow-rotating/below"})
    BOOST_TEST(plan::is_set_aside(name));
  for (const char* name : {"backup/x", "backup/diverged", "backup/zwinnow-rotating"})
    BOOST_TEST(!plan::is_set_aside(name));
  Rotating job;
  job.run();
  job.keep("1000", "0");
  job.options.destroy_missing = thinner::parse_ttl("0d");
  expect(job.lines({"destroy target backup/tank.diverged"}), {});
}

BOOST_AUTO_TEST_CASE(killed_anywhere_the_next_runs_bring_it_to_its_end) {
  const std::size_t all = [] {
    Rotating job;
    return job.lines().size();
  }();
  BOOST_TEST(all > k_rotation.size());
  for (std::size_t limit = 0; limit <= all; ++limit) {
    BOOST_TEST_CONTEXT("killed after " << limit << " steps") {
      Rotating job;
      const auto child_guid = job.on_target("backup/tank/child").guid;
      job.run(limit);
      job.run();
      job.run();
      BOOST_TEST(job.on_target("backup/tank").snapshots.back().name == day(1));
      BOOST_TEST(job.on_target("backup/tank/child").snapshots.back().name == day(1));
      BOOST_TEST(job.on_target("backup/tank/child").guid == child_guid);
      BOOST_TEST(job.on_target(job.aside()).snapshots.size() == 1U);
      BOOST_TEST(job.world.targets.at("backup").datasets.size() == 4U);
      expect(job.lines(), {});
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
