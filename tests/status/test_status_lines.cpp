#include "app/report/status_lines.hpp"
#include "app/status/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <sstream>
#include <string>

namespace {

using std::chrono::hours;

const thinner::Time k_now{hours{1000}};

status::JobStatus job(const std::string& name, hours lag) {
  status::JobStatus status{.job = name, .target = "backup"};
  status.limits = {.lag_warning = hours{30},
                   .lag_critical = hours{48},
                   .capacity_warning = 80,
                   .capacity_critical = 90,
                   .held_warning = hours{0}};
  status::add_datasets({{.source = "tank/my files",
                         .target = "backup/my files",
                         .newest = "@s",
                         .newest_time = k_now - hours{1},
                         .behind = 2,
                         .lag = lag}},
                       {}, status);
  return status;
}

std::string told(const std::vector<status::JobStatus>& jobs, bool all = false) {
  std::ostringstream out;
  report::write_status(out, jobs, k_now, all);
  return out.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(status_lines)

BOOST_AUTO_TEST_CASE(one_line_when_all_is_well) {
  status::JobStatus fine = job("x", hours{1});
  status::add_pool("backup", 45, fine);
  BOOST_TEST(told({fine}) ==
             "OK - x: 1 dataset, newest common snapshot 1h old | 'lag'=3600s;108000;172800;0 'age'=3600s;;;0 "
             "'datasets'=1;;;0 'troubled'=0;;;0 'behind'=2;;;0 'diverged'=0;;;0 'partly_received'=0;;;0 "
             "'target_only'=0;;;0 'held'=0;;;0 'capacity backup'=45%;80;90;0;100\n");
}

BOOST_AUTO_TEST_CASE(the_worst_comes_first_and_each_trouble_has_a_line) {
  const std::string text = told({job("x", hours{1}), job("y", hours{49})});
  BOOST_TEST(
      text.starts_with("CRITICAL - y: 1 of 1 dataset in trouble: tank/my files: behind for up to 2d1h, newest "
                       "common snapshot 1h old; x: 1 dataset, "));
  BOOST_TEST(text.find(" 'y lag'=176400s;108000;172800;0 ") != std::string::npos);
  BOOST_TEST(
      text.ends_with("\nCRITICAL - tank/my files: behind for up to 2d1h, newest @s, lag 2d1h, 2 snapshots "
                     "behind\n"));
}

BOOST_AUTO_TEST_CASE(all_datasets_on_demand) {
  const std::string text = told({job("x", hours{1})}, true);
  BOOST_TEST(text.find(" 'tank/my files lag'=3600s;108000;172800;0 'tank/my files behind'=2;;;0\n") !=
             std::string::npos);
  BOOST_TEST(text.ends_with("\nOK - tank/my files: newest @s, lag 1h, 2 snapshots behind\n"));
}

BOOST_AUTO_TEST_CASE(nothing_from_outside_ends_the_line_or_begins_the_numbers) {
  status::JobStatus status = job("x", hours{1});
  status.troubles.push_back({status::Level::warning, "a | b\nc\x1b"});
  const std::string text = told({status});
  BOOST_TEST(text.starts_with("WARNING - x: 1 dataset, a / b c , newest"));
  BOOST_TEST(report::unknown_status("ssh: no\nroute | host") == "UNKNOWN - ssh: no route / host");
}

BOOST_AUTO_TEST_SUITE_END()
