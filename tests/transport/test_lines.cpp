#include "transport/lines.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using transport::LineSplitter;
using transport::Tail;

namespace {

using Lines = std::vector<std::string>;

Lines split(const Lines& pieces, std::string_view breaks = "\n", std::size_t longest = 0) {
  Lines lines;
  LineSplitter splitter(breaks, longest, [&](std::string_view line) { lines.emplace_back(line); });
  for (const auto& piece : pieces) splitter.feed(piece);
  splitter.finish();
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lines)

BOOST_AUTO_TEST_CASE(lines_may_come_in_any_pieces) {
  const Lines expected = {"one", "", "three", "four"};
  const std::string text = "one\n\nthree\nfour";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Lines pieces;
    for (std::size_t at = 0; at < text.size(); at += size) pieces.push_back(text.substr(at, size));
    BOOST_TEST_CONTEXT(size) {
      BOOST_TEST(split(pieces) == expected, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_gives_no_line) {
  BOOST_TEST(split({""}).empty());
}

BOOST_AUTO_TEST_CASE(a_complete_last_line_is_not_followed_by_an_empty_one) {
  BOOST_TEST(split({"a\n"}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_carriage_return_breaks_only_where_asked) {
  BOOST_TEST(split({"1%\r2%\r", "3%\n"}, "\n\r") == Lines({"1%", "2%", "3%"}), boost::test_tools::per_element());
  BOOST_TEST(split({"a\rb\n"}) == Lines({"a\rb"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_return_with_a_newline_is_one_break) {
  BOOST_TEST(split({"a\r\nb\r", "\n\nc\r\r\n"}, "\n\r") == Lines({"a", "b", "", "c", ""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_cut) {
  BOOST_TEST(split({"abcdefg"}, "\n", 3) == Lines({"abc", "def", "g"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_tail_keeps_the_last_64_kib_in_whole_lines) {
  Tail tail;
  for (int i = 0; i < 100000; ++i) tail.add("line " + std::to_string(i));
  const std::string text = tail.text();
  BOOST_TEST(text.size() <= 65536U);
  BOOST_TEST(text.size() > 65000U);
  BOOST_TEST(text.starts_with("line "));
  BOOST_TEST(text.ends_with("line 99998\nline 99999\n"));
}

BOOST_AUTO_TEST_CASE(a_short_tail_is_everything) {
  Tail tail;
  tail.add("a");
  tail.add("b");
  BOOST_TEST(tail.text() == "a\nb\n");
}

BOOST_AUTO_TEST_CASE(the_tail_of_one_huge_line_is_its_end) {
  Tail tail;
  tail.add(std::string(70000, 'x') + "end");
  BOOST_TEST(tail.text().size() == 65536U);
  BOOST_TEST(tail.text().ends_with("xend\n"));
}

BOOST_AUTO_TEST_SUITE_END()
