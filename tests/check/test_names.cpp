#include "app/check/names.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace std::string_literals;
using check::decode_name;
using check::encode_name;

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(plain_names_stay_as_they_are) {
  for (const std::string name :
       {"a", "a b/c.txt", "~", "a\\b", "a\\n", "größe", "日本/語", "\xF0\x9F\x98\x80", "'\"$*"}) {
    BOOST_TEST(encode_name(name) == name);
    BOOST_TEST(decode_name(name) == name);
  }
}

BOOST_AUTO_TEST_CASE(the_others_are_escaped_behind_a_backslash) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a\tb", R"(\a\tb)"},
      {"a\nb/c", R"(\a\nb/c)"},
      {"\r", R"(\\r)"},
      {"\\a", R"(\\\a)"},
      {"a\\b\n", R"(\a\\b\n)"},
      {"\x1B[31m", R"(\\x1b[31m)"},
      {"\x7F", R"(\\x7f)"},
      {"caf\xE9", R"(\caf\xe9)"},
      {"\xC3\xA9\xC3", "\\\xC3\xA9\\xc3"},
      {"\xC0\x80", R"(\\xc0\x80)"},                  // overlong
      {"\xED\xA0\x80", R"(\\xed\xa0\x80)"},          // a surrogate
      {"\xF4\x90\x80\x80", R"(\\xf4\x90\x80\x80)"},  // above the last character
      {"\xE0\x9F\xBF", R"(\\xe0\x9f\xbf)"},
      {"\xF0\x8F\xBF\xBF", R"(\\xf0\x8f\xbf\xbf)"},
  };
  for (const auto& [name, text] : cases) {
    BOOST_TEST(encode_name(name) == text);
    BOOST_TEST(decode_name(text) == name);
  }
}

BOOST_AUTO_TEST_CASE(what_is_never_made_is_taken_literally) {
  for (const std::string text :
       {R"(\)", R"(\q)", R"(\plain)", R"(\a\)", R"(\a\x)", R"(\a\x4)", R"(\a\x41)", R"(\\server)"})
    BOOST_TEST(decode_name(text) == text);
}

BOOST_AUTO_TEST_CASE(every_name_comes_back_and_breaks_no_line) {
  std::mt19937 random(7);
  const std::string often = "\\xnt\t\n\r/a\xC3\xA9\xFF";
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    for (auto length = random() % 10; length > 0; --length)
      name += random() % 2 == 0 ? often[random() % often.size()] : static_cast<char>(random() & 0xFFU);
    const std::string text = encode_name(name);
    BOOST_REQUIRE(decode_name(text) == name);
    BOOST_REQUIRE(text.find_first_of("\t\n\r") == std::string::npos);
    BOOST_REQUIRE(encode_name("x" + text) == "x" + text);  // nothing in it needs to be escaped once more
  }
}

BOOST_AUTO_TEST_CASE(quoted_texts) {
  BOOST_TEST(check::in_quotes("/a b") == "'/a b'");
  BOOST_TEST(check::in_quotes("it's") == "\"it's\"");
  BOOST_TEST(check::in_quotes("'\"") == R"('\'"')");
  BOOST_TEST(check::in_quotes("a\n\xFF\\") == R"('a\n\xff\\')");
}

BOOST_AUTO_TEST_SUITE_END()
