#include "app/check/compare.hpp"
#include "tests/check/support.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

namespace {

namespace fs = std::filesystem;
using support::Compared;
using support::Lines;

const std::string k_abc = "a9993e364706816aba3e25717850c26c9cd0d89d";
const std::string k_a = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8";

/// A folder with the files f, "abca", and sub/g, "abc"; chunks have three bytes.
struct Tree {
  Tree() {
    fs::create_directory(folder.file("sub"));
    folder.write("f", "abca");
    folder.write("sub/g", "abc");
  }
  Compared compare(const Lines& list, std::uint64_t skip = 0) const {
    return support::compare(folder.path().string(), list, 3, skip);
  }
  Lines failures(const Lines& list) const { return compare(list).failures; }
  std::string path(std::string_view name) const { return "'" + folder.file(name) + "'"; }

  support::TempFolder folder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(compare)

BOOST_AUTO_TEST_CASE(what_is_the_same_gives_nothing) {
  const Tree tree;
  const Compared compared = tree.compare({"f\t0\t" + k_abc, "f\t1\t" + k_a, "sub/g\t0\t" + k_abc});
  BOOST_TEST(compared.failures.empty());
  BOOST_TEST(compared.checked == 3U);
  BOOST_TEST(compared.errors == 0U);
}

BOOST_AUTO_TEST_CASE(chunks_that_differ) {
  const Tree tree;
  const Lines expected = {"f: Chunk 1 failed: " + k_abc + " " + k_a, "sub/g: Chunk 0 failed: nonsense " + k_abc};
  BOOST_TEST(tree.failures({"f\t1\t" + k_abc, "sub/g\t0\tnonsense"}) == expected, boost::test_tools::per_element());
  const Compared one = support::compare(tree.folder.file("f"), {"1\t" + k_abc}, 3);
  BOOST_TEST(one.failures == Lines{"Chunk 1 failed: " + k_abc + " " + k_a}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(chunks_behind_the_end) {
  const Tree tree;
  const Lines expected = {"f: Chunk 2 failed: ab EOF", "sub/g: Chunk 1 failed: ab EOF",
                          "f: Chunk 18446744073709551615 failed: ab EOF",
                          "f: Chunk 3074457345618258603 failed: ab EOF"};
  BOOST_TEST(tree.failures({"f\t2\tab", "sub/g\t1\tab", "f\t18446744073709551615\tab", "f\t3074457345618258603\tab"}) ==
                 expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_opened_are_told_once_in_a_row) {
  const Tree tree;
  const std::string missing = "no: Chunk - failed: - ERROR: [Errno 2] No such file or directory: " + tree.path("no");
  const Lines expected = {missing, missing, "sub: Chunk - failed: - ERROR: not a regular file: " + tree.path("sub")};
  const Compared compared =
      tree.compare({"no\t0\tab", "no\t1\tab", "no\t2\tab", "f\t0\t" + k_abc, "no\t3\tab", "sub\t0\tab"});
  BOOST_TEST(compared.failures == expected, boost::test_tools::per_element());
  BOOST_TEST(compared.errors == 3U);
  BOOST_TEST(compared.checked == 6U);
}

BOOST_AUTO_TEST_CASE(paths_that_lead_elsewhere) {
  const Tree tree;
  const Lines expected = {"../x: Chunk - failed: - ERROR: outside of the target",
                          "/etc/passwd: Chunk - failed: - ERROR: outside of the target",
                          "\\a\\x00: Chunk - failed: - ERROR: outside of the target"};
  BOOST_TEST(tree.failures({"../x\t0\tab", "/etc/passwd\t0\tab", "\\a\\x00\t0\tab"}) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_that_cannot_be_used) {
  const Tree tree;
  const Lines expected = {"f: Chunk x\\x1b failed: ab ERROR: not a chunk number",
                          "f: Chunk 99999999999999999999 failed: ab ERROR: the chunk number is too large",
                          "Chunk 0 failed: ab ERROR: the list names no file, but this is a folder"};
  BOOST_TEST(tree.failures({"f\tx\x1B\tab", "f\t99999999999999999999\tab", "0\tab"}) == expected,
             boost::test_tools::per_element());
  const Lines of_file = {"f: Chunk 0 failed: ab ERROR: the list names files, but this is no folder"};
  BOOST_TEST(support::compare(tree.folder.file("f"), {"f\t0\tab"}, 3).failures == of_file,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_without_a_tab_are_not_counted_at_all) {
  const Tree tree;
  const Compared compared =
      tree.compare({"", "#### nothing", "f\t0\t" + k_abc, "Generated 1 hashes.", "f\t1\t" + k_a}, 0);
  BOOST_TEST(compared.errors == 0U);
  BOOST_TEST(compared.checked == 2U);
}

BOOST_AUTO_TEST_CASE(some_lines_are_left_out) {
  const Tree tree;
  const Compared compared =
      tree.compare({"f\t0\t" + k_abc, "f\t9\tab", "no tab", "f\t9\tab", "f\t1\t" + k_a, "f\tx\tab", "f\t9\tab"}, 2);
  BOOST_TEST(compared.failures.empty());
  BOOST_TEST(compared.checked == 2U);
  BOOST_TEST(compared.skipped == 4U);
}

BOOST_AUTO_TEST_CASE(hashes_in_upper_case_are_the_same) {
  const Tree tree;
  BOOST_TEST(tree.failures({"f\t1\t86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8\r"}).empty());
  const Lines as_given = {"f: Chunk 1 failed: ABCDEF " + k_a};
  BOOST_TEST(tree.failures({"f\t1\tABCDEF"}) == as_given, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_has_become_shorter) {
  const Tree tree;
  const Lines list = support::hashes(tree.folder.path().string(), 3);
  tree.folder.write("f", "abc");
  fs::remove(tree.folder.file("sub/g"));
  const Lines expected = {"f: Chunk 1 failed: " + k_a + " EOF",
                          "sub/g: Chunk - failed: - ERROR: [Errno 2] No such file or directory: " + tree.path("sub/g")};
  BOOST_TEST(tree.failures(list) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
