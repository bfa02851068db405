#include "app/verify/pairs.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using verify::Pair;
using verify::Which;
using zfs::Dataset;
using zfs::Inventory;

/// A source with tank/a selected, and a target.
class World {
 public:
  World() { options.mapping = selector::Mapping::below("backup"); }

  /// The only pair there is.
  Pair pair(Which which = Which::any) {
    facts.source = &source;
    facts.target = &target;
    facts.selection = {{&a, selector::Verdict::selected, &a}, {&a, selector::Verdict::excluded_false, &a}};
    const auto pairs = verify::make_pairs(facts, options, which);
    BOOST_REQUIRE(pairs.size() == 1U);
    return pairs.front();
  }
  Dataset& copy() { return target.add("backup/tank/a"); }
  void snapshot(Dataset& dataset, const std::string& name, std::uint64_t guid) {
    dataset.snapshots.push_back({&names.intern(name), guid, ++txg, false});
  }

  zfs::SnapshotNames names{thinner::NameFormat("job-%Y%m%d%H%M%S", thinner::Zone::utc())};
  Inventory source, target;
  Dataset& a = source.add("tank/a");
  plan::Facts facts;
  plan::Options options;
  std::uint64_t txg = 0;
};

bool says(const Pair& pair, const std::string& text) {
  return pair.problem.find(text) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs)

BOOST_AUTO_TEST_CASE(the_newest_guid_on_both_sides) {
  World world;
  world.snapshot(world.a, "one", 1);
  world.snapshot(world.a, "job-20260301000000", 2);
  world.snapshot(world.a, "three", 3);
  world.snapshot(world.a, "four", 4);
  world.snapshot(world.copy(), "one", 1);
  world.snapshot(world.copy(), "job-20260301000000", 2);
  world.snapshot(world.copy(), "renamed", 3);
  world.snapshot(world.copy(), "four", 44);
  BOOST_TEST(world.pair().source_snapshot == "tank/a@three");
  BOOST_TEST(world.pair().target_snapshot == "backup/tank/a@renamed");
  BOOST_TEST(world.pair().problem == "");
  BOOST_TEST(world.pair(Which::ours).source_snapshot == "tank/a@job-20260301000000");
  world.options.exclude_snapshots.emplace_back("@(three|job)");
  BOOST_TEST(world.pair().source_snapshot == "tank/a@one");
}

BOOST_AUTO_TEST_CASE(where_the_copy_is) {
  World world;
  world.snapshot(world.a, "one", 1);
  world.options.mapping = selector::Mapping::below(world.options.mapping.root(), 1);
  world.snapshot(world.target.add("backup/a"), "one", 1);
  BOOST_TEST(world.pair().target == "backup/a");
  BOOST_TEST(world.pair().problem == "");
  world.options.mapping = selector::Mapping::below(world.options.mapping.root(), 3);
  BOOST_CHECK_THROW(world.pair(), selector::MappingError);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared) {
  World world;
  world.snapshot(world.a, "one", 1);
  BOOST_TEST(says(world.pair(), "there is no copy of tank/a"));
  world.snapshot(world.copy(), "one", 2);
  BOOST_TEST(says(world.pair(), "no snapshot in common"));
  world.snapshot(world.copy(), "one", 1);
  BOOST_TEST(world.pair().problem == "");

  world.a.encryption_root = "tank";
  world.copy().encryption_root = "backup/keys";
  BOOST_TEST(world.pair().problem == "");
  world.copy().key_loaded = false;
  BOOST_TEST(says(world.pair(), "key is not loaded on the target; there: zfs load-key backup/keys"));
  world.a.key_loaded = false;
  BOOST_TEST(says(world.pair(), "key is not loaded on the source; there: zfs load-key tank"));

  world.a.type = zfs::DatasetType::volume;
  BOOST_TEST(says(world.pair(), "it is a filesystem, tank/a is not"));
}

BOOST_AUTO_TEST_SUITE_END()
