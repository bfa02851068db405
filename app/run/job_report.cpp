#include "app/run/job_report.hpp"

#include "app/plan/explain.hpp"
#include "app/plan/replicate/history.hpp"
#include "app/run/blame.hpp"
#include "zfs/says.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace run {

namespace {

DatasetOutcome outcome_of(const plan::DatasetPlan& dataset, std::size_t sent) {
  using Of = DatasetOutcome;
  if (const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome))
    return sent >= transfers->snapshots.size() || dataset.carried_by ? Of::sent : Of::not_done;
  if (std::holds_alternative<plan::Cloned>(dataset.outcome)) return Of::cloned;
  if (std::holds_alternative<plan::RolledBack>(dataset.outcome)) return Of::rolled_back;
  if (!dataset.target.empty()) return Of::up_to_date;
  return dataset.gets_snapshot ? Of::snapshotted : Of::unchanged;
}

/// Both sides as the run leaves them.
void put_histories(const plan::DatasetPlan& dataset, DatasetReport& report) {
  const plan::Histories both = plan::compare(*dataset.source, nullptr, dataset.there, true);
  const auto left = [](std::size_t were, std::size_t more, std::size_t gone) {
    return were + more - std::min(were + more, gone);
  };
  report.source_snapshots = left(both.source.size(), dataset.gets_snapshot ? 1 : 0, report.traffic.destroyed_on_source);
  const std::size_t there = dataset.rotates ? 0 : both.target.size();
  report.target_snapshots = left(there, report.traffic.snapshots, report.traffic.destroyed_on_target);
  if (!dataset.received.empty() && report.outcome == DatasetOutcome::sent) {
    const std::string& newest = dataset.received.back().snapshot;
    report.common = "@" + newest;
    for (const zfs::Snapshot* snapshot : both.source) {
      if (snapshot->name->text == newest) report.common_time = snapshot->name->time;
    }
  } else if (both.base() != nullptr) {
    report.common = "@" + both.base()->name->text;
    report.common_time = both.base()->name->time;
  } else if (both.bookmark != nullptr) {
    report.common = "#" + both.bookmark->name;
    report.common_time = both.base_on_target()->name->time;
  }
}

bool is_good(DatasetOutcome outcome) {
  using Of = DatasetOutcome;
  return outcome == Of::sent || outcome == Of::up_to_date || outcome == Of::snapshotted || outcome == Of::unchanged;
}

DatasetReport report_on(const plan::DatasetPlan& dataset, Traffic traffic) {
  DatasetReport report{.source = dataset.source->name,
                       .target = dataset.target,
                       .outcome = outcome_of(dataset, traffic.snapshots),
                       .is_snapshotted = dataset.gets_snapshot,
                       .base = "",
                       .traffic = traffic};
  if (const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome)) report.base = transfers->base;
  const bool is_replaced = report.outcome == DatasetOutcome::cloned || report.outcome == DatasetOutcome::rolled_back;
  if (!is_replaced) put_histories(dataset, report);
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

std::size_t count_streams(const plan::Plan& plan) {
  std::size_t streams = 0;
  for (const plan::Phase& phase : plan.phases) {
    for (const plan::Lane& lane : phase.lanes) {
      streams += static_cast<std::size_t>(std::ranges::count_if(
          lane.steps, [](const plan::Step& step) { return std::holds_alternative<plan::Transfer>(step.action); }));
    }
  }
  return streams;
}

}  // namespace

std::string kind_of(std::string_view message, const std::optional<FailedCommand>& command) {
  if (command && command->is_unconnected) return "connection_failed";
  if (command && command->is_unanswered) return "no_answer";
  const auto said = zfs::what_is_said(message);
  return said ? std::string(zfs::name_of(*said)) : "command_failed";
}

void JobReport::tell_time(thinner::Time begun) {
  for (DatasetReport& dataset : datasets) {
    if (!dataset.common_time && !snapshot.empty() && dataset.common == "@" + snapshot) dataset.common_time = begun;
    const bool is_complete = takes_snapshots && is_good(dataset.outcome);
    dataset.complete_until = is_complete ? std::optional(begun) : dataset.common_time;
  }
}

void JobReport::put_before(JobReport earlier) {
  const auto join = [](auto& first, auto& second) {
    std::ranges::move(second, std::back_inserter(first));
    second = std::move(first);
  };
  join(earlier.datasets, datasets);
  join(earlier.problems, problems);
  join(earlier.notes, notes);
  if (snapshot.empty()) snapshot = earlier.snapshot;
  missing += earlier.missing;
  streams += earlier.streams;
  failed += earlier.failed;
  missing_failed += earlier.missing_failed;
  sending_time += earlier.sending_time;
}

Traffic JobReport::in_all() const {
  Traffic all = missing;
  for (const DatasetReport& dataset : datasets) all += dataset.traffic;
  all.time = sending_time;
  return all;
}

JobReport report_on(const plan::Plan& plan, const TrafficOf& traffic, const std::set<plan::DatasetIndex>& failed,
                    std::vector<Problem> problems) {
  JobReport report;
  report.failed = failed.size();
  report.snapshot = name_of_snapshot(plan);
  report.streams = count_streams(plan);
  report.notes = plan.notes;
  report.datasets.reserve(plan.datasets.size());
  for (plan::DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    const auto found = traffic.find(i);
    report.datasets.push_back(report_on(plan.datasets[i], found == traffic.end() ? Traffic{} : found->second));
    if (failed.contains(i)) report.datasets.back().outcome = DatasetOutcome::failed;
  }
  if (const auto found = traffic.find(plan::k_no_dataset); found != traffic.end()) report.missing = found->second;
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
  std::set<plan::DatasetIndex> failed;
  for (plan::DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    std::optional<Problem> problem = foreseen(plan.datasets[i]);
    if (!problem) continue;
    failed.insert(i);
    problems.push_back(*std::move(problem));
  }
  JobReport report = report_on(plan, {}, failed, std::move(problems));
  for (DatasetReport& dataset : report.datasets) {
    if (dataset.outcome == DatasetOutcome::not_done) dataset.outcome = DatasetOutcome::sent;
  }
  return report;
}

}  // namespace run
