#include "app/plan/explain.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// A source with three snapshots, the first two of them on the target.
struct Behind : Job {
  Behind() {
    WorldDataset& tank = source("tank", {"d3", "d2", "d1"});
    target("backup/tank", tank, {"d3", "d2"});
  }
  WorldDataset& there() { return on_target("backup/tank"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(outcomes)

BOOST_AUTO_TEST_CASE(up_to_date) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d2", "d1"}), {"d2", "d1"});
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::UpToDate>());
  BOOST_TEST(job.planned->rounds == 0);
}

BOOST_AUTO_TEST_CASE(nothing_of_ours_to_send) {
  Job job;
  job.source("tank", {"foreign"});
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::UpToDate>());
}

BOOST_AUTO_TEST_CASE(increments_after_the_newest_common_snapshot) {
  Behind job;
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d2 > backup/tank"});
  const auto* transfers = job.outcome_as<plan::Transfers>();
  BOOST_TEST_REQUIRE(transfers);
  BOOST_TEST(in_days(transfers->base) == "d2");
  BOOST_TEST(transfers->snapshots == Lines{day(1)}, boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(job.planned->plan.datasets[0].received.size() == 1U);
  BOOST_TEST(job.planned->plan.datasets[0].received[0].guid == job.on_source("tank").named(day(1))->guid);
}

BOOST_AUTO_TEST_CASE(in_full_the_first_time_from_the_oldest_of_ours) {
  Job job;
  job.source("tank", {"foreign", "d2", "other", "d1"});
  expect(job.lines({"transfer"}), {"transfer tank@d2 > backup/tank", "transfer tank@d1 -i @d2 > backup/tank"});
  job.options.other_snapshots = true;
  expect(job.lines({"transfer"}),
         {"transfer tank@foreign > backup/tank", "transfer tank@d2,other,d1 -I @foreign > backup/tank"});
}

BOOST_AUTO_TEST_CASE(a_foreign_snapshot_can_be_the_base) {
  Job job;
  job.target("backup/tank", job.source("tank", {"foreign", "d1"}), {"foreign"});
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @foreign > backup/tank"});
}

BOOST_AUTO_TEST_CASE(the_base_is_found_by_guid_whatever_its_name_there) {
  Behind job;
  job.there().named(day(2))->name = "renamed";
  expect(job.lines({"transfer", "hold"}),
         {"transfer tank@d1 -i @d2 > backup/tank", "hold source tag tank@d1", "hold target tag backup/tank@d1"});
}

BOOST_AUTO_TEST_CASE(the_same_name_with_another_guid_is_no_base) {
  Behind job;
  job.there().named(day(2))->guid = job.world.new_guid();
  job.plan();
  const auto* diverged = job.outcome_as<plan::Diverged>();
  BOOST_TEST_REQUIRE(diverged);
  BOOST_TEST(in_days(diverged->base) == "d3");
  expect({in_days(diverged->incompatible.at(0))}, {"backup/tank@d2"});
}

BOOST_AUTO_TEST_CASE(the_target_has_snapshots_of_its_own) {
  Behind job;
  job.world.snapshot(job.there(), "empty", 0);
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d2 > backup/tank"});  // harmless
  BOOST_TEST(job.planned->rounds == 2);  // the second for all holds: on the base there is none

  job.world.snapshot(job.there(), "own");
  job.world.snapshot(job.there(), "empty2", 0);
  expect(job.lines(), {});
  const auto* diverged = job.outcome_as<plan::Diverged>();
  BOOST_TEST_REQUIRE(diverged);
  expect(diverged->incompatible, {"backup/tank@own", "backup/tank@empty2"});
  BOOST_TEST(plan::explain(job.planned->plan.datasets[0]) ==
             "Please destroy incompatible snapshots on target, or use --destroy-incompatible.");

  job.options.destroy_incompatible = true;
  expect(
      job.lines({"destroy", "rollback", "transfer"}),
      {"destroy target backup/tank@own,empty2", "rollback backup/tank@empty", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(a_name_that_is_too_long_on_the_target) {
  for (const std::size_t length : {255U, 256U}) {
    Job job;
    job.options.mapping = selector::Mapping::below("backup/longer");
    job.world.add_target("backup/longer");
    job.source("tank", {"d1"});
    const std::string name = std::string(length - std::string("backup/longer/tank/@").size() - day(1).size(), 'y');
    job.source("tank/" + name, {"d1"});
    job.plan();
    BOOST_TEST(job.outcome_as<plan::Transfers>(0));
    BOOST_TEST((job.outcome_as<plan::NameTooLong>(1) != nullptr) == (length == 256));
    const std::string why = plan::explain(job.planned->plan.datasets[1]);
    BOOST_TEST((length == 255 || why.find(" has 256 characters, and zfs takes 255") != std::string::npos));
    job.options.send = false;  // then nothing comes there
    job.plan();
    BOOST_TEST(job.outcome_as<plan::NameTooLong>(1) == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(sent_raw_even_an_empty_snapshot_is_incompatible) {
  Behind job;
  job.on_source("tank").encrypted = true;
  job.there().encrypted = true;
  job.world.snapshot(job.there(), "empty", 0);
  job.plan();
  BOOST_TEST(job.outcome_as<plan::Diverged>());
  BOOST_TEST(job.planned->plan.needs.written.empty());
  job.options.destroy_incompatible = true;
  expect(job.lines({"destroy", "rollback", "transfer"}),
         {"destroy target backup/tank@empty", "rollback backup/tank@d2", "transfer raw tank@d1 -i @d2 > backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(incompatible_snapshots_go_also_when_nothing_is_sent) {
  Behind job;
  job.world.snapshot(job.there(), "own");
  job.options.destroy_incompatible = true;
  job.options.send = false;
  expect(job.lines(), {"destroy target backup/tank@own", "rollback backup/tank@d2"});
}

BOOST_AUTO_TEST_CASE(the_way_is_cleared_before_it_is_looked_at_again) {
  // Only when the incompatible snapshots are known is it known that the holds will be needed.
  Behind job;
  job.world.snapshot(job.there(), "own");
  job.there().written = 5;
  job.options.destroy_incompatible = true;
  job.on_source("tank").named(day(3))->tags = {"somebody"};
  job.on_source("tank").named(day(2))->tags = {"tag"};
  job.on_target("backup/tank").named(day(2))->tags = {"tag"};
  WorldDataset& other = job.source("zoo", {"d2", "d1"});
  job.target("backup/zoo", other, {"d2"});
  job.keep("1", "1");
  const plan::Plan& plan = job.plan();
  BOOST_TEST(!plan::is_failure(plan.datasets[0].outcome));
  BOOST_TEST(plan.datasets[0].tag == "tag");
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d3+somebody d1+tag");
  BOOST_TEST(snapshots_of(job.there()) == "d1+tag");
}

BOOST_AUTO_TEST_CASE(no_common_base) {
  Job job;
  job.source("tank", {"d1"});
  job.target("backup/tank", job.on_source("tank"), {"d9"});
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::NoCommonBase>());
  BOOST_TEST(plan::explain(job.planned->plan.datasets[0]) ==
             "Cant find common snapshot with target. To send it anew and keep what is there: zfs rename -u backup/tank "
             "backup/tank.diverged-20260615120000");
}

BOOST_AUTO_TEST_CASE(no_common_base_and_nothing_is_thinned) {
  Job job;
  job.keep("1", "1");
  job.source("tank", {"d3", "d2", "d1"});
  job.target("backup/tank", job.on_source("tank"), {"d9", "d8"});
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(a_target_without_snapshots_is_in_the_way) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d1"}), {});
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::TargetInTheWay>());
  job.on_source("tank").snapshots.clear();
  job.plan();
  BOOST_TEST(job.outcome_as<plan::UpToDate>());  // nothing would be sent
}

BOOST_AUTO_TEST_CASE(target_modified) {
  Behind job;
  job.there().written = 4096;
  expect(job.lines(), {});
  const auto* modified = job.outcome_as<plan::TargetModified>();
  BOOST_TEST_REQUIRE(modified);
  BOOST_TEST(modified->bytes == 4096U);
  BOOST_TEST(in_days(modified->since) == "backup/tank@d2");

  job.options.rollback = true;
  expect(job.lines({"rollback", "transfer"}), {"rollback backup/tank@d2", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();

  job.there().written = 4096;
  expect(job.lines(), {});  // nothing to send: no matter
  BOOST_TEST(job.outcome_as<plan::UpToDate>());
}

BOOST_AUTO_TEST_CASE(a_rollback_goes_to_the_newest_which_stays_for_it) {
  // It is an empty one of ours that the schedule gives up.
  Job job;
  job.target("backup/tank", job.source("tank", {"d9", "d1"}), {"d9"});
  job.world.snapshot(job.on_target("backup/tank"), day(8), 0);
  job.on_target("backup/tank").written = 1;
  job.keep("1000", "1");
  job.options.rollback = true;
  expect(job.lines({"destroy", "rollback", "transfer"}),
         {"rollback backup/tank@d8", "transfer tank@d1 -i @d9 > backup/tank", "destroy target backup/tank@d8",
          "destroy target backup/tank@d9"});
  job.run();
}

BOOST_AUTO_TEST_CASE(a_rollback_does_not_rely_on_what_the_schedule_gives_up_to_be_gone) {
  // It stays while somebody holds it, and nothing older can be rolled back to then.
  for (const bool has_incompatible : {false, true}) {
    Job job;
    job.keep("1000", "1");
    WorldDataset& target = job.target("backup/tank", job.source("tank", {"d9", "d1"}), {"d9", "d8"});
    target.snapshots.back().written = 0;
    target.snapshots.back().tags = {"somebody"};
    if (has_incompatible) job.world.snapshot(target, "mine");
    target.written = 5;
    (has_incompatible ? job.options.destroy_incompatible : job.options.rollback) = true;
    job.run();
    BOOST_TEST(snapshots_of(target) == "d8+somebody d1+tag");
  }
}

BOOST_AUTO_TEST_CASE(name_taken) {
  Behind job;
  job.world.snapshot(job.there(), day(1), 0);
  expect(job.lines(), {});
  const auto* taken = job.outcome_as<plan::NameTaken>();
  BOOST_TEST_REQUIRE(taken);
  BOOST_TEST(in_days(taken->snapshot) == "backup/tank@d1");
}

BOOST_AUTO_TEST_CASE(a_taken_name_is_free_when_it_is_incompatible_anyway) {
  Behind job;
  job.world.snapshot(job.there(), day(1), 7);
  job.options.destroy_incompatible = true;
  expect(job.lines({"destroy", "rollback", "transfer"}),
         {"destroy target backup/tank@d1", "rollback backup/tank@d2", "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
}

BOOST_AUTO_TEST_CASE(onto_itself) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d1"});
  tank.guid = job.on_target("backup").guid;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  expect(job.lines(), {});
  BOOST_TEST(job.outcome_as<plan::OntoItself>());
}

BOOST_AUTO_TEST_CASE(only_failures_have_an_explanation) {
  plan::DatasetPlan dataset;
  dataset.target = "backup/tank";
  const zfs::Dataset source;
  dataset.source = &source;
  const std::vector<plan::Outcome> all{plan::UpToDate{},
                                       plan::Transfers{},
                                       plan::Diverged{"b", {"backup/tank@x"}},
                                       plan::NoCommonBase{},
                                       plan::TargetInTheWay{},
                                       plan::TargetModified{7, "backup/tank@b"},
                                       plan::NameTaken{"backup/tank@b"},
                                       plan::WrongEncryption{},
                                       plan::OntoItself{},
                                       plan::NameTooLong{"backup/tank@b"},
                                       plan::Lost{"gone"},
                                       plan::OriginMissing{"backup/tank@x"},
                                       plan::ParentMissing{"tank"},
                                       plan::KeyMissing{"tank"},
                                       plan::EncryptionUnknown{},
                                       plan::RotationUnfinished{},
                                       plan::Renamed{"backup/tank/old", "", {"zfs rename -u a b"}, false},
                                       plan::Cloned{"s"},
                                       plan::RolledBack{"s"}};
  BOOST_TEST(all.size() == std::variant_size_v<plan::Outcome>);
  for (const plan::Outcome& outcome : all) {
    dataset.outcome = outcome;
    BOOST_TEST(plan::explain(dataset).empty() == !plan::is_failure(outcome));
  }
}

BOOST_AUTO_TEST_CASE(what_lies_beneath_a_failure_fails_with_it) {
  Job job;
  WorldDataset& top = job.source("tank", {"d1"});
  top.encrypted = true;
  top.key_loaded = false;
  for (const char* name : {"tank/a", "tank/a/b"}) job.source(name, {"d1"});
  job.source("zoo", {"d1"});
  job.options.decrypt = true;
  expect(job.lines({"create", "transfer"}), {"transfer zoo@d1 > backup/zoo"});
  const auto reason = [&job](std::size_t i) { return plan::explain(job.planned->plan.datasets.at(i)); };
  BOOST_TEST(reason(0).starts_with("its key is not loaded"));
  BOOST_TEST(reason(1) == "its parent tank could not be received");
  BOOST_TEST(reason(2) == "its parent tank/a could not be received");
}

BOOST_AUTO_TEST_CASE(one_failure_leaves_the_others_alone) {
  Job job;
  job.make_snapshot();
  job.target("backup/a", job.source("a", {"d2"}), {"d9"});
  job.target("backup/b", job.source("b", {"d2"}), {"d2"});
  for (const char* name : {"a", "b"}) job.on_source(name).written = 1;
  expect(job.lines(), {"snapshot a @now", "snapshot b @now", "transfer b@now -i @d2 > backup/b", "verify backup/b@now",
                       "hold source tag b@now", "hold target tag backup/b@now"});
  job.run();
}

BOOST_AUTO_TEST_SUITE_END()
