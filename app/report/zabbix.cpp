#include "app/report/zabbix.hpp"

#include "app/report/json.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace report {

namespace {

using Values = Json<rapidjson::Writer<rapidjson::StringBuffer>>;

/// As a field of a line, and as a parameter of a key.
std::string in_quotes(std::string_view text, bool is_field) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || (c == '\\' && is_field)) quoted += '\\';
    if (c == '\n' && is_field) {
      quoted += "\\n";
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

/// Of the job, in the macros of Zabbix: what the run was of.
std::string id_of(const RunRecord& record) {
  std::string id = record.verb + " " + record.job;
  if (!record.target_path.empty())
    id += " " + (record.target_host.empty() ? "" : record.target_host + ":") + record.target_path;
  return valid_utf8(id);
}

class Lines {
 public:
  explicit Lines(const RunRecord& record) : id_(id_of(record)) {}

  void add(const std::string& key, std::string_view value) {
    text_ += "- " + in_quotes(key, true) + " " + in_quotes(valid_utf8(value), true) + "\n";
  }
  void of_job(const std::string& what, std::string_view value) {
    add("zwinnow." + what + "[" + in_quotes(id_, false) + "]", value);
  }
  void of_dataset(const std::string& what, const std::string& dataset, const std::string& side, std::uint64_t value) {
    std::string key = "zwinnow.dataset." + what + "[" + in_quotes(id_, false) + "," + in_quotes(dataset, false);
    if (!side.empty()) key += "," + side;
    add(key + "]", std::to_string(value));
  }
  const std::string& id() const { return id_; }
  const std::string& text() const { return text_; }

 private:
  std::string id_, text_;
};

bool has_datasets(const RunRecord& record) {
  return record.verb != "verify" && record.verb != "thin";
}

void add_discoveries(const RunRecord& record, Lines& lines) {
  Values jobs;
  jobs.array();
  jobs.object();
  jobs.text("{#JOB}", lines.id());
  jobs.text("{#NAME}", record.job);
  jobs.text("{#VERB}", record.verb);
  jobs.end_object();
  jobs.end_array();
  lines.add("zwinnow.jobs", jobs.result());
  if (!has_datasets(record) || record.report.datasets.empty()) return;
  Values datasets;
  datasets.array();
  for (const run::DatasetReport& dataset : record.report.datasets) {
    datasets.object();
    datasets.text("{#JOB}", lines.id());
    datasets.text("{#NAME}", record.job);
    datasets.text("{#DATASET}", dataset.source);
    datasets.end_object();
  }
  datasets.end_array();
  lines.add("zwinnow.datasets", datasets.result());
}

std::uint64_t whole(std::chrono::seconds time) {
  return static_cast<std::uint64_t>(std::max(time.count(), {}));
}

/// The first error is mostly the cause of the others.
std::string result_of(const RunRecord& record) {
  constexpr std::size_t k_longest = 1000;
  if (record.report.problems.empty()) return record.result;
  const run::Problem& first = record.report.problems.front();
  std::string text = record.result + ": " + (first.dataset.empty() ? "" : first.dataset + ": ") + first.message;
  if (!first.next_step.empty()) text += ". " + first.next_step;
  return text.substr(0, k_longest);
}

}  // namespace

std::string to_zabbix(const RunRecord& record) {
  Lines lines(record);
  add_discoveries(record, lines);
  const run::Traffic all = record.report.in_all();
  lines.of_job("exit", std::to_string(record.exit_code));
  lines.of_job("result", result_of(record));
  lines.of_job("failed", std::to_string(record.report.failed + record.report.missing_failed));
  lines.of_job("duration", std::to_string(whole(record.end - record.start)));
  lines.of_job("bytes", std::to_string(all.bytes));
  lines.of_job("snapshots", std::to_string(all.snapshots));
  if (!has_datasets(record)) return lines.text();
  for (const run::DatasetReport& dataset : record.report.datasets) {
    if (dataset.complete_until)
      lines.of_dataset("lag", dataset.source, "", whole(record.end - *dataset.complete_until));
    lines.of_dataset("snapshots", dataset.source, "source", dataset.source_snapshots);
    if (!dataset.target.empty()) lines.of_dataset("snapshots", dataset.source, "target", dataset.target_snapshots);
  }
  return lines.text();
}

std::optional<ZabbixAnswer> read_zabbix_answer(std::string_view text) {
  constexpr std::string_view k_processed = "processed: ", k_failed = "; failed: ";
  std::optional<ZabbixAnswer> answer;
  for (auto at = text.find(k_processed); at != std::string_view::npos; at = text.find(k_processed)) {
    text.remove_prefix(at + k_processed.size());
    std::size_t processed = 0, failed = 0;
    const auto first = std::from_chars(text.data(), text.data() + text.size(), processed);
    if (first.ec != std::errc{}) continue;
    text.remove_prefix(static_cast<std::size_t>(first.ptr - text.data()));
    if (!text.starts_with(k_failed)) continue;
    const std::string_view rest = text.substr(k_failed.size());
    if (std::from_chars(rest.data(), rest.data() + rest.size(), failed).ec != std::errc{}) continue;
    if (!answer) answer.emplace();
    answer->processed += processed;
    answer->failed += failed;
  }
  return answer;
}

}  // namespace report
