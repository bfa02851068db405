#include "app/run/job_report.hpp"

#include "app/plan/explain.hpp"
#include "app/run/advice.hpp"
#include "selector/says.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace run {

namespace {

using selector::Says;

struct Kind {
  std::string_view words, kind;
};

constexpr std::array k_kinds = {
    Kind{"ssh to ", "connection_failed"},
    Kind{"no answer in ", "no_answer"},
    Kind{"ermission denied", "not_allowed"},
    Kind{"quota exceeded", "out_of_space"},
    Kind{"no space left", "out_of_space"},
    Kind{"-cmd failed: ", "hook_failed"},
    Kind{"interrupted by a signal", "aborted"},
    Kind{"destination has been modified", "target_modified"},
    Kind{"I/O is currently suspended", "pool_suspended"},
};

DatasetReport report_on(const plan::DatasetPlan& dataset, const std::string& snapshot_name, bool has_failed) {
  DatasetReport report{.source = dataset.source->name,
                       .target = dataset.target,
                       .outcome = "",
                       .made = dataset.gets_snapshot ? snapshot_name : "",
                       .base = "",
                       .traffic = {}};
  const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome);
  if (transfers != nullptr) report.base = transfers->base;
  if (has_failed) {
    report.outcome = "failed";
  } else if (transfers != nullptr) {
    report.outcome = "sent";
  } else if (!dataset.target.empty()) {
    report.outcome = "up_to_date";
  } else {
    report.outcome = dataset.gets_snapshot ? "snapshotted" : "unchanged";
  }
  return report;
}

/// Of this run; empty: none is made.
std::string name_of_snapshot(const plan::Plan& plan) {
  for (const plan::Phase& phase : plan.phases) {
    if (phase.kind != plan::PhaseKind::snapshot) continue;
    for (const plan::Step& step : phase.lanes.front().steps) {
      if (const auto* const create = std::get_if<plan::CreateSnapshots>(&step.action)) return create->snapshot;
    }
  }
  return {};
}

}  // namespace

std::string kind_of(std::string_view said) {
  for (const auto& [words, kind] : k_kinds) {
    if (said.find(words) != std::string_view::npos) return std::string(kind);
  }
  if (selector::says(said, Says::out_of_space)) return "out_of_space";
  if (selector::says(said, Says::held)) return "busy";
  if (selector::says(said, Says::gone)) return "gone";
  return "command_failed";
}

Traffic JobReport::in_all() const {
  Traffic all = missing;
  for (const DatasetReport& dataset : datasets) all += dataset.traffic;
  all.time = sending_time;
  return all;
}

JobReport report_on(const plan::Plan& plan, TrafficOf traffic, std::vector<Problem> problems) {
  const std::string snapshot_name = name_of_snapshot(plan);
  std::set<std::string, std::less<>> failed;
  for (const Problem& problem : problems) failed.insert(problem.dataset);
  JobReport report;
  report.notes = plan.notes;
  report.datasets.reserve(plan.datasets.size());
  for (plan::DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    const plan::DatasetPlan& dataset = plan.datasets[i];
    const bool has_failed = failed.contains(dataset.source->name);
    report.datasets.push_back(report_on(dataset, snapshot_name, has_failed));
    if (const auto found = traffic.find(i); found != traffic.end())
      report.datasets.back().traffic = std::move(found->second);
  }
  if (const auto found = traffic.find(plan::k_no_dataset); found != traffic.end())
    report.missing = std::move(found->second);
  report.problems = std::move(problems);
  return report;
}

std::optional<Problem> foreseen(const plan::DatasetPlan& dataset) {
  if (plan::is_failure(dataset.outcome))
    return Problem{.dataset = dataset.source->name,
                   .kind = std::string(plan::name_of(dataset.outcome)),
                   .message = plan::explain(dataset),
                   .next_step = ""};
  if (dataset.unsnapshotted.empty()) return std::nullopt;
  return Problem{.dataset = dataset.source->name,
                 .kind = "not_snapshotted",
                 .message = dataset.unsnapshotted,
                 .next_step = advice_on(dataset.unsnapshotted)};
}

JobReport foretell(const plan::Plan& plan) {
  std::vector<Problem> problems;
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (auto problem = foreseen(dataset)) problems.push_back(*std::move(problem));
  }
  JobReport report = report_on(plan, {}, std::move(problems));
  report.failed = plan::count_failed(plan);
  return report;
}

}  // namespace run
