#include "app/cli/spell.hpp"
#include "tests/app/cli_words.hpp"

BOOST_AUTO_TEST_SUITE(cli_spell)

namespace {

using namespace cli_test;

/// What is said on a command line of sync, said again from what came of it.
Words again(const Words& options) {
  const Request given = request(Words{"zwinnow", "sync"} + options + Words{"tank/a", "backup/a"});
  const Request fresh = request({"zwinnow", "sync", "tank/a", "backup/a"});
  return spell(given.front.verb().groups(), fresh.front.verb().groups());
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_kind_of_option) {
  BOOST_TEST(again({}).empty());
  const Words options = {
      "--rollback", "--set-properties=a=b,c=d", "--send-pipe=one two", "--send-pipe=three", "--rate=10M", "--no-holds",
      "--jobs=3",   "--on-diverge=rotate"};
  Words said = again(options), wanted = options;
  std::ranges::sort(said);
  std::ranges::sort(wanted);
  BOOST_TEST(joined(said) == joined(wanted));
}

/// What is spelled is read as what it was.
BOOST_AUTO_TEST_CASE(what_is_spelled_reads_the_same) {
  for (const Words& options : {Words{"-s", "--timeout", "5min"}, Words{"--decrypt", "--buffer", "1G"},
                               Words{"--direction", "auto", "--name", "x"}, Words{"-d2", "-X", "/a,*/b"}}) {
    const Words said = again(options);
    BOOST_TEST(joined(again(said)) == joined(said));
    BOOST_TEST(!said.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
