#include "app/pages/timeline_page.hpp"

#include "app/pages/markup.hpp"
#include "app/pages/picture.hpp"
#include "app/report/explanation.hpp"
#include "app/report/json.hpp"
#include "app/version.hpp"

#include <algorithm>

namespace pages {

namespace {

using Data = report::Json<rapidjson::Writer<rapidjson::StringBuffer>>;

std::uint64_t seconds_of(thinner::Time time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count()));
}

std::string_view name_of(Track::Kind kind) {
  switch (kind) {
    case Track::Kind::newest:
      return "newest";
    case Track::Kind::rule:
      return "rule";
    case Track::Kind::other:
      return "other";
    case Track::Kind::gone:
      break;
  }
  return "gone";
}

void write_mark(Data& json, const Mark& mark) {
  json.array();
  mark.time ? json.number(nullptr, seconds_of(*mark.time)) : json.nothing();
  json.text(mark.name);
  json.text(mark.size);
  json.array();
  for (const Change& change : mark.changes) {
    json.array();
    json.number(nullptr, change.moment);
    if (change.standing) {
      json.number(nullptr, change.standing->track);
      json.number(nullptr, change.standing->reason);
    }
    json.end_array();
  }
  json.end_array();
  json.end_array();
}

void write_track(Data& json, const Track& track) {
  json.object();
  json.text("kind", name_of(track.kind));
  if (track.rule) {
    json.number("period", static_cast<std::uint64_t>(track.rule->period.seconds));
    json.number("ttl", static_cast<std::uint64_t>(track.rule->ttl.seconds));
  }
  json.end_object();
}

/// What the script goes by.
std::string data_of(const Timeline& timeline) {
  const Scale scale(timeline);
  Data json;
  json.object();
  json.number("shown", timeline.shown);
  json.real("unit", scale.unit());
  json.real("oldest", scale.oldest());
  json.array("tracks");
  for (const Track& track : timeline.tracks) write_track(json, track);
  json.end_array();
  json.texts("reasons", timeline.reasons.all());
  json.array("moments");
  for (const Moment& moment : timeline.moments) {
    json.array();
    json.number(nullptr, seconds_of(moment.now));
    json.text(moment.label);
    json.end_array();
  }
  json.end_array();
  json.array("figures");
  for (const Figure& figure : timeline.figures) {
    json.array();
    for (const Mark& mark : figure.marks) write_mark(json, mark);
    json.end_array();
  }
  json.end_array();
  json.end_object();
  return std::string(json.result());
}

std::string slider_of(const TimelinePage& page) {
  const Timeline& timeline = page.timeline;
  if (timeline.moments.size() < 2 || timeline.figures.empty()) return "";
  const std::string label = escaped(timeline.moments[timeline.shown].label);
  return "<section class=\"card time\" aria-label=\"" + escaped(page.slider) + "\">\n<label for=\"now\">" +
         escaped(page.slider) + "</label>\n<input type=\"range\" id=\"now\" min=\"0\" max=\"" +
         std::to_string(timeline.moments.size() - 1) + "\" value=\"" + std::to_string(timeline.shown) +
         "\" aria-valuetext=\"" + label + "\">\n<output id=\"now-is\" for=\"now\">" + label + "</output>\n</section>\n";
}

std::string row_of(const Timeline& timeline, const Mark& mark, std::size_t number, const thinner::Zone& zone) {
  const Standing standing = mark.at(timeline.shown).value_or(Standing{});
  const bool goes = timeline.tracks[standing.track].kind == Track::Kind::gone;
  const std::string verdict = goes ? "goes" : "stays";
  return "<tr data-mark=\"" + std::to_string(number) + "\"><td>" + escaped(mark.name) + "</td><td>" +
         (mark.time ? report::minute_text(*mark.time, zone) : "") + "</td><td class=\"number\">" + escaped(mark.size) +
         "</td><td class=\"verdict " + verdict + "\">" + verdict + "</td><td class=\"why\">" +
         escaped(timeline.reasons.all()[standing.reason]) + "</td></tr>\n";
}

std::string table_of(const Timeline& timeline, const Figure& figure, const std::string& number,
                     const thinner::Zone& zone) {
  std::string out =
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table\" id=\"table-" + number +
      "\">\n<table>\n<caption>Snapshots of " + escaped(figure.title) +
      ", the oldest first</caption>\n<thead><tr><th scope=\"col\">Snapshot</th><th scope=\"col\">Made</th>"
      "<th scope=\"col\" class=\"number\">Size</th><th scope=\"col\">Verdict</th><th scope=\"col\">Why"
      "</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < figure.marks.size(); ++i) out += row_of(timeline, figure.marks[i], i, zone);
  return out + "</tbody>\n</table>\n</div>\n";
}

std::string figure_of(const TimelinePage& page, std::size_t i, const thinner::Zone& zone) {
  const Figure& figure = page.timeline.figures[i];
  const std::string number = std::to_string(i);
  std::string out = "<section class=\"card\" aria-labelledby=\"title-" + number + "\">\n<h2 id=\"title-" + number +
                    "\">" + escaped(figure.title) + "</h2>\n<p class=\"note\">" + escaped(figure.note) + "</p>\n";
  out += to_svg(page.timeline, figure, "figure-" + number) + "<p class=\"told\" id=\"told-" + number +
         "\" aria-live=\"polite\">Point at a snapshot, or go to one with the arrow keys, to read why it stays or goes."
         "</p>\n";
  if (page.lists_marks) out += table_of(page.timeline, figure, number, zone);
  return out + "</section>\n";
}

/// Those that have nothing to be shown, in few words.
std::string without_marks(const Timeline& timeline) {
  std::string names;
  for (const Figure& figure : timeline.figures) {
    if (figure.marks.empty()) names += (names.empty() ? "" : ", ") + figure.title;
  }
  return names.empty() ? "" : "<p class=\"card\">Without snapshots: " + escaped(names) + "</p>\n";
}

std::string ways_to_figures(const Timeline& timeline) {
  const auto has_marks = [](const Figure& figure) { return !figure.marks.empty(); };
  if (std::ranges::count_if(timeline.figures, has_marks) < 3) return "";
  std::string out = "<nav class=\"card\" aria-label=\"Datasets\">\n<h2>Datasets</h2>\n<ul>\n";
  for (std::size_t i = 0; i < timeline.figures.size(); ++i) {
    if (has_marks(timeline.figures[i]))
      out += "<li><a href=\"#title-" + std::to_string(i) + "\">" + escaped(timeline.figures[i].title) + "</a></li>\n";
  }
  return out + "</ul>\n</nav>\n";
}

}  // namespace

std::string markup_of(const std::vector<Fact>& facts) {
  std::string out = "<dl class=\"facts\">\n";
  for (const Fact& fact : facts) {
    out += "<div><dt>" + escaped(fact.name) + "</dt><dd>" + escaped(fact.value);
    if (!fact.detail.empty()) out += "<small>" + escaped(fact.detail) + "</small>";
    out += "</dd></div>\n";
  }
  return out + "</dl>\n";
}

std::string markup_of(const Table& table) {
  const auto class_of_column = [&](std::size_t column) {
    return std::ranges::find(table.numbers, column) == table.numbers.end() ? "" : " class=\"number\"";
  };
  std::string out = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n<caption>" +
                    escaped(table.caption) + "</caption>\n<thead><tr>";
  for (std::size_t i = 0; i < table.header.size(); ++i)
    out += std::string("<th scope=\"col\"") + class_of_column(i) + ">" + escaped(table.header[i]) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += std::string("<td") + class_of_column(i) + ">" + escaped(row[i]) + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n</div>\n";
}

std::string head_of_page(const std::string& title, const std::string& lead) {
  return "<header>\n<h1>" + escaped(title) + "</h1>\n<p class=\"lead\">" + escaped(lead) + "</p>\n</header>\n";
}

std::string foot_of_page() {
  return "<footer>Made by zwinnow " + escaped(app::k_version) + ".</footer>\n";
}

std::string to_html(const TimelinePage& page, const thinner::Zone& zone) {
  std::string body = head_of_page(page.title, page.lead) + "<main>\n" + markup_of(page.facts);
  if (!page.note.empty()) body += "<p class=\"note\">" + escaped(page.note) + "</p>\n";
  body += slider_of(page) + ways_to_figures(page.timeline);
  if (page.timeline.figures.empty()) body += "<p class=\"card\">" + escaped(page.nothing) + "</p>\n";
  for (std::size_t i = 0; i < page.timeline.figures.size(); ++i) {
    if (!page.timeline.figures[i].marks.empty()) body += figure_of(page, i, zone);
  }
  body += without_marks(page.timeline);
  for (const Table& table : page.tables) body += "<section class=\"card\">\n" + markup_of(table) + "</section>\n";
  body += "</main>\n" + foot_of_page();
  return to_html(Document{page.title, body, data_of(page.timeline)});
}

}  // namespace pages
