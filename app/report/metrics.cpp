#include "app/report/metrics.hpp"

#include "app/report/samples.hpp"
#include "app/report/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace report {

namespace {

using Labels = Sample::Labels;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : valid_utf8(text)) {
    if (c == '\\' || c == '"') out += '\\';
    c == '\n' ? out += "\\n" : out += c;
  }
  return out;
}

std::string in_digits(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), end};
}

double epoch_seconds(thinner::Time time) {
  return static_cast<double>(time.time_since_epoch().count());
}

/// The families of a file, each with its samples together, as the format wants it.
class Families {
 public:
  explicit Families(Labels job) : job_(std::move(job)) {}

  void begin(std::string name, std::string_view help) {
    name_ = "zwinnow_" + std::move(name);
    text_.append("# HELP ").append(name_).append(" ").append(help).append("\n# TYPE ").append(name_).append(" gauge\n");
  }
  void add(double value, const Labels& more = {}) {
    Labels all = more;
    all.insert(job_.begin(), job_.end());
    std::string labels;
    for (const auto& [label, text] : all) labels += (labels.empty() ? "" : ",") + label + "=\"" + escaped(text) + "\"";
    text_.append(name_).append("{").append(labels).append("} ").append(in_digits(value)).append("\n");
  }
  void one(std::string name, std::string_view help, double value) {
    begin(std::move(name), help);
    add(value);
  }
  const std::string& text() const { return text_; }

 private:
  Labels job_;
  std::string name_, text_;
};

std::string target_of(const RunRecord& record) {
  return record.target_host.empty() ? record.target_path : record.target_host + ":" + record.target_path;
}

/// "job" is a label that Prometheus sets itself.
Labels labels_of(const RunRecord& record) {
  return {{"name", record.job}, {"verb", record.verb}, {"target", target_of(record)}};
}

/// What is told of each dataset.
struct HowFar {
  double complete_until = 0;
  double on_source = 0, on_target = 0;
};
using HowFarOf = std::map<std::string, HowFar>;

constexpr std::string_view k_success = "zwinnow_last_success_timestamp_seconds";
constexpr std::string_view k_complete = "zwinnow_dataset_complete_timestamp_seconds";
constexpr std::string_view k_snapshots = "zwinnow_dataset_snapshots";

std::string label_of(const Sample& sample, std::string_view label) {
  const auto found = sample.labels.find(label);
  return found == sample.labels.end() ? std::string() : found->second;
}

HowFarOf how_far_before(const std::vector<Sample>& earlier) {
  HowFarOf all;
  for (const Sample& sample : earlier) {
    const std::string dataset = label_of(sample, "dataset");
    if (dataset.empty()) continue;
    if (sample.name == k_complete) all[dataset].complete_until = sample.value;
    if (sample.name != k_snapshots) continue;
    (label_of(sample, "side") == "source" ? all[dataset].on_source : all[dataset].on_target) = sample.value;
  }
  return all;
}

/// A run that did not come to its datasets knows no more of them than the one before it. What it did come to is all
/// that there is.
HowFarOf how_far(const RunRecord& record, const std::vector<Sample>& earlier) {
  HowFarOf before = how_far_before(earlier);
  if (record.report.datasets.empty() && record.exit_code != 0) return before;
  HowFarOf all;
  for (const run::DatasetReport& dataset : record.report.datasets) {
    HowFar& one = all[dataset.source];
    one.on_source = static_cast<double>(dataset.source_snapshots);
    one.on_target = static_cast<double>(dataset.target_snapshots);
    if (dataset.complete_until) one.complete_until = epoch_seconds(*dataset.complete_until);
    one.complete_until = std::max(one.complete_until, before[dataset.source].complete_until);
  }
  return all;
}

double last_success(const RunRecord& record, const std::vector<Sample>& earlier) {
  if (record.exit_code == 0) return epoch_seconds(record.end);
  const auto found = std::ranges::find(earlier, k_success, &Sample::name);
  const double before = found == earlier.end() ? 0 : found->value;
  return std::clamp(before, 0.0, epoch_seconds(record.end));  // a clock may have been wrong
}

void add_run(const RunRecord& record, const std::vector<Sample>& earlier, Families& families) {
  families.one("last_run_timestamp_seconds", "When the last run ended.", epoch_seconds(record.end));
  families.one("last_success_timestamp_seconds", "When the last run ended that had no failure; 0: none is known.",
               last_success(record, earlier));
  families.one("run_duration_seconds", "How long the last run took.",
               static_cast<double>(std::max((record.end - record.start).count(), {})));
  families.one(
      "exit_code",
      "Exit code of the last run: 0 all well; of status 1 to 3, of others 1 to 254 datasets failed, 255 not done.",
      record.exit_code);
}

void add_work(const RunRecord& record, Families& families) {
  const run::Traffic all = record.report.in_all();
  families.one("datasets", "Selected datasets of the last run.", static_cast<double>(record.report.datasets.size()));
  families.one("datasets_failed", "Failed datasets of the last run.",
               static_cast<double>(record.report.failed + record.report.missing_failed));
  families.one("sent_bytes", "Bytes that the last run sent, as zfs receive rounds them.",
               static_cast<double>(all.bytes));
  families.one("sent_snapshots", "Snapshots that the last run sent.", static_cast<double>(all.snapshots));
  families.begin("destroyed_snapshots", "Snapshots that the last run destroyed.");
  families.add(static_cast<double>(all.destroyed_on_source), {{"side", "source"}});
  families.add(static_cast<double>(all.destroyed_on_target), {{"side", "target"}});
}

/// A verification tells nothing of what was sent when.
bool tells_how_far(const RunRecord& record) {
  return record.verb != "verify" && record.verb != "thin";
}

void add_datasets(const RunRecord& record, const HowFarOf& all, Families& families) {
  if (all.empty()) return;
  const double end = epoch_seconds(record.end);
  families.begin(
      "dataset_complete_timestamp_seconds",
      "The copy of the dataset (without a target: its newest snapshot) has all that was written until then.");
  for (const auto& [dataset, one] : all) families.add(one.complete_until, {{"dataset", dataset}});
  families.begin("dataset_lag_seconds", "How far behind the copy was when the last run ended.");
  for (const auto& [dataset, one] : all) families.add(std::max(end - one.complete_until, 0.0), {{"dataset", dataset}});
  families.begin("dataset_snapshots", "Snapshots of the dataset and of its copy after the last run.");
  for (const auto& [dataset, one] : all) {
    families.add(one.on_source, {{"dataset", dataset}, {"side", "source"}});
    if (!record.target_path.empty()) families.add(one.on_target, {{"dataset", dataset}, {"side", "target"}});
  }
}

// --- Of `status` ---

Labels labels_of(const RunRecord& record, const status::JobStatus& job, const Labels& more = {}) {
  Labels all = more;
  all.emplace("name", job.job);
  all.emplace("target", job.target.empty() ? "" : target_of(record));
  return all;
}

void add_status(const RunRecord& record, const std::vector<status::JobStatus>& jobs, Families& families) {
  families.begin("status", "How well the backup is: 0 OK, 1 WARNING, 2 CRITICAL.");
  for (const status::JobStatus& job : jobs) families.add(static_cast<double>(job.level()), labels_of(record, job));
  families.begin("status_lag_seconds", "How long the copy has lacked something, at most.");
  for (const status::JobStatus& job : jobs) {
    for (const status::DatasetStatus& dataset : job.datasets)
      families.add(static_cast<double>(dataset.lag.count()), labels_of(record, job, {{"dataset", dataset.source}}));
  }
  families.begin("status_behind_snapshots", "Snapshots that the copy lacks.");
  for (const status::JobStatus& job : jobs) {
    for (const status::DatasetStatus& dataset : job.datasets)
      families.add(static_cast<double>(dataset.behind), labels_of(record, job, {{"dataset", dataset.source}}));
  }
  families.begin("pool_used_ratio", "How full the pool is.");
  for (const status::JobStatus& job : jobs) {
    for (const status::PoolStatus& pool : job.pools)
      families.add(pool.percent / 100.0, labels_of(record, job, {{"pool", pool.pool}}));
  }
}

}  // namespace

std::string to_metrics(const RunRecord& record, std::string_view earlier) {
  const std::vector<Sample> samples = read_samples(earlier);
  Families families(labels_of(record));
  add_run(record, samples, families);
  if (record.verb == "status") {
    if (record.status) add_status(record, *record.status, families);
    return families.text();
  }
  add_work(record, families);
  if (tells_how_far(record)) add_datasets(record, how_far(record, samples), families);
  return families.text();
}

/// A dataset's name has no '+', so that it can stand for the '/' that a file's name cannot have.
std::string metrics_file_name(const RunRecord& record) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  std::string name;
  const std::array<std::string, 3> parts = {record.verb, record.job, target_of(record)};
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    name += name.empty() ? "zwinnow_" : &part == &parts[1] ? "_" : ",";
    for (const char c : part) {
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == ':';
      if (is_plain || c == '/') {
        name += c == '/' ? '+' : c;
      } else {
        const auto byte = static_cast<unsigned char>(c);
        name.append("%").append(1, k_hex[byte / 16]).append(1, k_hex[byte % 16]);
      }
    }
  }
  constexpr std::size_t k_longest = 240;  // file systems end names at 255 bytes
  return name.substr(0, k_longest) + ".prom";
}

}  // namespace report
