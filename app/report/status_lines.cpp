#include "app/report/status_lines.hpp"

#include "app/status/judge.hpp"

#include <algorithm>
#include <ostream>
#include <string_view>

namespace report {

namespace {

using status::DatasetStatus;
using status::JobStatus;
using status::Level;

/// What follows '|' is taken for numbers, and the line must not end early, whatever a host says.
std::string in_a_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '|' ? '/' : static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  return line;
}

std::string how_many(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::vector<const DatasetStatus*> troubled(const JobStatus& job) {
  std::vector<const DatasetStatus*> all;
  for (const DatasetStatus& dataset : job.datasets) {
    if (dataset.level != Level::ok) all.push_back(&dataset);
  }
  std::ranges::stable_sort(all, [](const DatasetStatus* one, const DatasetStatus* other) {
    return one->level != other->level && worse_of(one->level, other->level) == one->level;
  });
  return all;
}

/// What is worst comes first: pagers cut lines.
std::string sum_of(const JobStatus& job, thinner::Time now) {
  std::vector<std::string> parts;
  const auto bad = troubled(job);
  if (!bad.empty()) {
    parts.push_back(std::to_string(bad.size()) + " of " + how_many(job.datasets.size(), "dataset") + " in trouble: " +
                    bad.front()->source + ": " + bad.front()->trouble + (bad.size() == 1 ? "" : " ..."));
  } else if (!job.datasets.empty()) {
    parts.push_back(how_many(job.datasets.size(), "dataset"));
  }
  for (const status::Trouble& trouble : job.troubles) parts.push_back(trouble.text);
  const std::string newest = job.target.empty() ? "newest snapshot " : "newest common snapshot ";
  if (const DatasetStatus* const found = job.newest())
    parts.push_back(newest + status::in_short(now - *found->newest_time) + " old");
  const auto partly = std::ranges::count_if(job.datasets, &DatasetStatus::is_partly_received);
  if (partly != 0) parts.push_back(std::to_string(partly) + " partly received");
  if (job.read_only != 0) parts.push_back(how_many(job.read_only, "dataset") + " read-only as asserted");
  std::string text = job.job.empty() ? "" : job.job + ": ";
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
  return text;
}

// --- The numbers ---

/// 'label'=value;warning;critical;minimum
class Numbers {
 public:
  void add(const std::string& label, const std::string& value, const std::string& limits) {
    text_ += (text_.empty() ? "'" : " '") + plain(label) + "'=" + value + limits;
  }
  void count(const std::string& label, std::size_t value) { add(label, std::to_string(value), ";;;0"); }
  const std::string& text() const { return text_; }

 private:
  /// A label ends at a quote, and some readers split at '=' first.
  static std::string plain(const std::string& label) {
    std::string text = in_a_line(label);
    std::ranges::replace_if(
        text, [](char c) { return c == '\'' || c == '='; }, '_');
    return text;
  }

  std::string text_;
};

template <class Limit>
std::string limits_of(Limit warning, Limit critical, const char* rest) {
  const auto told = [](Limit limit) { return limit == Limit{0} ? std::string() : std::to_string(limit); };
  return ";" + told(warning) + ";" + told(critical) + rest;
}

std::string lag_limits(const status::Limits& limits) {
  return limits_of(limits.lag_warning.count(), limits.lag_critical.count(), ";0");
}

bool is_diverged(const DatasetStatus& dataset) {
  return dataset.state == match::State::diverged || dataset.state == match::State::guid_mismatch;
}

void add_numbers_of_datasets(const JobStatus& job, const std::string& prefix, Numbers& numbers) {
  for (const DatasetStatus& dataset : job.datasets) {
    numbers.add(prefix + dataset.source + " lag", std::to_string(dataset.lag.count()) + "s", lag_limits(job.limits));
    numbers.count(prefix + dataset.source + " behind", dataset.behind);
  }
}

void add_numbers(const JobStatus& job, const std::string& prefix, thinner::Time now, Numbers& numbers) {
  if (!job.datasets.empty()) {
    std::size_t behind = 0;
    for (const DatasetStatus& dataset : job.datasets) behind += dataset.behind;
    numbers.add(prefix + "lag", std::to_string(job.lag().count()) + "s", lag_limits(job.limits));
    if (const DatasetStatus* const newest = job.newest())
      numbers.add(prefix + "age", std::to_string(std::max((now - *newest->newest_time).count(), {})) + "s", ";;;0");
    numbers.count(prefix + "datasets", job.datasets.size());
    numbers.count(prefix + "troubled", troubled(job).size());
    numbers.count(prefix + "behind", behind);
  }
  if (!job.target.empty()) {
    const auto count = [&](auto is) { return static_cast<std::size_t>(std::ranges::count_if(job.datasets, is)); };
    numbers.count(prefix + "diverged", count(is_diverged));
    numbers.count(prefix + "partly_received", count(&DatasetStatus::is_partly_received));
    numbers.count(prefix + "target_only", job.target_only);
  }
  if (!job.datasets.empty()) numbers.count(prefix + "held", job.held);
  for (const status::PoolStatus& pool : job.pools)
    numbers.add(prefix + "capacity " + pool.pool, std::to_string(pool.percent) + "%",
                limits_of(job.limits.capacity_warning, job.limits.capacity_critical, ";0;100"));
}

// --- The lines below ---

void write_dataset(std::ostream& out, const DatasetStatus& dataset) {
  std::string line(name_of(dataset.level));
  line += " - " + dataset.source + ": ";
  if (!dataset.trouble.empty()) line += dataset.trouble + ", ";
  line += dataset.newest.empty() ? "nothing" : "newest " + dataset.newest;
  line += ", lag " + status::in_short(dataset.lag) + ", " + how_many(dataset.behind, "snapshot") + " behind";
  if (dataset.is_partly_received) line += ", partly received";
  out << in_a_line(line) << '\n';
}

}  // namespace

void write_status(std::ostream& out, const std::vector<JobStatus>& jobs, thinner::Time now, bool all) {
  Level level = Level::ok;
  std::string text;
  Numbers numbers;
  for (const JobStatus& job : jobs) {
    level = worse_of(level, job.level());
    const std::string prefix = jobs.size() == 1 || job.job.empty() ? "" : job.job + " ";
    add_numbers(job, prefix, now, numbers);
    if (all) add_numbers_of_datasets(job, prefix, numbers);
  }
  for (const bool bad : {true, false}) {
    for (const JobStatus& job : jobs) {
      if ((job.level() != Level::ok) == bad) text += (text.empty() ? "" : "; ") + sum_of(job, now);
    }
  }
  out << name_of(level) << " - " << in_a_line(text);
  if (!numbers.text().empty()) out << " | " << numbers.text();
  out << '\n';
  for (const JobStatus& job : jobs) {
    for (const DatasetStatus& dataset : job.datasets) {
      if (all || dataset.level != Level::ok) write_dataset(out, dataset);
    }
  }
}

std::string unknown_status(const std::string& why) {
  return std::string(name_of(Level::unknown)) + " - " + in_a_line(why);
}

}  // namespace report
