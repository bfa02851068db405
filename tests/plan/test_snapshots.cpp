#include "app/plan/lots.hpp"
#include "app/plan/retain/snapshots.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

/// A job that only makes snapshots.
struct Snapshotting : Job {
  Snapshotting() {
    make_snapshot();
    options.mapping = {};
  }
  void changed(const char* name) { source(name).written = 1; }
  /// Has a snapshot of ours, and nothing written since.
  WorldDataset& unchanged(const char* name) { return source(name, {"d1"}); }
};

std::size_t count_failed(const plan::Plan& plan) {
  return static_cast<std::size_t>(std::ranges::count_if(plan.datasets, plan::has_failed));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshots)

BOOST_AUTO_TEST_CASE(recursive_when_whole_subtrees_are_wanted) {
  const struct {
    const char* name;
    std::vector<const char*> changed, unchanged, not_selected;
    Lines expected;
  } cases[] = {
      {"one", {"tank"}, {}, {}, {"snapshot tank @now"}},
      {"a tree", {"tank", "tank/a", "tank/a/b"}, {}, {}, {"snapshot -r tank @now"}},
      {"a subtree", {"tank/a", "tank/a/b"}, {}, {"tank"}, {"snapshot -r tank/a @now"}},
      {"two subtrees", {"tank/a", "tank/a/x", "tank/b", "tank/b/x"}, {}, {"tank"}, {"snapshot -r tank/a tank/b @now"}},
      {"a subtree and a leaf", {"tank/a", "tank/a/x", "tank/b"}, {}, {"tank"}, {"snapshot -r tank/a tank/b @now"}},
      {"leaves only", {"tank/a", "tank/b"}, {}, {"tank"}, {"snapshot tank/a tank/b @now"}},
      {"a child is unchanged", {"tank", "tank/a"}, {"tank/b"}, {}, {"snapshot tank tank/a @now"}},
      {"a child is not selected", {"tank", "tank/a"}, {}, {"tank/a/x"}, {"snapshot tank tank/a @now"}},
      {"neighbours of like names", {"tank/a", "tank/a/x"}, {}, {"tank", "tank/a-b"}, {"snapshot -r tank/a @now"}},
      {"a name with a space", {"tank/a b", "tank/a b/c"}, {}, {"tank"}, {"snapshot -r tank/a b @now"}},
      {"one command for each pool", {"p", "p/a", "q"}, {}, {"q/x"}, {"snapshot -r p @now", "snapshot q @now"}},
      {"nothing", {}, {"tank"}, {}, {}},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Snapshotting job;
      for (const char* name : test.changed) job.changed(name);
      for (const char* name : test.unchanged) job.unchanged(name);
      for (const char* name : test.not_selected) job.source(name).selection = {"-", "-"};
      expect(job.lines(), test.expected);
      job.run();
    }
  }
}

BOOST_AUTO_TEST_CASE(what_changed) {
  const auto is_made = [](Snapshotting& job) { return !job.lines({"snapshot"}).empty(); };
  Snapshotting job;
  WorldDataset& tank = job.source("tank");
  BOOST_TEST(is_made(job));  // none of ours yet
  job.world.snapshot(tank, "foreign");
  BOOST_TEST(is_made(job));
  job.world.snapshot(tank, day(1));
  BOOST_TEST(!is_made(job));
  tank.written = 99;
  job.options.min_change = 100;
  BOOST_TEST(!is_made(job));
  tank.written = 100;
  BOOST_TEST(is_made(job));
  tank.written = 0;
  job.options.min_change = 0;
  BOOST_TEST(is_made(job));
  job.options.snapshot_name.clear();
  BOOST_TEST(!is_made(job));
}

BOOST_AUTO_TEST_CASE(what_was_written_since_ours_when_a_foreign_one_is_newer) {
  Snapshotting job;
  WorldDataset& tank = job.source("tank", {"d1"});
  job.world.snapshot(tank, "foreign", 60);
  job.options.min_change = 100;
  expect(job.lines(), {});
  BOOST_TEST(job.planned->rounds == 1);
  tank.written = 40;
  expect(job.lines(), {"snapshot tank @now"});
  tank.written = 100;  // enough by itself: nothing to ask for
  expect(job.lines(), {"snapshot tank @now"});
  BOOST_TEST(job.planned->rounds == 0);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken) {
  Snapshotting job;
  job.source("tank", {"d1", "d0"}).written = 1;
  job.changed("zoo");
  expect(job.lines(), {"snapshot zoo @now"});
  BOOST_TEST_REQUIRE(job.planned->plan.notes.size() == 1U);
  BOOST_TEST(in_days(job.planned->plan.notes[0]).starts_with("[Source] tank@now: exists already"));
}

// --- One tree after the other ---

BOOST_AUTO_TEST_CASE(trees_between_their_hooks) {
  const struct {
    const char* name;
    std::vector<const char*> changed, not_selected;
    Lines expected;
  } cases[] = {
      {"one", {"tank"}, {}, {"pre tank", "snapshot tank @now", "post tank"}},
      {"a tree", {"tank", "tank/a", "tank/a/b"}, {}, {"pre tank", "snapshot -r tank @now", "post tank"}},
      {"something below is not selected",
       {"tank", "tank/a", "tank/b", "tank/b/c", "tank/b/c/d"},
       {"tank/a/x"},
       {"pre tank", "snapshot tank @now", "post tank", "pre tank/a", "snapshot tank/a @now", "post tank/a",
        "pre tank/b", "snapshot -r tank/b @now", "post tank/b"}},
      {"two pools",
       {"p", "p/a", "q"},
       {},
       {"pre p", "snapshot -r p @now", "post p", "pre q", "snapshot q @now", "post q"}},
      {"neighbours of like names",
       {"tank/a", "tank/a/x"},
       {"tank", "tank/a-b"},
       {"pre tank/a", "snapshot -r tank/a @now", "post tank/a"}},
      {"nothing", {}, {"tank"}, {}},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Snapshotting job;
      job.options.pre_tree = {"pre"};
      job.options.post_tree = {"post"};
      for (const char* name : test.changed) job.changed(name);
      for (const char* name : test.not_selected) job.source(name).selection = {"-", "-"};
      Lines lines;
      for (const plan::Step& step : steps_of(job.plan())) {
        const auto* const hook = std::get_if<plan::Hook>(&step.action);
        lines.push_back(hook == nullptr ? in_days(to_text(step)) : hook->command[0] + " " + hook->command[1]);
      }
      expect(lines, test.expected);
      job.run();
    }
  }
}

BOOST_AUTO_TEST_CASE(what_the_hooks_of_a_tree_are_told) {
  Snapshotting job;
  job.options.pre_tree = {"pre", "-x"};
  for (const char* name : {"tank", "tank/a"}) job.changed(name);
  const std::vector<plan::Step> steps = steps_of(job.plan());
  BOOST_TEST_REQUIRE(steps.size() == 2U);
  const auto& hook = std::get<plan::Hook>(steps[0].action);
  expect(hook.command, {"pre", "-x", "tank", day(0)});
  BOOST_TEST(hook.guarded == 1U);
  Lines told;
  for (const auto& [name, value] : hook.environment) told.push_back(name + "=" + in_days(value));
  expect(told, {"SNAPSHOT=now", "DATASET_COUNT=2", "DATASETS=tank\ntank/a", "DATASET=tank"});
  job.options.post_tree = {"post"};
  const std::vector<plan::Step> both = steps_of(job.plan());
  BOOST_TEST(std::get<plan::Hook>(both.at(0).action).guarded == 2U);
  BOOST_TEST(std::get<plan::Hook>(both.at(2).action).follows());
}

// --- One dataset's trouble ---

BOOST_AUTO_TEST_CASE(a_name_with_no_room_for_a_snapshot) {
  for (const std::size_t length : {255U, 256U}) {
    Snapshotting job;
    const std::string name = "tank/" + std::string(length - 5 - 1 - day(0).size(), 'x');
    job.changed("tank");
    job.changed(name.c_str());
    const bool fits = length == 255;
    expect(job.lines(), {fits ? "snapshot -r tank @now" : "snapshot tank @now"});
    const std::string& why = job.planned->plan.datasets[1].unsnapshotted;
    BOOST_TEST(why.empty() == fits);
    BOOST_TEST((fits || why.find(" has 256 characters, and zfs takes 255") != std::string::npos));
    BOOST_TEST(count_failed(job.planned->plan) == (fits ? 0U : 1U));
  }
}

BOOST_AUTO_TEST_CASE(what_is_there_in_part_is_passed_over_and_counts_for_nothing) {
  Snapshotting job;
  job.changed("tank");
  job.source("tank/part").incomplete = true;
  job.changed("tank/zoo");
  expect(job.lines(), {"snapshot -r tank @now"});
  BOOST_TEST(count_failed(job.planned->plan) == 0U);
  BOOST_TEST_REQUIRE(job.planned->plan.notes.size() == 1U);
  BOOST_TEST(
      job.planned->plan.notes[0].starts_with("[Source] tank/part: not snapshotted: its first receive is incomplete"));
  job.unchanged("tank/zoo").written = 0;
  expect(job.lines(), {"snapshot tank @now"});  // by name: zfs would refuse all with the one in part
}

BOOST_AUTO_TEST_CASE(who_cannot_be_snapshotted_sends_and_thins_what_it_has) {
  Job job;
  job.make_snapshot();
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d3", "d2", "d1"});
  job.target("backup/tank", tank, {"d3", "d2"});
  tank.written = 1;
  tank.named(day(2))->tags = {"tag"};
  job.on_target("backup/tank").named(day(2))->tags = {"tag"};
  job.source("tank/vol").written = 1;
  job.source("zoo").written = 1;
  job.world.unsnapshotted = {{"tank", "out of space"}, {"tank/vol", "out of space"}};
  expect(job.lines({"snapshot", "transfer"}),
         {"snapshot zoo @now", "transfer tank@d1 -i @d2 > backup/tank", "transfer zoo@now > backup/zoo"});
  const plan::Plan& plan = job.planned->plan;
  BOOST_TEST(plan.datasets[0].unsnapshotted == "out of space");
  BOOST_TEST(job.outcome_as<plan::Transfers>());
  BOOST_TEST(job.outcome_as<plan::UpToDate>(1));  // it has nothing yet: that is no other failure
  BOOST_TEST(count_failed(plan) == 2U);
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d1+tag");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d1+tag");
}

BOOST_AUTO_TEST_CASE(what_has_vanished_fails_and_nothing_is_done_with_it) {
  Job job;
  job.make_snapshot();
  job.keep("1", "1");
  for (const char* name : {"tank", "tank/a", "tank/b"}) job.source(name, {"d2", "d1"}).written = 1;
  job.world.lost = {{"tank/a", "gone"}};
  expect(job.lines({"snapshot"}), {"snapshot tank tank/b @now"});
  for (const std::string& line : job.lines()) BOOST_TEST(line.find("tank/a") == std::string::npos, line);
  BOOST_TEST(job.outcome_as<plan::Lost>(1));
  BOOST_TEST(count_failed(job.planned->plan) == 1U);
  job.options.mapping = {};
  expect(job.lines(), {"snapshot tank tank/b @now", "destroy source tank@d2,d1", "destroy source tank/b@d2,d1"});
}

BOOST_AUTO_TEST_CASE(too_long_for_one_command) {
  zfs::Inventory source;
  std::vector<selector::Chosen> chosen;
  const std::string filler(180, 'x');
  const std::size_t count = 2 * plan::k_command_bytes / 200;
  source.add("tank");
  for (std::size_t i = 0; i < count; ++i) chosen.push_back({&source.add("tank/" + filler + std::to_string(i)), ""});
  const auto steps = plan::snapshot_steps(source, chosen, std::vector<bool>(count, true), "s");
  BOOST_TEST(steps.size() > 1U);
  std::size_t items = 0;
  for (const plan::Step& step : steps) {
    const auto& create = std::get<plan::CreateSnapshots>(step.action);
    BOOST_TEST(!create.atomic);
    BOOST_TEST(!step.why.empty());
    std::size_t bytes = 0;
    for (const plan::Item& item : create.items) {
      BOOST_TEST(item.dataset == items++);
      bytes += item.name.size() + 3 + sizeof(char*);
    }
    BOOST_TEST(bytes <= plan::k_command_bytes);
  }
  BOOST_TEST(items == count);

  // With the parent too, one short command does.
  chosen.insert(chosen.begin(), {source.find("tank"), ""});
  const auto recursive = plan::snapshot_steps(source, chosen, std::vector<bool>(count + 1, true), "s");
  BOOST_TEST_REQUIRE(recursive.size() == 1U);
  BOOST_TEST(std::get<plan::CreateSnapshots>(recursive[0].action).atomic);
  BOOST_TEST(std::get<plan::CreateSnapshots>(recursive[0].action).recursive_roots.size() == 1U);
}

BOOST_AUTO_TEST_CASE(operands_in_lots) {
  BOOST_TEST(plan::lots_of(std::vector<std::string>{}).empty());
  std::vector<std::string> names(10'000, std::string(250, 'n'));
  names.emplace_back(2 * plan::k_command_bytes, 'n');  // too long for any: alone
  std::size_t count = 0;
  const auto lots = plan::lots_of(names);
  for (const auto& lot : lots) {
    std::size_t bytes = 0;
    for (const auto& name : lot) bytes += plan::operand_bytes(name);
    BOOST_TEST((bytes <= plan::k_command_bytes || lot.size() == 1));
    count += lot.size();
  }
  BOOST_TEST(count == names.size());
  BOOST_TEST(lots.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
