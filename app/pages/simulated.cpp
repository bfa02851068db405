#include "app/pages/simulated.hpp"

#include "app/pages/picture.hpp"
#include "app/pages/timeline_page.hpp"
#include "app/report/amounts.hpp"
#include "app/report/explanation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace pages {

namespace {

using report::SimulationReport;

/// Snapshots that a page shows at all of its moments together, and lists at one.
constexpr std::size_t k_most_marks = 20'000, k_most_listed = 1'000;

/// Every so many looks, the last one included, that the page stays small enough to be sent by mail.
std::vector<thinner::Look> some_of(const std::vector<thinner::Look>& looks) {
  std::size_t marks = 0;
  for (const thinner::Look& look : looks) marks += look.left.size();
  const std::size_t stride = marks / k_most_marks + 1;
  std::vector<thinner::Look> some;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if ((looks.size() - 1 - i) % stride == 0) some.push_back(looks[i]);
  }
  return some;
}

/// A figure of the marks that were there at any of the looks.
class Collector {
 public:
  Collector(const SimulationReport& report, Timeline& timeline) : report_(report), timeline_(timeline) {}

  void add(const thinner::Look& look) {
    const std::size_t moment = timeline_.moments.size();
    const auto verdicts = report::verdicts_on(report_.of.schedule, look);
    timeline_.moments.push_back({look.now, report::minute_text(look.now, report_.of.zone) + ", " +
                                               report::age_text(look.now - report_.of.start) +
                                               " after the first: " + std::to_string(look.left.size()) + " snapshots"});
    std::set<thinner::Time> there;
    for (std::size_t i = 0; i < look.left.size(); ++i) {
      Mark& mark = marks_[look.left[i]];
      mark.put(moment, standing_of(verdicts[i]));
      there.insert(look.left[i]);
    }
    for (const thinner::Time time : there_) {
      if (!there.contains(time)) marks_[time].put(moment, std::nullopt);
    }
    there_ = std::move(there);
  }

  std::vector<Mark> marks() {
    std::vector<Mark> all;
    for (auto& [time, mark] : marks_) {
      mark.time = time;
      mark.name = report::minute_text(time, report_.of.zone);
      all.push_back(std::move(mark));
    }
    return all;
  }

 private:
  Standing standing_of(const thinner::Verdict& verdict) {
    const bool by_rule = verdict.reason == thinner::Reason::oldest_in_block;
    const std::size_t track = by_rule ? 1U + verdict.rule : 0;
    const std::string why =
        by_rule ? "oldest in its block of: " + thinner::describe(report_.of.schedule.rules[verdict.rule])
                : "it is one of those that stay because they are new";
    return {track, timeline_.reasons.place_of(why)};
  }

  const SimulationReport& report_;
  Timeline& timeline_;
  std::map<thinner::Time, Mark> marks_;
  std::set<thinner::Time> there_;
};

Timeline timeline_of(const SimulationReport& report, std::span<const thinner::Look> looks) {
  Timeline timeline;
  timeline.tracks = tracks_of(report.of.schedule);
  Collector collector(report, timeline);
  for (const thinner::Look& look : looks) collector.add(look);
  timeline.shown = timeline.moments.size() - 1;
  timeline.figures = {{"Schedule " + report.schedule,
                       "Time runs from left to right. Young snapshots have more room than old ones.",
                       collector.marks()}};
  return timeline;
}

Table shares_table(const SimulationReport& report) {
  const thinner::Look& end = report.result.looks.back();
  Table table{"What the rules keep at the end", {"Kept by", "Snapshots", "Back to", "Age"}, {}, {1}};
  for (const report::Share& share : report::shares_of(report, end)) {
    table.rows.push_back({share.what, std::to_string(share.snapshots),
                          share.oldest ? report::minute_text(*share.oldest, report.of.zone) : "–",
                          share.oldest ? report::age_text(end.now - *share.oldest) : "–"});
  }
  return table;
}

Table left_table(const SimulationReport& report) {
  const thinner::Look& end = report.result.looks.back();
  const auto verdicts = report::verdicts_on(report.of.schedule, end);
  const std::size_t skipped = verdicts.size() - std::min(verdicts.size(), k_most_listed);
  Table table{"What is left at the end, the oldest first", {"Snapshot", "Age", "Kept by"}, {}, {}};
  if (skipped != 0) table.caption += ", without the newest " + std::to_string(skipped);
  const std::vector<report::Share> shares = report::shares_of(report, end);
  for (std::size_t i = 0; i + skipped < verdicts.size(); ++i) {
    const bool by_rule = verdicts[i].reason == thinner::Reason::oldest_in_block;
    table.rows.push_back({report::minute_text(end.left[i], report.of.zone), report::age_text(end.now - end.left[i]),
                          shares[by_rule ? 1U + verdicts[i].rule : 0].what});
  }
  return table;
}

std::vector<Fact> facts_of(const SimulationReport& report) {
  const thinner::Simulated& result = report.result;
  const thinner::Look& end = result.looks.back();
  const std::string untaken =
      result.untaken == 0 ? ""
                          : std::to_string(result.untaken) + " more had names that were taken: clocks were set back";
  std::vector<Fact> facts{
      {"Snapshots made", std::to_string(result.taken), untaken},
      {"Left at the end", std::to_string(end.left.size()), report::minute_text(end.now, report.of.zone)},
      {"Never more than", std::to_string(result.most), "after thinning"},
      {"Back to", report::age_text(end.now - end.left.front()), report::minute_text(end.left.front(), report.of.zone)}};
  if (report.change_rate)
    facts.push_back({"Space held", report::text_of(report::held_by(report, end)),
                     "at " + report::bytes_text(*report.change_rate) + " a day"});
  return facts;
}

}  // namespace

std::string to_html(const SimulationReport& report) {
  TimelinePage page;
  page.title = "Schedule " + report.schedule;
  page.lead = "What this schedule leaves of a snapshot every " + report::age_text(report.of.every) +
              ". Each run makes a snapshot, and thins.";
  page.facts = facts_of(report);
  if (report.change_rate)
    page.note =
        "Snapshots hold the least space if every interval between two of them overwrites the same blocks, and the "
        "most if no block is overwritten twice.";
  page.slider = "As it was on";
  page.timeline = timeline_of(report, some_of(report.result.looks));
  page.tables = {shares_table(report), left_table(report)};
  return to_html(page, report.of.zone);
}

std::string to_svg_file(const SimulationReport& report) {
  const Timeline timeline = timeline_of(report, std::span(report.result.looks).last(1));
  return to_svg_file(timeline, timeline.figures.front());
}

}  // namespace pages
