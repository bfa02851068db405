// A rollback that destroys nothing, from wherever an earlier run was killed.
#include "app/plan/local/set_back.hpp"
#include "job.hpp"
#include "tree.hpp"

namespace {

const std::string k_aside = "tank/a.zwinnow-rolling-back";
const std::string k_aside_at_last = "tank/a.rolled-back-20260615120000";

struct SetBack {
  LocalTree tree;
  plan::RollbackRequest request{
      .dataset = "tank/a", .snapshot = "one", .recursive = false, .stop_cmds = {}, .start_cmds = {}, .now = k_now};
  std::set<std::string, std::less<>> mounted;

  plan::Plan plan() const {
    return plan::plan_set_back(request,
                               {.datasets = &tree.inventory, .properties = tree.properties, .mounted = mounted});
  }
};

/// As nobody has touched it yet.
struct Untouched : SetBack {
  Untouched() {
    tree.add("tank/a", {"one", "two"});
    tree.add("tank/a/b", {"one"});
    mounted = {"tank/a", "tank/a/b"};
  }
};

std::vector<std::string> properties_of_first_clone(const plan::Plan& plan) {
  for (const plan::Step& step : steps_of(plan)) {
    if (const auto* const clone = std::get_if<plan::Clone>(&step.action)) return clone->properties;
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(set_back)

BOOST_AUTO_TEST_CASE(the_dataset_alone) {
  expect_lines(
      Untouched().plan(),
      {"unmount tank/a/b", "unmount tank/a", "rename tank/a > " + k_aside, "clone " + k_aside + "@one > tank/a",
       "promote tank/a", "rename " + k_aside + "/b > tank/a/b", "inherit canmount tank/a",
       "set canmount=noauto " + k_aside, "set com.sun:auto-snapshot=false " + k_aside, "mount in place tank/a tank/a/b",
       "rename " + k_aside + " > " + k_aside_at_last, "mount in place tank/a tank/a/b"});
}

BOOST_AUTO_TEST_CASE(with_what_is_below) {
  Untouched job;
  job.request.recursive = true;
  job.tree.add("tank/a/b/deep", {"one"});
  job.tree.add("tank/a/disk", {"one"}, zfs::DatasetType::volume);
  job.tree.add("tank/a/late", {"two"});
  job.tree.add("tank/a/late/x", {"one"});
  job.mounted.clear();
  const plan::Plan plan = job.plan();
  expect_lines(plan, {"rename tank/a > " + k_aside,
                      "clone " + k_aside + "@one > tank/a",
                      "promote tank/a",
                      "clone " + k_aside + "/b@one > tank/a/b",
                      "promote tank/a/b",
                      "clone " + k_aside + "/b/deep@one > tank/a/b/deep",
                      "promote tank/a/b/deep",
                      "clone " + k_aside + "/disk@one > tank/a/disk",
                      "promote tank/a/disk",
                      "rename " + k_aside + "/late > tank/a/late",
                      "inherit canmount tank/a",
                      "inherit canmount tank/a/b",
                      "inherit canmount tank/a/b/deep",
                      "set canmount=noauto " + k_aside,
                      "set com.sun:auto-snapshot=false " + k_aside,
                      "set canmount=noauto " + k_aside + "/b",
                      "set canmount=noauto " + k_aside + "/b/deep",
                      "mount in place tank/a tank/a/b tank/a/b/deep tank/a/late tank/a/late/x",
                      "rename " + k_aside + " > " + k_aside_at_last,
                      "mount in place tank/a tank/a/b tank/a/b/deep tank/a/late tank/a/late/x"});
  BOOST_TEST(plan.notes.front() == "[Target] tank/a/late: Stays as it is: it has no snapshot @one");
  BOOST_TEST(plan.notes.back() == "[Target] tank/a/late/x: Stays as it is: what is above it stays");
}

BOOST_AUTO_TEST_CASE(properties_are_those_that_it_had) {
  Untouched job;
  job.tree.inventory.find("tank/a")->canmount = {"off", "local"};
  for (const char* property : {"compression", "autobackup:x", "readonly"}) job.tree.set("tank/a", property, "on");
  job.tree.set("tank/a", "mountpoint", "/srv", "received");
  job.tree.set("tank/a", "atime", "off", "inherited from tank");
  job.tree.set("tank/a", "canmount", "off");
  job.tree.set("tank/a", "keylocation", "prompt");
  job.tree.set("tank/a", "reservation", "5");
  job.tree.set("tank/a", "zwinnow:source", "x", "received");
  const plan::Plan plan = job.plan();
  const std::vector<std::string> expected{"compression=on", "autobackup:x=on", "readonly=on", "mountpoint=/srv",
                                          "canmount=noauto"};
  BOOST_TEST(properties_of_first_clone(plan) == expected, boost::test_tools::per_element());
  const std::vector<std::string> lines = lines_of(plan);
  for (const std::string& line : {std::string("set canmount=off tank/a"), std::string("set reservation=5 tank/a"),
                                  "set autobackup:x=false " + k_aside, "set canmount=noauto " + k_aside})
    BOOST_TEST((std::ranges::count(lines, line) == (line.find("noauto") == std::string::npos ? 1 : 0)), line);
}

BOOST_AUTO_TEST_CASE(the_key_of_an_encryption_root_is_loaded_again) {
  Untouched job;
  job.request.recursive = true;
  for (const char* name : {"tank/a", "tank/a/b"}) job.tree.inventory.find(name)->encryption_root = "tank/a";
  const std::vector<std::string> lines = lines_of(job.plan());
  const auto at = [&](const std::string& line) { return std::ranges::find(lines, line) - lines.begin(); };
  BOOST_TEST(lines.front() == "try key tank/a");
  BOOST_TEST(at("promote tank/a") + 1 == at("load key tank/a"));
  BOOST_TEST(std::ranges::count(lines, "mount in place tank/a tank/a/b") == 2);
  BOOST_TEST(std::ranges::none_of(lines, [](const std::string& line) { return line.ends_with("key tank/a/b"); }));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_loaded_stays_so) {
  Untouched job;
  zfs::Dataset& dataset = *job.tree.inventory.find("tank/a");
  dataset.encryption_root = "tank/a";
  dataset.key_loaded = false;
  const std::vector<std::string> lines = lines_of(job.plan());
  BOOST_TEST(
      std::ranges::none_of(lines, [](const std::string& line) { return line.find("key") != std::string::npos; }));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_asked_for_keeps_it_as_it_is) {
  Untouched job;
  job.tree.inventory.find("tank/a")->encryption_root = "tank/a";
  job.tree.properties["tank/a"].push_back({"keylocation", {"prompt", "local"}});
  BOOST_TEST(holds_text(job.plan().brake, "keylocation=prompt"));
}

// zfs promote takes them along; if the clone has one of the same name already, the kernel panics.
BOOST_AUTO_TEST_CASE(bookmarks_are_left_to_the_promotion) {
  Untouched job;
  zfs::Dataset& dataset = *job.tree.inventory.find("tank/a");
  dataset.bookmarks = {
      {"old", 1, 50}, {"one", 2, dataset.snapshots[0].createtxg}, {"two", 3, dataset.snapshots[1].createtxg}};
  const std::vector<std::string> lines = lines_of(job.plan());
  BOOST_TEST(std::ranges::none_of(lines, [](const std::string& line) { return line.starts_with("bookmark"); }));
}

BOOST_AUTO_TEST_CASE(what_was_set_below_is_switched_off_there) {
  Untouched job;
  job.request.recursive = true;
  job.tree.set("tank/a/b", "autobackup:x", "child");
  job.tree.set("tank/a", "autobackup:y", "true", "inherited from tank");
  const std::vector<std::string> lines = lines_of(job.plan());
  for (const char* line :
       {"set autobackup:x=false tank/a.zwinnow-rolling-back/b", "set autobackup:y=false tank/a.zwinnow-rolling-back"})
    BOOST_TEST(std::ranges::count(lines, line) == 1, line);
}

BOOST_AUTO_TEST_CASE(killed_after_the_rename) {
  SetBack job;
  job.tree.add(k_aside, {"one", "two"});
  job.tree.add(k_aside + "/b", {"one"});
  expect_lines(job.plan(),
               {"clone " + k_aside + "@one > tank/a", "promote tank/a", "rename " + k_aside + "/b > tank/a/b",
                "inherit canmount tank/a", "set canmount=noauto " + k_aside,
                "set com.sun:auto-snapshot=false " + k_aside, "mount in place tank/a tank/a/b",
                "rename " + k_aside + " > " + k_aside_at_last, "mount in place tank/a tank/a/b"});
}

BOOST_AUTO_TEST_CASE(killed_after_the_clone_and_after_the_promotion) {
  SetBack job;
  zfs::Dataset& there = job.tree.add("tank/a");
  there.origin = k_aside + "@one";
  there.canmount = {"noauto", "local"};
  zfs::Dataset& aside = job.tree.add(k_aside, {"one", "two"});
  BOOST_TEST(lines_of(job.plan()).front() == "promote tank/a");
  std::swap(there.snapshots, aside.snapshots);
  there.origin.clear();
  aside.origin = "tank/a@one";
  BOOST_TEST(lines_of(job.plan()).front() == "inherit canmount tank/a");
  there.canmount = {"on", "default"};
  BOOST_TEST(lines_of(job.plan()).front() == "set canmount=noauto " + k_aside);
  aside.canmount = {"noauto", "local"};
  job.tree.set(k_aside, "com.sun:auto-snapshot", "false");
  expect_lines(job.plan(),
               {"mount in place tank/a", "rename " + k_aside + " > " + k_aside_at_last, "mount in place tank/a"});
}

BOOST_AUTO_TEST_CASE(another_snapshot_than_before) {
  SetBack job;
  job.tree.add("tank/a").origin = k_aside + "@two";
  job.tree.add(k_aside, {"one", "two"});
  BOOST_TEST(holds_text(job.plan().brake, "an earlier rollback of tank/a was interrupted: " + k_aside +
                                              " is what it was. Name the same snapshot again"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_set_aside) {
  SetBack pool;
  pool.tree.add("tank", {"one"});
  pool.request.dataset = "tank";
  BOOST_TEST(holds_text(pool.plan().brake, "tank is the root of its pool"));
  SetBack job;
  job.tree.add("tank/a", {"one"});
  job.tree.add("tank/a/" + std::string(230, 'x'));
  BOOST_TEST(holds_text(job.plan().brake, "is too long for that"));
  SetBack none;
  BOOST_TEST(none.plan().brake == "there is no dataset tank/a");
}

BOOST_AUTO_TEST_SUITE_END()
