// Back to a snapshot: what goes with it, and what keeps it from being done.
#include "app/plan/local/rollback.hpp"
#include "tree.hpp"

namespace {

struct Back {
  LocalTree tree;
  plan::RollbackRequest request{.dataset = "tank/a", .snapshot = "one", .stop_cmds = {}, .start_cmds = {}};
  zfs::HoldTags holds;

  Back() {
    tree.add("tank");
    tree.add("tank/a", {"one", "two", "three"});
    tree.add("tank/a/b", {"one", "two"});
    tree.add("tank/a/late", {"two"});
  }
  plan::Losses losses() const { return plan::losses_of(request, tree.inventory); }
  plan::Plan plan() const { return plan::plan_rollback(request, tree.inventory, losses(), holds); }
  zfs::Dataset& clone(const std::string& name, const std::string& origin, std::initializer_list<const char*> has = {}) {
    zfs::Dataset& made = tree.add(name, has);
    made.origin = origin;
    return made;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rollback)

BOOST_AUTO_TEST_CASE(what_is_newer_goes_first) {
  Back back;
  expect_lines(back.plan(), {"destroy target tank/a@two,three", "rollback tank/a@one"});
  BOOST_TEST(back.plan().relies_on.size() == 3U);
  back.request.snapshot = "three";
  BOOST_TEST(!back.losses().any());
  expect_lines(back.plan(), {"rollback tank/a@three"});
}

BOOST_AUTO_TEST_CASE(bookmarks_count_by_their_snapshots) {
  Back back;
  zfs::Dataset& dataset = *back.tree.inventory.find("tank/a");
  dataset.bookmarks = {{"of-one", 1, dataset.snapshots[0].createtxg}, {"of-two", 2, dataset.snapshots[1].createtxg}};
  expect_lines(back.plan(), {"destroy target tank/a@two,three", "destroy tank/a#of-two", "rollback tank/a@one"});
}

BOOST_AUTO_TEST_CASE(below_it_too) {
  Back back;
  back.request.recursive = true;
  const plan::Plan plan = back.plan();
  expect_lines(plan, {"destroy target tank/a@two,three", "rollback tank/a@one", "destroy target tank/a/b@two",
                      "rollback tank/a/b@one"});
  BOOST_TEST(plan.notes.front() == "[Target] tank/a/late: Stays as it is: it has no snapshot @one");
}

BOOST_AUTO_TEST_CASE(clones_go_before_what_they_hang_on) {
  Back back;
  back.tree.inventory.find("tank/a")->snapshots[1].has_clones = true;
  BOOST_TEST(back.losses().has_clones());
  back.clone("tank/c", "tank/a@two", {"x"});
  back.tree.add("tank/c/below", {"y"});
  back.clone("tank/d", "tank/c/below@y");
  back.clone("tank/e", "tank/a@one");
  expect_lines(back.plan(),
               {"destroy tank/d", "destroy target tank/c/below@y", "destroy tank/c/below", "destroy target tank/c@x",
                "destroy tank/c", "destroy target tank/a@two,three", "rollback tank/a@one"});
}

BOOST_AUTO_TEST_CASE(it_is_not_lost_itself) {
  Back back;
  back.clone("tank/a/b/x", "tank/a@two");
  back.request.recursive = true;
  const plan::Losses losses = back.losses();
  BOOST_TEST(losses.clones.size() == 1U);
  BOOST_TEST(losses.back.size() == 2U);
  Back within;
  within.clone("tank/c", "tank/c/in@two");
  within.tree.add("tank/c/in", {"one", "two"});
  within.request.dataset = "tank/c/in";
  BOOST_TEST(holds_text(within.plan().brake, "tank/c/in lies in a clone of a snapshot that would be destroyed"));
}

BOOST_AUTO_TEST_CASE(bases_of_targets_stay) {
  Back back;
  back.holds.at("tank/a@two").push_back("zwinnow:sync:1a2b3c4d");
  BOOST_TEST(holds_text(back.plan().brake,
                        "would destroy tank/a@two (the newest common snapshot with a target, held by "
                        "zwinnow:sync:1a2b3c4d). With --keep nothing is destroyed"));
  back.request.snapshot = "two";
  BOOST_TEST(back.plan().brake == "");
  back.request.snapshot = "one";
  back.holds = {};
  back.holds.at("tank/a@three").push_back("mine");
  BOOST_TEST(holds_text(back.plan().brake, "tank/a@three (held by mine)"));
}

BOOST_AUTO_TEST_CASE(so_do_bookmarks_that_stand_for_them) {
  Back back;
  zfs::Dataset& dataset = *back.tree.inventory.find("tank/a");
  const auto brake_with = [&](const char* bookmark) {
    dataset.bookmarks = {{bookmark, 1, dataset.snapshots[1].createtxg}};
    return back.plan().brake;
  };
  BOOST_TEST(holds_text(brake_with("two_1a2b3c4d"), "tank/a#two_1a2b3c4d (it stands for the newest common snapshot"));
  for (const char* other : {"two_1a2b3c4g", "two_1a2b3c4", "two", "1a2b3c4d", "two-1a2b3c4d"})
    BOOST_TEST(brake_with(other) == "");
}

BOOST_AUTO_TEST_CASE(between_hooks) {
  Back back;
  back.request.snapshot = "three";
  back.request.stop_cmds = {{"stop"}};
  back.request.start_cmds = {{"start"}};
  expect_lines(back.plan(), {"stop-cmd stop", "rollback tank/a@three", "start-cmd start"});
  BOOST_TEST(back.plan().phases.front().lanes.front().at_last.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_not_there) {
  Back back;
  back.request.snapshot = "nowhere";
  BOOST_TEST(holds_text(back.plan().brake, "the snapshot tank/a@nowhere does not exist"));
  back.request.dataset = "tank/x";
  BOOST_TEST(back.plan().brake == "there is no dataset tank/x");
}

BOOST_AUTO_TEST_SUITE_END()
