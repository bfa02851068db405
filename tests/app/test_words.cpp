#include "app/cli/words.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using Words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(cli_words)

BOOST_AUTO_TEST_CASE(split_as_by_sh) {
  const struct {
    const char* text;
    Words words;
  } cases[] = {
      {"", {}},
      {"  ", {}},
      {"fsfreeze -f /mnt", {"fsfreeze", "-f", "/mnt"}},
      {" a\tb\n c ", {"a", "b", "c"}},
      {"sh -c 'echo \"$x\" | cat'", {"sh", "-c", "echo \"$x\" | cat"}},
      {R"(a "b c" d"e f"g)", {"a", "b c", "de fg"}},
      {R"(a "\$x \"y\" \d \\")", {"a", R"($x "y" \d \)"}},
      {R"(a\ b \'c \\)", {"a b", "'c", "\\"}},
      {"a '' \"\"", {"a", "", ""}},
      {"a | b; c * $d", {"a", "|", "b;", "c", "*", "$d"}},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.text) {
      BOOST_TEST(app::cli::split_words(test.text) == test.words, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_open_quote_is_an_error) {
  for (const char* text : {"a 'b", "a \"b", "a \"b\\\"", "a\\"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_CHECK_THROW(app::cli::split_words(text), std::invalid_argument);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
