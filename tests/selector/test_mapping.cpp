#include "selector/mapping.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>

using selector::Mapping;

namespace {

bool complains(const Mapping& mapping, std::string_view source, std::string_view words) {
  try {
    mapping.target_of(source);
  } catch (const selector::MappingError& error) {
    return std::string_view(error.what()).starts_with(words);
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mapping)

BOOST_AUTO_TEST_CASE(below_a_target_path) {
  const Mapping whole = Mapping::below("backup/host");
  BOOST_TEST(whole.root() == "backup/host");
  BOOST_TEST(whole.target_of("tank/a b") == "backup/host/tank/a b");
  BOOST_TEST(whole.source_of("backup/host/tank/a b").value() == "tank/a b");
  const Mapping stripped = Mapping::below("backup/host", 2);
  BOOST_TEST(stripped.target_of("tank/a/b/c") == "backup/host/b/c");
  BOOST_TEST(stripped.target_of("tank/a") == "backup/host");
  BOOST_TEST(complains(stripped, "tank", "Trying to strip too much from path (2 items from tank)"));
  BOOST_TEST(!stripped.source_of("backup/host/b").has_value());
  BOOST_TEST(stripped.strips());
}

BOOST_AUTO_TEST_CASE(one_tree_onto_another) {
  const Mapping tree = Mapping::tree("tank/vm", "backup/copies");
  BOOST_TEST(tree.root() == "backup/copies");
  BOOST_TEST(tree.target_of("tank/vm") == "backup/copies");
  BOOST_TEST(tree.target_of("tank/vm/a/b") == "backup/copies/a/b");
  BOOST_TEST(tree.source_of("backup/copies").value() == "tank/vm");
  BOOST_TEST(tree.source_of("backup/copies/a/b").value() == "tank/vm/a/b");
  BOOST_TEST(complains(tree, "tank/vm2", "tank/vm2 is not below tank/vm"));
  BOOST_TEST(complains(tree, "tank", "tank is not below tank/vm"));
}

BOOST_AUTO_TEST_CASE(nowhere) {
  BOOST_TEST(Mapping().goes_nowhere());
  BOOST_TEST(!Mapping::below("backup").goes_nowhere());
}

/// A source and its copy have the same part of their names in common, and the way back leads to where it came from.
BOOST_AUTO_TEST_CASE(both_ways_meet) {
  const std::string sources[] = {"tank", "tank/a", "tank/a/b", "tank/a/b-c", "tank/ab", "other/a"};
  for (const Mapping& mapping : {Mapping::below("b"), Mapping::below("b/c"), Mapping::below("b", 1),
                                 Mapping::tree("tank", "b/c"), Mapping::tree("tank/a", "b")}) {
    for (const std::string& source : sources) {
      const auto part = mapping.shared_part_of_source(source);
      if (!part) continue;
      const std::string target = mapping.target_of(source);
      BOOST_TEST_CONTEXT(source << " as " << target) {
        BOOST_TEST(zfs::is_at_or_below(target, mapping.root()));
        BOOST_TEST(mapping.shared_part_of_copy(target) == *part);
        if (const auto back = mapping.source_of(target)) BOOST_TEST(*back == source);
      }
      for (const std::string& other : sources) {
        if (other == source || !mapping.shared_part_of_source(other) || mapping.strips()) continue;
        BOOST_TEST(mapping.target_of(other) != target);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_selected_are_chosen_in_their_order) {
  zfs::Inventory source;
  std::vector<selector::Decision> selection;
  for (const char* name : {"tank", "tank/b", "tank/a"}) {
    selection.push_back({.dataset = &source.add(name), .verdict = selector::Verdict::selected});
  }
  selection[1].verdict = selector::Verdict::excluded_false;
  const auto chosen = selector::choose(selection, Mapping::below("b"));
  BOOST_REQUIRE(chosen.size() == 2U);
  BOOST_TEST(chosen[0].source->name == "tank");
  BOOST_TEST(chosen[0].target == "b/tank");
  BOOST_TEST(chosen[1].target == "b/tank/a");
  BOOST_TEST(selector::choose(selection, Mapping())[1].target == "");
}

BOOST_AUTO_TEST_SUITE_END()
