// Places on a timeline, and pictures of it.

#include "app/pages/picture.hpp"
#include "app/pages/timeline.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace pages;

thinner::Time at(std::int64_t time) {
  return thinner::Time{std::chrono::seconds{time}};
}

Timeline one_figure(const char* schedule) {
  Timeline timeline;
  timeline.tracks = tracks_of(thinner::parse_schedule(schedule));
  timeline.moments = {{at(1'000'000), "now"}, {at(2'000'000), "later"}};
  timeline.figures.push_back({"tank/<home>", "", {}});
  Mark mark{at(990'000), "a&b", "1 KiB", {}};
  mark.put(0, Standing{1, timeline.reasons.place_of("it is old")});
  mark.put(1, Standing{timeline.tracks.size() - 1, timeline.reasons.place_of("it is too old")});
  timeline.figures[0].marks = {mark};
  return timeline;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto place = text.find(what); place != std::string::npos; place = text.find(what, place + 1)) ++found;
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timeline)

BOOST_AUTO_TEST_CASE(a_mark_is_where_its_last_change_has_put_it) {
  Mark mark;
  mark.put(0, std::nullopt);
  mark.put(2, Standing{1, 0});
  mark.put(3, Standing{1, 0});
  mark.put(5, Standing{2, 0});
  mark.put(7, std::nullopt);
  BOOST_TEST(mark.changes.size() == 3U);
  BOOST_TEST(!mark.at(1).has_value());
  BOOST_TEST((mark.at(4) == Standing{1, 0}));
  BOOST_TEST((mark.at(5) == Standing{2, 0}));
  BOOST_TEST(!mark.at(9).has_value());
}

BOOST_AUTO_TEST_CASE(a_schedule_has_a_row_for_each_rule_and_three_more) {
  const auto tracks = tracks_of(thinner::parse_schedule("10,1d1w,1w1m"));
  BOOST_REQUIRE(tracks.size() == 5U);
  BOOST_TEST(tracks[0].label == "The newest 10 stay");
  BOOST_TEST(tracks[1].label == "One per day, for 1 week");
  BOOST_TEST(tracks_of(thinner::parse_schedule("0"))[0].label == "The newest snapshot always stays");
}

BOOST_AUTO_TEST_CASE(older_is_further_left_and_all_is_inside) {
  const Scale scale(86'400, 31'557'600);
  double last = scale.place(0);
  BOOST_TEST(last == 98.5);
  for (double age = 3'600; age <= 31'557'600; age *= 1.5) {
    BOOST_TEST(scale.place(age) < last);
    last = scale.place(age);
  }
  BOOST_TEST(scale.place(1e12) == 1.5);
  BOOST_TEST(scale.place(-5) == 98.5);
}

BOOST_AUTO_TEST_CASE(names_of_ages_have_room) {
  for (const double oldest : {3'600.0, 86'400.0, 7 * 86'400.0, 31'557'600.0, 1e10}) {
    for (const double unit : {60.0, 3'600.0, 86'400.0, 31'557'600.0}) {
      const Scale scale(unit, oldest);
      const auto ticks = scale.ticks();
      for (std::size_t i = 1; i < ticks.size(); ++i)
        BOOST_TEST(scale.place(ticks[i - 1].first) - scale.place(ticks[i].first) >= 9);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_blocks_of_a_rule_cover_its_time_to_live) {
  const thinner::Rule week = thinner::parse_schedule("1d1w").rules[0];
  const auto blocks = blocks_of(week, at(1'000'000));
  BOOST_REQUIRE(blocks.size() == 8U);
  BOOST_TEST(blocks.front().first == 604'800.0);
  BOOST_TEST(blocks.back().second == 0.0);
  for (std::size_t i = 1; i < blocks.size(); ++i) BOOST_TEST(blocks[i].first == blocks[i - 1].second);
  BOOST_TEST(blocks_of(thinner::parse_schedule("1s1d").rules[0], at(1'000'000)).empty());
}

BOOST_AUTO_TEST_CASE(a_picture_has_each_mark_once_and_names_as_text) {
  const Timeline timeline = one_figure("3,1d1w");
  const std::string svg = to_svg(timeline, timeline.figures[0], "figure-0");
  BOOST_TEST(count(svg, "<circle") == 1U);
  BOOST_TEST(count(svg, "class=\"block\"") == 8U);
  BOOST_TEST(svg.find("Timeline of tank/&lt;home&gt;") != std::string::npos);
  BOOST_TEST(svg.find("<title>a&amp;b stays: it is old (1 KiB)</title>") != std::string::npos);
  BOOST_TEST(svg.find("Kept for another reason") == std::string::npos);  // nothing ever is
  BOOST_TEST(svg.find("Goes") != std::string::npos);                     // it will
  const std::string file = to_svg_file(timeline, timeline.figures[0]);
  BOOST_TEST(file.starts_with("<svg xmlns="));
  BOOST_TEST(file.find("viewBox") != std::string::npos);
  BOOST_TEST(count(file, "<title>") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
