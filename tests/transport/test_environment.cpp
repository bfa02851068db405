#include "tests/transport/support.hpp"
#include "transport/environment.hpp"

#include <boost/test/unit_test.hpp>

using transport::Environment;

namespace {

std::vector<std::string> variables(const Environment& environment) {
  std::vector<std::string> all;
  for (char* const* variable = environment.pointers(); *variable != nullptr; ++variable) all.emplace_back(*variable);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(environment)

BOOST_AUTO_TEST_CASE(the_path_of_cron_is_completed) {
  const char* const cron[] = {"HOME=/root", "PATH=/usr/bin:/bin", "LANG=C", nullptr};
  const std::vector<std::string> expected = {"HOME=/root", "LANG=C",
                                             "PATH=/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin"};
  BOOST_TEST(variables(Environment(cron)) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_path_there_is_a_usual_one) {
  const char* const none[] = {nullptr};
  BOOST_TEST(variables(Environment(none)).at(0).starts_with("PATH=/usr/bin:/bin:"));
}

BOOST_AUTO_TEST_CASE(only_executable_files_are_found) {
  const support::TempFolder first;
  const support::TempFolder second;
  first.write("a", "not executable");
  second.write("a", "#!/bin/sh\n", true);
  second.write("b", "#!/bin/sh\n", true);
  std::filesystem::create_directory(first.path() / "b");
  const std::string path = "PATH=" + first.path().string() + "::" + second.path().string();
  const char* const variables[] = {path.c_str(), nullptr};
  const Environment environment(variables);
  BOOST_CHECK(environment.find("a") == second.file("a"));
  BOOST_CHECK(environment.find("b") == second.file("b"));
  BOOST_CHECK(!environment.find("no-such-program"));
  BOOST_CHECK(environment.find(second.file("a")) == second.file("a"));
  BOOST_CHECK(!environment.find(first.file("a")));
}

BOOST_AUTO_TEST_CASE(the_current_folder_is_not_searched) {
  const support::TempFolder folder;
  folder.write("only-here", "#!/bin/sh\n", true);
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const char* const variables[] = {"PATH=:/bin:", nullptr};
  BOOST_CHECK(!Environment(variables).find("only-here"));
  std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_SUITE_END()
