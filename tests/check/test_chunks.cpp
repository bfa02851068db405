#include "app/check/chunks.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <string>

using check::ChunkSize;
using check::SkipPattern;

namespace {

constexpr std::uint64_t k_most = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t k_longest = std::numeric_limits<std::int64_t>::max();

/// 'x' for each that is taken, a bar between the files.
std::string pattern(std::uint64_t skip, const std::vector<std::uint64_t>& files) {
  SkipPattern skips(skip);
  std::string text;
  for (const std::uint64_t count : files) {
    std::string file(count, '.');
    std::uint64_t behind = 0;
    while (const auto taken = skips.take_of(count - behind)) {
      file[behind + *taken] = 'x';
      behind += *taken + 1;
    }
    text += file + "|";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chunks)

BOOST_AUTO_TEST_CASE(a_file_has_a_chunk_for_each_that_has_begun) {
  const ChunkSize size(4, 3);
  BOOST_TEST(size.bytes() == 12U);
  BOOST_TEST(size.count_in(0) == 0U);
  BOOST_TEST(size.count_in(1) == 1U);
  BOOST_TEST(size.count_in(12) == 1U);
  BOOST_TEST(size.count_in(13) == 2U);
  BOOST_TEST(ChunkSize(1, 1).count_in(k_most) == k_most);
}

BOOST_AUTO_TEST_CASE(no_chunk_begins_where_no_file_reaches) {
  const ChunkSize size(4096, 25600);
  BOOST_TEST((size.offset(3) == 3U * 4096 * 25600));
  BOOST_TEST(size.offset(k_longest / size.bytes()).has_value());
  BOOST_TEST(!size.offset(k_longest / size.bytes() + 1).has_value());
  BOOST_TEST(!size.offset(k_most).has_value());
}

BOOST_AUTO_TEST_CASE(sizes_that_make_no_sense_are_refused) {
  BOOST_CHECK_THROW(ChunkSize(0, 1), std::invalid_argument);
  BOOST_CHECK_THROW(ChunkSize(1, 0), std::invalid_argument);
  BOOST_CHECK_THROW(ChunkSize(k_most, k_most), std::invalid_argument);
  BOOST_CHECK_THROW(ChunkSize(1U << 31U, 1ULL << 33U), std::invalid_argument);  // the product is 0 in 64 bits
  BOOST_CHECK_NO_THROW(ChunkSize(k_longest, 1));
}

BOOST_AUTO_TEST_CASE(the_pattern_goes_on_from_file_to_file) {
  BOOST_TEST(pattern(0, {3, 0, 2}) == "xxx||xx|");
  BOOST_TEST(pattern(1, {3, 1, 1, 4}) == "x.x|.|x|.x.x|");
  BOOST_TEST(pattern(2, {1, 1, 1, 1, 5}) == "x|.|.|x|..x..|");
  BOOST_TEST(pattern(k_most, {5, 5}) == "x....|.....|");
}

BOOST_AUTO_TEST_CASE(one_at_a_time_is_the_same_pattern) {
  SkipPattern skips(2);
  std::string text;
  for (int i = 0; i < 7; ++i) text += skips.take() ? 'x' : '.';
  BOOST_TEST(text == "x..x..x");
}

BOOST_AUTO_TEST_SUITE_END()
