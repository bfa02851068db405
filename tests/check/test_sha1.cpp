#include "app/check/sha1.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace {

std::string sum(std::string_view text, std::size_t piece) {
  check::Sha1 hash;
  auto bytes = std::as_bytes(std::span(text));
  while (!bytes.empty()) {
    const std::size_t size = std::min(piece, bytes.size());
    hash.update(bytes.first(size));
    bytes = bytes.subspan(size);
  }
  return hash.finish();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sha1)

BOOST_AUTO_TEST_CASE(known_sums_whatever_the_pieces) {
  const std::string million(1000000, 'a');
  for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 4096U, 2000000U}) {
    BOOST_TEST(sum("", piece) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    BOOST_TEST(sum("abc", piece) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    BOOST_TEST(sum("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", piece) ==
               "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    BOOST_TEST(sum(million, piece) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  }
}

BOOST_AUTO_TEST_SUITE_END()
