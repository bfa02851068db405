#include "app/report/explanation.hpp"

#include "app/plan/retain/grounds.hpp"
#include "app/report/amounts.hpp"
#include "app/report/columns.hpp"
#include "app/report/fate_text.hpp"

#include <date/date.h>

#include <algorithm>
#include <numeric>
#include <ostream>

namespace report {

namespace {

DecidedBy decided_by(const plan::Fate& fate) {
  using Kept = plan::Fate::Kept;
  using thinner::Reason;
  if (fate.goes()) return DecidedBy::nobody;
  if (fate.kept == Kept::newest_of_ours) return DecidedBy::newest;
  if (fate.kept != Kept::by_schedule) return DecidedBy::other;
  const Reason reason = fate.verdict.reason;
  if (reason == Reason::oldest_in_block) return DecidedBy::rule;
  return reason == Reason::newest || reason == Reason::young ? DecidedBy::newest : DecidedBy::other;
}

std::string why_it_goes(const plan::Ground& ground, const thinner::Schedule& schedule) {
  if (ground.rule && ground.holder != nullptr)
    return ground.holder->text + " is older in its block of: " + thinner::describe(schedule.rules[*ground.rule]);
  if (schedule.rules.empty() || !ground.time) return "no rule of the schedule keeps it";
  const auto longest = std::ranges::max_element(schedule.rules, {}, [](const auto& rule) { return rule.ttl.seconds; });
  return "it is older than " + thinner::in_words(longest->ttl) + ", the longest time of the schedule";
}

ExplainedSnapshot explained(const plan::Fate& fate, const plan::Ground& ground, const plan::Retention& retention) {
  ExplainedSnapshot snapshot{.name = fate.name->text,
                             .by = decided_by(fate),
                             .rule = ground.rule,
                             .block = ground.block,
                             .why = reason_of(fate, retention),
                             .made = ground.time,
                             .used = {}};
  if (fate.goes()) snapshot.why = why_it_goes(ground, retention.of(*fate.name->series));
  // The block of a rule says nothing of what another reason keeps.
  if (snapshot.by == DecidedBy::newest || snapshot.by == DecidedBy::other) {
    snapshot.rule.reset();
    snapshot.block.reset();
  }
  return snapshot;
}

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string going_text(std::size_t going, std::size_t all) {
  return std::to_string(going) + " of " + counted(all, "snapshot") + (going == 1 ? " goes" : " go");
}

}  // namespace

std::size_t ExplainedDataset::going() const {
  return static_cast<std::size_t>(std::ranges::count_if(snapshots, &ExplainedSnapshot::goes));
}

std::size_t Explanation::snapshots() const {
  return std::accumulate(datasets.begin(), datasets.end(), std::size_t{0},
                         [](std::size_t sum, const auto& dataset) { return sum + dataset.snapshots.size(); });
}

std::size_t Explanation::going() const {
  return std::accumulate(datasets.begin(), datasets.end(), std::size_t{0},
                         [](std::size_t sum, const auto& dataset) { return sum + dataset.going(); });
}

std::uint64_t Explanation::frees() const {
  return std::accumulate(datasets.begin(), datasets.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& dataset) { return sum + dataset.frees.value_or(0); });
}

Explanation explain(const plan::Plan& plan, const plan::Facts& facts, const plan::Options& options) {
  Explanation all{options.now, options.keep_source.of(0), {}};
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    const std::vector<plan::Ground> grounds = plan::grounds_on_source(dataset, facts, options);
    ExplainedDataset& one =
        all.datasets.emplace_back(ExplainedDataset{dataset.source->name, {}, dataset.source_clock.has_value(), {}});
    for (std::size_t i = 0; i < grounds.size(); ++i) {
      one.snapshots.push_back(explained(dataset.source_fates[i], grounds[i], options.keep_source));
    }
  }
  return all;
}

std::string minute_text(thinner::Time time, const thinner::Zone& zone) {
  return date::format("%F %R", std::chrono::sys_seconds{std::chrono::seconds(zone.to_wall(time))});
}

std::string block_text(const thinner::Block& block, const thinner::Zone& zone) {
  const std::string from = minute_text(block.from, zone), to = minute_text(block.to, zone);
  constexpr std::size_t k_day = 10;
  if (from.ends_with(" 00:00") && to.ends_with(" 00:00")) return from.substr(0, k_day) + " to " + to.substr(0, k_day);
  return from + " to " + (from.compare(0, k_day, to, 0, k_day) == 0 ? to.substr(k_day + 1) : to);
}

std::string going_text(const ExplainedDataset& dataset) {
  std::string text = going_text(dataset.going(), dataset.snapshots.size());
  if (dataset.going() == 0) return text;
  return text + (dataset.frees ? ", which frees " + bytes_text(*dataset.frees) : ", and what that frees is not known");
}

void write_explanation(std::ostream& out, const Explanation& explanation, const thinner::Zone& zone) {
  Rows rows{{"DATASET", "SNAPSHOT", "MADE", "SIZE", "BLOCK", "WHY"}};
  for (const ExplainedDataset& dataset : explanation.datasets) {
    for (const ExplainedSnapshot& snapshot : dataset.snapshots) {
      rows.push_back({dataset.name, snapshot.name, snapshot.made ? minute_text(*snapshot.made, zone) : "-",
                      snapshot.used ? bytes_text(*snapshot.used) : "-",
                      snapshot.block ? block_text(*snapshot.block, zone) : "-",
                      (snapshot.goes() ? "goes: " : "stays: ") + snapshot.why});
    }
  }
  if (rows.size() > 1) {
    write_columns(out, rows, {3});
    out << '\n';
  }
  for (const ExplainedDataset& dataset : explanation.datasets) {
    if (dataset.going() != 0) out << dataset.name << ": " << going_text(dataset) << ".\n";
  }
  out << "In all, " << going_text(explanation.going(), explanation.snapshots());
  if (explanation.going() != 0) out << ", which frees " << bytes_text(explanation.frees());
  out << ".\n";
}

}  // namespace report
