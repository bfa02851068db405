#include "app/report/metrics.hpp"
#include "app/report/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace {

using std::chrono::seconds;

thinner::Time at(long time) {
  return thinner::Time{seconds{time}};
}

report::RunRecord record(long end, int exit_code = 0) {
  report::RunRecord run;
  run.verb = "backup";
  run.job = "offsite1";
  run.target_path = "backup/server1";
  run.start = at(end - 60);
  run.end = at(end);
  run.exit_code = exit_code;
  return run;
}

run::DatasetReport dataset(const std::string& name, std::optional<thinner::Time> complete_until) {
  return {.source = name,
          .target = "backup/server1/" + name,
          .source_snapshots = 10,
          .target_snapshots = 20,
          .complete_until = complete_until};
}

/// The value of the only sample of that name, or of that dataset.
double value(const std::string& text, const std::string& name, const std::string& dataset = "") {
  for (const report::Sample& sample : report::read_samples(text)) {
    if (sample.name == name && (dataset.empty() || sample.labels.at("dataset") == dataset)) return sample.value;
  }
  return -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(what_a_run_came_to) {
  report::RunRecord run = record(1000060);
  run.report.datasets = {dataset("tank/a", at(1000000))};
  const std::string text = report::to_metrics(run, "");
  const std::string labels = R"({name="offsite1",target="backup/server1",verb="backup"})";
  BOOST_TEST(
      text.starts_with("# HELP zwinnow_last_run_timestamp_seconds When the last run ended.\n"
                       "# TYPE zwinnow_last_run_timestamp_seconds gauge\n"
                       "zwinnow_last_run_timestamp_seconds" +
                       labels + " 1000060\n"));
  BOOST_TEST(text.find("\nzwinnow_exit_code" + labels + " 0\n") != std::string::npos);
  BOOST_TEST(value(text, "zwinnow_last_success_timestamp_seconds") == 1000060);
  BOOST_TEST(value(text, "zwinnow_run_duration_seconds") == 60);
  BOOST_TEST(value(text, "zwinnow_dataset_lag_seconds", "tank/a") == 60);
  BOOST_TEST(text.find(R"(zwinnow_dataset_snapshots{dataset="tank/a",name="offsite1",side="target")") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_failure_keeps_what_was_known) {
  report::RunRecord good = record(1000060);
  good.report.datasets = {dataset("tank/a", at(1000000)), dataset("tank/b", at(1000000))};
  const std::string before = report::to_metrics(good, "");
  const std::string lost = report::to_metrics(record(2000000, 255), before);
  BOOST_TEST(value(lost, "zwinnow_last_run_timestamp_seconds") == 2000000);
  BOOST_TEST(value(lost, "zwinnow_last_success_timestamp_seconds") == 1000060);
  BOOST_TEST(value(lost, "zwinnow_exit_code") == 255);
  BOOST_TEST(value(lost, "zwinnow_dataset_lag_seconds", "tank/b") == 1000000);
  BOOST_TEST(value(lost, "zwinnow_dataset_snapshots", "tank/b") == 10);

  report::RunRecord partly = record(2000060, 1);
  partly.report.datasets = {dataset("tank/a", at(2000000)), dataset("tank/b", std::nullopt)};
  const std::string after = report::to_metrics(partly, lost);
  BOOST_TEST(value(after, "zwinnow_dataset_lag_seconds", "tank/a") == 60);
  BOOST_TEST(value(after, "zwinnow_dataset_lag_seconds", "tank/b") == 1000060);
}

BOOST_AUTO_TEST_CASE(who_never_succeeded_says_0) {
  BOOST_TEST(value(report::to_metrics(record(1000, 255), ""), "zwinnow_last_success_timestamp_seconds") == 0);
}

BOOST_AUTO_TEST_CASE(a_dataset_that_is_gone_is_left_out) {
  report::RunRecord run = record(1000060);
  run.report.datasets = {dataset("tank/a", at(1000000)), dataset("tank/b", at(1000000))};
  const std::string before = report::to_metrics(run, "");
  run.report.datasets.pop_back();
  BOOST_TEST(value(report::to_metrics(run, before), "zwinnow_dataset_lag_seconds", "tank/b") == -1);
}

BOOST_AUTO_TEST_CASE(a_verification_tells_nothing_of_lag) {
  report::RunRecord run = record(1000060);
  run.verb = "verify";
  run.report.datasets = {dataset("tank/a", std::nullopt)};
  BOOST_TEST(report::to_metrics(run, "").find("zwinnow_dataset_") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_come_back_as_they_were) {
  report::RunRecord run = record(1000);
  run.job = "a\"b\\c\nd{}=,";
  const auto samples = report::read_samples(report::to_metrics(run, ""));
  BOOST_TEST(samples.at(0).labels.at("name") == run.job);
  run.job = "\xff";
  BOOST_TEST(report::read_samples(report::to_metrics(run, "")).at(0).labels.at("name") == "\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(any_earlier_text_is_harmless) {
  for (const char* const text :
       {"zwinnow_last_success_timestamp_seconds", "zwinnow_last_success_timestamp_seconds{", "x{a=\"b} 1",
        "zwinnow_last_success_timestamp_seconds{a=\"\\", "zwinnow_last_success_timestamp_seconds nan",
        "zwinnow_last_success_timestamp_seconds 1x", "\n\n#\n{}", "zwinnow_last_success_timestamp_seconds  1"})
    BOOST_TEST(value(report::to_metrics(record(1000, 1), text), "zwinnow_last_success_timestamp_seconds") == 0);
  const std::string future = "zwinnow_last_success_timestamp_seconds 9e99\n";
  BOOST_TEST(value(report::to_metrics(record(1000, 1), future), "zwinnow_last_success_timestamp_seconds") == 1000);
}

BOOST_AUTO_TEST_CASE(each_verb_job_and_target_has_a_file) {
  report::RunRecord run = record(1);
  BOOST_TEST(report::metrics_file_name(run) == "zwinnow_backup_offsite1,backup+server1.prom");
  run.target_host = "root@backup1";
  BOOST_TEST(report::metrics_file_name(run) == "zwinnow_backup_offsite1,root%40backup1:backup+server1.prom");
  run.target_host = run.target_path = "";
  BOOST_TEST(report::metrics_file_name(run) == "zwinnow_backup_offsite1.prom");
  run.job = "../../etc/x";
  BOOST_TEST(report::metrics_file_name(run) == "zwinnow_backup_..+..+etc+x.prom");
}

BOOST_AUTO_TEST_SUITE_END()
