#include "app/check/generate.hpp"
#include "tests/check/support.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

namespace {

using support::Lines;

/// The lines without their hashes.
Lines chunks_of(const Lines& lines) {
  Lines short_lines;
  for (const std::string& line : lines) short_lines.push_back(line.substr(0, line.rfind('\t')));
  return short_lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(generate)

BOOST_AUTO_TEST_CASE(each_chunk_of_a_file_and_the_short_one_at_its_end) {
  const support::TempFolder folder;
  const Lines expected = {"0\ta9993e364706816aba3e25717850c26c9cd0d89d", "1\ta9993e364706816aba3e25717850c26c9cd0d89d",
                          "2\t86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"};
  BOOST_TEST(support::hashes(folder.write("f", "abcabca"), 3) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(chunks_longer_than_the_buffer) {
  const support::TempFolder folder;
  const std::string big = support::noise(1000000);
  const std::string whole = folder.write("whole", big);
  const Lines hashes = support::hashes(whole, 300000);
  BOOST_REQUIRE(hashes.size() == 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string part = folder.write("part", big.substr(i * 300000, 300000));
    BOOST_TEST(hashes[i].substr(2) == support::hashes(part, 1U << 30U).front().substr(2));
  }
}

BOOST_AUTO_TEST_CASE(nothing_for_nothing) {
  const support::TempFolder folder;
  BOOST_TEST(support::hashes(folder.write("empty", ""), 3).empty());
  BOOST_TEST(support::hashes(folder.path().string(), 3).empty());
}

BOOST_AUTO_TEST_CASE(files_of_a_folder_have_names) {
  const support::TempFolder folder;
  std::filesystem::create_directory(folder.file("sub"));
  folder.write("sub/x", "a");
  folder.write("z", "abcd");
  folder.write("a\tb", "a");
  folder.write("empty", "");
  const Lines expected = {"\\a\\tb\t0", "z\t0", "z\t1", "sub/x\t0"};
  BOOST_TEST(chunks_of(support::hashes(folder.path().string(), 3)) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(skipping_goes_on_from_file_to_file) {
  const support::TempFolder folder;
  folder.write("a", "1");
  folder.write("b", "1");  // left out altogether
  folder.write("c", "");
  folder.write("d", "123456789");
  folder.write("e", "1234");
  const Lines expected = {"a\t0", "d\t0", "d\t2", "e\t1"};
  BOOST_TEST(chunks_of(support::hashes(folder.path().string(), 3, 1)) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(skipping_never_gives_a_chunk_behind_the_end) {
  const support::TempFolder folder;
  for (std::size_t size = 0; size <= 14; ++size) {
    const std::string path = folder.write("f", std::string(size, 'x'));
    for (std::uint64_t skip = 0; skip <= 6; ++skip) {
      Lines expected;
      for (std::uint64_t chunk = 0; chunk * 3 < size; chunk += skip + 1) expected.push_back(std::to_string(chunk));
      const Lines hashes = support::hashes(path, 3, skip);
      BOOST_TEST_CONTEXT(size << " bytes, skip " << skip) {
        BOOST_TEST(chunks_of(hashes) == expected, boost::test_tools::per_element());
        BOOST_TEST(support::compare(path, hashes, 3).errors == 0U);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_huge_file_is_skipped_through_at_once) {
  const support::TempFolder folder;
  const std::string path = folder.write("huge", "");
  std::filesystem::resize_file(path, 1ULL << 40U);
  BOOST_TEST(support::hashes(path, 1, (1ULL << 39U) - 1).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
