#include "app/match/find_pairs.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "selector/by_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace {

using Lines = std::vector<std::string>;

/// tank/a and its copy at b/a. Snapshots of one name on both sides are the same, unless `other` made one of them.
class World {
 public:
  World() { target("b/a"); }

  plan::Options options = [] {
    plan::Options looks;
    looks.mapping = selector::Mapping::tree("tank/a", "b/a");
    looks.thinning = looks.holds = false;
    looks.other_snapshots = true;
    return looks;
  }();
  selector::ByTree tree{.root = "tank/a", .levels = {}, .excluded = {}, .exclude_path = {}};
  bool has_target = true;

  zfs::Dataset& source(const std::string& name, std::initializer_list<const char*> snapshots = {}) {
    return fill(source_.add(name), snapshots);
  }
  zfs::Dataset& target(const std::string& name, std::initializer_list<const char*> snapshots = {}) {
    return fill(target_.add(name), snapshots);
  }
  void other(zfs::Dataset& dataset, const char* name) { add(dataset, name, 1000 + ++count_); }
  static void bookmark(zfs::Dataset& dataset, const char* name, const zfs::Dataset& copy, std::size_t of) {
    const zfs::Snapshot& snapshot = copy.snapshots.at(of);
    dataset.bookmarks.push_back({name, snapshot.guid, snapshot.createtxg});
  }

  std::vector<match::Pair> pairs() {
    source_.sort_snapshots();
    target_.sort_snapshots();
    plan::Facts facts;
    facts.source = &source_;
    if (has_target) facts.target = &target_;
    facts.names = &names_;
    const selector::Selection selection = tree;
    facts.selection = selector::select(source_, selection);
    const plan::Plan plan = plan::make_plan(facts, options);
    return match::find_pairs({facts, plan, options, selection});
  }
  /// "/x up-to-date @s1" and the like: name, info, match.
  Lines told() {
    Lines lines;
    for (const match::Pair& pair : pairs())
      lines.push_back(pair.relative + " " + match::info_of(pair) + " " + pair.match);
    return lines;
  }
  /// Of the topmost alone.
  std::string top() { return told().at(0).substr(1); }

 private:
  zfs::Dataset& fill(zfs::Dataset& dataset, std::initializer_list<const char*> snapshots) {
    if (dataset.guid == 0) dataset.guid = 5000 + ++count_;
    const std::string shared = dataset.name.substr(dataset.name.find("/a"));
    for (const char* name : snapshots) add(dataset, name, std::hash<std::string>{}(shared + "@" + name));
    return dataset;
  }
  void add(zfs::Dataset& dataset, const char* name, std::uint64_t guid) {
    dataset.snapshots.push_back({.name = &names_.intern(name), .guid = guid, .createtxg = ++count_});
  }

  zfs::SnapshotNames names_{std::vector<zfs::Series>{{"*", zfs::ShellPattern{"*"}}}};
  zfs::Inventory source_, target_;
  std::uint64_t count_ = 0;
};

void expect(const Lines& got, const Lines& wanted) {
  BOOST_TEST(got == wanted, boost::test_tools::per_element());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(find_pairs, World)

BOOST_AUTO_TEST_CASE(up_to_date) {
  source("tank/a", {"s1", "s2"});
  target("b/a", {"s1", "s2"});
  BOOST_TEST(top() == "up-to-date @s2");
  const match::Pair pair = pairs().at(0);
  BOOST_TEST(pair.common == 2U);
  BOOST_TEST(pair.to_send == 0U);
  BOOST_TEST(pair.source.first + pair.source.next + pair.source.last == "@s1@s2");
  BOOST_TEST(pair.hint == "");
}

BOOST_AUTO_TEST_CASE(syncable) {
  source("tank/a", {"s1", "s2", "s3", "s4"});
  target("b/a", {"s2"});
  source("tank/a/new", {"s1", "s2"});
  expect(told(), {" syncable (incremental) @s2", "/new syncable (full) "});
  const auto both = pairs();
  BOOST_TEST(both.at(0).to_send == 2U);
  BOOST_TEST(both.at(0).source.next == "@s3");
  BOOST_TEST(both.at(0).target.next == "");
  BOOST_TEST(both.at(1).to_send == 2U);
  BOOST_TEST(both.at(1).target.name == "b/a/new");
  BOOST_TEST(!both.at(1).target.exists);
}

BOOST_AUTO_TEST_CASE(a_bookmark_is_a_match) {
  zfs::Dataset& dataset = source("tank/a");
  const zfs::Dataset& copy = target("b/a", {"s1", "s2"});
  bookmark(dataset, "mark", copy, 1);
  source("tank/a", {"s3"});
  BOOST_TEST(top() == "syncable (incremental) #mark");
  const match::Pair pair = pairs().at(0);
  BOOST_TEST(pair.source.snapshots == 2U);
  BOOST_TEST(pair.common == 1U);
}

BOOST_AUTO_TEST_CASE(a_partial_receive_goes_on) {
  source("tank/a", {"s1"});
  target("b/a").resume_token = "1-token";
  BOOST_TEST(top() == "syncable (full) ");
  BOOST_TEST(pairs().at(0).resumes);
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_missing_here_or_above) {
  source("tank/a", {"s1"});
  target("b/a", {"s1"});
  source("tank/a/hole");
  source("tank/a/hole/x", {"s1"});
  source("tank/a/hole/x/y", {"s1"});
  expect(told(),
         {" up-to-date @s1", "/hole need snapshot for source: tank/a/hole ",
          "/hole/x need snapshot for source: tank/a/hole ", "/hole/x/y need snapshot for source: tank/a/hole "});
  BOOST_TEST(match::name_of(match::standing_of(pairs().at(1).state)) == "syncable");
  BOOST_TEST(pairs().at(2).to_send == 1U);
}

BOOST_AUTO_TEST_CASE(no_target_snapshots) {
  source("tank/a", {"s1"});
  source("tank/a/x");
  target("b/a/x");
  expect(told(), {" blocked sync: no target snapshots ", "/x blocked sync: no target snapshots "});
  BOOST_TEST(pairs().at(0).to_send == 1U);
}

BOOST_AUTO_TEST_CASE(written_on_the_target_whether_there_is_something_to_send_or_not) {
  source("tank/a", {"s1", "s2"});
  target("b/a", {"s1"}).written = 5;
  source("tank/a/x", {"s1"});
  target("b/a/x", {"s1"}).written = 7;
  expect(told(), {" blocked sync: target is written @s1", "/x blocked sync: target is written @s1"});
  BOOST_TEST((pairs().at(1).target.written == std::uint64_t{7}));
  BOOST_TEST(pairs().at(1).hint.find("7 bytes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(diverged) {
  source("tank/a", {"s1", "s2"});
  target("b/a", {"s1", "own"});
  source("tank/a/done", {"s1"});
  target("b/a/done", {"s1", "own", "own2"});
  source("tank/a/strange", {"s1"});
  target("b/a/strange", {"x"});
  source("tank/a/unsnapshotted");
  target("b/a/unsnapshotted", {"x"});
  expect(told(), {" blocked sync: target diverged @s1", "/done blocked sync: target diverged @s1",
                  "/strange blocked sync: target diverged ", "/unsnapshotted blocked sync: target diverged "});
  BOOST_TEST(pairs().at(1).hint.find("after @s1: @own to @own2") != std::string::npos);
  BOOST_TEST(pairs().at(0).target.next == "@own");
}

BOOST_AUTO_TEST_CASE(guid_mismatch) {
  other(source("tank/a", {"s1"}), "s2");
  other(target("b/a", {"s1"}), "s2");
  other(source("tank/a/x"), "s1");
  other(target("b/a/x"), "s1");
  expect(told(), {" guid mismatch on: @s2 @s1", "/x guid mismatch on: @s1 "});
}

BOOST_AUTO_TEST_CASE(target_only_comes_where_its_name_belongs) {
  source("tank/a", {"s1"});
  target("b/a", {"s1"});
  source("tank/a/x-ray", {"s1"});
  target("b/a/x-ray", {"s1"});
  target("b/a/x", {"s1", "s2"});
  target("b/a/x/my files");
  expect(told(), {" up-to-date @s1", "/x no source (target only) ", "/x/my files no source (target only) ",
                  "/x-ray up-to-date @s1"});
  BOOST_TEST(pairs().at(1).source.name == "tank/a/x");
  BOOST_TEST(pairs().at(1).target.last == "@s2");
}

BOOST_AUTO_TEST_CASE(what_is_excluded_is_left_out_of_both_sides) {
  tree.excluded = {"/tmp*", "*/swap"};
  options.exclude_snapshots = {selector::NamePattern::shell("*@hourly*")};
  source("tank/a", {"s1", "hourly-1"});
  target("b/a", {"s1"});
  source("tank/a/tmp1", {"s1"});
  target("b/a/tmp1");
  target("b/a/tmp2/below");
  target("b/a/deep");
  target("b/a/deep/swap");
  expect(told(), {" up-to-date @s1", "/deep no source (target only) "});
  BOOST_TEST(pairs().at(0).source.last == "@s1");
  BOOST_TEST(pairs().at(0).source.snapshots == 1U);
}

BOOST_AUTO_TEST_CASE(other_reasons) {
  zfs::Dataset& secret = source("tank/a", {"s1"});
  secret.encryption_root = "tank/a";
  options.decrypt = true;
  secret.key_loaded = false;
  target("b/a").resume_token = "1-token";
  source("tank/a/x", {"s1"});
  BOOST_TEST(top() == "blocked sync: source key is not loaded ");
}

BOOST_AUTO_TEST_CASE(the_source_alone) {
  has_target = false;
  options.mapping = {};
  source("tank/a", {"s1", "s2"});
  source("tank/a/x");
  expect(told(), {" no target (source only) ", "/x need snapshot for source: tank/a/x "});
  BOOST_TEST(match::name_of(match::standing_of(pairs().at(0).state)) == "alone");
}

BOOST_AUTO_TEST_SUITE_END()
