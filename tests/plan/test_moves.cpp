#include "app/plan/explain.hpp"
#include "app/plan/retain/tags.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// tank/a was renamed to tank/b; its copy was not.
struct RenamedJob : Job {
  RenamedJob() {
    WorldDataset& source_b = source("tank/b", {"d3", "d2", "d1"});
    WorldDataset& copy = target("backup/tank/a", source_b, {"d3", "d2"});
    hold("tag");
    copy.named(day(2))->tags = {"tag"};
  }
  void hold(const std::string& tag) { on_source("tank/b").named(day(2))->tags = {tag}; }
  std::string own_tag() const {
    zfs::Inventory target;
    target.add("backup").guid = world.targets.at("backup").datasets.at("backup").guid;
    return plan::own_tag_of_target("tag", target, "backup");
  }
  std::string said(std::size_t index = 0) const { return in_days(plan::explain(planned->plan.datasets.at(index))); }
  std::string notes() const {
    std::string all;
    for (const std::string& note : planned->plan.notes) all += (all.empty() ? "" : "\n") + in_days(note);
    return all;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(moves)

BOOST_AUTO_TEST_CASE(a_renamed_dataset_is_not_sent_again) {
  RenamedJob job;
  job.keep("1", "1");
  job.options.destroy_missing = thinner::parse_ttl("1s");
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::Renamed>());
  BOOST_TEST(job.said() ==
             "it was renamed or promoted: its history on the target is backup/tank/a. To go on with that: "
             "zfs create -p -u -o canmount=off backup/tank && zfs rename -u backup/tank/a backup/tank/b; or "
             "--resend-renamed sends all of it anew; or --follow-renames renames the copy");
  job.target("backup/tank", job.source("tank", {"d9"}), {"d9"});
  job.plan();
  BOOST_TEST(job.said(1).find(": zfs rename -u backup/tank/a backup/tank/b; or ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(on_one_host_too) {
  // Its copies are in the source's listing as well.
  RenamedJob job;
  const WorldDataset copy = job.on_target("backup/tank/a");
  WorldDataset& listed = job.source("backup/tank/a", {});
  listed = copy;
  listed.selection = {"true", "received"};
  job.world.rules.exclude_path = "backup";
  job.plan();
  BOOST_TEST(job.outcome_as<plan::Renamed>());
}

BOOST_AUTO_TEST_CASE(renamed_like_the_source_the_copy_goes_on) {
  RenamedJob job;
  auto& there = job.world.targets.at("backup").datasets;
  there["backup/tank/b"] = there.extract("backup/tank/a").mapped();
  expect(job.lines({"transfer", "hold", "release"}),
         {"transfer tank/b@d1 -i @d2 > backup/tank/b", "hold source tag tank/b@d1",
          "release target tag backup/tank/b@d2", "release source tag tank/b@d2", "hold target tag backup/tank/b@d1"});
}

BOOST_AUTO_TEST_CASE(sent_anew_the_old_base_goes_when_the_new_one_is_there) {
  for (const bool own : {false, true}) {
    RenamedJob job;
    const std::string tag = own ? job.own_tag() : "tag";
    job.hold(tag);
    job.on_target("backup/tank/a").named(day(2))->tags = {tag};
    job.keep("1", "3");
    job.options.resend_renamed = true;
    job.plan();
    BOOST_TEST(job.notes() ==
               "[Source] tank/b: was renamed or promoted, and is sent anew to backup/tank/b. The copy so far stays: "
               "backup/tank/a");
    // What goes before anything is sent, and not that base, is what the schedule gives up.
    for (std::size_t limit = 0; limit < 20; ++limit) {
      RenamedJob killed = RenamedJob();
      killed.hold(tag);
      killed.on_target("backup/tank/a").named(day(2))->tags = {tag};
      killed.keep("1", "3");
      killed.options.resend_renamed = true;
      killed.run(limit);
      const bool is_sent = killed.world.targets.at("backup").datasets.contains("backup/tank/b");
      const bool is_held = snapshots_of(killed.on_source("tank/b")).find("d2+" + tag) != std::string::npos;
      BOOST_TEST((is_sent || is_held), "after " << limit << " steps");
    }
    job.run();
    BOOST_TEST(snapshots_of(job.on_source("tank/b")) == "d2 d1+" + tag);
    BOOST_TEST(snapshots_of(job.on_target("backup/tank/a")) == "d3 d2");
    job.run();
    BOOST_TEST(snapshots_of(job.on_source("tank/b")) == "d1+" + tag);
  }
}

BOOST_AUTO_TEST_CASE(without_sending_its_base_stays) {
  for (const bool own : {false, true}) {
    RenamedJob job;
    if (own) job.hold(job.own_tag());
    job.keep("1", "1");
    job.options.send = false;
    job.run();
    BOOST_TEST(job.on_source("tank/b").named(day(2)) != nullptr);
  }
}

BOOST_AUTO_TEST_CASE(what_is_below_moves_along) {
  RenamedJob job;
  job.target("backup/tank/a/x", job.source("tank/b/x", {"d2", "d1"}), {"d2"});
  job.target("backup/tank/other", job.source("tank/b/y", {"d2"}), {"d2"});
  expect(job.lines(), {});
  BOOST_TEST(job.said(1) == "its parent tank/b could not be received");
  BOOST_TEST(job.said(2).find(": zfs rename -u backup/tank/other backup/tank/b/y; or ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(promoted) {
  // tank/c was a clone of tank/a@d2 and took it along: with all of the common history, or with a part of it.
  Job job;
  WorldDataset& head = job.source("tank/c", {"d3", "d2"});
  job.target("backup/tank/a", head, {"d3", "d2"});
  job.source("tank/a", {"d1"});
  expect(job.lines(), {});
  BOOST_TEST(
      plan::explain(job.planned->plan.datasets[0]) ==
      "Cant find common snapshot with target. To send it anew and keep what is there: "
      "zfs rename -u backup/tank/a backup/tank/c; --follow-renames does that, as it is another dataset's history "
      "now");
  BOOST_TEST(job.outcome_as<plan::Renamed>(1)->commands.back() == "zfs rename -u backup/tank/a backup/tank/c");

  Job part;
  WorldDataset& clone = part.source("tank/c", {"d3", "d2"});
  WorldDataset& copy = part.target("backup/tank/a", clone, {"d3", "d2"});
  part.world.copy(part.world.snapshot(part.source("tank/a"), day(1)), copy);
  expect(part.lines(), {});
  BOOST_TEST(part.outcome_as<plan::UpToDate>(0));
  BOOST_TEST(part.outcome_as<plan::Renamed>(1)->still_of == "tank/a");
  BOOST_TEST(part.outcome_as<plan::Renamed>(1)->commands.empty());
  part.options.resend_renamed = true;
  expect(part.lines({"transfer"}), {"transfer tank/c@d3 > backup/tank/c", "transfer tank/c@d2 -i @d3 > backup/tank/c"});
}

BOOST_AUTO_TEST_CASE(names_changed_places) {
  Job job;
  WorldDataset& a = job.source("tank/a", {"d3", "d2"});
  WorldDataset& b = job.source("tank/b", {"d3", "d2"});
  job.target("backup/tank/b", a, {"d3"});
  job.target("backup/tank/a", b, {"d3"});
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::Renamed>(0)->commands == (Lines{"zfs rename -u backup/tank/a backup/tank/a.moved",
                                                                  "zfs rename -u backup/tank/b backup/tank/a"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(below_what_had_its_name) {
  Job job;
  job.target("backup/tank/a", job.source("tank/a/old", {"d3", "d2"}), {"d3"});
  job.source("tank/a", {"d1"});
  job.plan();
  BOOST_TEST(job.outcome_as<plan::NoCommonBase>(0));
  BOOST_TEST(job.outcome_as<plan::Renamed>(1)->commands == (Lines{"zfs rename -u backup/tank/a backup/tank/a.moved"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_move) {
  // A copy of another dataset within the source, whose first send may have broken off; what was set aside; what has
  // the history under its own name, too; foreign snapshots; and what has been begun.
  Job copied;
  WorldDataset& original = copied.source("tank/a", {"d3", "d2"});
  copied.target("backup/tank/a", original, {"d3", "d2"});
  copied.world.copy(original.snapshots[0], copied.source("tank/b"));
  expect(copied.lines({"transfer"}), {"transfer tank/b@d3 > backup/tank/b"});

  Job aside;
  aside.target("backup/tank/a.diverged-20260301120000", aside.source("tank/a", {"d3"}), {"d3"});
  expect(aside.lines({"transfer"}), {"transfer tank/a@d3 > backup/tank/a"});

  Job both;
  WorldDataset& twice = both.source("tank/a", {"d3", "d2"});
  both.target("backup/tank/a", twice, {"d3"});
  both.target("backup/tank/old", twice, {"d3", "d2"});
  expect(both.lines({"transfer"}), {"transfer tank/a@d2 -i @d3 > backup/tank/a"});

  Job foreign;
  foreign.target("backup/tank/old", foreign.source("tank/a", {"theirs", "d1"}), {"theirs"});
  expect(foreign.lines({"transfer"}), {"transfer tank/a@d1 > backup/tank/a"});

  RenamedJob begun;
  WorldDataset& partial = begun.world.add_on_target("backup", "backup/tank/b");
  begun.world.interrupt_receive(partial, begun.on_source("tank/b").snapshots[0], 0);
  begun.plan();
  BOOST_TEST(begun.outcome_as<plan::Transfers>());
}

BOOST_AUTO_TEST_CASE(a_bookmark_tells_it_too) {
  RenamedJob job;
  WorldDataset& tank = job.on_source("tank/b");
  tank.bookmarks.push_back({.name = day(2) + "_mark", .guid = tank.named(day(2))->guid, .createtxg = 2});
  tank.snapshots.erase(tank.snapshots.begin(), tank.snapshots.begin() + 2);
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::Renamed>());
}

// --- Holds of others ---

BOOST_AUTO_TEST_CASE(what_others_hold_is_said) {
  // A replaced disk: the target path has another guid than the tag tells, or nobody can tell.
  for (const std::string tag : {"tag", "tag:0a1b2c3d"}) {
    Job job;
    job.options.settings.backup_name = "offsite1";
    job.keep("1", "3");
    WorldDataset& tank = job.source("tank", {"d4", "d3", "d2"});
    tank.named(day(4))->tags = {tag, "tag:not-ours", "tags", "somebody"};
    job.target("backup/tank", tank, {"d3"});
    job.make_snapshot();
    tank.written = 1;
    job.plan();
    BOOST_TEST_REQUIRE(job.planned->plan.notes.size() == 1U);
    BOOST_TEST(in_days(job.planned->plan.notes[0]) ==
               "[Source] tank@d4: held by " + tag +
                   " for another target, or a copy that is gone. zwinnow holds offsite1 backup lists these "
                   "holds, and releases them with --release");
    job.run();
    BOOST_TEST(snapshots_of(tank).starts_with("d4+somebody+" + tag));
  }
}

BOOST_AUTO_TEST_CASE(they_are_said_once) {
  Job job;
  job.options.mapping = {};
  job.options.settings.backup_name = "offsite1";
  job.keep("1", "1");
  for (const char* name : {"tank/a", "tank/b", "tank/c", "tank/d", "tank/e"})
    job.source(name, {"d2", "d1"}).named(day(2))->tags = {"tag"};
  job.plan();
  BOOST_TEST_REQUIRE(job.planned->plan.notes.size() == 1U);
  BOOST_TEST(in_days(job.planned->plan.notes[0]) ==
             "[Source] tank/a@d2, tank/b@d2, tank/c@d2 and 2 more: held by tag. zwinnow holds offsite1 lists these "
             "holds, and releases them with --release");
}

BOOST_AUTO_TEST_CASE(a_tag_of_this_target_goes_when_its_copy_is_gone) {
  // The copy was destroyed to start anew: what this target's own tag holds is released, what the plain one holds is
  // not.
  RenamedJob job;
  const std::string own = job.own_tag();
  job.world.targets.at("backup").datasets.erase("backup/tank/a");
  job.hold(own);
  job.on_source("tank/b").named(day(3))->tags = {"tag"};
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank/b")) == "d3+tag d2 d1+" + own);
}

BOOST_AUTO_TEST_SUITE_END()
