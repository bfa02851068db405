#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// A selected dataset, and a backup of tank/x with three old snapshots.
struct Missing : Job {
  Missing() {
    keep("1", "1");
    source("tank");
    options.send = false;
    add("backup/tank/x");
  }
  void add(const std::string& name) {
    WorldDataset& dataset = copy_of_gone(name, "tank" + name.substr(std::string_view("backup/tank").size()));
    for (const int ago : {9, 8, 7}) world.snapshot(dataset, day(ago));
  }
};

const Lines k_thinned{"destroy target backup/tank/x@d9,d8"};

}  // namespace

BOOST_AUTO_TEST_SUITE(missing)

BOOST_AUTO_TEST_CASE(gone_from_the_source) {
  Missing job;
  job.world.snapshot(job.on_target("backup/tank/x"), "foreign");
  expect(job.lines(), k_thinned);
  const plan::Phase& phase = job.planned->plan.phases.back();
  BOOST_TEST((phase.kind == plan::PhaseKind::missing));
  BOOST_TEST(phase.lanes.at(0).steps.at(0).dataset == plan::k_no_dataset);
  job.options.thinning = false;
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(the_newest_of_ours_and_clones_stay) {
  Missing job;
  job.keep("0", "0");
  job.on_target("backup/tank/x").named(day(8))->has_clones = true;
  expect(job.lines(), {"destroy target backup/tank/x@d9"});
}

BOOST_AUTO_TEST_CASE(what_only_looks_missing) {
  const struct {
    const char* name;
    zfs::Setting selection;
    selector::SelectionRules rules;
    bool is_thinned;
  } cases[] = {
      {"deselected", {"-", "-"}, {}, true},
      {"deselected by false", {"false", "local"}, {}, true},
      {"deselected as a parent that is set to child", {"child", "local"}, {}, true},
      {"bad value", {"yes", "local"}, {}, false},
      {"left out as received",
       {"true", "received"},
       {.exclude_path = {}, .exclude_received = true, .exclude_unchanged = 0},
       false},
      {"left out as unchanged",
       {"true", "local"},
       {.exclude_path = {}, .exclude_received = false, .exclude_unchanged = 100},
       false},
      {"left out by its path",
       {"true", "local"},
       {.exclude_path = "tank/x", .exclude_received = false, .exclude_unchanged = 0},
       false},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Missing job;
      job.source("tank/x").selection = test.selection;
      job.on_target("backup/tank/x").record = job.world.record_of("tank/x");
      job.on_source("tank").written = 1000;
      job.world.rules = test.rules;
      expect(job.lines({"destroy"}), test.is_thinned ? k_thinned : Lines{});
    }
  }
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_not_imported) {
  Missing job;
  job.source("usb");
  for (const char* name : {"usb", "usb/x"}) {
    WorldDataset& copy = job.copy_of_gone(std::string("backup/") + name, name);
    for (const int ago : {9, 8, 7}) job.world.snapshot(copy, day(ago));
  }
  job.world.source.datasets.erase("usb");
  expect(job.lines(), k_thinned);
}

// --- Whose it is, its record tells ---

BOOST_AUTO_TEST_CASE(without_a_record_it_is_left_and_said) {
  Missing job;
  job.add("backup/tank/y");
  for (const char* name : {"backup/tank/x", "backup/tank/y"}) job.on_target(name).record.reset();
  job.world.add_on_target("backup", "backup/tank");
  expect(job.lines(), {});
  BOOST_REQUIRE(job.planned->plan.notes.size() == 1U);
  BOOST_TEST(job.planned->plan.notes[0].starts_with("[Target] backup/tank/x and 1 more: not thinned or destroyed: it"));
  job.keep("3", "3");  // where there is nothing to do there is nothing to say
  job.plan();
  BOOST_TEST(job.planned->plan.notes.empty());
}

BOOST_AUTO_TEST_CASE(adopted_once_it_records_its_source) {
  Missing job;
  job.on_target("backup/tank/x").record.reset();
  job.options.adopt_missing = true;
  expect(job.lines(), {"record backup/tank/x", "destroy target backup/tank/x@d9,d8"});
  job.run();
  const std::uint64_t pool = job.on_source("tank").guid;
  BOOST_CHECK((job.on_target("backup/tank/x").record == zfs::SourceRecord{pool, 0, "tank/x"}));
  job.options.adopt_missing = false;
  for (const int ago : {6, 5}) job.world.snapshot(job.on_target("backup/tank/x"), day(ago));
  expect(job.lines(), {"destroy target backup/tank/x@d7,d6"});

  Missing stranger;  // that names another source is not adopted
  stranger.on_target("backup/tank/x").record->pool += 1;
  stranger.options.adopt_missing = true;
  expect(stranger.lines(), {});
}

BOOST_AUTO_TEST_CASE(what_is_surely_ours_and_surely_gone) {
  const struct {
    const char* name;
    void (*happens)(Missing&);
    bool is_thinned;
  } cases[] = {
      {"gone", [](Missing&) {}, true},
      {"another host's, with a pool of that name",
       [](Missing& job) { job.on_target("backup/tank/x").record->pool = 77; }, false},
      {"the pool was made anew", [](Missing& job) { job.on_source("tank").guid = 77; }, false},
      {"recreated, and deselected",
       [](Missing& job) {
         job.source("tank/x").selection = {"false", "local"};
       },
       true},
      {"renamed on the source",
       [](Missing& job) { job.source("tank/y").guid = job.on_target("backup/tank/x").record->dataset; }, false},
      {"renamed on the source, and deselected",
       [](Missing& job) {
         job.source("tank/y").guid = job.on_target("backup/tank/x").record->dataset;
         job.on_source("tank/y").selection = {"false", "local"};
       },
       true},
      {"renamed on the target by somebody",
       [](Missing& job) { job.on_target("backup/tank/x").record->name = "tank/was"; }, false},
      {"promoted: its snapshots are another one's, which goes on from them",
       [](Missing& job) { job.world.copy(job.on_target("backup/tank/x").snapshots[0], job.source("tank/clone")); },
       false},
      {"promoted, and the other one has its own copy by now",
       [](Missing& job) {
         job.world.copy(job.on_target("backup/tank/x").snapshots[0], job.source("tank/clone"));
         const auto& clone = job.world.snapshot(job.on_source("tank/clone"), day(2));
         job.world.copy(clone, job.target("backup/tank/clone", job.on_source("tank/clone"), {}));
       },
       true},
      {"the pool was renamed",
       [](Missing& job) {
         job.world.source.datasets["lake"] = job.on_source("tank");
         job.world.source.datasets.erase("tank");
       },
       true},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Missing job;
      test.happens(job);
      expect(job.lines({k_thinned.front()}), test.is_thinned ? k_thinned : Lines{});
      BOOST_TEST(job.planned->plan.notes.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_target_path_itself_is_never_missing) {
  Missing job;
  for (const int ago : {9, 8, 7}) job.world.snapshot(job.on_target("backup"), day(ago));
  expect(job.lines(), k_thinned);
}

BOOST_AUTO_TEST_CASE(parents_of_what_is_backed_up_are_missing_and_have_nothing_to_thin) {
  Job job;
  job.keep("1", "1");
  job.source("tank").selection = {"-", "-"};
  job.source("tank/a", {"d1"});
  job.run();
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(a_dataset_that_cannot_be_sent_is_not_missing) {
  Missing job;
  job.options.send = true;
  job.source("tank/x", {"d1"});
  expect(job.lines({"destroy"}), {});
  BOOST_TEST((std::holds_alternative<plan::NoCommonBase>(job.outcome(1))));
}

BOOST_AUTO_TEST_CASE(stripped_names) {
  Job job;
  job.keep("1", "1");
  job.options.send = false;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  job.source("tank");
  job.on_source("tank").selection = {"-", "-"};
  job.source("tank/a");
  for (const char* name : {"backup/x", "backup/y"}) {
    WorldDataset& dataset = job.copy_of_gone(name, std::string("tank") + (name + std::string_view("backup").size()));
    for (const int ago : {9, 8}) job.world.snapshot(dataset, day(ago));
  }
  expect(job.lines(), {"destroy target backup/y@d9", "destroy target backup/x@d9"});  // children before their parents
  // By name, two could be its source: one that was left out is enough.
  for (const char* name : {"backup/x", "backup/y"}) job.on_target(name).record.reset();
  job.options.adopt_missing = true;
  job.source("p/x").selection = {"-", "-"};
  job.source("q/x").selection = {"yes", "local"};
  job.source("r/x").selection = {"-", "-"};
  expect(job.lines(), {"destroy target backup/y@d9"});
}

BOOST_AUTO_TEST_CASE(strip_path) {
  plan::Options options;
  options.mapping = selector::Mapping::below("backup/host");
  const auto name = [&options](std::uint32_t strip, const char* source) {
    options.mapping = selector::Mapping::below(options.mapping.root(), strip);
    return options.mapping.target_of(source);
  };
  BOOST_TEST(name(0, "tank/a b") == "backup/host/tank/a b");
  BOOST_TEST(name(1, "tank/a/b") == "backup/host/a/b");
  BOOST_TEST(name(2, "tank/a/b") == "backup/host/b");
  BOOST_TEST(name(3, "tank/a/b") == "backup/host");
  BOOST_CHECK_EXCEPTION(name(4, "tank/a/b"), selector::MappingError, [](const selector::MappingError& error) {
    return std::string(error.what()).starts_with("Trying to strip too much from path (4 items from tank/a/b)");
  });
}

BOOST_AUTO_TEST_CASE(two_sources_on_one_target) {
  Job job;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  job.source("a/x");
  job.source("b/x");
  BOOST_CHECK_EXCEPTION(job.plan(), plan::PlanError, [](const plan::PlanError& error) {
    return std::string(error.what())
        .starts_with("Target collision: Target path backup/x encountered twice, due to: b/x and a/x.");
  });
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 3);
  BOOST_CHECK_THROW(job.plan(), selector::MappingError);
}

BOOST_AUTO_TEST_SUITE_END()
