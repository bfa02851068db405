// --follow-renames: the copies get the names that their sources have, and go on from there.
#include "app/plan/explain.hpp"
#include "following.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(follow)

BOOST_AUTO_TEST_CASE(a_renamed_dataset) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    return job;
  };
  Following job = make();
  expect(job.lines({"unmount", "rename", "transfer", "verify", "mount", "hold"}),
         {"unmount backup/tank/a", "rename backup/tank/a > backup/tank/b", "transfer tank/b@d1 -i @d2 > backup/tank/b",
          "verify backup/tank/b@d1", "mount backup/tank/b", "hold source tag tank/b@d1",
          "hold target tag backup/tank/b@d1"});
  BOOST_TEST(job.planned->plan.notes.front() ==
             "[Source] tank/b: was renamed or promoted, and its copy follows, from backup/tank/a to backup/tank/b");
  check_all(make);
}

BOOST_AUTO_TEST_CASE(only_where_it_is_asked_for) {
  Following job;
  job.renamed("b", "a");
  job.options.follow_renames = false;
  expect(job.changes(), {});
  job.options.follow_renames = true;
  job.options.send = false;
  expect(job.changes(), {});
}

BOOST_AUTO_TEST_CASE(what_is_below_moves_along) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.renamed("b/x", "a/x");
    job.renamed("b/x/y", "a/x/y");
    return job;
  };
  expect(make().lines({"rename"}), {"rename backup/tank/a > backup/tank/b"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(of_what_is_below_some_goes_elsewhere) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.renamed("b/x", "a/x");
    job.renamed("0", "a/zero");  // before the rest, by name
    job.renamed("y", "a/y");     // and after it
    job.renamed("b/w", "a/v");   // below the same parent, but under another name
    job.renamed("b/x/z", "a/z");
    return job;
  };
  expect(make().lines({"rename"}),
         {"rename backup/tank/a/zero > backup/tank/0", "rename backup/tank/a > backup/tank/b",
          "rename backup/tank/b/v > backup/tank/b/w", "rename backup/tank/b/z > backup/tank/b/x/z",
          "rename backup/tank/b/y > backup/tank/y"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(names_changed_places) {
  const auto make = [] {
    Following job;
    job.renamed("a", "b");
    job.renamed("b", "a");
    job.renamed("a/x", "b/x");
    return job;
  };
  expect(make().lines({"rename"}),
         {"rename backup/tank/b > backup/tank/b.zwinnow-moving", "rename backup/tank/a > backup/tank/b",
          "rename backup/tank/b.zwinnow-moving > backup/tank/a"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(three_names_went_round) {
  const auto make = [] {
    Following job;
    job.renamed("a", "c");
    job.renamed("b", "a");
    job.renamed("c", "b");
    return job;
  };
  BOOST_TEST(make().lines({"rename"}).size() == 4U);
  check_all(make);
}

BOOST_AUTO_TEST_CASE(one_after_the_other) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.renamed("c", "b");
    job.renamed("d", "c");
    return job;
  };
  expect(make().lines({"rename"}), {"rename backup/tank/c > backup/tank/d", "rename backup/tank/b > backup/tank/c",
                                    "rename backup/tank/a > backup/tank/b"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(a_new_dataset_has_the_old_name) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.new_one("a");
    return job;
  };
  Following job = make();
  expect(job.full_streams(), {"transfer tank/a@d1 > backup/tank/a"});
  expect(job.lines({"rename"}), {"rename backup/tank/a > backup/tank/b"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(a_new_dataset_has_the_old_name_and_what_was_below) {
  // tank/a was renamed to tank/b, tank/a was made anew, and tank/b/x was moved back there.
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.renamed("a/x", "a/x");
    job.renamed("a/x/y", "a/x/y");
    job.new_one("a");
    return job;
  };
  Following job = make();
  expect(job.lines({"rename", "transfer"}),
         {"rename backup/tank/a > backup/tank/b", "transfer tank/a@d1 > backup/tank/a",
          "rename backup/tank/b/x > backup/tank/a/x", "transfer tank/a/x@d1 -i @d2 > backup/tank/a/x",
          "transfer tank/a/x/y@d1 -i @d2 > backup/tank/a/x/y", "transfer tank/b@d1 -i @d2 > backup/tank/b"});
  BOOST_TEST(job.planned->plan.datasets.at(2).waits_for == std::vector<plan::DatasetIndex>{1});
  BOOST_TEST(job.planned->plan.datasets.at(3).waits_for == std::vector<plan::DatasetIndex>{2});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(it_went_below_what_has_its_name_now) {
  const auto make = [] {
    Following job;
    job.renamed("a/old", "a");
    job.renamed("a/old/x", "a/x");
    job.new_one("a");
    return job;
  };
  expect(make().lines({"rename", "transfer tank/a@"}),
         {"rename backup/tank/a > backup/tank/a.zwinnow-moving", "transfer tank/a@d1 > backup/tank/a",
          "rename backup/tank/a.zwinnow-moving > backup/tank/a/old"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(parent_and_child_changed_places) {
  const auto make = [] {
    Following job;
    job.renamed("a", "a/x");
    job.renamed("a/x", "a");
    return job;
  };
  expect(make().lines({"rename"}), {"rename backup/tank/a > backup/tank/a.zwinnow-moving",
                                    "rename backup/tank/a.zwinnow-moving/x > backup/tank/a",
                                    "rename backup/tank/a.zwinnow-moving > backup/tank/a/x"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(a_child_took_the_place_of_its_parent) {
  const auto make = [] {
    Following job;
    job.renamed("a", "a/x");
    job.renamed("old", "a");
    return job;
  };
  expect(make().lines({"rename"}),
         {"rename backup/tank/a > backup/tank/old", "rename backup/tank/old/x > backup/tank/a"});
  check_all(make);
}

// --- Parents ---

BOOST_AUTO_TEST_CASE(a_parent_that_is_not_selected_is_made) {
  const auto make = [] {
    Following job;
    job.renamed("new/deep/b", "a");
    for (const char* name : {"tank/new", "tank/new/deep"}) {
      WorldDataset& parent = job.source(name, {"d1"});
      parent.selection = {"false", "local"};
    }
    return job;
  };
  Following job = make();
  expect(job.lines({"create", "rename"}),
         {"create backup/tank/new", "create backup/tank/new/deep", "rename backup/tank/a > backup/tank/new/deep/b"});
  job.run();
  BOOST_TEST(snapshots_of(job.there().at("backup/tank/new/deep/b")) == "d3 d2 d1+tag");
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(a_parent_that_is_selected_is_received_first) {
  const auto make = [] {
    Following job;
    job.new_one("new");
    job.renamed("new/b", "a");
    job.renamed("new/b/x", "a/x");
    job.new_one("new/b/y");
    return job;
  };
  Following job = make();
  expect(job.lines({"unmount", "rename", "transfer"}),
         {"transfer tank/new@d1 > backup/tank/new", "unmount backup/tank/a", "rename backup/tank/a > backup/tank/new/b",
          "transfer tank/new/b@d1 -i @d2 > backup/tank/new/b", "transfer tank/new/b/x@d1 -i @d2 > backup/tank/new/b/x",
          "transfer tank/new/b/y@d1 > backup/tank/new/b/y"});
  const auto& datasets = job.planned->plan.datasets;
  BOOST_TEST(datasets.at(2).waits_for == std::vector<plan::DatasetIndex>{1});
  BOOST_TEST(datasets.at(3).waits_for == std::vector<plan::DatasetIndex>{2});
  BOOST_TEST(datasets.at(4).waits_for == std::vector<plan::DatasetIndex>{2});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(a_parent_that_cannot_be_received) {
  // It has no snapshot: then nothing is touched, and said is what keeps it from that.
  Following job;
  job.source("tank/new");
  job.renamed("new/b", "a");
  job.renamed("new/b/x", "a/x");
  job.copy_of_gone("backup/tank/a/gone", "tank/a/gone");
  job.options.destroy_missing = thinner::parse_ttl("1s");
  expect(job.lines({"rename", "transfer", "destroy", "release"}), {});
  BOOST_TEST(
      plan::explain(job.planned->plan.datasets.at(2)) ==
      "it was renamed or promoted: its history on the target is backup/tank/a. --follow-renames leaves it there: "
      "its parent tank/new has no snapshot to send, so its parent will not exist on the target: snapshot that "
      "too, or deselect it with zfs set <property>=child tank/new. --resend-renamed sends all of it anew");
  BOOST_TEST(plan::explain(job.planned->plan.datasets.at(3)) == "its parent tank/new/b could not be received");
  const Lines layout = layout_of(job.world);
  job.run();
  expect(layout_of(job.world), layout);
}

BOOST_AUTO_TEST_CASE(parents_are_made_below_what_is_received) {
  const auto make = [] {
    Following job;
    job.new_one("new");
    job.source("tank/new/plain", {"d1"}).selection = {"false", "local"};
    job.renamed("new/plain/b", "a");
    return job;
  };
  Following job = make();
  expect(job.lines({"create", "rename", "transfer tank/new@"}),
         {"transfer tank/new@d1 > backup/tank/new", "create backup/tank/new/plain",
          "rename backup/tank/a > backup/tank/new/plain/b"});
  job.run();
  expect(job.lines(), {});
}

// --- What is in the way ---

BOOST_AUTO_TEST_CASE(the_copy_of_what_is_gone_is_set_aside) {
  const auto make = [] {
    Following job;
    job.renamed("b", "a");
    job.renamed("b/x", "b/x");  // below what is gone lies what is in its place
    WorldDataset& gone = job.copy_of_gone("backup/tank/b", "tank/b");
    job.world.snapshot(gone, day(9));
    return job;
  };
  Following job = make();
  job.options.destroy_missing = thinner::parse_ttl("1s");
  expect(job.lines({"rename", "destroy"}),
         {"rename backup/tank/b/x > backup/tank/b.zwinnow-moving",
          "rename backup/tank/b > backup/tank/b.diverged-20260615120000-gone", "rename backup/tank/a > backup/tank/b",
          "rename backup/tank/b.zwinnow-moving > backup/tank/b/x"});
  check_all(make);
}

BOOST_AUTO_TEST_CASE(what_is_none_of_ours_is_not) {
  Following job;
  job.renamed("b", "a");
  job.world.snapshot(job.world.add_on_target("backup", "backup/tank/b"), "theirs");
  expect(job.changes(), {});
  BOOST_TEST(
      plan::explain(job.planned->plan.datasets.at(1)) ==
      "it was renamed or promoted: its history on the target is backup/tank/a. --follow-renames leaves it there: "
      "its new name is that of a dataset there that is no copy of this source. --resend-renamed sends all of it "
      "anew");
  job.on_target("backup/tank/b").record = zfs::SourceRecord{4711, 1, "tank/b"};  // of another host
  job.world.snapshot(job.on_target("backup/tank/b"), day(5));
  expect(job.changes(), {});
}

BOOST_AUTO_TEST_CASE(the_copy_of_what_is_not_selected_is_not) {
  // tank/b is tank/c now: another job's, which has not followed yet.
  Following job;
  job.renamed("b", "a");
  job.renamed("c", "b").selection = {"false", "local"};
  job.on_target("backup/tank/b").record->dataset = job.on_source("tank/c").guid;
  expect(job.changes(), {});
  BOOST_TEST(plan::explain(job.planned->plan.datasets.at(1))
                 .find("its new name there is still that of the copy of tank/c, which is not selected here") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_receive_that_was_begun_goes_on) {
  Following job;
  WorldDataset& source = job.renamed("b", "a");
  job.world.interrupt_receive(job.world.add_on_target("backup", "backup/tank/b"), source.snapshots[0], 0);
  expect(job.changes(), {});
}

BOOST_AUTO_TEST_CASE(out_of_the_tree_of_its_key) {
  const auto make = [](const std::string& name) {
    Following job;
    job.source("tank/vault", {"d3"});
    job.target("backup/tank/vault", job.on_source("tank/vault"), {"d3"}).encrypted = true;
    WorldDataset& source = job.renamed(name, "vault/a");
    (void)source;
    WorldDataset& copy = job.on_target("backup/tank/vault/a");
    copy.encrypted = true;
    copy.key_from = "backup/tank/vault";
    return job;
  };
  expect(make("b").lines({"rename"}), {});
  Following job = make("b");
  job.plan();
  BOOST_TEST(plan::explain(job.planned->plan.datasets.at(1)).find("zfs does not move it away from backup/tank/vault") !=
             std::string::npos);
  expect(make("vault/b").lines({"rename"}), {"rename backup/tank/vault/a > backup/tank/vault/b"});
}

BOOST_AUTO_TEST_SUITE_END()
