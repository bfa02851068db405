#include "app/report/zabbix.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>

namespace {

report::RunRecord record() {
  report::RunRecord run;
  run.verb = "backup";
  run.job = "offsite1";
  run.target_host = "root@backup1";
  run.target_path = "backup/server1";
  run.result = "ok";
  run.start = thinner::Time{std::chrono::seconds{1000}};
  run.end = thinner::Time{std::chrono::seconds{1060}};
  run.report.datasets.push_back({.source = "tank/my files",
                                 .target = "backup/server1/tank/my files",
                                 .source_snapshots = 10,
                                 .target_snapshots = 20,
                                 .complete_until = run.start});
  return run;
}

bool has_line(const report::RunRecord& run, const std::string& line) {
  return report::to_zabbix(run).find(line + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zabbix)

BOOST_AUTO_TEST_CASE(discoveries_come_first) {
  const std::string id = R"(backup offsite1 root@backup1:backup/server1)";
  const std::string text = report::to_zabbix(record());
  BOOST_TEST(text.starts_with(R"(- "zwinnow.jobs" "[{\"{#JOB}\":\")" + id +
                              R"(\",\"{#NAME}\":\"offsite1\",\"{#VERB}\":\"backup\"}]")"
                              "\n"
                              R"(- "zwinnow.datasets" "[{\"{#JOB}\":\")" +
                              id +
                              R"(\",\"{#NAME}\":\"offsite1\",\"{#DATASET}\":\"tank/my files\"}]")"
                              "\n"));
}

BOOST_AUTO_TEST_CASE(a_value_in_each_line) {
  const std::string job = R"(\"backup offsite1 root@backup1:backup/server1\")";
  BOOST_TEST(has_line(record(), R"(- "zwinnow.exit[)" + job + R"(]" "0")"));
  BOOST_TEST(has_line(record(), R"(- "zwinnow.duration[)" + job + R"(]" "60")"));
  BOOST_TEST(has_line(record(), R"(- "zwinnow.dataset.lag[)" + job + R"(,\"tank/my files\"]" "60")"));
  BOOST_TEST(has_line(record(), R"(- "zwinnow.dataset.snapshots[)" + job + R"(,\"tank/my files\",target]" "20")"));
}

BOOST_AUTO_TEST_CASE(the_first_error_is_the_result) {
  report::RunRecord run = record();
  run.result = "failed";
  run.report.problems = {{"tank/a", "busy", "it says \"no\\\nno\"", "try again"}, {"", "x", "another", ""}};
  BOOST_TEST(report::to_zabbix(run).find(R"("failed: tank/a: it says \"no\\\nno\". try again")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_value_takes_more_than_a_line) {
  report::RunRecord run = record();
  run.job = "a\nb\"c\\d";
  run.report.datasets.clear();
  const std::string text = report::to_zabbix(run);
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 7);
}

BOOST_AUTO_TEST_CASE(what_the_server_made_of_it) {
  const auto answer = report::read_zabbix_answer(
      "Response from \"127.0.0.1:10051\": \"processed: 3; failed: 1; total: 4; seconds spent: 0.0001\"\n"
      "Response from \"127.0.0.1:10051\": \"processed: 10; failed: 0; total: 10; seconds spent: 0.0001\"\n"
      "sent: 14; skipped: 0; total: 14\n");
  BOOST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->processed == 13U);
  BOOST_TEST(answer->failed == 1U);
  for (const char* const text : {"", "processed: ", "processed: 3", "processed: 3; failed: ", "processed: x; failed: 1",
                                 "processed: 99999999999999999999999; failed: 1"})
    BOOST_TEST(!report::read_zabbix_answer(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
