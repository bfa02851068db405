#include "app/match/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace {

using match::Pair;

Pair pair_of(const std::string& name, const std::string& match, std::size_t to_send) {
  Pair pair;
  pair.source.name = name;
  pair.source.exists = true;
  pair.source.written = 100;
  pair.match = match;
  pair.to_send = to_send;
  return pair;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sizes)

BOOST_AUTO_TEST_CASE(what_was_written_since_the_match_without_what_has_no_snapshot_yet) {
  std::vector<Pair> pairs{pair_of("tank/a", "@s1", 2), pair_of("tank/b", "@s1", 1), pair_of("tank/c", "@s2", 1)};
  match::Sizes sizes(pairs);
  BOOST_TEST(sizes.questions().size() == 2U);
  BOOST_TEST(sizes.questions().at("written@s1").size() == 2U);
  sizes.answer("tank/a", "written@s1", "5100");
  sizes.answer("tank/a", "written@s2", "4000");
  sizes.answer("tank/b", "written@s1", "50");
  sizes.answer("tank/b", "written@s2", "-");
  sizes.answer("tank/c", "written@s1", "7000");
  sizes.answer("tank/d", "written@s1", "7000");
  sizes.put();
  BOOST_TEST((pairs[0].bytes == std::uint64_t{5000}));
  BOOST_TEST((pairs[1].bytes == std::uint64_t{0}));
  BOOST_TEST(!pairs[2].bytes.has_value());
}

BOOST_AUTO_TEST_CASE(all_that_there_is_for_a_full_stream) {
  std::vector<Pair> pairs{pair_of("tank/a", "", 1)};
  match::Sizes sizes(pairs);
  sizes.answer("tank/a", "usedbydataset", "3000");
  sizes.answer("tank/a", "usedbysnapshots", "500");
  sizes.put();
  BOOST_TEST((pairs[0].bytes == std::uint64_t{3400}));
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_without_need) {
  std::vector<Pair> pairs{pair_of("tank/a", "@s1", 0), pair_of("tank/b", "#mark", 1), Pair{}};
  match::Sizes sizes(pairs);
  BOOST_TEST(sizes.questions().empty());
  sizes.put();
  BOOST_TEST((pairs[0].bytes == std::uint64_t{0}));
  BOOST_TEST(!pairs[1].bytes.has_value());
  BOOST_TEST(!pairs[2].bytes.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
