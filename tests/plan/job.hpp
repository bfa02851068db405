#pragma once

#include "thinner/name_format.hpp"
#include "thinner/schedule.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using Lines = std::vector<std::string>;

/// Under a sanitizer the long ones among the tests do less.
#ifdef ZWINNOW_SANITIZED
inline constexpr bool k_sanitized = true;
#else
inline constexpr bool k_sanitized = false;
#endif

/// Noon of a day in June.
inline const thinner::Time k_now{std::chrono::seconds{1'781'524'800}};

inline const thinner::NameFormat& name_format() {
  static const thinner::NameFormat k_format("test-%Y%m%d%H%M%S", thinner::Zone::utc());
  return k_format;
}

/// The name of our snapshot of so many days ago; 0 is the one that a run makes now.
inline std::string day(int ago) {
  return name_format().name_at(k_now - std::chrono::hours{24 * ago});
}

/// Our snapshots' names as "d3" (three days ago) and "now", so that expectations can be read.
inline std::string in_days(std::string text) {
  constexpr std::size_t k_size = std::string_view("test-YYYYmmddHHMMSS").size();
  for (auto at = text.find("test-2"); at != std::string::npos; at = text.find("test-2", at + 1)) {
    const auto time = name_format().time_of(text.substr(at, k_size));
    if (!time) continue;
    const auto days = std::chrono::duration_cast<std::chrono::hours>(k_now - *time).count() / 24;
    text.replace(at, k_size, days == 0 ? "now" : "d" + std::to_string(days));
  }
  return text;
}

/// A job on pools in memory. By default nothing is thinned, no snapshot is made, and it goes to "backup".
struct Job {
  World world;
  plan::Options options;
  std::unique_ptr<Planned> planned;

  Job() {
    options.now = k_now;
    options.mapping = selector::Mapping::below("backup");
    options.hold_tag = "tag";
    options.keep_source = thinner::parse_schedule("1000");
    options.keep_target = thinner::parse_schedule("1000");
    world.add_target("backup");
  }

  void make_snapshot() { options.snapshot_name = day(0); }
  void keep(const char* source, const char* target) {
    options.keep_source = thinner::parse_schedule(source);
    options.keep_target = thinner::parse_schedule(target);
  }

  /// A source dataset with snapshots: "d3" is ours of three days ago, any other name foreign.
  WorldDataset& source(const std::string& name, std::initializer_list<const char*> snapshots = {}) {
    WorldDataset& dataset = world.add_source(name);
    for (const char* snapshot : snapshots) world.snapshot(dataset, real_name(snapshot));
    return dataset;
  }
  /// What of the source's snapshots is on the target; names that the source has not are the target's own.
  WorldDataset& target(const std::string& name, const WorldDataset& source,
                       std::initializer_list<const char*> snapshots) {
    WorldDataset& dataset = world.add_on_target(options.mapping.root(), name);
    record_source(dataset, source);
    for (const char* snapshot : snapshots) {
      const auto found = std::find_if(source.snapshots.begin(), source.snapshots.end(),
                                      [&](const WorldSnapshot& s) { return s.name == real_name(snapshot); });
      if (found == source.snapshots.end()) {
        world.snapshot(dataset, real_name(snapshot));
      } else {
        world.copy(*found, dataset);
      }
    }
    return dataset;
  }
  void record_source(WorldDataset& copy, const WorldDataset& source) const {
    for (const auto& [name, dataset] : world.source.datasets) {
      const bool has_root = world.source.datasets.contains(std::string(zfs::pool_of(name)));
      if (&dataset == &source && has_root) copy.record = world.record_of(name);
    }
  }
  /// A copy of a dataset of an imported pool that is not there any more.
  WorldDataset& copy_of_gone(const std::string& name, const std::string& source) {
    WorldDataset& dataset = world.add_on_target(options.mapping.root(), name);
    const std::uint64_t pool = world.source.datasets.at(std::string(zfs::pool_of(source))).guid;
    dataset.record = zfs::SourceRecord{pool, world.new_guid(), source};
    return dataset;
  }
  WorldDataset& on_target(const std::string& name) {
    return world.targets.at(options.mapping.root()).datasets.at(name);
  }
  WorldDataset& on_source(const std::string& name) { return world.source.datasets.at(name); }

  static std::string real_name(std::string_view name) {
    const bool ours = name.size() > 1 && name.front() == 'd' && name.find_first_not_of("0123456789", 1) == name.npos;
    return ours ? day(std::stoi(std::string(name.substr(1)))) : std::string(name);
  }

  const plan::Plan& plan() {
    planned = world.plan(options);
    return planned->plan;
  }
  const plan::Outcome& outcome(std::size_t index = 0) const { return planned->plan.datasets.at(index).outcome; }
  template <class T>
  const T* outcome_as(std::size_t index = 0) const {
    return std::get_if<T>(&outcome(index));
  }

  /// The steps of the plan, made anew, as short texts.
  Lines lines() {
    Lines texts;
    for (const plan::Step& step : steps_of(plan())) texts.push_back(in_days(to_text(step)));
    return texts;
  }
  /// Those of them that start with one of the given words.
  Lines lines(std::initializer_list<std::string_view> words) {
    Lines some;
    for (const std::string& line : lines()) {
      for (const std::string_view word : words) {
        if (line.starts_with(word)) some.push_back(line);
      }
    }
    return some;
  }
  /// Plans, and carries it out: all of it, or its first `limit` steps.
  void run(std::size_t limit = SIZE_MAX) {
    plan();
    world.apply(planned->plan, options, limit);
    check_rules();
  }
  /// Nothing that real ZFS would refuse.
  void check_rules() {
    for (const std::string& violation : world.violations) BOOST_ERROR(violation);
    world.violations.clear();
  }
};

/// Compares line by line.
inline void expect(const Lines& lines, const Lines& expected) {
  BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

/// "d3 d2 now", with the tags behind: "d3+tag".
inline std::string snapshots_of(const WorldDataset& dataset) {
  std::string text;
  for (const WorldSnapshot& snapshot : dataset.snapshots) {
    text += (text.empty() ? "" : " ") + in_days(snapshot.name);
    for (const std::string& tag : snapshot.tags) text += "+" + tag;
  }
  return text;
}
