#include "app/holds/holds.hpp"
#include "app/plan/retain/tags.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace {

using plan::Side;
using Lines = std::vector<std::string>;

const thinner::Time k_now{std::chrono::seconds{1'781'524'800}};
constexpr const char* k_plain = "tag";

/// A source with tank/a, and a target at b/s. Snapshot n of either has guid n.
class World {
 public:
  World() {
    target_.add("b/s").guid = 0xaaaaaaaa;
    own = plan::own_tag_of_target(k_plain, target_, "b/s");
    source("tank/a").guid = 1000;
  }

  std::string own;

  zfs::Dataset& source(const std::string& name) { return source_.add(name); }
  zfs::Dataset& target(const std::string& name) { return target_.add(name); }
  void snapshots(zfs::Dataset& dataset, std::initializer_list<std::uint64_t> guids) {
    for (const std::uint64_t guid : guids)
      dataset.snapshots.push_back(
          {.name = &names_.intern("s" + std::to_string(guid)), .guid = guid, .createtxg = guid});
  }
  void hold(Side side, const std::string& snapshot, const std::string& tag, int days) {
    (side == Side::source ? source_holds_ : target_holds_)
        .emplace(std::pair(snapshot, tag), k_now - std::chrono::hours{24 * days});
  }

  std::vector<holds::Hold> find(bool with_target = true) const {
    holds::Facts facts{
        .source = {&source_, &source_holds_}, .target = std::nullopt, .target_path = "b/s", .plain_tag = k_plain};
    if (with_target) facts.target = {&target_, &target_holds_};
    return holds::find_holds(facts, holds::OwnTags::of(k_plain));
  }
  /// "tank/a@s1 tag this" and the like, oldest first.
  Lines told(bool with_target = true) const {
    Lines lines;
    for (const holds::Hold& hold : find(with_target)) {
      std::string line = hold.snapshot + " " + (hold.tag == own ? "own" : hold.tag);
      line += hold.whose == holds::Whose::this_target      ? " this"
              : hold.whose == holds::Whose::another_target ? " another"
                                                           : " unknown";
      lines.push_back(line + (hold.is_base ? " base" : "") + (hold.may_be_a_base ? " perhaps" : ""));
    }
    return lines;
  }
  /// The commands that release what is older than so many days: "source tag tank/a@s1 tank/a@s2".
  Lines released(int days, bool with_target = true) const {
    Lines lines;
    const thinner::Span age{.seconds = std::int64_t{86400} * days, .count = days, .unit = "day"};
    for (const plan::Step& step : holds::releases(find(with_target), age, k_now)) {
      const auto& release = std::get<plan::Release>(step.action);
      std::string line =
          (release.side == Side::source ? "source " : "target ") + (release.tag == own ? "own" : release.tag);
      for (const plan::Item& item : release.items) line += " " + item.name;
      lines.push_back(line);
    }
    return lines;
  }

 private:
  zfs::SnapshotNames names_{thinner::NameFormat("job-%Y%m%d%H%M%S", thinner::Zone::utc())};
  zfs::Inventory source_, target_;
  zfs::DatedHolds source_holds_, target_holds_;
};

void expect(const Lines& got, const Lines& wanted) {
  BOOST_TEST(got == wanted, boost::test_tools::per_element());
}

/// The source has 1 to 4, the target 1 to 3 of them, as b/s/tank/a.
struct Pair : World {
  Pair() {
    snapshots(source("tank/a"), {1, 2, 3, 4});
    snapshots(target("b/s/tank/a"), {1, 2, 3});
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(holds)

BOOST_AUTO_TEST_CASE(the_plain_tag_is_of_the_target_whose_base_carries_it) {
  Pair world;
  world.hold(Side::source, "tank/a@s3", k_plain, 1);
  world.hold(Side::target, "b/s/tank/a@s3", k_plain, 1);
  world.hold(Side::source, "tank/a@s1", k_plain, 9);
  expect(world.told(), {"tank/a@s1 tag this", "tank/a@s3 tag this base", "b/s/tank/a@s3 tag this base"});
}

BOOST_AUTO_TEST_CASE(the_plain_tag_elsewhere_is_another_targets) {
  Pair world;
  world.hold(Side::source, "tank/a@s2", k_plain, 5);
  world.hold(Side::source, "tank/a@s1", k_plain, 9);
  expect(world.told(), {"tank/a@s1 tag another", "tank/a@s2 tag another perhaps"});
  // ... unless its copy here carries it too.
  world.hold(Side::target, "b/s/tank/a@s2", k_plain, 5);
  expect(world.told(), {"tank/a@s1 tag this", "tank/a@s2 tag this", "b/s/tank/a@s2 tag this"});
}

BOOST_AUTO_TEST_CASE(a_target_with_a_tag_of_its_own) {
  Pair world;
  world.hold(Side::source, "tank/a@s3", world.own, 3);
  world.hold(Side::source, "tank/a@s3", k_plain, 400);
  world.hold(Side::source, "tank/a@s1", k_plain, 500);
  world.hold(Side::source, "tank/a@s2", "tag:01234567", 450);
  world.hold(Side::source, "tank/a@s2", "somebody", 450);
  world.hold(Side::source, "tank/a@s2", "tag2", 450);
  expect(world.told(), {"tank/a@s1 tag another", "tank/a@s2 tag:01234567 another perhaps",
                        "tank/a@s3 tag another perhaps", "tank/a@s3 own this base"});
  // What is older goes, by tag; the base keeps its own one, and what is not ours is not even seen.
  expect(world.released(90), {"source tag:01234567 tank/a@s2", "source tag tank/a@s1 tank/a@s3"});
  expect(world.released(450), {"source tag tank/a@s1"});
  expect(world.released(500), {});
}

BOOST_AUTO_TEST_CASE(a_base_without_a_hold_of_its_own_keeps_those_of_others) {
  Pair world;
  world.hold(Side::source, "tank/a@s3", "tag:01234567", 400);
  world.hold(Side::source, "tank/a@s3", "tag:76543210", 400);
  world.hold(Side::target, "b/s/tank/a@s3", "tag:01234567", 400);
  expect(world.released(90), {});
}

BOOST_AUTO_TEST_CASE(what_is_not_on_the_target_is_of_an_unknown_one) {
  Pair world;
  world.snapshots(world.source("tank/b"), {11, 12});
  world.hold(Side::source, "tank/b@s11", k_plain, 5);
  world.hold(Side::source, "tank/b@s12", k_plain, 4);
  expect(world.told(), {"tank/b@s11 tag unknown", "tank/b@s12 tag unknown perhaps"});
  expect(world.released(1), {"source tag tank/b@s11 tank/b@s12"});
}

BOOST_AUTO_TEST_CASE(a_base_is_found_whatever_the_names_are) {
  World world;
  world.snapshots(world.source("tank/a"), {1, 2});
  auto& copy = world.target("b/s/renamed/deep");
  world.snapshots(copy, {1, 2});
  world.hold(Side::source, "tank/a@s1", k_plain, 500);
  world.hold(Side::source, "tank/a@s2", k_plain, 400);
  world.hold(Side::target, "b/s/renamed/deep@s1", k_plain, 500);
  world.hold(Side::target, "b/s/renamed/deep@s2", k_plain, 400);
  expect(world.released(90), {"target tag b/s/renamed/deep@s1", "source tag tank/a@s1"});
}

BOOST_AUTO_TEST_CASE(every_copy_has_a_base) {
  Pair world;
  world.snapshots(world.target("b/s/old/a"), {1, 2});
  for (const char* snapshot : {"tank/a@s1", "tank/a@s2", "tank/a@s3"}) world.hold(Side::source, snapshot, k_plain, 400);
  expect(world.released(90), {"source tag tank/a@s1"});
}

BOOST_AUTO_TEST_CASE(a_bookmark_can_be_the_base) {
  Pair world;
  world.snapshots(world.target("b/s/tank/a"), {5});
  world.source("tank/a").bookmarks.push_back(
      {.name = "s5_" + world.own.substr(world.own.find(':') + 1), .guid = 5, .createtxg = 5});
  world.hold(Side::target, "b/s/tank/a@s5", world.own, 400);
  world.hold(Side::target, "b/s/tank/a@s3", world.own, 500);
  world.hold(Side::source, "tank/a@s3", k_plain, 500);
  // With a bookmark the target's tag is its own: the plain one is somebody else's.
  expect(world.told(), {"tank/a@s3 tag another perhaps", "b/s/tank/a@s3 own this", "b/s/tank/a@s5 own this base"});
  expect(world.released(90), {"target own b/s/tank/a@s3", "source tag tank/a@s3"});
}

BOOST_AUTO_TEST_CASE(a_dataset_is_no_copy_of_itself) {
  World world;
  world.snapshots(world.source("tank/a"), {1, 2});
  auto& same = world.target("b/s/tank/a");
  same.guid = world.source("tank/a").guid;
  world.snapshots(same, {1, 2});
  world.hold(Side::source, "tank/a@s2", k_plain, 400);
  expect(world.released(90), {"source tag tank/a@s2"});
}

BOOST_AUTO_TEST_CASE(without_a_target_each_newest_may_be_a_base) {
  Pair world;
  world.hold(Side::source, "tank/a@s3", world.own, 400);
  world.hold(Side::source, "tank/a@s1", k_plain, 500);
  world.hold(Side::source, "tank/a@s2", k_plain, 450);
  expect(world.told(false),
         {"tank/a@s1 tag unknown", "tank/a@s2 tag unknown perhaps", "tank/a@s3 own unknown perhaps"});
  expect(world.released(90, false), {"source own tank/a@s3", "source tag tank/a@s1 tank/a@s2"});
}

BOOST_AUTO_TEST_CASE(the_gate) {
  const thinner::Span day{.seconds = 86400, .count = 1, .unit = "day"};
  const auto held = [](std::chrono::seconds ago) {
    ::holds::Hold hold;
    hold.since = k_now - ago;
    return hold;
  };
  using std::chrono::seconds;
  BOOST_TEST((::holds::fate_of(held(seconds{86400 + 60}), day, k_now) == ::holds::Fate::released));
  // zfs cuts the seconds off: it may be up to 59 s younger.
  BOOST_TEST((::holds::fate_of(held(seconds{86400 + 59}), day, k_now) == ::holds::Fate::kept_as_young));
  BOOST_TEST((::holds::fate_of(held(seconds{86400}), day, k_now) == ::holds::Fate::kept_as_young));
  BOOST_TEST((::holds::fate_of(held(seconds{-86400}), day, k_now) == ::holds::Fate::kept_as_young));
  ::holds::Hold base = held(seconds{86400 * 1000});
  base.is_base = true;
  BOOST_TEST((::holds::fate_of(base, day, k_now) == ::holds::Fate::kept_as_base));
}

BOOST_AUTO_TEST_CASE(ages) {
  const auto age = [](std::chrono::seconds ago) {
    ::holds::Hold hold;
    hold.since = k_now - ago;
    return age_of(hold, k_now);
  };
  using std::chrono::seconds;
  BOOST_TEST(age(seconds{0}) == "0 minutes");
  BOOST_TEST(age(seconds{-100}) == "0 minutes");
  BOOST_TEST(age(seconds{119}) == "1 minute");
  BOOST_TEST(age(seconds{7199}) == "1 hour");
  BOOST_TEST(age(seconds{86400}) == "1 day");
  BOOST_TEST(age(seconds{86400 * 400 + 5}) == "400 days");
}

BOOST_AUTO_TEST_SUITE_END()
