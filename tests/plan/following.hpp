#pragma once

// What tests of --follow-renames are written with: each situation is shown as a plan, carried out, killed after each
// step and finished by the next run.
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

/// Below tank, whose copy is backup/tank. Days 3 and 2 were sent, day 1 was not.
struct Following : Job {
  Following() {
    options.follow_renames = true;
    target("backup/tank", source("tank", {"d3"}), {"d3"});
  }
  /// A dataset of that name now, whose copy was made when it was called otherwise.
  WorldDataset& renamed(const std::string& name, const std::string& former) {
    WorldDataset& dataset = source("tank/" + name, {"d3", "d2", "d1"});
    target("backup/tank/" + former, dataset, {"d3", "d2"}).record->name = "tank/" + former;
    return dataset;
  }
  WorldDataset& unchanged(const std::string& name) { return renamed(name, name); }
  WorldDataset& new_one(const std::string& name) { return source("tank/" + name, {"d1"}); }
  /// tank/CLONE took all up to day 2 along from tank/FORMER, by `zfs promote`.
  void promoted(const std::string& clone, const std::string& former) {
    WorldDataset& head = source("tank/" + clone, {"d4", "d2", "d1"});
    WorldDataset& rest = source("tank/" + former, {"d3"});
    rest.origin = "tank/" + clone + "@" + day(2);
    world.snapshot(rest, day(0), 1);
    WorldDataset& copy = target("backup/tank/" + former, rest, {});
    for (const std::size_t i : {0, 1}) world.copy(head.snapshots[i], copy);
    world.copy(rest.snapshots[0], copy);
  }

  std::map<std::string, WorldDataset>& there() { return world.targets.at("backup").datasets; }
  /// What changes names, in the phase that does only that, and in lanes of datasets.
  Lines changes() { return lines({"rename", "create", "promote", "clone", "inherit", "unmount", "record"}); }
  Lines full_streams() {
    Lines full;
    for (const std::string& line : lines({"transfer"})) {
      if (line.find(" -") == std::string::npos) full.push_back(line);
    }
    return full;
  }
};

/// Of each dataset of a target its snapshots, and whose copy it says that it is. Not the holds: what was received and
/// not held yet is held by the next run that has something to send.
inline Lines layout_of(const World& world) {
  Lines layout;
  for (const auto& [name, dataset] : world.targets.at("backup").datasets) {
    std::string line = name + ":";
    for (const WorldSnapshot& snapshot : dataset.snapshots) line += " " + in_days(snapshot.name);
    if (dataset.record) line += " of " + dataset.record->name;
    if (!dataset.origin.empty()) line += " from " + in_days(dataset.origin);
    layout.push_back(line);
  }
  return layout;
}

inline std::set<std::uint64_t> guids_on_target(const World& world) {
  std::set<std::uint64_t> guids;
  for (const auto& [name, dataset] : world.targets.at("backup").datasets) {
    for (const WorldSnapshot& snapshot : dataset.snapshots) guids.insert(snapshot.guid);
  }
  return guids;
}

/// Whatever it is about: all of the source is on the target under its name, nothing is lost of what was there, and
/// then there is nothing left to do. So it is when a run is killed after any of its steps.
inline void check_all(const std::function<Following()>& make) {
  Following whole = make();
  const auto before = guids_on_target(whole.world);
  whole.run();
  const Lines layout = layout_of(whole.world);
  BOOST_TEST(std::ranges::includes(guids_on_target(whole.world), before));
  for (const auto& [name, dataset] : whole.world.source.datasets) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_REQUIRE(whole.there().contains("backup/" + name));
      BOOST_TEST(common_base(dataset, whole.there().at("backup/" + name)) == dataset.snapshots.back().txg);
    }
  }
  expect(whole.lines(), {});
  const std::size_t steps = steps_of(make().plan()).size();
  for (std::size_t limit = 0; limit <= steps; ++limit) {
    BOOST_TEST_CONTEXT("killed after " << limit << " steps") {
      Following killed = make();
      killed.run(limit);
      killed.run();
      expect(layout_of(killed.world), layout);
      expect(killed.lines(), {});
    }
  }
}
