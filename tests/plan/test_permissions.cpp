#include "app/plan/replicate/ancestors.hpp"
#include "app/plan/rights.hpp"
#include "app/plan/whole/permissions.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

namespace {

using plan::Facts;
using zfs::Account;
using zfs::Permissions;

std::string text(const Permissions& permissions) {
  std::string all;
  for (const std::string& one : permissions) all += (all.empty() ? "" : ",") + one;
  return all;
}

/// A job of tank, with tank/a below it, that snapshots; the target has neither.
struct Given {
  Job job;
  bool lacks_records = false;  ///< leave to write them, as lacks() found

  Given() {
    job.source("tank", {"d1"});
    job.source("tank/a", {"d1"});
    job.make_snapshot();
  }
  Facts& facts() {
    if (!job.planned) job.plan();
    return job.planned->facts;
  }
  const plan::Plan& plan() {
    facts();
    return job.planned->plan;
  }
  plan::Wanted wanted(plan::Side side) { return plan::wanted_on(side, facts(), job.options); }
  std::string needed(plan::Side side) { return text(wanted(side).needed); }
  std::string source() { return needed(plan::Side::source); }
  std::string target() { return needed(plan::Side::target); }

  /// "[Source] tank: send | compression", one for each lack.
  Lines lacks() {
    Lines lines;
    facts();
    for (const plan::Lack& lack : plan::lacks(job.planned->plan, facts(), job.options)) {
      lacks_records = !lack.records.empty();
      if (lack.needed.empty() && lack.properties.empty()) continue;
      lines.push_back((lack.side == plan::Side::source ? "[Source] " : "[Target] ") + lack.top + ": " +
                      text(lack.needed) + " | " + text(lack.properties));
    }
    return lines;
  }
};

const Permissions k_source{"destroy", "hold", "mount", "release", "send", "snapshot"};
const Permissions k_target{"create", "destroy", "hold", "mount", "receive", "release"};

Account account(std::initializer_list<std::pair<const std::string, zfs::Rights>> rights) {
  Account account;
  account.name = "bk";
  account.system = "Linux";
  account.rights.insert(rights.begin(), rights.end());
  return account;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(permissions)

BOOST_AUTO_TEST_CASE(by_options) {
  const struct {
    const char* name;
    std::function<void(Given&)> set;
    const char* source;
    const char* target;
  } cases[] = {
      {"as usual", [](Given&) {}, "destroy,hold,mount,release,send,snapshot",
       "create,destroy,hold,mount,receive,release"},
      {"no snapshot", [](Given& g) { g.job.options.snapshot_name.clear(); }, "destroy,hold,mount,release,send",
       "create,destroy,hold,mount,receive,release"},
      {"no holds", [](Given& g) { g.job.options.holds = false; }, "destroy,mount,release,send,snapshot",
       "create,destroy,mount,receive,release"},
      {"no thinning", [](Given& g) { g.job.options.thinning = false; }, "hold,release,send,snapshot",
       "create,hold,mount,receive,release"},
      {"no send", [](Given& g) { g.job.options.send = false; }, "destroy,mount,release,snapshot",
       "destroy,mount,release"},
      {"bookmarks", [](Given& g) { g.job.options.bookmarks = true; }, "bookmark,destroy,mount,release,send,snapshot",
       "create,destroy,hold,mount,receive,release"},
      {"rollback", [](Given& g) { g.job.options.rollback = true; }, "destroy,hold,mount,release,send,snapshot",
       "create,destroy,hold,mount,receive,release,rollback"},
      {"destroy missing only",
       [](Given& g) {
         g.job.options.thinning = false;
         g.job.options.destroy_missing.emplace();
       },
       "hold,release,send,snapshot", "create,destroy,hold,mount,receive,release"},
      {"properties on snapshots", [](Given& g) { g.job.options.settings.set_snapshot_properties = {"x:y=1"}; },
       "destroy,hold,mount,release,send,snapshot,userprop", "create,destroy,hold,mount,receive,release"},
      {"properties on the target",
       [](Given& g) {
         g.job.options.settings.set_properties = {"canmount=noauto", "userquota@joe=1G", "x:y=1"};
       },
       "destroy,hold,mount,release,send,snapshot",
       "canmount,create,destroy,hold,mount,receive,release,userprop,userquota"},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Given given;
      test.set(given);
      BOOST_TEST(given.source() == test.source);
      BOOST_TEST(given.target() == test.target);
    }
  }
}

BOOST_AUTO_TEST_CASE(snapshot_only) {
  Given given;
  given.job.options.mapping = {};
  BOOST_TEST(given.source() == "destroy,mount,snapshot");
  BOOST_TEST(given.target() == "");
}

BOOST_AUTO_TEST_CASE(parents_that_are_made_get_canmount) {
  Given given;
  given.job.on_source("tank").selection = {"child", "local"};
  given.job.on_source("tank/a").selection = {"child", "inherited from tank"};
  BOOST_TEST(given.target() == "canmount,create,destroy,hold,mount,receive,release");
  Given there;
  there.job.on_source("tank").selection = {"child", "local"};
  there.job.on_source("tank/a").selection = {"child", "inherited from tank"};
  there.job.world.add_on_target("backup", "backup/tank");
  BOOST_TEST(there.target() == text(k_target));
}

// Above a target path that is there nothing is listed, and nothing is to be made; where it is missing, what is above
// is.
BOOST_AUTO_TEST_CASE(what_is_above_the_target_path) {
  zfs::Inventory there, missing;
  there.add("pool/x/root");
  BOOST_TEST(plan::is_on_target(there, "pool/x/root", "pool/x"));
  BOOST_TEST(plan::is_on_target(there, "pool/x/root", "pool/x/root"));
  BOOST_TEST(!plan::is_on_target(there, "pool/x/root", "pool/x/root/a"));
  missing.add("pool");
  BOOST_TEST(plan::is_on_target(missing, "pool/x/root", "pool"));
  BOOST_TEST(!plan::is_on_target(missing, "pool/x/root", "pool/x"));
  BOOST_TEST(!plan::is_on_target(missing, "pool/x/root", "pool/x/root"));
}

BOOST_AUTO_TEST_CASE(raw_streams_of_encryption_roots) {
  Given given;
  given.job.on_source("tank").encrypted = true;
  BOOST_TEST(given.target() == "create,destroy,hold,keylocation,mount,receive,release");
  given.job.options.bookmarks = true;
  BOOST_TEST(given.source() == "bookmark,destroy,hold,mount,release,send,snapshot");
  given.job.options.decrypt = true;
  BOOST_TEST(given.target() == text(k_target));
}

BOOST_AUTO_TEST_CASE(properties_that_are_set_on_the_source) {
  Given given;
  given.job.options.settings.set_properties = {"canmount=noauto"};
  given.facts().set_properties = {{"tank", {"compression", "autobackup:x", "canmount", "volsize"}},
                                  {"tank/a", {"userquota@joe"}},
                                  {"other", {"quota"}}};
  BOOST_TEST(text(given.wanted(plan::Side::target).properties) == "compression,userprop,userquota");
  BOOST_TEST(given.target() == "canmount,create,destroy,hold,mount,receive,release");
}

BOOST_AUTO_TEST_CASE(where_to_ask) {
  Given given;
  expect(plan::tops_of(plan::Side::source, given.facts(), given.job.options), {"tank"});
  expect(plan::datasets_of(plan::Side::source, given.plan(), given.facts()), {"tank", "tank/a"});
  expect(plan::tops_of(plan::Side::target, given.facts(), given.job.options), {"backup"});
  expect(plan::datasets_of(plan::Side::target, given.plan(), given.facts()), {"backup"});
}

BOOST_AUTO_TEST_CASE(nobody_was_asked_or_it_is_root) {
  Given given;
  expect(given.lacks(), {});
  given.facts().source_account.emplace().is_root = true;
  given.facts().target_account.emplace().is_root = true;
  expect(given.lacks(), {});
}

BOOST_AUTO_TEST_CASE(nothing_is_given) {
  Given given;
  given.facts().source_account = account({{"tank", {}}});
  given.facts().target_account = account({{"backup", {}}});
  expect(given.lacks(), {"[Source] tank: " + text(k_source) + " | ", "[Target] backup: " + text(k_target) + " | "});
}

BOOST_AUTO_TEST_CASE(all_is_given_at_the_top) {
  Given given;
  given.facts().source_account = account({{"tank", {k_source, k_source}}});
  given.facts().target_account = account({{"backup", {k_target, k_target}}});
  expect(given.lacks(), {});
}

BOOST_AUTO_TEST_CASE(records_are_wished_for_and_never_needed) {
  Given given;
  BOOST_TEST(text(given.wanted(plan::Side::target).records) == "userprop");
  BOOST_TEST(!given.wanted(plan::Side::target).needed.contains("userprop"));
  given.facts().target_account = account({{"backup", {k_target, k_target}}});
  expect(given.lacks(), {});
  BOOST_TEST(given.lacks_records);
  Permissions more = k_target;
  more.insert("userprop");
  given.facts().target_account = account({{"backup", {more, more}}});
  given.lacks_records = false;
  expect(given.lacks(), {});
  BOOST_TEST(!given.lacks_records);
  given.job.options.send = false;
  BOOST_TEST(given.wanted(plan::Side::target).records.empty());
}

BOOST_AUTO_TEST_CASE(given_on_each_dataset) {
  Given given;
  given.facts().source_account = account({{"tank", {k_source, {}}}});
  expect(given.lacks(), {"[Source] tank: " + text(k_source) + " | "});
  given.facts().source_account = account({{"tank", {k_source, {}}}, {"tank/a", {k_source, {}}}});
  expect(given.lacks(), {});
}

BOOST_AUTO_TEST_CASE(to_make_a_dataset_takes_leave_on_the_one_above) {
  Given given;
  given.facts().target_account = account({{"backup", {{}, k_target}}});
  expect(given.lacks(), {"[Target] backup: create,mount,receive | "});
  given.facts().target_account = account({{"backup", {{"create", "mount", "receive"}, k_target}}});
  expect(given.lacks(), {});
}

BOOST_AUTO_TEST_CASE(what_is_there_needs_nothing_above_it) {
  Given given;
  for (const char* name : {"backup/tank", "backup/tank/a"}) given.job.world.add_on_target("backup", name);
  given.facts().target_account = account({{"backup", {{}, k_target}}});
  expect(given.lacks(), {});
}

BOOST_AUTO_TEST_CASE(only_properties_are_not_given) {
  Given given;
  given.facts().set_properties = {{"tank", {"compression", "atime"}}};
  given.facts().target_account = account({{"backup", {k_target, k_target}}});
  expect(given.lacks(), {"[Target] backup:  | atime,compression"});
}

BOOST_AUTO_TEST_CASE(leave_to_release_only_where_there_is_something_to_release) {
  const auto lacks_without_holds = [](const char* tag) {
    Given given;
    given.job.options.holds = false;
    given.job.keep("1", "1000");
    given.job.on_source("tank").snapshots.front().tags = {tag};
    given.job.on_source("tank").written = 1;
    given.job.target("backup/tank", given.job.on_source("tank"), {"d1"});
    given.facts().source_account = account({{"tank", {{}, {"destroy", "mount", "send", "snapshot"}}}});
    return given.lacks();
  };
  expect(lacks_without_holds("other"), {});
  expect(lacks_without_holds("tag"), {"[Source] tank: release | "});
}

BOOST_AUTO_TEST_CASE(readonly_is_for_new_copies_and_no_need) {
  Given given;
  given.job.options.protect_copies = true;
  given.facts().set_properties.emplace()["tank"].emplace("sharenfs");  // which copies go without
  BOOST_TEST(text(given.wanted(plan::Side::target).on_new) == "readonly");
  BOOST_TEST(text(given.wanted(plan::Side::target).properties).empty());
  given.facts().target_account = account({{"backup", {k_target, k_target}}});
  expect(given.lacks(), {"[Target] backup:  | readonly"});
  given.facts().target_account->rights["backup"].below.emplace("readonly");
  expect(given.lacks(), {});
  given.job.options.protect_copies = false;
  given.facts().target_account->rights["backup"].below.erase("readonly");
  expect(given.lacks(), {"[Target] backup:  | sharenfs"});

  Given established;
  established.job.options.protect_copies = true;
  established.job.target("backup/tank", established.job.on_source("tank"), {"d1"});
  established.job.target("backup/tank/a", established.job.on_source("tank/a"), {"d1"});
  established.facts().target_account = account({{"backup", {k_target, k_target}}});
  expect(established.lacks(), {});
}

BOOST_AUTO_TEST_CASE(lines_for_root) {
  BOOST_TEST(plan::allow_line("bk", k_target, "backup/a b") ==
             "zfs allow -u bk create,destroy,hold,mount,receive,release 'backup/a b'");
}

BOOST_AUTO_TEST_CASE(who_may_not_mount_is_told_once) {
  Given given;
  const std::string note =
      "[Target] 2 new filesystems stay unmounted: only root can mount on Linux, and the user there is bk";
  const auto mounts = [&](const plan::Plan& plan) {
    return std::ranges::count(plan.phases, plan::PhaseKind::mount, &plan::Phase::kind);
  };
  given.facts().target_account = account({});
  const plan::Plan plan = plan::make_plan(given.facts(), given.job.options);
  BOOST_TEST(mounts(plan) == 0);
  expect(plan.notes, {note});
  given.facts().target_account->system = "FreeBSD";
  const plan::Plan elsewhere = plan::make_plan(given.facts(), given.job.options);
  BOOST_TEST(mounts(elsewhere) == 1);
  expect(elsewhere.notes, {});
}

BOOST_AUTO_TEST_SUITE_END()
