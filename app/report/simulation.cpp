#include "app/report/simulation.hpp"

#include "app/report/amounts.hpp"
#include "app/report/columns.hpp"
#include "app/report/explanation.hpp"
#include "app/report/json.hpp"
#include "app/version.hpp"
#include "thinner/clock.hpp"
#include "thinner/losses.hpp"

#include <cmath>
#include <limits>
#include <ostream>

namespace report {

namespace {

using Json1 = Json<rapidjson::Writer<rapidjson::StringBuffer>>;

constexpr double k_day = 86'400;

std::uint64_t whole(double bytes) {
  constexpr double k_most = 9e18;
  return bytes >= k_most ? std::numeric_limits<std::uint64_t>::max() / 2
                         : static_cast<std::uint64_t>(std::llround(bytes));
}

bool is_newest(const thinner::Verdict& verdict) {
  return verdict.reason != thinner::Reason::oldest_in_block;
}

std::string why(const thinner::Verdict& verdict, const thinner::Schedule& schedule) {
  if (verdict.reason == thinner::Reason::oldest_in_block)
    return "oldest in its block of: " + thinner::describe(schedule.rules[verdict.rule]);
  if (verdict.reason == thinner::Reason::young) return "no older than " + thinner::in_words(schedule.young);
  return schedule.keep_newest > 1 ? "one of the last " + std::to_string(schedule.keep_newest)
                                  : "the newest always stays";
}

void write_shares(std::ostream& out, const SimulationReport& report, const thinner::Look& end) {
  Rows rows{{"KEPT BY", "SNAPSHOTS", "BACK TO", "AGE"}};
  for (const Share& share : shares_of(report, end)) {
    rows.push_back({share.what, std::to_string(share.snapshots),
                    share.oldest ? minute_text(*share.oldest, report.of.zone) : "-",
                    share.oldest ? age_text(end.now - *share.oldest) : "-"});
  }
  write_columns(out, rows, {1});
}

void write_left(std::ostream& out, const SimulationReport& report, const thinner::Look& end) {
  Rows rows{{"SNAPSHOT", "AGE", "WHY"}};
  const auto verdicts = verdicts_on(report.of.schedule, end);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    rows.push_back({minute_text(end.left[i], report.of.zone), age_text(end.now - end.left[i]),
                    why(verdicts[i], report.of.schedule)});
  }
  out << '\n';
  write_columns(out, rows, {1});
}

void write_snapshot(Json1& json, thinner::Time time, const thinner::Verdict& verdict, const SimulationReport& report) {
  json.object();
  json.time("time", time);
  json.text("why", why(verdict, report.of.schedule));
  if (!is_newest(verdict)) {
    const thinner::Block block = thinner::block_of(report.of.schedule.rules[verdict.rule].period, time);
    json.number("rule", verdict.rule);
    json.time("blockFrom", block.from);
    json.time("blockTo", block.to);
  }
  json.end_object();
}

}  // namespace

std::vector<thinner::Verdict> verdicts_on(const thinner::Schedule& schedule, const thinner::Look& look) {
  std::vector<thinner::Verdict> verdicts = thinner::thin(schedule, thinner::settle(look.left, look.now), look.now);
  if (!verdicts.empty() && !verdicts.back().keep()) verdicts.back() = {thinner::Reason::newest};
  return verdicts;
}

std::vector<Share> shares_of(const SimulationReport& report, const thinner::Look& look) {
  const thinner::Schedule& schedule = report.of.schedule;
  std::vector<Share> shares{
      {schedule.keep_newest > 1 ? "the newest " + std::to_string(schedule.keep_newest) : std::string("the newest")}};
  if (schedule.young.seconds != 0) shares[0].what += ", and the last " + thinner::in_words(schedule.young);
  for (const thinner::Rule& rule : schedule.rules)
    shares.push_back({"every " + thinner::in_words(rule.period) + " for " + thinner::in_words(rule.ttl)});
  const auto verdicts = verdicts_on(schedule, look);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    Share& share = shares[is_newest(verdicts[i]) ? 0 : 1 + verdicts[i].rule];
    ++share.snapshots;
    if (!share.oldest) share.oldest = look.left[i];
  }
  return shares;
}

Held held_by(const SimulationReport& report, const thinner::Look& look) {
  if (look.left.size() < 2) return {};
  const double a_second = static_cast<double>(report.change_rate.value_or(0)) / k_day;
  const auto each = static_cast<double>(report.of.every.count()) * a_second;
  const auto most = static_cast<double>((look.now - look.left.front()).count()) * a_second;
  return {whole(std::min(most, static_cast<double>(look.left.size() - 1) * each)), whole(most)};
}

std::string text_of(const Held& held) {
  return bytes_text(held.least) + " to " + bytes_text(held.most);
}

std::string age_text(std::chrono::seconds age) {
  const auto in = [&](std::int64_t unit, const char* name) {
    const std::int64_t tenths = age.count() * 10 / unit;
    std::string text = std::to_string(tenths / 10);
    if (tenths < 100 && tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
    return text + " " + name + (tenths == 10 ? "" : "s");
  };
  if (age >= std::chrono::hours(24 * 365)) return in(31'557'600, "year");
  if (age >= std::chrono::hours(24)) return in(86'400, "day");
  if (age >= std::chrono::hours(1)) return in(3'600, "hour");
  return age >= std::chrono::minutes(1) ? in(60, "minute") : in(1, "second");
}

void write_simulation(std::ostream& out, const SimulationReport& report, bool lists) {
  const thinner::Simulated& result = report.result;
  const thinner::Look& end = result.looks.back();
  const thinner::Zone& zone = report.of.zone;
  for (const std::string& line : thinner::describe(report.of.schedule)) out << line << '\n';
  out << "A snapshot every " << age_text(report.of.every) << ", from " << minute_text(report.of.start, zone) << " to "
      << minute_text(end.now, zone) << ": " << result.taken << " in all.\n";
  if (result.untaken != 0)
    out << result.untaken << " more could not be made: the clocks were set back, and their names were taken.\n";
  out << "\nAt the end " << end.left.size() << (end.left.size() == 1 ? " is" : " are") << " left, and never more than "
      << result.most << " after thinning (first at " << minute_text(result.most_at, zone) << "):\n\n";
  write_shares(out, report, end);
  if (lists) write_left(out, report, end);
  if (!report.change_rate) return;
  out << "\nWith " << bytes_text(*report.change_rate) << " changed per day, the snapshots hold "
      << text_of(held_by(report, end))
      << ":\nthe least if every interval overwrites the same blocks, the most if no block is overwritten twice.\n";
}

void write_simulation_as_json(std::ostream& out, const SimulationReport& report) {
  const thinner::Simulated& result = report.result;
  const thinner::Look& end = result.looks.back();
  Json1 json;
  json.object();
  json.text("zwinnow", app::k_version);
  json.text("verb", "simulate");
  json.text("schedule", report.schedule);
  json.number("every", static_cast<std::uint64_t>(report.of.every.count()));
  json.time("start", report.of.start);
  json.time("end", end.now);
  json.number("taken", result.taken);
  json.number("untaken", result.untaken);
  json.number("most", result.most);
  json.time("mostAt", result.most_at);
  json.array("left");
  const auto verdicts = verdicts_on(report.of.schedule, end);
  for (std::size_t i = 0; i < verdicts.size(); ++i) write_snapshot(json, end.left[i], verdicts[i], report);
  json.end_array();
  if (report.change_rate) {
    const Held held = held_by(report, end);
    json.number("changeRate", *report.change_rate);
    json.number("heldAtLeast", held.least);
    json.number("heldAtMost", held.most);
  }
  json.end_object();
  out << json.result() << '\n';
}

}  // namespace report
