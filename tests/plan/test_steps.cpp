#include "job.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(steps)

BOOST_AUTO_TEST_CASE(the_order_of_lines) {
  // What goes before goes first; what a newer base replaces goes once that has arrived; each stream starts from the
  // last.
  Job job;
  job.keep("1,1d1w", "1000");
  job.world.add_source("tank");
  WorldDataset& tank = job.on_source("tank");
  for (const char* name : {"d90", "d60", "other", "d30"}) job.world.snapshot(tank, Job::real_name(name));
  job.options.keep_target = thinner::parse_schedule("1,1d2m");
  job.options.other_snapshots = true;
  expect(job.lines(),
         {"destroy source tank@d90", "transfer tank@d60 > backup/tank", "transfer tank@other -i @d60 > backup/tank",
          "verify backup/tank@other", "hold source tag tank@other", "hold target tag backup/tank@other",
          "destroy source tank@d60", "transfer tank@d30 -i @other > backup/tank",
          "verify backup/tank@d60 backup/tank@other backup/tank@d30", "mount backup/tank", "hold source tag tank@d30",
          "release target tag backup/tank@other", "release source tag tank@other", "hold target tag backup/tank@d30"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "other d30+tag");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d60 other d30+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(phases_in_order) {
  Job job;
  job.make_snapshot();
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d9", "d2"});
  tank.written = 1;
  job.source("tank/new");
  WorldDataset& there = job.target("backup/tank", tank, {"d9", "d2"});
  tank.named(day(2))->tags = {"tag"};
  there.named(day(2))->tags = {"tag"};
  WorldDataset& gone = job.copy_of_gone("backup/tank/gone", "tank/gone");
  job.world.snapshot(gone, day(9));
  job.world.snapshot(gone, day(8));
  Lines kinds;
  for (const plan::Phase& phase : job.plan().phases) kinds.emplace_back(plan::name_of(phase.kind));
  expect(kinds, {"snapshot", "transfer", "verify", "mount", "hold", "release", "hold", "post-clean", "missing"});
  expect(job.lines(),
         {"snapshot -r tank @now", "destroy source tank@d9", "destroy target backup/tank@d9",
          "transfer tank@now -i @d2 > backup/tank", "transfer tank/new@now > backup/tank/new",
          "verify backup/tank@now backup/tank/new@now", "mount backup/tank/new", "hold -r source tag tank@now",
          "release target tag backup/tank@d2", "release source tag tank@d2", "hold -r target tag backup/tank@now",
          "destroy source tank@d2", "destroy target backup/tank@d2", "destroy target backup/tank/gone@d9"});
  job.run();
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(the_target_is_judged_as_if_all_had_been_sent) {
  // With "2" the two new ones push both old ones out, but the base stays until one of them is there.
  Job job;
  job.keep("1000", "2");
  job.target("backup/tank", job.source("tank", {"d4", "d3", "d2", "d1"}), {"d4", "d3"});
  expect(job.lines({"destroy", "transfer"}),
         {"destroy target backup/tank@d4", "transfer tank@d2 -i @d3 > backup/tank", "destroy target backup/tank@d3",
          "transfer tank@d1 -i @d2 > backup/tank"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d2 d1+tag");
}

BOOST_AUTO_TEST_CASE(what_the_target_does_not_keep_is_not_sent) {
  Job job;
  job.keep("1000", "1");
  job.target("backup/tank", job.source("tank", {"d4", "d3", "d2", "d1"}), {"d4"});
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d4 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(an_obsolete_source_snapshot_stays_while_the_target_wants_it) {
  Job job;
  job.keep("1", "1000");
  job.source("tank", {"d3", "d2", "d1"});
  expect(job.lines({"destroy", "transfer"}),
         {"transfer tank@d3 > backup/tank", "transfer tank@d2 -i @d3 > backup/tank", "destroy source tank@d3",
          "transfer tank@d1 -i @d2 > backup/tank", "destroy source tank@d2"});
  job.options.send = false;
  expect(job.lines({"destroy", "transfer"}), {});
}

BOOST_AUTO_TEST_CASE(the_base_stays_when_nothing_replaces_it) {
  Job job;
  job.keep("0", "0");
  job.target("backup/tank", job.source("tank", {"d3", "foreign"}), {"d3"});
  job.on_source("tank").snapshots.back().name = day(1);
  job.world.snapshot(job.on_target("backup/tank"), day(2), 0);
  job.options.send = false;
  expect(job.lines({"destroy"}), {"destroy target backup/tank@d2"});
}

BOOST_AUTO_TEST_CASE(snapshots_with_clones_stay) {
  Job job;
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d9", "d8", "d1"});
  WorldDataset& there = job.target("backup/tank", tank, {"d9", "d8", "d1"});
  tank.named(day(9))->has_clones = true;
  there.named(day(8))->has_clones = true;
  expect(job.lines({"destroy"}), {"destroy source tank@d8", "destroy target backup/tank@d9"});
}

BOOST_AUTO_TEST_CASE(foreign_snapshots_stay) {
  Job job;
  job.keep("1", "1");
  job.target("backup/tank", job.source("tank", {"a", "d9", "b", "d1"}), {"a", "d9", "b", "d1"});
  expect(job.lines({"destroy"}), {"destroy source tank@d9", "destroy target backup/tank@d9"});
}

BOOST_AUTO_TEST_CASE(no_thinning) {
  Job job;
  job.keep("1", "1");
  job.options.thinning = false;
  job.target("backup/tank", job.source("tank", {"d9", "d8", "d1"}), {"d9"});
  WorldDataset& gone = job.world.add_on_target("backup", "backup/gone");
  job.world.snapshot(gone, day(9));
  job.world.snapshot(gone, day(8));
  expect(job.lines({"destroy", "transfer"}), {"transfer tank@d8,d1 -I @d9 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(no_send_thins_and_makes_snapshots) {
  Job job;
  job.make_snapshot();
  job.keep("1", "1");
  job.options.send = false;
  job.target("backup/tank", job.source("tank", {"d9", "d8", "d7"}), {"d9", "d8"});
  job.on_source("tank").written = 1;
  expect(job.lines(), {"snapshot tank @now", "destroy source tank@d9,d7", "destroy target backup/tank@d9"});
  BOOST_TEST(job.outcome_as<plan::UpToDate>());
}

BOOST_AUTO_TEST_CASE(no_holds) {
  Job job;
  job.options.holds = false;
  job.target("backup/tank", job.source("tank", {"d2", "d1"}), {"d2"});
  expect(job.lines(), {"transfer tank@d1 -i @d2 > backup/tank", "verify backup/tank@d1"});
}

BOOST_AUTO_TEST_CASE(no_holds_still_releases_what_is_destroyed) {
  Job job;
  job.options.holds = false;
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d9", "d2", "d1"});
  WorldDataset& there = job.target("backup/tank", tank, {"d9", "d2"});
  for (WorldDataset* dataset : {&tank, &there}) dataset->named(day(9))->tags = dataset->named(day(2))->tags = {"tag"};
  expect(job.lines(), {"release target tag backup/tank@d9", "release source tag tank@d9", "destroy source tank@d9",
                       "destroy target backup/tank@d9", "transfer tank@d1 -i @d2 > backup/tank",
                       "verify backup/tank@d1", "release target tag backup/tank@d2", "release source tag tank@d2",
                       "destroy source tank@d2", "destroy target backup/tank@d2"});
  job.run();
  // The same when the base goes between two transfers.
  job.keep("1", "2");
  WorldDataset& zoo = job.source("zoo", {"d3", "d2", "d1"});
  job.target("backup/zoo", zoo, {"d3"}).named(day(3))->tags = {"tag"};
  zoo.named(day(3))->tags = {"tag"};
  job.run();
  BOOST_TEST(snapshots_of(zoo) == "d1");
  BOOST_TEST(snapshots_of(job.on_target("backup/zoo")) == "d2 d1");
}

BOOST_AUTO_TEST_CASE(parents_are_made_once_and_top_down) {
  Job job;
  for (const char* name : {"tank", "tank/x", "tank/x/y"}) job.source(name).selection = {"-", "-"};
  job.source("tank/x/y/a", {"d1"});
  job.source("tank/x/y/b", {"d1"});
  expect(job.lines({"create", "transfer"}),
         {"create backup/tank", "create backup/tank/x", "create backup/tank/x/y",
          "transfer tank/x/y/a@d1 > backup/tank/x/y/a", "transfer tank/x/y/b@d1 > backup/tank/x/y/b"});
  job.run();
}

BOOST_AUTO_TEST_CASE(no_parents_when_nothing_is_sent) {
  Job job;
  job.source("tank").selection = {"-", "-"};
  job.source("tank/a");
  job.source("tank/b", {"d1"});
  job.options.send = false;
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(children_wait_for_parents_that_are_received_too) {
  Job job;
  job.source("tank", {"d1"});
  job.source("tank/a", {"d1"});
  job.source("tank/a/b", {"d1"});
  const plan::Plan& plan = job.plan();
  BOOST_TEST(plan.datasets[0].waits_for.empty());
  BOOST_TEST(plan.datasets[1].waits_for.at(0) == 0U);
  BOOST_TEST(plan.datasets[2].waits_for.at(0) == 1U);
  job.run();
  BOOST_TEST(job.plan().datasets[1].waits_for.empty());
}

BOOST_AUTO_TEST_CASE(a_parent_that_is_there_in_part_is_waited_for) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d2", "d1"});
  job.source("tank/a", {"d1"});
  job.world.interrupt_receive(job.target("backup/tank", tank, {}), tank.snapshots[0], 0);
  BOOST_TEST(job.plan().datasets[1].waits_for.at(0) == 0U);
}

BOOST_AUTO_TEST_CASE(parents_come_first_also_when_strip_path_mixes_the_pools) {
  Job job;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  job.source("a/x/y", {"d1"});
  job.source("b/x", {"d1"});
  expect(job.lines({"create", "transfer"}), {"transfer b/x@d1 > backup/x", "transfer a/x/y@d1 > backup/x/y"});
  BOOST_TEST(job.planned->plan.datasets[1].waits_for.at(0) == 0U);
  job.run();
}

BOOST_AUTO_TEST_CASE(features_that_both_pools_have) {
  Job job;
  job.source("tank", {"d1"});
  const auto transfer = [&job] {
    for (const plan::Step& step : steps_of(job.plan())) {
      if (const auto* found = std::get_if<plan::Transfer>(&step.action)) return *found;
    }
    return plan::Transfer{};
  };
  BOOST_TEST((transfer().large_blocks && transfer().embedded_data && transfer().resumable));
  job.world.source.features = {"embedded_data"};
  BOOST_TEST((!transfer().large_blocks && transfer().embedded_data && transfer().resumable));
  job.world.source.features = {"large_blocks", "embedded_data"};
  job.world.targets.at("backup").features = {"large_blocks"};
  BOOST_TEST((transfer().large_blocks && !transfer().embedded_data && !transfer().resumable));
}

BOOST_AUTO_TEST_CASE(blocks_as_they_are_on_disk) {
  Job job;
  job.source("tank", {"d1"});
  auto& features_there = job.world.targets.at("backup").features;
  job.world.source.features = features_there = {"lz4_compress", "zstd_compress"};
  const auto is_sent_so = [&job] {
    for (const plan::Step& step : steps_of(job.plan())) {
      if (const auto* found = std::get_if<plan::Transfer>(&step.action)) return found->compressed;
    }
    BOOST_FAIL("nothing is sent");
    return false;
  };
  BOOST_TEST(!is_sent_so());
  job.options.zfs_compressed = true;
  BOOST_TEST(is_sent_so());
  BOOST_TEST(job.planned->plan.remarks.empty());
  // Blocks that its pool cannot read would be refused.
  features_there = {"lz4_compress"};
  BOOST_TEST(!is_sent_so());
  expect(job.planned->plan.remarks,
         {"[Source] tank: --zfs-compressed is left out: the target's pool does not have zstd_compress"});
  job.world.source.unused_features = {"zstd_compress"};  // no block has been compressed that way
  BOOST_TEST(is_sent_so());
  job.world.source.features = {"lz4_compress"};
  BOOST_TEST(is_sent_so());
  features_there = {};
  BOOST_TEST(!is_sent_so());
  job.world.source.features = {};
  BOOST_TEST(is_sent_so());
}

BOOST_AUTO_TEST_CASE(volumes_and_raw) {
  Job job;
  WorldDataset& disk = job.source("tank", {"d1"});
  disk.type = zfs::DatasetType::volume;
  disk.encrypted = true;
  for (const plan::Step& step : steps_of(job.plan())) {
    if (const auto* transfer = std::get_if<plan::Transfer>(&step.action))
      BOOST_TEST((transfer->volume && transfer->raw));
  }
  expect(job.lines({"transfer", "mount"}), {"transfer raw tank@d1 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(destroys_come_in_lots) {
  Job job;
  job.keep("1", "1000");
  WorldDataset& tank = job.world.add_source("tank");
  for (int ago = 450; ago > 0; --ago) job.world.snapshot(tank, day(ago));
  job.options.mapping = {};
  std::vector<std::size_t> sizes;
  for (const plan::Step& step : steps_of(job.plan())) {
    sizes.push_back(std::get<plan::DestroySnapshots>(step.action).snapshots.size());
  }
  BOOST_TEST(sizes == (std::vector<std::size_t>{200, 200, 49}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(snapshot_only) {
  Job job;
  job.make_snapshot();
  job.options.mapping = {};
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d9", "foreign", "d8", "d7", "d6", "d5"});
  tank.written = 1;
  tank.named(day(9))->tags = {"tag"};
  tank.named(day(8))->tags = {"tag:01234567"};
  tank.named(day(7))->tags = {"somebody"};
  tank.named(day(6))->has_clones = true;
  expect(job.lines(), {"snapshot tank @now", "destroy source tank@d5"});
  Lines kept;
  for (const std::string& name : job.planned->plan.datasets[0].kept_bases) kept.push_back(in_days(name));
  expect(kept, {"tank@d9", "tank@d8"});
  job.run();
  job.options.thinning = false;
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(reasons_for_every_snapshot) {
  using Kept = plan::Fate::Kept;
  Job job;
  job.options.explain = true;
  job.keep("1", "1");
  WorldDataset& tank = job.source("tank", {"d9", "d8", "d7", "foreign", "d6", "d1"});
  job.target("backup/tank", tank, {"d9", "d6"});
  tank.named(day(8))->tags = {"somebody"};
  tank.named(day(7))->has_clones = true;
  const auto kept = [](const std::vector<plan::Fate>& judged) {
    std::vector<int> all;
    for (const plan::Fate& one : judged) all.push_back(static_cast<int>(one.kept));
    return all;
  };
  const auto expected = [](std::initializer_list<Kept> all) {
    std::vector<int> numbers;
    for (const Kept one : all) numbers.push_back(static_cast<int>(one));
    return numbers;
  };
  const plan::DatasetPlan& sent = job.plan().datasets[0];
  BOOST_TEST(kept(sent.source_fates) == expected({Kept::expired, Kept::held, Kept::has_clones, Kept::foreign,
                                                  Kept::expired, Kept::by_schedule}),
             boost::test_tools::per_element());
  BOOST_TEST(sent.source_fates[1].held_by == "somebody");
  BOOST_TEST(kept(sent.target_fates) == expected({Kept::expired, Kept::expired, Kept::by_schedule}),
             boost::test_tools::per_element());

  job.options.send = false;
  const plan::DatasetPlan& not_sent = job.plan().datasets[0];
  BOOST_TEST(kept(not_sent.source_fates)[4] == static_cast<int>(Kept::common_base));
  BOOST_TEST(kept(not_sent.target_fates)[1] == static_cast<int>(Kept::common_base));
}

BOOST_AUTO_TEST_SUITE_END()
