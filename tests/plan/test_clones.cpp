#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// tank/a is a clone of tank/z@d2: by name it comes first, by need last.
struct Cloned : Job {
  Cloned() {
    options.clones = true;
    target("backup/tank", source("tank", {"d5"}), {"d5"});
    source("tank/z", {"d3", "d2", "d1"});
    source("tank/a", {"d1"}).origin = "tank/z@" + day(2);
    on_source("tank/z").named(day(2))->has_clones = true;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(clones)

BOOST_AUTO_TEST_CASE(sent_from_its_origin_and_after_it) {
  Cloned job;
  expect(job.lines({"transfer"}), {"transfer tank/z@d3 > backup/tank/z", "transfer tank/z@d2,d1 -I @d3 > backup/tank/z",
                                   "transfer tank/a@d1 -i @tank/z@d2 > backup/tank/a"});
  BOOST_TEST(job.planned->plan.datasets.at(2).waits_for == (std::vector<plan::DatasetIndex>{1}),
             boost::test_tools::per_element());
  BOOST_TEST(job.planned->plan.notes.empty());
  job.run();
  expect(job.lines({"transfer", "destroy"}), {});
}

BOOST_AUTO_TEST_CASE(later_it_is_a_dataset_like_any_other) {
  Cloned job;
  job.run();
  job.world.snapshot(job.on_source("tank/a"), day(0));
  expect(job.lines({"transfer"}), {"transfer tank/a@now -i @d1 > backup/tank/a"});
}

BOOST_AUTO_TEST_CASE(the_origin_may_be_there_already) {
  Cloned job;
  job.target("backup/tank/z", job.on_source("tank/z"), {"d2", "d1"});
  expect(job.lines({"transfer"}), {"transfer tank/a@d1 -i @tank/z@d2 > backup/tank/a"});
}

BOOST_AUTO_TEST_CASE(without_its_origin_it_fails_and_says_what_to_do) {
  Cloned job;
  job.target("backup/tank/z", job.on_source("tank/z"), {"d1"});
  expect(job.lines({"transfer"}), {});
  BOOST_REQUIRE(job.outcome_as<plan::OriginMissing>(2));
  BOOST_TEST(in_days(job.outcome_as<plan::OriginMissing>(2)->origin) == "backup/tank/z@d2");

  Cloned unselected;
  unselected.on_source("tank/z").selection = {"false", "local"};
  BOOST_TEST(unselected.lines({"transfer"}).empty());
  BOOST_TEST(unselected.outcome_as<plan::OriginMissing>(1));
}

BOOST_AUTO_TEST_CASE(never_sends_it_whole_and_says_so) {
  Cloned job;
  job.options.clones = false;
  expect(job.lines({"transfer tank/a"}), {"transfer tank/a@d1 > backup/tank/a"});
  expect(job.planned->plan.notes, {"[Source] tank/a: Clones support is disabled, expect dataset expansion"});
}

BOOST_AUTO_TEST_CASE(a_clone_of_what_fails_with_its_parent) {
  Job job;
  job.options.clones = true;
  job.source("tank/p");  // has nothing to send
  job.source("tank/p/o", {"d2"});
  job.source("tank/z", {"d1"}).origin = "tank/p/o@" + day(2);
  job.source("tank", {"d1"});
  expect(job.lines({"transfer"}), {"transfer tank@d1 > backup/tank"});
  BOOST_TEST(job.outcome_as<plan::ParentMissing>(2));
  BOOST_TEST(job.outcome_as<plan::OriginMissing>(3));
}

BOOST_AUTO_TEST_CASE(a_clone_of_its_own_descendant) {
  Job job;
  job.options.clones = true;
  job.source("tank/a", {"d1"}).origin = "tank/a/b@" + day(2);
  job.source("tank/a/b", {"d2"});
  job.source("tank");
  expect(job.lines({"transfer"}), {});
  BOOST_TEST(job.outcome_as<plan::OriginMissing>(1));
  BOOST_TEST_REQUIRE(job.outcome_as<plan::ParentMissing>(2));  // it fails with it
  BOOST_TEST(job.outcome_as<plan::ParentMissing>(2)->parent_fails);
}

BOOST_AUTO_TEST_SUITE_END()
