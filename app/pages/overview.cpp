#include "app/pages/overview.hpp"

#include "app/pages/markup.hpp"
#include "app/pages/timeline_page.hpp"
#include "app/report/amounts.hpp"
#include "app/report/explanation.hpp"
#include "app/report/simulation.hpp"

#include <algorithm>
#include <map>

namespace pages {

namespace {

constexpr const char* k_unknown = "–";

std::string bytes_or_dash(const std::optional<std::uint64_t>& bytes) {
  return bytes ? report::bytes_text(*bytes) : k_unknown;
}

std::string host_or_here(const std::string& host) {
  return host.empty() ? "this host" : host;
}

std::string counted_text(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string section(const std::string& id, const std::string& title, const std::string& inside) {
  return "<section class=\"card\" aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">" + escaped(title) +
         "</h2>\n" + inside + "</section>\n";
}

std::string paragraph(const std::string& text) {
  return "<p>" + escaped(text) + "</p>\n";
}

const char* class_of(match::Standing standing) {
  switch (standing) {
    case match::Standing::up_to_date:
      return "stays";
    case match::Standing::syncable:
      return "warned";
    case match::Standing::blocked:
      return "goes";
    case match::Standing::alone:
      break;
  }
  return "note";
}

/// Writes the page of one overview.
class OverviewPage {
 public:
  OverviewPage(const Overview& of, const thinner::Zone& zone) : of_(of), zone_(zone) {}

  std::string write() const {
    const std::string title = of_.name.empty() ? "Backups" : "Backup " + of_.name;
    std::string body = head_of_page(title, lead()) + "<main>\n" + markup_of(facts());
    if (!of_.name.empty()) body += section("datasets", "Datasets", datasets());
    body += section("runs", of_.name.empty() ? "Last runs" : "Last run", runs());
    if (!of_.restores.empty()) body += section("restore", "The worst day", restores());
    if (!of_.source_schedule.empty()) body += section("schedule", "Schedule", schedules());
    if (of_.holds) body += section("holds", "Holds", holds());
    return to_html(Document{title, body + "</main>\n" + foot_of_page()});
  }

 private:
  bool compares() const { return !of_.target.empty(); }

  std::string lead() const {
    const std::string time = "As it was on " + report::minute_text(of_.now, zone_);
    if (of_.name.empty()) return time + ".";
    const std::string from = ": from " + host_or_here(of_.source_host);
    return time + from +
           (compares() ? " to " + of_.target + " on " + host_or_here(of_.target_host) + "." : ", snapshots only.");
  }

  std::size_t count(match::Standing standing) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        of_.pairs, [&](const ReportedPair& one) { return standing_of(one.pair.state) == standing; }));
  }
  template <class Value>
  std::uint64_t sum(Value value) const {
    std::uint64_t bytes = 0;
    for (const ReportedPair& one : of_.pairs) bytes += value(one).value_or(0);
    return bytes;
  }

  std::vector<Fact> facts() const {
    if (of_.name.empty()) return facts_of_runs();
    std::vector<Fact> facts;
    if (compares()) {
      const std::size_t behind = count(match::Standing::syncable), blocked = count(match::Standing::blocked);
      facts.push_back({"Up to date",
                       std::to_string(count(match::Standing::up_to_date)) + " of " + std::to_string(of_.pairs.size()),
                       std::to_string(behind) + " can be sent, " + std::to_string(blocked) + " cannot"});
      facts.push_back(lag_fact());
      facts.push_back({"To send", report::bytes_text(sum([](const auto& one) { return one.pair.bytes; })), {}});
    } else {
      facts.push_back({"Datasets", std::to_string(of_.pairs.size()), {}});
    }
    facts.push_back({"Source", report::bytes_text(sum([](const auto& one) { return one.source_bytes; })),
                     report::bytes_text(sum([](const auto& one) { return one.changed_a_day; })) + " change per day"});
    if (compares())
      facts.push_back({"Copies", report::bytes_text(sum([](const auto& one) { return one.copy_bytes; })), free_text()});
    return facts;
  }

  std::string free_text() const { return of_.target_free ? report::bytes_text(*of_.target_free) + " are free" : ""; }

  /// The one that would lose most.
  Fact lag_fact() const {
    const auto lag_of = [](const ReportedPair& one) { return one.lag.value_or(std::chrono::seconds(0)); };
    const auto longest = std::ranges::max_element(of_.pairs, {}, lag_of);
    if (longest == of_.pairs.end() || lag_of(*longest).count() == 0) return {"Longest lag", "none", {}};
    return {"Longest lag", report::age_text(lag_of(*longest)), longest->pair.source.name};
  }

  std::vector<Fact> facts_of_runs() const {
    const auto good = std::ranges::count(of_.runs, "ok", &report::LastRun::result);
    return {{"Jobs", std::to_string(of_.runs.size()), {}},
            {"Good", std::to_string(good), {}},
            {"Bad", std::to_string(static_cast<std::ptrdiff_t>(of_.runs.size()) - good), {}}};
  }

  std::string datasets() const {
    if (of_.pairs.empty())
      return paragraph("The backup selects no dataset. Set its property on one: zfs set autobackup:" + of_.name +
                       "=true DATASET");
    std::string out =
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Datasets\"><table>\n<thead><tr><th "
        "scope=\"col\">Dataset</th><th scope=\"col\">State</th>";
    for (const char* column :
         {compares() ? "Newest common" : "Newest", "Lag", "Snapshots to send", "To send", "Size", "Copy", "Per day"})
      out += std::string("<th scope=\"col\" class=\"number\">") + column + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    for (const ReportedPair& one : of_.pairs) out += row_of(one);
    return out + "</tbody>\n</table></div>\n";
  }

  std::string row_of(const ReportedPair& one) const {
    const match::Pair& pair = one.pair;
    const match::Standing standing = standing_of(pair.state);
    const std::string& name = pair.source.exists ? pair.source.name : pair.target.name;
    std::string out = "<tr><td>" + escaped(name) + "</td><td><span class=\"" + class_of(standing) + "\">" +
                      escaped(match::info_of(pair)) + "</span>";
    if (!pair.hint.empty()) out += "<br>" + escaped(pair.hint);
    out += "</td>";
    const std::string cells[] = {one.newest_at ? report::minute_text(*one.newest_at, zone_) : k_unknown,
                                 lag_text(one),
                                 compares() ? std::to_string(pair.to_send) : k_unknown,
                                 bytes_or_dash(pair.bytes),
                                 bytes_or_dash(one.source_bytes),
                                 bytes_or_dash(one.copy_bytes),
                                 bytes_or_dash(one.changed_a_day)};
    for (const std::string& cell : cells) out += "<td class=\"number\">" + escaped(cell) + "</td>";
    return out + "</tr>\n";
  }

  std::string lag_text(const ReportedPair& one) const {
    if (!one.lag || !compares()) return k_unknown;
    return one.lag->count() == 0 ? "none" : report::age_text(*one.lag);
  }

  std::string runs() const {
    std::string out;
    if (of_.runs.empty())
      out += paragraph(
          "No run is known. zwinnow backup leaves what a run did with --status-dir, and --status-dir DIR "
          "finds it here.");
    for (const report::LastRun& run : of_.runs) out += text_of(run);
    for (const std::string& text : of_.unread) out += "<p class=\"warned\">" + escaped(text) + "</p>\n";
    return out;
  }

  std::string text_of(const report::LastRun& run) const {
    const bool good = run.result == "ok";
    std::string out = "<h3>" + escaped(run.verb + " " + run.job + (run.target.empty() ? "" : " to " + run.target)) +
                      "</h3>\n<p><span class=\"" + (good ? "stays" : "goes") + "\">" + escaped(result_text(run)) +
                      "</span> " + escaped(report::minute_text(run.end, zone_)) + ", " +
                      report::age_text(of_.now - run.end) + " ago, after " + report::age_text(run.end - run.start) +
                      ", " + report::bytes_text(run.bytes) + " sent.</p>\n";
    if (run.errors.empty()) return out;
    out += "<ul>\n";
    for (const report::RunError& error : run.errors) {
      out += "<li>" + escaped((error.dataset.empty() ? "" : error.dataset + ": ") + error.message);
      if (!error.next_step.empty()) out += "<br><strong>Next step:</strong> " + escaped(error.next_step);
      out += "</li>\n";
    }
    return out + "</ul>\n";
  }

  static std::string result_text(const report::LastRun& run) {
    if (run.result == "ok") return run.is_test ? "Good (a test)" : "Good";
    if (run.result == "failed") return counted_text(run.failed, "dataset") + " failed";
    return run.result == "aborted" ? "Aborted" : "Not done";
  }

  std::string restores() const {
    std::uint64_t bytes = 0;
    for (const RestoreCommand& restore : of_.restores) bytes += restore.bytes.value_or(0);
    std::string out = paragraph("If the source is lost, " + report::bytes_text(bytes) +
                                " come back, all snapshots included, by these commands:") +
                      "<pre><code>";
    for (const RestoreCommand& restore : of_.restores) out += escaped(restore.command) + "\n";
    out +=
        "</code></pre>\n<p>What was written since the newest common snapshots is lost: see the column Lag. Try each "
        "command with <code>--test</code> first.</p>\n";
    const std::size_t without = count(match::Standing::blocked);
    if (without != 0)
      out += "<p class=\"warned\">" + counted_text(without, "dataset") +
             " cannot be sent now: look at the table above.</p>\n";
    return out;
  }

  std::string schedules() const {
    std::string out = "<h3>Source</h3>\n" + list(of_.source_schedule);
    return compares() ? out + "<h3>Target</h3>\n" + list(of_.target_schedule) : out;
  }

  static std::string list(const std::vector<std::string>& sentences) {
    std::string out = "<ul>\n";
    for (const std::string& sentence : sentences) out += "<li>" + escaped(sentence) + "</li>\n";
    return out + "</ul>\n";
  }

  std::string holds() const {
    if (of_.holds->empty()) return paragraph("No snapshot is held by this backup.");
    Table table{counted_text(of_.holds->size(), "hold") + ", the oldest first",
                {"Snapshot", "Side", "Since", "For", "Tag"},
                {},
                {}};
    for (const report::HeldSnapshot& hold : *of_.holds) {
      table.rows.push_back({hold.snapshot, hold.side == plan::Side::source ? "source" : "target",
                            report::minute_text(hold.since, zone_),
                            hold.is_base ? "newest common snapshot with " + hold.target : hold.target, hold.tag});
    }
    return markup_of(table);
  }

  const Overview& of_;
  const thinner::Zone& zone_;
};

}  // namespace

std::string to_html(const Overview& overview, const thinner::Zone& zone) {
  return OverviewPage(overview, zone).write();
}

}  // namespace pages
