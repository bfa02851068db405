// Copies on their way back: which properties they get, what is set aside for them, what is left to the user.
#include "app/plan/opening_text.hpp"
#include "app/plan/plan.hpp"
#include "app/plan/replicate/restoring.hpp"
#include "app/plan/replicate/setting_aside.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace {

/// A backup of tank/vm, and what is in its place.
struct Return {
  zfs::Inventory source, target;
  zfs::SnapshotNames names{name_format()};
  plan::Facts facts;
  plan::Options options;
  std::map<std::string, std::uint64_t> guids;

  explicit Return(const std::string& place = "tank/vm") {
    facts.source = &source;
    facts.target = &target;
    facts.names = &names;
    options.now = k_now;
    options.mapping = selector::Mapping::tree("backup/vm", place);
    options.restoring.emplace();
  }

  void put(zfs::Inventory& side, const std::string& name, const std::vector<std::string>& snapshots) {
    zfs::Dataset& dataset = side.add(name);
    dataset.guid = 1000 + guids.size();
    std::uint64_t txg = 0;
    for (const std::string& snapshot : snapshots) {
      const auto guid = guids.emplace(snapshot, guids.size() + 1).first->second;
      dataset.snapshots.push_back({&names.intern(snapshot), guid, ++txg});
    }
    guids.emplace("dataset " + name, guids.size() + 1);
  }
  void copy(const std::string& name, const std::string& recorded, const std::vector<std::string>& snapshots) {
    put(source, name, snapshots);
    if (!recorded.empty()) source.find(name)->record = zfs::SourceRecord{1, 2, recorded};
  }

  plan::RestoredProperties properties(const std::string& copy, const std::string& place) const {
    return plan::restored_properties(facts, options, *source.find(copy), place);
  }
  std::optional<plan::SetAside> aside() {
    facts.selection.clear();
    for (const zfs::Dataset& dataset : source.datasets())
      facts.selection.push_back({.dataset = &dataset, .verdict = selector::Verdict::selected});
    return plan::set_aside(facts, options);
  }
  Lines steps_of_aside() {
    Lines lines;
    if (const auto aside = this->aside()) {
      for (const plan::Step& step : aside->steps) lines.push_back(to_text(step));
    }
    return lines;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(restoring)

BOOST_AUTO_TEST_CASE(the_record_tells_the_original_place) {
  Return back;
  back.copy("backup/vm", "tank/vm", {"d1"});
  back.copy("backup/vm/a", "", {"d1"});
  back.copy("backup/vm/b", "tank/old-name", {"d1"});
  const auto is_home = [&](const char* copy, const char* place) {
    return plan::is_original_place(back.facts, back.options, copy, place);
  };
  BOOST_TEST(is_home("backup/vm", "tank/vm"));
  BOOST_TEST(!is_home("backup/vm", "tank/other"));
  BOOST_TEST(is_home("backup/vm/a", "tank/vm/a"));  // by what is above it
  BOOST_TEST(!is_home("backup/vm/a", "tank/vm/b"));
  BOOST_TEST(!is_home("backup/vm/b", "tank/vm/b"));
  BOOST_TEST(!is_home("backup", "tank"));
  back.options.restoring->as_original = true;
  BOOST_TEST(is_home("backup/vm", "tank/other"));
}

BOOST_AUTO_TEST_CASE(properties_at_home_and_elsewhere) {
  Return back;
  back.copy("backup/vm", "tank/vm", {"d1"});
  back.facts.copy_properties["backup/vm"] = {
      {"readonly", std::nullopt},  {"zwinnow:source", std::nullopt}, {"mountpoint", "/srv/vm"},
      {"quota", "1000"},           {"compression", "lz4"},           {"autobackup:test", "true"},
      {"canmount", "noauto"},      {"keylocation", "file:///key"},   {"volsize", std::nullopt},
      {"com.example:note", "a=b"},
  };
  const auto home = back.properties("backup/vm", "tank/vm");
  expect(home.leaves_out, {"readonly", "zwinnow:source"});
  expect(home.sets, {"mountpoint=/srv/vm", "quota=1000", "compression=lz4", "autobackup:test=true", "canmount=noauto",
                     "com.example:note=a=b"});
  BOOST_TEST(plan::final_canmount(home) == "noauto");
  const auto elsewhere = back.properties("backup/vm", "tank/look");
  expect(elsewhere.leaves_out, {"readonly", "zwinnow:source", "mountpoint", "quota", "canmount"});
  expect(elsewhere.sets, {"compression=lz4", "autobackup:test=false", "com.example:note=a=b", "canmount=noauto"});
  BOOST_TEST(plan::final_canmount({}) == "on");
}

BOOST_AUTO_TEST_CASE(nothing_is_set_aside_where_an_increment_does) {
  Return back;
  back.copy("backup/vm", "tank/vm", {"d2", "d1"});
  BOOST_TEST(!back.aside().has_value());  // nothing is there
  back.put(back.target, "tank/vm", {"d2"});
  BOOST_TEST(!back.aside().has_value());
}

BOOST_AUTO_TEST_CASE(what_differs_is_set_aside_whole) {
  Return back;
  back.copy("backup/vm", "tank/vm", {"d2", "d1"});
  back.copy("backup/vm/a", "tank/vm/a", {"d1"});
  back.put(back.target, "tank", {});
  back.put(back.target, "tank/vm", {"d2", "own"});
  back.put(back.target, "tank/vm/a", {"other"});
  back.put(back.target, "tank/vm/mine", {});
  for (const char* name : {"tank/vm", "tank/vm/a"}) back.target.find(name)->canmount = {"on", "default"};
  back.target.find("tank/vm/mine")->canmount = {"off", "local"};
  back.facts.selecting_properties["tank/vm"] = {"autobackup:test"};
  const auto aside = back.aside();
  BOOST_REQUIRE(aside.has_value());
  const std::string& to = aside->to;
  BOOST_TEST(to.starts_with("tank/vm.diverged-"));
  expect(back.steps_of_aside(), {"unmount all of tank/vm", "set canmount=noauto tank/vm",
                                 "set autobackup:test=false tank/vm", "set canmount=noauto tank/vm/a",
                                 "rename tank/vm > " + to, "clone " + to + "@d2 > tank/vm", "promote tank/vm"});
  BOOST_TEST(aside->target.find("tank") != nullptr);
  BOOST_TEST(aside->target.find("tank/vm/a") == nullptr);  // has no common snapshot, so it comes in full
  BOOST_TEST(aside->target.find("tank/vm")->snapshots.size() == 1U);
  expect(aside->cloned, {"tank/vm"});
}

BOOST_AUTO_TEST_CASE(written_since_or_asked_for_an_older_state) {
  Return back;
  back.copy("backup/vm", "tank/vm", {"d3", "d2", "d1"});
  back.put(back.target, "tank/vm", {"d3", "d2", "d1"});
  BOOST_TEST(!back.aside().has_value());
  back.options.up_to = "d2";
  BOOST_TEST(back.aside().has_value());
  back.options.up_to.clear();
  back.target.find("tank/vm")->written = 1;
  BOOST_TEST(back.aside().has_value());
  back.target.find("tank/vm")->resume_token = "1-abc";
  BOOST_TEST(!back.aside().has_value());  // it is being received
}

BOOST_AUTO_TEST_CASE(the_root_of_a_pool_cannot_be) {
  Return back("tank");
  back.copy("backup/vm", "tank", {"d1"});
  back.put(back.target, "tank", {});
  BOOST_CHECK_THROW(back.aside(), plan::PlanError);
  back.options.rollback = true;  // --overwrite
  BOOST_TEST(!back.aside().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_left_to_the_user) {
  plan::OpeningReport report;
  report.line("tank/my secret\tkey");
  report.line("tank/full\t/tank/full is not empty");
  report.line("no line of ours");
  expect(report.notes(),
         {"[Target] tank/my secret: its key is not loaded, so it cannot be read. To use it: zfs load-key "
          "'tank/my secret' && zfs mount 'tank/my secret'",
          "[Target] tank/full: not usable yet: /tank/full is not empty. Then: zfs mount tank/full"});
}

BOOST_AUTO_TEST_SUITE_END()
