#include "app/verify/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(sample)

BOOST_AUTO_TEST_CASE(is_about_as_large_as_asked) {
  for (const unsigned percent : {1U, 5U, 30U, 75U}) {
    BOOST_TEST_CONTEXT(percent << " %") {
      unsigned paths = 0;
      unsigned chunks = 0;
      for (unsigned i = 0; i < 10000; ++i) {
        if (verify::chooses_path(percent, "./folder/file" + std::to_string(i) + ".jpg")) ++paths;
        if (verify::chooses_chunk(percent, i)) ++chunks;
      }
      BOOST_TEST(paths > percent * 80);
      BOOST_TEST(paths < percent * 120);
      BOOST_TEST(chunks > percent * 95);
      BOOST_TEST(chunks < percent * 105);
    }
  }
}

BOOST_AUTO_TEST_CASE(grows_with_the_part) {
  for (unsigned i = 0; i < 500; ++i) {
    const std::string path = "./" + std::to_string(i);
    for (unsigned percent = 1; percent < 100; ++percent) {
      BOOST_REQUIRE(!verify::chooses_path(percent, path) || verify::chooses_path(percent + 1, path));
      BOOST_REQUIRE(!verify::chooses_chunk(percent, i) || verify::chooses_chunk(percent + 1, i));
    }
    BOOST_REQUIRE(verify::chooses_path(100, path));
    BOOST_REQUIRE(verify::chooses_chunk(100, i));
  }
}

BOOST_AUTO_TEST_CASE(always_has_the_first_chunk) {
  BOOST_TEST(verify::chooses_chunk(1, 0));
}

BOOST_AUTO_TEST_CASE(is_spread_over_a_volume) {
  unsigned gap = 0;
  unsigned longest = 0;
  for (unsigned i = 0; i < 10000; ++i) {
    gap = verify::chooses_chunk(10, i) ? 0 : gap + 1;
    if (gap > longest) longest = gap;
  }
  BOOST_TEST(longest < 20U);
}

BOOST_AUTO_TEST_SUITE_END()
