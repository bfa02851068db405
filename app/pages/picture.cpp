#include "app/pages/picture.hpp"

#include "app/pages/markup.hpp"
#include "app/pages/resources.hpp"

#include <cstdint>

namespace pages {

namespace {

constexpr int k_track_height = 46, k_axis_height = 28, k_title_height = 34;

std::string percent(double place) {
  return coordinate(place) + "%";
}

/// A class for its colour. Schedules with more rules than colours begin anew with these.
std::string class_of(const Timeline& timeline, std::size_t track) {
  constexpr std::size_t k_colours = 6;
  switch (timeline.tracks[track].kind) {
    case Track::Kind::newest:
      return "newest";
    case Track::Kind::rule:
      return "k" + std::to_string((track - 1) % k_colours + 1);
    case Track::Kind::other:
      return "other";
    case Track::Kind::gone:
      break;
  }
  return "gone";
}

/// Draws one figure from top to bottom.
class Drawing {
 public:
  Drawing(const Timeline& timeline, const Figure& figure, int top)
      : timeline_(timeline), figure_(figure), scale_(timeline), y_(top) {}

  std::string draw() {
    for (std::size_t track = 0; track < timeline_.tracks.size(); ++track) {
      if (is_ever_used(track)) draw_track(track);
    }
    draw_axis();
    return out_;
  }
  int height() const { return y_; }

 private:
  /// What never happens to a snapshot needs no row, but rules show what they are for.
  bool is_ever_used(std::size_t track) const {
    const Track::Kind kind = timeline_.tracks[track].kind;
    if (kind == Track::Kind::rule || kind == Track::Kind::newest) return true;
    for (const Mark& mark : figure_.marks) {
      for (const Change& change : mark.changes) {
        if (change.standing && change.standing->track == track) return true;
      }
    }
    return false;
  }

  void draw_track(std::size_t track) {
    const Track& its = timeline_.tracks[track];
    const int middle = y_ + 33;
    out_ += "<g class=\"" + class_of(timeline_, track) + "\" data-track=\"" + std::to_string(track) + "\" data-y=\"" +
            std::to_string(middle) + "\">\n";
    put_text("1.5%", y_ + 17, "start", "", its.label);
    put_text("98.5%", y_ + 17, "end", "count", std::to_string(figure_.count(track, timeline_.shown)));
    if (its.rule) {
      draw_blocks(*its.rule, middle);
    } else {
      put_line("1.5%", "98.5%", middle, middle);
    }
    for (std::size_t i = 0; i < figure_.marks.size(); ++i) {
      const auto standing = figure_.marks[i].at(timeline_.shown);
      if (figure_.marks[i].time && standing && standing->track == track) draw_mark(i, *standing, middle);
    }
    out_ += "</g>\n";
    y_ += k_track_height;
  }

  void draw_blocks(const thinner::Rule& rule, int middle) {
    const double left = scale_.place(static_cast<double>(rule.ttl.seconds)), right = scale_.place(0);
    put_rect("bar", left, right, middle);
    for (const auto& [from, to] : blocks_of(rule, now()))
      put_rect("block", scale_.place(from), scale_.place(to), middle);
  }

  void draw_mark(std::size_t i, const Standing& standing, int middle) {
    const Mark& mark = figure_.marks[i];
    const bool goes = timeline_.tracks[standing.track].kind == Track::Kind::gone;
    const auto age = static_cast<double>((now() - *mark.time).count());
    out_ += "<circle class=\"mark\" role=\"img\" data-mark=\"" + std::to_string(i) + "\" cx=\"" +
            percent(scale_.place(age)) + "\" cy=\"" + std::to_string(middle) + "\" r=\"5.5\"><title>" +
            escaped(mark.name + (goes ? " goes: " : " stays: ") + timeline_.reasons.all()[standing.reason] +
                    (mark.size.empty() ? "" : " (" + mark.size + ")")) +
            "</title></circle>\n";
  }

  void draw_axis() {
    constexpr double k_edge = 6;
    out_ += "<g class=\"axis\" aria-hidden=\"true\">\n";
    put_line("1.5%", "98.5%", y_ + 4, y_ + 4);
    for (const auto& [age, name] : scale_.ticks()) {
      const std::string at = percent(scale_.place(age));
      put_line(at, at, y_, y_ + 8);
      put_text(at, y_ + 23, age == 0 ? "end" : scale_.place(age) < k_edge ? "start" : "middle", "tick", name);
    }
    out_ += "</g>\n";
    y_ += k_axis_height;
  }

  void put_text(const std::string& x, int y, const char* anchor, const std::string& its_class,
                const std::string& text) {
    out_ += "<text x=\"" + x + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"" + anchor + "\"";
    if (!its_class.empty()) out_ += " class=\"" + its_class + "\"";
    out_ += ">" + escaped(text) + "</text>\n";
  }
  void put_line(const std::string& from, const std::string& to, int top, int bottom) {
    out_ += "<line class=\"line\" x1=\"" + from + "\" x2=\"" + to + "\" y1=\"" + std::to_string(top) + "\" y2=\"" +
            std::to_string(bottom) + "\"/>\n";
  }
  void put_rect(const char* its_class, double left, double right, int middle) {
    constexpr int k_height = 16;
    out_ += std::string("<rect class=\"") + its_class + "\" x=\"" + percent(left) + "\" width=\"" +
            percent(right - left) + "\" y=\"" + std::to_string(middle - k_height / 2) + "\" height=\"" +
            std::to_string(k_height) + "\"/>\n";
  }
  thinner::Time now() const { return timeline_.moments[timeline_.shown].now; }

  const Timeline& timeline_;
  const Figure& figure_;
  Scale scale_;
  int y_;
  std::string out_;
};

}  // namespace

std::string to_svg(const Timeline& timeline, const Figure& figure, const std::string& id) {
  Drawing drawing(timeline, figure, 0);
  const std::string inside = drawing.draw();
  return "<svg class=\"figure\" id=\"" + id + "\" role=\"group\" aria-label=\"Timeline of " + escaped(figure.title) +
         ": the arrow keys go from snapshot to snapshot\" width=\"100%\" height=\"" + std::to_string(drawing.height()) +
         "\">\n" + inside + "</svg>\n";
}

std::string to_svg_file(const Timeline& timeline, const Figure& figure) {
  Drawing drawing(timeline, figure, k_title_height);
  const std::string inside = drawing.draw();
  const std::string title = escaped(figure.title), height = std::to_string(drawing.height() + 6);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" role=\"img\" width=\"900\" height=\"" + height +
         "\" viewBox=\"0 0 900 " + height + "\">\n<title>" + title + "</title>\n<style>" + std::string(k_figure_style) +
         "</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n<text class=\"title\" x=\"1.5%\" "
         "y=\"24\">" +
         title + "</text>\n" + inside + "</svg>\n";
}

}  // namespace pages
