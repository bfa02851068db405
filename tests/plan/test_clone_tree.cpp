// A writable tree of the snapshots of another.
#include "app/plan/local/clone_tree.hpp"
#include "tree.hpp"

namespace {

struct ClonedTree {
  LocalTree tree, place;
  plan::CloneRequest request{.source = "tank/a", .snapshot = "", .target = "tank/c"};
  bool mounts = true;

  ClonedTree() {
    tree.add("tank/a", {"one", "two"});
    tree.add("tank/a/b", {"one"});
    tree.add("tank/a/disk", {"one", "two"}, zfs::DatasetType::volume);
    tree.add("tank/a/none");
    tree.add("tank/a/none/below", {"two"});
    place.add("tank");
  }
  plan::Plan plan() {
    plan::OwnProperties all = tree.properties;
    all.merge(plan::OwnProperties(place.properties));
    return plan::plan_clones(request,
                             {.tree = &tree.inventory, .place = &place.inventory, .properties = all, .mounts = mounts});
  }
};

std::vector<std::string> properties_of(const plan::Plan& plan, std::size_t lane) {
  return std::get<plan::Clone>(plan.phases.front().lanes.at(lane).steps.front().action).properties;
}

void expect_texts(const std::vector<std::string>& got, const std::vector<std::string>& expected) {
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clone_tree)

BOOST_AUTO_TEST_CASE(each_from_its_newest_snapshot) {
  ClonedTree cloned;
  const plan::Plan plan = cloned.plan();
  expect_lines(plan, {"clone tank/a@two > tank/c", "clone tank/a/b@one > tank/c/b",
                      "clone tank/a/disk@two > tank/c/disk", "mount in place tank/c tank/c/b"});
  expect_texts(plan.notes, {"[Target] tank/a/none: Not cloned: it has no snapshot",
                            "[Target] tank/a/none/below: Not cloned: what is above it is not"});
  BOOST_TEST(plan.datasets.at(1).waits_for.front() == 0U);
  BOOST_TEST(plan.relies_on.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_snapshot_by_name) {
  ClonedTree cloned;
  cloned.request.snapshot = "two";
  expect_lines(cloned.plan(),
               {"clone tank/a@two > tank/c", "clone tank/a/disk@two > tank/c/disk", "mount in place tank/c"});
  cloned.request.snapshot = "three";
  BOOST_TEST(holds_text(cloned.plan().brake, "tank/a@three does not exist"));
}

BOOST_AUTO_TEST_CASE(no_job_takes_them_for_a_source) {
  ClonedTree cloned;
  cloned.tree.set("tank/a/b", "autobackup:here", "true", "received");
  cloned.tree.set("tank/a/b", "compression", "on");
  cloned.place.set("tank", "autobackup:all", "child");
  cloned.place.set("tank", "com.sun:auto-snapshot:daily", "true", "inherited from tank");
  cloned.place.set("tank", "com.sun:auto-snapshots", "true");
  const plan::Plan plan = cloned.plan();
  expect_texts(properties_of(plan, 0),
               {"canmount=noauto", "readonly=off", "autobackup:all=false", "autobackup:here=false",
                "com.sun:auto-snapshot=false", "com.sun:auto-snapshot:daily=false"});
  expect_texts(properties_of(plan, 1), {"canmount=noauto"});
  expect_texts(properties_of(plan, 2), {});
}

BOOST_AUTO_TEST_CASE(what_is_not_mounted_is_told_with_the_command) {
  ClonedTree cloned;
  cloned.tree.inventory.find("tank/a/b")->encryption_root = "tank/a";
  cloned.tree.inventory.find("tank/a/b")->key_loaded = false;
  plan::Plan plan = cloned.plan();
  BOOST_TEST(lines_of(plan).back() == "mount in place tank/c");
  BOOST_TEST(plan.notes.back() ==
             "[Target] tank/c/b: the key of tank/a is needed to read it: zfs load-key tank/a, then for filesystems zfs "
             "mount tank/c/b");
  cloned.mounts = false;
  plan = cloned.plan();
  BOOST_TEST(plan.phases.size() == 1U);
  BOOST_TEST(holds_text(plan.notes.at(2), "only root can on Linux: zfs list -H -o name -t filesystem -r tank/c"));
  cloned.place.inventory.find("tank")->mountpoint = {"none", "local"};
  BOOST_TEST(
      holds_text(cloned.plan().notes.at(2), "it inherits mountpoint=none: zfs set mountpoint=/mnt/clone tank/c"));
}

BOOST_AUTO_TEST_CASE(a_mount_does_not_change_a_copy) {
  ClonedTree cloned;
  cloned.place.inventory.find("tank")->record = zfs::SourceRecord{};
  const plan::Plan plan = cloned.plan();
  BOOST_TEST(plan.phases.size() == 1U);
  BOOST_TEST(holds_text(plan.notes.at(2), "tank is a copy, and a directory made in it"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_cloned) {
  const auto brake = [](const char* source, const char* target) {
    ClonedTree cloned;
    cloned.place.add("tank/there");
    cloned.request = {.source = source, .snapshot = "", .target = target};
    return cloned.plan().brake;
  };
  BOOST_TEST(brake("tank/a", "tank/there") == "tank/there exists already: choose a name that does not");
  BOOST_TEST(brake("tank/a", "tank/no/c") == "its parent tank/no does not exist: zfs create -p tank/no");
  BOOST_TEST(holds_text(brake("tank/a", "tank/a/c"), "would lie within tank/a"));
  BOOST_TEST(holds_text(brake("tank/a", "tank"), "exists already"));
  BOOST_TEST(holds_text(brake("tank/a", "other"), "would be a pool"));
  BOOST_TEST(brake("tank/x", "tank/c") == "there is no dataset tank/x");
  BOOST_TEST(brake("tank/a/none", "tank/c") == "tank/a/none has no snapshot to clone");
}

BOOST_AUTO_TEST_SUITE_END()
