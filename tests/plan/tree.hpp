#pragma once

#include "app/plan/local/selecting.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <vector>

/// Datasets of one pool as they are listed.
struct LocalTree {
  zfs::SnapshotNames names{std::vector<zfs::Series>{}};
  zfs::Inventory inventory;
  plan::OwnProperties properties;
  std::uint64_t txg = 100;

  /// With snapshots, oldest first.
  zfs::Dataset& add(const std::string& name, std::initializer_list<const char*> snapshots = {},
                    zfs::DatasetType type = zfs::DatasetType::filesystem) {
    zfs::Dataset& dataset = inventory.add(name);
    dataset.type = type;
    dataset.canmount = {"on", "default"};
    dataset.mountpoint = {"/" + name, "default"};
    for (const char* snapshot : snapshots) {
      ++txg;
      dataset.snapshots.push_back({.name = &names.intern(snapshot), .guid = 1000 + txg, .createtxg = txg});
    }
    return dataset;
  }
  void set(const std::string& dataset, const std::string& property, const std::string& value,
           const std::string& source = "local") {
    properties[dataset].push_back({property, {value, source}});
  }
};

inline std::vector<std::string> lines_of(const plan::Plan& plan) {
  std::vector<std::string> lines;
  for (const plan::Step& step : steps_of(plan)) lines.push_back(to_text(step));
  return lines;
}

inline void expect_lines(const plan::Plan& plan, const std::vector<std::string>& expected) {
  BOOST_TEST(plan.brake == "");
  BOOST_TEST(lines_of(plan) == expected, boost::test_tools::per_element());
}

inline bool holds_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
