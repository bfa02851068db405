#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// The target's own tag on the snapshot before it: there bookmarks always come with that one.
const std::string k_tag = "+tag:000003e9";

/// --bookmarks, one dataset that is backed up daily; the target keeps the last two.
struct Marked : Job {
  Marked() {
    options.bookmarks = true;
    keep("0", "2");
    source("tank", {"d3"});
    run();
  }
  std::string mark(const char* name) {
    return in_days(on_source("tank").bookmarks.at(0).name).substr(0, std::string(name).size());
  }
  void next_day(const char* name) {
    world.snapshot(on_source("tank"), real_name(name));
    run();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bookmarks)

BOOST_AUTO_TEST_CASE(the_source_may_keep_nothing) {
  Marked job;
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
  BOOST_TEST(job.on_source("tank").bookmarks.size() == 1U);
  BOOST_TEST(job.mark("d3") == "d3");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d3" + k_tag);
  job.next_day("d2");
  job.next_day("d1");
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
  BOOST_TEST(job.on_source("tank").bookmarks.size() == 1U);
  BOOST_TEST(job.mark("d1") == "d1");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d2 d1" + k_tag);
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(the_stream_starts_from_the_bookmark) {
  Marked job;
  job.world.snapshot(job.on_source("tank"), day(1));
  const Lines transfers = job.lines({"transfer"});
  BOOST_REQUIRE(transfers.size() == 1U);
  BOOST_TEST(transfers.front().starts_with("transfer tank@d1 -i #d3_"), transfers.front());
  // The old one goes when what it tells of is released, and the new base is held last of all.
  expect(job.lines({"bookmark", "hold", "release", "destroy tank#"}),
         {"bookmark tank@d1 tank#d1_000003e9", "release target tag:000003e9 backup/tank@d3", "destroy tank#d3_000003e9",
          "hold target tag:000003e9 backup/tank@d1"});
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_preferred_to_its_bookmark) {
  Job job;
  job.options.bookmarks = true;
  job.source("tank", {"d2"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d2");
  job.world.snapshot(job.on_source("tank"), day(1));
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d2 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(a_job_that_had_holds_goes_over_to_bookmarks) {
  Job job;
  job.source("tank", {"d3"});
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "d3+tag");
  job.options.bookmarks = true;
  job.keep("0", "2");
  job.world.snapshot(job.on_source("tank"), day(2));
  job.run();
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d3 d2" + k_tag);
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(holds_where_bookmarks_cannot_serve) {
  struct Case {
    const char* name;
    bool raw;
    const char* lacks;
    std::optional<zfs::Version> version;
  };
  for (const Case& c :
       {Case{"no bookmarks", false, "bookmarks", {}},
        Case{"raw, no bookmark_v2", true, "bookmark_v2", zfs::Version{2, 3, 0}},
        Case{"raw, too old", true, "", zfs::Version{2, 1, 5}}, Case{"raw, who knows", true, "", std::nullopt}}) {
    BOOST_TEST_CONTEXT(c.name) {
      Job job;
      job.options.bookmarks = true;
      job.world.source.features.erase(c.lacks);
      job.world.source.version = c.version;
      job.source("tank", {"d2"}).encrypted = c.raw;
      job.run();
      BOOST_TEST(job.on_source("tank").bookmarks.empty());
      BOOST_TEST(snapshots_of(job.on_source("tank")) == "d2+tag");
    }
  }
}

BOOST_AUTO_TEST_CASE(raw_from_a_bookmark_where_that_is_safe) {
  Job job;
  job.options.bookmarks = true;
  job.keep("0", "9");
  job.source("tank", {"d2"}).encrypted = true;
  job.run();
  BOOST_TEST(job.on_source("tank").bookmarks.size() == 1U);
  BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
  job.world.snapshot(job.on_source("tank"), day(1));
  job.run();
  BOOST_TEST(snapshots_of(job.on_target("backup/tank")) == "d2 d1" + k_tag);
}

BOOST_AUTO_TEST_CASE(two_targets_have_a_bookmark_each) {
  Job job;
  job.options.bookmarks = true;
  job.keep("0", "1");
  job.world.add_target("usb");
  job.source("tank", {"d5"});
  job.run();
  for (const int ago : {4, 3, 2, 1}) {
    job.options.mapping = selector::Mapping::below(ago % 2 == 0 ? "usb" : "backup");
    job.world.snapshot(job.on_source("tank"), day(ago));
    job.run();
    BOOST_TEST(job.on_source("tank").bookmarks.size() == 2U);
    BOOST_TEST(job.lines({"transfer"}).empty());
  }
  BOOST_TEST(snapshots_of(job.world.targets.at("backup").datasets.at("backup/tank")) == "d1" + k_tag);
  BOOST_TEST(snapshots_of(job.world.targets.at("usb").datasets.at("usb/tank")) == "d2" + std::string("+tag:000003ea"));
}

BOOST_AUTO_TEST_CASE(a_run_killed_anywhere_is_finished_by_the_next) {
  for (std::size_t limit = 0; limit < 12; ++limit) {
    BOOST_TEST_CONTEXT("after " << limit << " steps") {
      Marked job;
      job.world.snapshot(job.on_source("tank"), day(2));
      job.run(limit);
      job.next_day("d1");
      BOOST_TEST(snapshots_of(job.on_source("tank")) == "");
      BOOST_TEST(job.on_source("tank").bookmarks.size() == 1U);
      BOOST_TEST(snapshots_of(job.on_target("backup/tank")).ends_with("d1" + k_tag));
      BOOST_TEST(snapshots_of(job.on_target("backup/tank")).find("d2+") == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
