#include "tests/transport/support.hpp"
#include "transport/quote.hpp"

#include <boost/test/unit_test.hpp>

using transport::sh_join;
using transport::sh_quote;

BOOST_AUTO_TEST_SUITE(quote)

BOOST_AUTO_TEST_CASE(the_lightest_quoting_that_will_do) {
  BOOST_TEST(sh_quote("tank/data@daily-1") == "tank/data@daily-1");
  BOOST_TEST(sh_quote("mountpoint=none") == "mountpoint=none");
  BOOST_TEST(sh_quote("") == "''");
  BOOST_TEST(sh_quote("tank/my data") == "'tank/my data'");
  BOOST_TEST(sh_quote("$HOME") == "'$HOME'");
  BOOST_TEST(sh_quote("tank#bookmark") == "'tank#bookmark'");
  BOOST_TEST(sh_quote("exec sh -c 'a $b \"c\"'") == R"("exec sh -c 'a \$b \"c\"'")");
}

BOOST_AUTO_TEST_CASE(a_bang_is_never_in_double_quotes) {
  BOOST_TEST(sh_quote("it's!") == R"('it'\''s!')");  // an interactive shell would expand it there
}

BOOST_AUTO_TEST_CASE(a_command_is_not_an_assignment) {
  const std::vector<std::string> words = {"a=b", "c=d"};
  BOOST_TEST(sh_join(words) == "'a=b' c=d");
}

BOOST_AUTO_TEST_CASE(random_words_come_through_real_shells) {
  std::mt19937 random(1);
  transport::ProcessRunner runner;
  for (const char* shell : {"sh", "bash"}) {
    for (int round = 0; round < 60; ++round) {
      std::vector<std::string> words = {"printf", "%s."};
      std::string expected;
      for (int i = 0; i < 40; ++i) {
        words.push_back(support::random_word(random));
        expected += words.back() + ".";
      }
      const auto output = support::run(runner, {{support::here({shell, "-c", sh_join(words)})}});
      BOOST_TEST_CONTEXT(shell << " " << sh_join(words)) {
        BOOST_TEST(output.out == expected + "\n");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(nested_quoting_comes_through_two_shells) {
  std::mt19937 random(2);
  transport::ProcessRunner runner;
  for (int round = 0; round < 100; ++round) {
    const std::string word = support::random_word(random);
    const std::vector<std::string> inner = {"printf", "%s.", word};
    const std::vector<std::string> outer = {"sh", "-c", sh_join(inner)};
    const auto output = support::run(runner, {{support::sh(sh_join(outer))}});
    BOOST_TEST(output.out == word + ".\n");
  }
}

BOOST_AUTO_TEST_SUITE_END()
