// What a command line can go on with, wherever it was left.
#include "app/cli/complete.hpp"
#include "app/verbs/verbs.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

using app::cli::Completion;
using app::cli::Place;

namespace {

Completion complete(std::initializer_list<std::string_view> argv) {
  return app::cli::complete(std::vector<std::string_view>(argv), app::verbs::all());
}

bool offers(const Completion& completion, std::string_view word) {
  return std::ranges::find(completion.words, word, &app::cli::Candidate::text) != completion.words.end();
}

Place place(std::initializer_list<std::string_view> argv) {
  return complete(argv).place;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_complete)

BOOST_AUTO_TEST_CASE(verbs_and_options) {
  BOOST_TEST(offers(complete({"zwinnow", "b"}), "backup"));
  BOOST_TEST(offers(complete({"/usr/bin/zwinnow", "backup", "--"}), "--ssh-source"));
  BOOST_TEST(!offers(complete({"zwinnow", "list", "--"}), "--rate"));
  BOOST_TEST(offers(complete({"zfs-autobackup", "--"}), "--ssh-source"));
  BOOST_TEST(complete({"zwinnow", "nothing", "--"}).words.empty());
  BOOST_TEST(complete({"zwinnow"}).words.empty());
  BOOST_TEST(complete({}).words.empty());
}

BOOST_AUTO_TEST_CASE(values) {
  BOOST_TEST(offers(complete({"zwinnow", "backup", "--plan", ""}), "json"));
  const Completion joined = complete({"zwinnow", "backup", "--plan=j"});
  BOOST_TEST(offers(joined, "json"));
  BOOST_TEST(joined.before == "--plan=");
  BOOST_TEST((place({"zwinnow", "backup", "--ssh-source", ""}) == Place::host));
  BOOST_TEST((place({"zwinnow", "backup", "--json-file=x"}) == Place::file));
  BOOST_TEST((place({"zwinnow", "backup", "--test=x"}) == Place::nothing));
  BOOST_TEST((place({"zwinnow", "backup", "--rate", ""}) == Place::nothing));
}

BOOST_AUTO_TEST_CASE(operands) {
  BOOST_TEST((place({"zwinnow", "backup", ""}) == Place::backup_name));
  BOOST_TEST((place({"zwinnow", "backup", "offsite1", ""}) == Place::dataset));
  BOOST_TEST((place({"zwinnow", "backup", "--ssh-source", "server1", "-v", "offsite1", ""}) == Place::dataset));
  BOOST_TEST((place({"zwinnow", "backup", "offsite1", "backup", ""}) == Place::nothing));
  BOOST_TEST((place({"zwinnow", "sync", "-X", "/tmp", ""}) == Place::dataset_or_host));
  BOOST_TEST((place({"zfs-autobackup", ""}) == Place::backup_name));
}

BOOST_AUTO_TEST_SUITE_END()
