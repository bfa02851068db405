#include "app/plan/retain/tags.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

constexpr const char* k_a = "a";
constexpr const char* k_b = "b";

/// One source with two targets under one backup name, each run making a snapshot a day later.
struct TwoTargets : Job {
  int days_left = 300;
  bool sources_snapshot = true;

  TwoTargets() {
    world.targets.clear();
    world.add_target(k_a).datasets.at(k_a).guid = 0xaaaaaaaaaaaaaaaa;
    world.add_target(k_b).datasets.at(k_b).guid = 0xbbbbbbbbbbbbbbbb;
    keep("1", "1");
    source("tank");
  }

  plan::Options of_run(const char* target) {
    plan::Options run = options;
    run.mapping = selector::Mapping::below(target);
    run.now = k_now - std::chrono::hours{24 * days_left};
    run.snapshot_name = day(days_left);
    --days_left;
    on_source("tank").written = 1;
    return run;
  }

  bool is_on(const char* target) { return world.targets.at(target).datasets.contains(std::string(target) + "/tank"); }
  std::uint64_t base_of(const char* target) {
    if (!is_on(target)) return 0;
    return common_base(on_source("tank"), world.targets.at(target).datasets.at(std::string(target) + "/tank"));
  }

  /// A run that is killed after `limit` steps. The other target's base must survive each of them.
  std::size_t run_to(const char* target, std::size_t limit = SIZE_MAX) {
    const char* const other = target == k_a ? k_b : k_a;
    const plan::Options run = of_run(target);
    planned = world.plan(run);
    BOOST_TEST(!plan::is_failure(outcome()));
    const std::uint64_t others_base = base_of(other);
    std::size_t done = 0;
    for (const plan::Step& step : steps_of(planned->plan)) {
      if (done == limit) break;
      ++done;
      world.apply(step, planned->plan, run);
      BOOST_TEST(base_of(other) == others_base, "after " << in_days(to_text(step)));
    }
    check_rules();
    return done;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tags)

BOOST_AUTO_TEST_CASE(the_own_tag_is_the_plain_one_with_half_the_guid) {
  zfs::Inventory target;
  target.add("backup").guid = 0x0123456789abcdef;
  BOOST_TEST(plan::own_tag_of_target("zfs_autobackup:offsite1", target, "backup") ==
             "zfs_autobackup:offsite1:89abcdef");
  target.add("backup/a").guid = 7;
  BOOST_TEST(plan::own_tag_of_target("t", target, "backup/a") == "t:00000007");
}

BOOST_AUTO_TEST_CASE(a_path_that_does_not_exist_has_its_name_and_its_pool_in_place_of_the_guid) {
  zfs::Inventory here, there;
  here.add("backup").guid = 1;
  there.add("backup").guid = 2;
  const std::string own = plan::own_tag_of_target("t", here, "backup/a");
  BOOST_TEST(own == plan::own_tag_of_target("t", here, "backup/a"));
  BOOST_TEST(own != plan::own_tag_of_target("t", here, "backup/b"));
  BOOST_TEST(own != plan::own_tag_of_target("t", there, "backup/a"));
  BOOST_TEST(plan::is_of_backup(own, "t"));
}

BOOST_AUTO_TEST_CASE(which_tag) {
  Job job;
  job.source("tank", {"d3", "d2", "d1"});
  const std::string own = "tag:11111111";
  const auto choice = [&](std::initializer_list<std::pair<const char*, const char*>> held,
                          std::initializer_list<const char*> there) {
    zfs::HoldTags holds;
    for (const auto& [name, tag] : held) holds.at("tank@" + Job::real_name(name)).emplace_back(tag);
    const auto planned = job.world.plan(job.options);
    const zfs::Dataset& tank = *planned->source.find("tank");
    plan::Snapshots source;
    for (const zfs::Snapshot& snapshot : tank.snapshots) source.push_back(&snapshot);
    return plan::choose_tag(plan::DatasetHolds(holds, "tank"), source, "tag", own, [&](const zfs::Snapshot& s) {
      return std::any_of(there.begin(), there.end(), [&](const char* n) { return Job::real_name(n) == s.name->text; });
    });
  };
  BOOST_TEST(choice({}, {}) == "tag");
  BOOST_TEST(choice({{"d2", "somebody"}}, {}) == "tag");
  BOOST_TEST(choice({{"d2", "tag"}}, {"d2"}) == "tag");
  BOOST_TEST(choice({{"d2", "tag"}}, {}) == own);
  BOOST_TEST(choice({{"d2", "tag"}}, {"d3"}) == own);
  BOOST_TEST(choice({{"d3", "tag"}, {"d1", "tag"}}, {"d3"}) == own);  // the newest decides
  BOOST_TEST(choice({{"d3", "tag"}, {"d1", "tag"}}, {"d1"}) == "tag");
  BOOST_TEST(choice({{"d3", "tag:11111111"}, {"d1", "tag"}}, {"d1"}) == own);
  BOOST_TEST(choice({{"d3", "tag:22222222"}}, {}) == "tag");
}

BOOST_AUTO_TEST_CASE(the_second_target_takes_its_own_tag) {
  TwoTargets job;
  job.run_to(k_a);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d300+tag");
  job.run_to(k_b);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d300+tag d299+tag:bbbbbbbb");
  job.run_to(k_b);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d300+tag d298+tag:bbbbbbbb");
  job.run_to(k_a);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d298+tag:bbbbbbbb d297+tag");
  job.run_to(k_a);
  job.run_to(k_b);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d296+tag d295+tag:bbbbbbbb");
}

BOOST_AUTO_TEST_CASE(a_second_target_without_holds_leaves_those_of_the_first_alone) {
  TwoTargets job;
  job.run_to(k_a);
  const std::uint64_t base = job.base_of(k_a);
  job.options.holds = false;
  for (int run = 0; run < 3; ++run) job.run_to(k_b);
  BOOST_TEST(job.base_of(k_a) == base);
}

BOOST_AUTO_TEST_CASE(either_may_be_first_and_run_as_often_as_it_likes) {
  for (const bool a_first : {true, false}) {
    TwoTargets job;
    const char* const first = a_first ? k_a : k_b;
    const char* const second = a_first ? k_b : k_a;
    for (const int pattern : {0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0}) job.run_to(pattern == 0 ? first : second);
    BOOST_TEST(job.on_source("tank").snapshots.size() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(a_run_killed_at_any_step_never_costs_the_other_target_its_base) {
  // Each run of B is killed after so many steps while A has the plain tag, then both go on; and with the parts swapped.
  for (const bool swapped : {false, true}) {
    const char* const first = swapped ? k_b : k_a;
    const char* const second = swapped ? k_a : k_b;
    for (const int runs_before : {0, 1, 2}) {
      for (std::size_t limit = 0; limit < 20; ++limit) {
        BOOST_TEST_CONTEXT("killed after step " << limit << " of run " << runs_before << (swapped ? ", swapped" : "")) {
          TwoTargets job;
          job.keep("1", "3");
          job.run_to(first);
          for (int i = 0; i < runs_before; ++i) job.run_to(second);
          const bool complete = job.run_to(second, limit) < limit;
          job.run_to(second);
          job.run_to(first);
          job.run_to(second);
          job.run_to(first);
          BOOST_TEST(job.base_of(first) != 0U);
          BOOST_TEST(job.base_of(second) != 0U);
          BOOST_TEST(job.on_source("tank").snapshots.size() == 2U);
          if (complete) break;
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(killed_on_its_first_run_it_does_not_take_the_others_tag_for_its_own) {
  // The source makes no snapshot for B, which so gets the very snapshot that A's tag is on.
  for (std::size_t limit = 0; limit < 8; ++limit) {
    BOOST_TEST_CONTEXT("killed after step " << limit) {
      TwoTargets job;
      job.keep("1", "1");
      job.run_to(k_a);
      plan::Options run = job.of_run(k_b);
      run.snapshot_name.clear();
      job.on_source("tank").written = 0;
      const auto planned = job.world.plan(run);
      job.world.apply(planned->plan, run, limit);
      job.run_to(k_b);
      job.run_to(k_b);
      BOOST_TEST(job.base_of(k_a) != 0U);
      job.run_to(k_a);
      job.run_to(k_b);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_killed_run_of_ours_leaves_tags_that_the_next_one_takes_off) {
  Job job;
  job.keep("1", "2");
  WorldDataset& tank = job.source("tank", {"d9", "d8", "d7"});
  WorldDataset& there = job.target("backup/tank", tank, {"d9", "d8"});
  for (const char* name : {"d9", "d8"}) {
    tank.named(Job::real_name(name))->tags = {"tag"};
    there.named(Job::real_name(name))->tags = {"tag"};
  }
  job.run();
  BOOST_TEST(snapshots_of(tank) == "d7+tag");
  BOOST_TEST(snapshots_of(there) == "d8 d7+tag");
  expect(job.lines(), {});
}

/// A job that holds d8, its base, and makes d0 now.
struct Held : Job {
  Held() {
    make_snapshot();
    WorldDataset& tank = source("tank", {"d12", "d11", "d10", "d9", "d8", "foreign"});
    tank.written = 1;
    target("backup/tank", tank, {"d12", "d11", "d10", "d9", "d8"});
    tag(on_source("tank"), 8);
    tag(on_target("backup/tank"), 8);
  }
  static void tag(WorldDataset& dataset, int days, const char* tag = "tag") { dataset.named(day(days))->tags = {tag}; }

  /// Whose holds the plan asks for.
  Lines asked() {
    plan();
    Lines asked = planned->asked_holds;
    for (std::string& name : asked) name = in_days(name);
    return asked;
  }
};

BOOST_FIXTURE_TEST_CASE(of_older_snapshots_than_the_base_only_those_to_go_are_asked_for_holds, Held) {
  expect(asked(), {"source tank@d8", "source tank@foreign", "target backup/tank@d8"});
  BOOST_TEST(planned->rounds == 1);
  keep("4", "3");  // d12 and d11 are to go on both sides, d10 on the target
  expect(asked(), {"source tank@d12", "source tank@d11", "source tank@d10", "source tank@d8", "source tank@foreign",
                   "target backup/tank@d8"});
  run();
  expect(asked(), {});
  BOOST_TEST(snapshots_of(on_source("tank")) == "d10 d9 d8 foreign now+tag");
}

BOOST_FIXTURE_TEST_CASE(all_are_asked_for_holds_where_the_base_is_not_held_on_both_sides, Held) {
  // As a run leaves it that was killed before its last command.
  on_target("backup/tank").named(day(8))->tags.clear();
  tag(on_source("tank"), 10);
  tag(on_target("backup/tank"), 10);
  expect(asked(), {"source tank@d8", "source tank@foreign", "target backup/tank@d8", "source tank@d12",
                   "source tank@d11", "source tank@d10", "source tank@d9"});
  BOOST_TEST(planned->rounds == 2);
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d12 d11 d10 d9 d8 foreign now+tag");
  BOOST_TEST(snapshots_of(on_target("backup/tank")) == "d12 d11 d10 d9 d8 now+tag");
}

BOOST_FIXTURE_TEST_CASE(all_are_asked_for_holds_where_there_is_no_base, Held) {
  world.targets.at("backup").datasets.erase("backup/tank");
  expect(asked(), {"source tank@d12", "source tank@d11", "source tank@d10", "source tank@d9", "source tank@d8",
                   "source tank@foreign"});
  BOOST_TEST(planned->rounds == 1);
}

BOOST_FIXTURE_TEST_CASE(all_are_asked_for_holds_at_once_without_holds_of_ours, Held) {
  options.holds = false;
  keep("4", "3");
  BOOST_TEST(asked().size() == 6U);
  BOOST_TEST(planned->rounds == 1);
}

BOOST_FIXTURE_TEST_CASE(a_bookmark_serves_in_place_of_the_hold_on_the_source, Held) {
  options.bookmarks = true;
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d12 d11 d10 d9 d8 foreign now");
  world.snapshot(on_source("tank"), "later");
  options.other_snapshots = true;
  expect(asked(), {"source tank@now", "source tank@later", "target backup/tank@now"});
  on_target("backup/tank").named(day(0))->tags.clear();
  BOOST_TEST(asked().size() == 9U);
}

BOOST_FIXTURE_TEST_CASE(the_base_must_be_held_by_one_tag_on_both_sides, Held) {
  tag(on_target("backup/tank"), 8, "tag:000003e9");
  BOOST_TEST(asked().size() == 7U);
  tag(on_source("tank"), 8, "tag:000003e9");
  BOOST_TEST(asked().size() == 3U);
  tag(on_source("tank"), 8, "somebody");
  tag(on_target("backup/tank"), 8, "somebody");
  BOOST_TEST(asked().size() == 7U);
}

BOOST_FIXTURE_TEST_CASE(what_another_tool_has_left_goes_with_its_snapshot, Held) {
  // No run of ours leaves a tag behind a base that is held on both sides.
  for (const int days : {12, 11}) {
    tag(on_source("tank"), days);
    tag(on_target("backup/tank"), days);
  }
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d12+tag d11+tag d10 d9 d8 foreign now+tag");
  options.now += std::chrono::hours{24};
  keep("5", "5");
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d11+tag d10 d9 d8 foreign now+tag");
  BOOST_TEST(snapshots_of(on_target("backup/tank")) == "d11+tag d10 d9 d8 now+tag");
  keep("4", "4");
  run();
  BOOST_TEST(snapshots_of(on_source("tank")) == "d10 d9 d8 foreign now+tag");
  BOOST_TEST(snapshots_of(on_target("backup/tank")) == "d10 d9 d8 now+tag");
}

BOOST_AUTO_TEST_CASE(between_two_streams_nothing_older_stays_held) {
  // d11, which is held, stays as the first of its four days, and d10, which goes, never was.
  for (std::size_t limit = 0; limit < 20; ++limit) {
    BOOST_TEST_CONTEXT("killed after step " << limit) {
      Job job;
      job.keep("1,4d2w", "1000");
      WorldDataset& tank = job.source("tank", {"d11", "d10", "d7", "d3"});
      WorldDataset& there = job.target("backup/tank", tank, {"d11"});
      Held::tag(tank, 11);
      Held::tag(there, 11);
      const std::size_t steps = steps_of(job.plan()).size();
      job.run(limit);
      job.make_snapshot();
      tank.written = 1;
      job.run();
      BOOST_TEST(snapshots_of(tank) == "d11 d7 d3 now+tag");
      BOOST_TEST(snapshots_of(there) == "d11 d10 d7 d3 now+tag");
      if (limit >= steps) break;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_hold_that_is_missing_is_made_up_for) {
  Job job;
  job.keep("1", "1000");
  WorldDataset& tank = job.source("tank", {"d9", "d8"});
  job.target("backup/tank", tank, {"d9", "d8"});
  expect(job.lines(), {"destroy source tank@d9", "hold source tag tank@d8", "hold target tag backup/tank@d8"});
}

BOOST_AUTO_TEST_CASE(a_tag_on_what_had_not_arrived_yet_is_put_on_the_target_too) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d9", "d8", "d7"});
  job.target("backup/tank", tank, {"d9"});
  job.run();
  tank.named(day(7))->tags = {"tag"};
  job.on_target("backup/tank").snapshots.pop_back();
  job.on_target("backup/tank").snapshots.pop_back();
  expect(job.lines({"hold"}), {"hold source tag:000003e9 tank@d9", "hold source tag:000003e9 tank@d7",
                               "hold target tag:000003e9 backup/tank@d7"});
  tank.named(day(7))->tags = {"tag:000003e9"};
  expect(job.lines({"hold"}), {"hold target tag:000003e9 backup/tank@d7"});
}

BOOST_AUTO_TEST_CASE(other_peoples_holds_are_left_alone) {
  Job job;
  job.keep("1", "1000");
  WorldDataset& tank = job.source("tank", {"d9", "d8", "d7", "d6"});
  job.target("backup/tank", tank, {"d9", "d8", "d7"});
  tank.named(day(9))->tags = {"somebody"};
  tank.named(day(8))->tags = {"tag", "tag:11111111"};
  tank.named(day(7))->tags = {"tag"};
  job.on_target("backup/tank").named(day(7))->tags = {"tag"};
  job.run();
  BOOST_TEST(snapshots_of(tank) == "d9+somebody d8+tag:11111111 d6+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_SUITE_END()
