#include "app/check/hash_line.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using check::ListKind;
using check::parse_line;

namespace {

/// "PATH|CHUNK|HASH|PROBLEM"
std::string parsed(std::string_view line, ListKind kind) {
  const auto listed = parse_line(line, kind);
  if (!listed) return "no part of the list";
  const std::string chunk = listed->problem.empty() ? std::to_string(listed->chunk) : "'" + listed->chunk_text + "'";
  return listed->path + "|" + chunk + "|" + listed->hash + "|" + std::string(listed->problem);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hash_line)

BOOST_AUTO_TEST_CASE(lines_as_they_are_written) {
  BOOST_TEST(to_text({"", 12, "ab"}, ListKind::file) == "12\tab");
  BOOST_TEST(to_text({"a/b", 0, "ab"}, ListKind::folder) == "a/b\t0\tab");
  BOOST_TEST(to_text({"a\tb", 0, "ab"}, ListKind::folder) == "\\a\\tb\t0\tab");
}

BOOST_AUTO_TEST_CASE(and_as_they_are_read) {
  BOOST_TEST(parsed("12\tab", ListKind::file) == "|12|ab|");
  BOOST_TEST(parsed("a/b\t0\tab", ListKind::folder) == "a/b|0|ab|");
  BOOST_TEST(parsed("\\a\\tb\t0\tab", ListKind::folder) == "a\tb|0|ab|");
  BOOST_TEST(parsed("a/b\t0\tABCDEF\r", ListKind::folder) == "a/b|0|abcdef|");
  BOOST_TEST(parsed("18446744073709551615\tab", ListKind::file) == "|18446744073709551615|ab|");
}

BOOST_AUTO_TEST_CASE(a_name_may_hold_a_tab_as_it_is) {
  BOOST_TEST(parsed("a\tb\t0\tab", ListKind::folder) == "a\tb|0|ab|");
}

BOOST_AUTO_TEST_CASE(what_has_no_tab_is_no_part_of_the_list) {
  for (const std::string_view line : {"", " ", "# zfs-check", "  Block size           : 4096 bytes", "\r", "0 ab"}) {
    BOOST_TEST(parsed(line, ListKind::file) == "no part of the list");
    BOOST_TEST(parsed(line, ListKind::folder) == "no part of the list");
  }
}

BOOST_AUTO_TEST_CASE(chunks_must_be_numbers) {
  const std::string not_one = "'|ab|not a chunk number";
  for (const std::string text : {"", "x", "-1", "+1", " 1", "1 ", "0x1", "1.5"})
    BOOST_TEST(parsed(text + "\tab", ListKind::file) == std::string("|'").append(text).append(not_one));
  BOOST_TEST(parsed("18446744073709551616\tab", ListKind::file) ==
             "|'18446744073709551616'|ab|the chunk number is too large");
  BOOST_TEST(parsed("a\t\t", ListKind::folder) == "a|''||not a chunk number");
}

BOOST_AUTO_TEST_CASE(the_kind_of_list_must_fit_the_target) {
  BOOST_TEST(parsed("0\tab", ListKind::folder) == "|'0'|ab|the list names no file, but this is a folder");
  BOOST_TEST(parsed("a\t0\tab", ListKind::file) == "a|'0'|ab|the list names files, but this is no folder");
}

BOOST_AUTO_TEST_CASE(failures) {
  BOOST_TEST(check::failure_text("", "3", "ab", "cd") == "Chunk 3 failed: ab cd");
  BOOST_TEST(check::failure_text("a/b", "3", "ab", "EOF") == "a/b: Chunk 3 failed: ab EOF");
  BOOST_TEST(check::failure_text("a\nb", "-", "\x1B", "x") == "\\a\\nb: Chunk - failed: \\x1b x");
}

BOOST_AUTO_TEST_SUITE_END()
