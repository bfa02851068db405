#include "app/retrieve/versions.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using retrieve::Location;

BOOST_AUTO_TEST_SUITE(versions)

BOOST_AUTO_TEST_CASE(lines_of_versions) {
  const auto version = retrieve::parse_version("backup/my data@mon\t1700000000\tf\t17");
  BOOST_REQUIRE(version.has_value());
  BOOST_TEST((*version == retrieve::Version{"backup/my data@mon", 1700000000, 'f', 17}));
  for (const char* line : {"", "backup/a@b", "backup/a\t1\tf\t1", "backup/a@b\tx\tf\t1", "backup/a@b\t1\tff\t1",
                           "backup/a@b\t1\tf\t", "backup/a@b\t1\tf\t1\t2"})
    BOOST_TEST(!retrieve::parse_version(line).has_value(), line);
}

BOOST_AUTO_TEST_CASE(the_dataset_that_has_a_path) {
  const std::vector<std::string> datasets{"b/home", "b/home/anna", "b/home/anna/mail", "b/home/an"};
  struct Case {
    const char* path;
    const char* dataset;
    const char* rest;
  };
  for (const Case& one : {Case{"motd", "b/home", "motd"}, Case{"anna/report", "b/home/anna", "report"},
                          Case{"anna/mail/new/1", "b/home/anna/mail", "new/1"}, Case{"anna", "b/home", "anna"},
                          Case{"./anna//report", "b/home/anna", "report"}, Case{"ann/x", "b/home", "ann/x"},
                          Case{"/srv/home/anna/report", "b/home/anna", "report"}}) {
    BOOST_TEST_CONTEXT(one.path) {
      const auto location = retrieve::locate(one.path, "b/home", "/srv/home", datasets);
      BOOST_REQUIRE(location.has_value());
      BOOST_TEST((*location == Location{one.dataset, one.rest}));
    }
  }
}

BOOST_AUTO_TEST_CASE(paths_that_lead_elsewhere) {
  for (const char* path : {"", ".", "/", "..", "a/../../b", "/etc/passwd", "/srv/homes/a", "/srv/home"})
    BOOST_TEST(!retrieve::locate(path, "b/home", "/srv/home", {"b/home"}).has_value(), path);
  BOOST_TEST(!retrieve::locate("/srv/home/a", "b/home", "", {"b/home"}).has_value());
  BOOST_TEST(retrieve::locate("/a", "b/root", "/", {"b/root"}).has_value());
}

BOOST_AUTO_TEST_CASE(hashes_in_any_order) {
  BOOST_TEST(retrieve::are_equal({"1  ./a", "2  ./b"}, {"2  ./b", "1  ./a"}));
  BOOST_TEST(!retrieve::are_equal({"1  ./a"}, {"2  ./a"}));
  BOOST_TEST(!retrieve::are_equal({"1  ./a", "2  ./b"}, {"1  ./a"}));
}

BOOST_AUTO_TEST_SUITE_END()
