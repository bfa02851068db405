#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace app::verbs {
extern const cli::VerbText k_count;  // of docs/add-a-verb.md
}

using namespace cli_test;

BOOST_AUTO_TEST_SUITE(cli_added_verb)

BOOST_AUTO_TEST_CASE(the_page_adds_a_verb) {
  const std::array verbs = {app::verbs::k_backup, app::verbs::k_count};
  const std::vector<std::string_view> argv = {"zwinnow", "count", "--ssh-source", "server1", "tank"};
  BOOST_TEST(std::holds_alternative<Front>(app::cli::parse(argv, verbs)));
  const Front count(verbs[1]);
  BOOST_TEST(contains(app::cli::help_text(count), "usage: zwinnow count [options] DATASET\n"));
  BOOST_TEST(contains(app::cli::help_text(count), "    zwinnow count --ssh-source root@server1 tank\n"));
  BOOST_TEST(contains(app::cli::overview(verbs), "  count     Count the datasets below one.\n"));
  BOOST_TEST((app::cli::find_option("ssh-source", count) != nullptr));
  BOOST_TEST((app::cli::find_option("keep-source", count) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
