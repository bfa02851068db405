#include "app/pages/explained.hpp"

#include "app/pages/timeline_page.hpp"
#include "app/report/amounts.hpp"

#include <algorithm>
#include <map>

namespace pages {

namespace {

using report::DecidedBy;
using report::ExplainedDataset;
using report::ExplainedSnapshot;
using report::Explanation;

std::size_t track_of(const ExplainedSnapshot& snapshot, std::size_t rules) {
  switch (snapshot.by) {
    case DecidedBy::newest:
      return 0;
    case DecidedBy::rule:
      return 1 + snapshot.rule.value_or(0);
    case DecidedBy::other:
      return rules + 1;
    case DecidedBy::nobody:
      break;
  }
  return rules + 2;
}

std::string ending_of(const ExplainedSnapshot& snapshot, const thinner::Zone& zone) {
  if (!snapshot.block) return "";
  return (snapshot.why.ends_with('.') ? " " : ". ") + ("Block: " + report::block_text(*snapshot.block, zone));
}

std::string distance_text(std::chrono::seconds distance) {
  const auto hours = distance.count() / 3'600;
  const auto [count, unit] = hours < 48 ? std::pair(hours, "hour") : std::pair(hours / 24, "day");
  return "in " + std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

/// The figures, with what the first moment tells.
std::vector<Figure> figures_of(const Explanation& first, const thinner::Zone& zone) {
  const std::string time = "On " + report::minute_text(first.now, zone) + ", ";
  std::vector<Figure> figures;
  for (const ExplainedDataset& dataset : first.datasets) {
    Figure& figure = figures.emplace_back(Figure{dataset.name, time + report::going_text(dataset) + ".", {}});
    for (const ExplainedSnapshot& snapshot : dataset.snapshots) {
      figure.marks.push_back(
          {snapshot.made, snapshot.name, snapshot.used ? report::bytes_text(*snapshot.used) : "", {}});
    }
  }
  return figures;
}

void put_moment(Timeline& timeline, const Explanation& explanation, const thinner::Zone& zone) {
  const std::size_t moment = timeline.moments.size();
  const std::size_t rules = explanation.schedule.rules.size();
  std::string label = report::minute_text(explanation.now, zone);
  if (moment != 0) label += ", " + distance_text(explanation.now - timeline.moments.front().now);
  timeline.moments.push_back({explanation.now, label});
  for (std::size_t i = 0; i < explanation.datasets.size(); ++i) {
    const std::vector<ExplainedSnapshot>& snapshots = explanation.datasets[i].snapshots;
    for (std::size_t k = 0; k < snapshots.size(); ++k) {
      const std::size_t reason = timeline.reasons.place_of(snapshots[k].why + ending_of(snapshots[k], zone));
      timeline.figures[i].marks[k].put(moment, Standing{track_of(snapshots[k], rules), reason});
    }
  }
}

}  // namespace

std::vector<thinner::Time> moments_after(const Explanation& explanation, std::size_t most) {
  std::vector<std::int64_t> lives;
  for (const thinner::Rule& rule : explanation.schedule.rules) lives.push_back(rule.ttl.seconds);
  if (explanation.schedule.young.seconds != 0) lives.push_back(explanation.schedule.young.seconds);
  std::vector<thinner::Time> times;
  for (const ExplainedDataset& dataset : explanation.datasets) {
    for (const ExplainedSnapshot& snapshot : dataset.snapshots) {
      for (const std::int64_t life : lives) {
        if (!snapshot.made) continue;
        const thinner::Time end = *snapshot.made + std::chrono::seconds(life + 1);
        if (end > explanation.now) times.push_back(end);
      }
    }
  }
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  if (times.size() <= most) return times;
  std::vector<thinner::Time> some;
  for (std::size_t i = 1; i <= most; ++i) some.push_back(times[i * times.size() / most - 1]);
  return some;
}

std::string to_html(const Explained& explained, const thinner::Zone& zone) {
  const Explanation& first = explained.moments.front();
  TimelinePage page;
  page.title = "Thinning explained";
  page.lead = "What the schedule keeps of the snapshots " + explained.kind +
              (explained.host.empty() ? "" : " on " + explained.host) + ", and why. Nothing was changed.";
  page.facts = {{"Time", report::minute_text(first.now, zone)},
                {"Snapshots", std::to_string(first.snapshots()),
                 "in " + std::to_string(first.datasets.size()) + " dataset" + (first.datasets.size() == 1 ? "" : "s")},
                {"Go", std::to_string(first.going()), "frees " + report::bytes_text(first.frees())}};
  page.slider = "As if it were, with no new snapshots until then";
  page.lists_marks = true;
  page.nothing = "No dataset is selected.";
  page.timeline.tracks = tracks_of(first.schedule);
  page.timeline.figures = figures_of(first, zone);
  for (const Explanation& moment : explained.moments) put_moment(page.timeline, moment, zone);
  Table rules{"The schedule", {"Rule"}, {}};
  for (const std::string& line : thinner::describe(first.schedule)) rules.rows.push_back({line});
  page.tables.push_back(rules);
  return to_html(page, zone);
}

}  // namespace pages
