#include "app/verbs/as_zelta.hpp"

#include "app/report/amounts.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include <unistd.h>

namespace app::verbs {

namespace {

/// On the target, after the run; empty: there is none, or it is not known.
std::string newest_of(const plan::DatasetPlan& dataset) {
  if (!dataset.received.empty()) return dataset.received.back().snapshot;
  if (dataset.there == nullptr || dataset.there->snapshots.empty()) return {};
  return dataset.there->snapshots.back().name->text;
}

std::unordered_set<std::string_view> complete(const run::JobReport& report) {
  std::unordered_set<std::string_view> sources;
  for (const run::DatasetReport& dataset : report.datasets) {
    if (dataset.outcome == run::DatasetOutcome::sent || dataset.outcome == run::DatasetOutcome::up_to_date)
      sources.insert(dataset.source);
  }
  return sources;
}

/// Each by its name below the top of its tree.
void tell_complete(report::Console& console, const plan::Plan& plan, const run::JobReport& report) {
  if (plan.datasets.empty()) return;
  const std::unordered_set<std::string_view> good = complete(report);
  const std::size_t top = plan.datasets.front().source->name.size();
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    const std::string& name = dataset.source->name;
    const std::string newest = newest_of(dataset);
    if (!newest.empty() && good.contains(name))
      console.notice("target has latest source snapshot: " + name.substr(std::min(top, name.size())) + "@" + newest);
  }
}

bool has_no_snapshots(const plan::Plan& plan) {
  return std::ranges::all_of(plan.datasets, [](const plan::DatasetPlan& dataset) {
    return dataset.source->snapshots.empty() && !dataset.gets_snapshot;
  });
}

}  // namespace

void end_like_zelta(Session& session, Telling& telling) {
  report::Console& console = session.console();
  telling.at_end = nullptr;
  telling.closing = [&console](const plan::Plan& plan, const run::JobReport& report) {
    tell_complete(console, plan, report);
    if (has_no_snapshots(plan)) console.warning("no source snapshots found: -S takes them");
    if (report.failed > 0) console.error(std::to_string(report.failed) + " dataset(s) failed!");
    console.notice(report::text_of_streams(report));
  };
}

void tell_zelta_environment(report::Console& console) {
  for (const char* const* variable = ::environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (text.starts_with("ZELTA_"))
      console.warning(std::string(text.substr(0, text.find('='))) +
                      " is set, and has no effect here: give the option on the command line");
  }
}

}  // namespace app::verbs
