#include "thinner/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using thinner::parse_schedule;
using thinner::parse_ttl;
using thinner::Schedule;
using thinner::ScheduleError;
using thinner::Span;

using Lines = std::vector<std::string>;

/// What the exception says; "accepted" if there is none.
template <class Parse>
std::string complaint(Parse parse, const std::string& text) {
  try {
    parse(text);
  } catch (const ScheduleError& error) {
    return error.what();
  }
  return "accepted";
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(the_default_schedule) {
  const Schedule schedule = parse_schedule("10,1d1w,1w1m,1m1y");
  BOOST_TEST(schedule.keep_newest == 10U);
  BOOST_TEST_REQUIRE(schedule.rules.size() == 3U);
  BOOST_TEST(schedule.rules[0].period.seconds == 86'400);
  BOOST_TEST(schedule.rules[0].ttl.seconds == 604'800);
  BOOST_TEST(schedule.rules[1].period.seconds == 604'800);
  BOOST_TEST(schedule.rules[1].ttl.seconds == 2'592'000);
  BOOST_TEST(schedule.rules[2].period.seconds == 2'592'000);
  BOOST_TEST(schedule.rules[2].ttl.seconds == 31'557'600);
}

BOOST_AUTO_TEST_CASE(units) {
  const struct {
    std::string name;
    std::string text;
    std::int64_t seconds;
    std::int64_t count;
    std::string unit;
  } cases[] = {
      {"second", "7s", 7, 7, "second"},
      {"minute", "7min", 420, 7, "minute"},
      {"hour", "7h", 25'200, 7, "hour"},
      {"day", "7d", 604'800, 7, "day"},
      {"week", "7w", 4'233'600, 7, "week"},
      {"month of 30 days", "7m", 18'144'000, 7, "month"},
      {"year of 365.25 days", "7y", 220'903'200, 7, "year"},
      {"upper case", "7MIN", 420, 7, "minute"},
      {"leading zeros", "007d", 604'800, 7, "day"},
      {"nothing at all", "0d", 0, 0, "day"},
      {"the largest", "9223372036854775807s", 9'223'372'036'854'775'807, 9'223'372'036'854'775'807, "second"},
      {"the most years", "292271023045y", 9'223'372'036'844'892'000, 292'271'023'045, "year"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      const Span span = parse_ttl(c.text);
      BOOST_TEST(span.seconds == c.seconds);
      BOOST_TEST(span.count == c.count);
      BOOST_TEST(span.unit == c.unit);
    }
  }
}

BOOST_AUTO_TEST_CASE(accepted) {
  const struct {
    std::string name;
    std::string text;
    std::size_t keep_newest;
    Lines lines;
  } cases[] = {
      {"nothing", "", 0, {"Keep no old snaphots"}},
      {"zero", "0", 0, {"Keep no old snaphots"}},
      {"minus zero", "-0", 0, {"Keep no old snaphots"}},
      {"one", "1", 1, {"Keep the last 1 snapshot."}},
      {"two", "2", 2, {"Keep the last 2 snapshots."}},
      {"leading zeros", "0010", 10, {"Keep the last 10 snapshots."}},
      {"the last number wins", "10,5", 5, {"Keep the last 5 snapshots."}},
      {"also when it is zero", "10,1d1w,0", 0, {"Keep every 1 day, delete after 1 week."}},
      {"a number between rules",
       "1d1w,3,1w1m",
       3,
       {"Keep the last 3 snapshots.", "Keep every 1 day, delete after 1 week.",
        "Keep every 1 week, delete after 1 month."}},
      {"plurals", "90s2y", 0, {"Keep every 90 seconds, delete after 2 years."}},
      {"every unit",
       "1s2s,1min2min,1h2h,1d2d,1w2w,1m2m,1y2y",
       0,
       {"Keep every 1 second, delete after 2 seconds.", "Keep every 1 minute, delete after 2 minutes.",
        "Keep every 1 hour, delete after 2 hours.", "Keep every 1 day, delete after 2 days.",
        "Keep every 1 week, delete after 2 weeks.", "Keep every 1 month, delete after 2 months.",
        "Keep every 1 year, delete after 2 years."}},
      {"upper case", "1D1W", 0, {"Keep every 1 day, delete after 1 week."}},
      {"twelve months fit in a year", "12m1y", 0, {"Keep every 12 months, delete after 1 year."}},
      {"period as long as ttl", "7d1w", 0, {"Keep every 7 days, delete after 1 week."}},
      {"rules of one period",
       "1d1w,24h1m",
       0,
       {"Keep every 1 day, delete after 1 week.", "Keep every 24 hours, delete after 1 month."}},
      {"the same rule twice",
       "1d1w,1d1w",
       0,
       {"Keep every 1 day, delete after 1 week.", "Keep every 1 day, delete after 1 week."}},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      const Schedule schedule = parse_schedule(c.text);
      BOOST_TEST(schedule.keep_newest == c.keep_newest);
      BOOST_TEST(joined(describe(schedule)) == joined(c.lines));
    }
  }
}

BOOST_AUTO_TEST_CASE(refused) {
  const struct {
    std::string name;
    std::string text;
    std::string complaint;
  } cases[] = {
      {"negative number", "-1", "Number of snapshots to keep cant be negative: -1"},
      {"negative number among others", "10,-3,1d1w", "Number of snapshots to keep cant be negative: -3"},
      {"hugely negative", "-99999999999999999999",
       "Number of snapshots to keep cant be negative: -99999999999999999999"},
      {"two signs", "--5", "Invalid schedule string: '--5' (a rule is a period and a ttl, as in 1d1w)"},
      {"plus sign", "+5", "Invalid schedule string: '+5' (a rule is a period and a ttl, as in 1d1w)"},
      {"sign alone", "-", "Invalid schedule string: '-' (a rule is a period and a ttl, as in 1d1w)"},
      {"negative period", "-1d1w", "Invalid schedule string: '-1d1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"leading blank", " 1d1w", "Invalid schedule string: ' 1d1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"blank after a comma", "10, 1d1w",
       "Invalid schedule string: ' 1d1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"blank inside", "1d 1w", "Invalid schedule string: '1d 1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"trailing comma", "10,", "Invalid schedule string: '' (a rule is a period and a ttl, as in 1d1w)"},
      {"leading comma", ",10", "Invalid schedule string: '' (a rule is a period and a ttl, as in 1d1w)"},
      {"comma alone", ",", "Invalid schedule string: '' (a rule is a period and a ttl, as in 1d1w)"},
      {"no ttl", "1d", "Invalid schedule string: '1d' (a rule is a period and a ttl, as in 1d1w)"},
      {"ttl without unit", "1d7", "Invalid schedule string: '1d7' (a rule is a period and a ttl, as in 1d1w)"},
      {"ttl without number", "1dw", "Invalid schedule string: '1dw' (a rule is a period and a ttl, as in 1d1w)"},
      {"period without number", "d1w", "Invalid schedule string: 'd1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"words", "daily", "Invalid schedule string: 'daily' (a rule is a period and a ttl, as in 1d1w)"},
      {"fraction", "1.5d1w", "Invalid schedule string: '1.5d1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"semicolon", "10;1d1w", "Invalid schedule string: '10;1d1w' (a rule is a period and a ttl, as in 1d1w)"},
      {"arabic digit", "\u0663", "Invalid schedule string: '\u0663' (a rule is a period and a ttl, as in 1d1w)"},
      {"superscript digit", "\u00b2", "Invalid schedule string: '\u00b2' (a rule is a period and a ttl, as in 1d1w)"},
      {"arabic digit in a rule", "1d\u0663w",
       "Invalid schedule string: '1d\u0663w' (a rule is a period and a ttl, as in 1d1w)"},
      {"punctuation after a rule", "1d1w!!x", "Invalid schedule string: '1d1w!!x' ('!!x' follows a complete rule)"},
      {"number after a rule", "1d1w2", "Invalid schedule string: '1d1w2' ('2' follows a complete rule)"},
      {"two rules without comma", "1d1w1w1m", "Invalid schedule string: '1d1w1w1m' ('1w1m' follows a complete rule)"},
      {"trailing blank", "1d1w ", "Invalid schedule string: '1d1w ' (' ' follows a complete rule)"},
      {"letters after a rule", "1d1wfoo",
       "Invalid ttl string in schedule: '1d1wfoo' (no unit 'wfoo': units are s, min, h, d, w, m and y)"},
      {"unknown period unit", "1x1w",
       "Invalid period string in schedule: '1x1w' (no unit 'x': units are s, min, h, d, w, m and y)"},
      {"half a unit", "1mi1w",
       "Invalid period string in schedule: '1mi1w' (no unit 'mi': units are s, min, h, d, w, m and y)"},
      {"quoted as it was written", "1D1X",
       "Invalid ttl string in schedule: '1D1X' (no unit 'x': units are s, min, h, d, w, m and y)"},
      {"thirteen months in a year", "13m1y",
       "Period cant be longer than ttl in schedule: '13m1y' (the first part is the period, the second the ttl)"},
      {"ttl zero", "1d0d",
       "Period cant be longer than ttl in schedule: '1d0d' (the first part is the period, the second the ttl)"},
      {"period zero", "0s1d", "Invalid period string in schedule: '0s1d' (a period cannot be 0)"},
      {"period zero years", "0y1y", "Invalid period string in schedule: '0y1y' (a period cannot be 0)"},
      {"both zero", "0d0d", "Invalid period string in schedule: '0d0d' (a period cannot be 0)"},
      {"huge count of snapshots", "9223372036854775808",
       "Invalid schedule string: '9223372036854775808' (the number is too large)"},
      {"huge period", "9223372036854775808s1y",
       "Invalid period string in schedule: '9223372036854775808s1y' (the number is too large)"},
      {"ttl that overflows by its unit", "1d292271023046y",
       "Invalid ttl string in schedule: '1d292271023046y' (the number is too large)"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      BOOST_TEST(complaint(parse_schedule, c.text) == c.complaint);
    }
  }
}

BOOST_AUTO_TEST_CASE(number_of_rules) {
  std::string text = "1d1w";
  for (std::size_t i = 1; i < thinner::k_max_rules; ++i) text += ",1d1w";
  BOOST_TEST(parse_schedule(text).rules.size() == thinner::k_max_rules);
  BOOST_TEST(complaint(parse_schedule, text + ",1d1w").ends_with("(more than 250 rules)"));
}

BOOST_AUTO_TEST_CASE(refused_ttls) {
  const struct {
    std::string name;
    std::string text;
    std::string complaint;
  } cases[] = {
      {"nothing", "",
       "Invalid ttl string: '' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"no unit", "30",
       "Invalid ttl string: '30' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"no number", "d",
       "Invalid ttl string: 'd' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"negative", "-30d",
       "Invalid ttl string: '-30d' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"leading blank", " 30d",
       "Invalid ttl string: ' 30d' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"a whole rule", "1d30d",
       "Invalid ttl string: '1d30d' (a ttl is a number and a unit, as in 30d; units are s, min, h, d, w, m and y)"},
      {"unknown unit", "30days", "Invalid ttl string: '30days' (no unit 'days': units are s, min, h, d, w, m and y)"},
      {"overflow", "99999999999999999999d", "Invalid ttl string: '99999999999999999999d' (the number is too large)"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      BOOST_TEST(complaint(parse_ttl, c.text) == c.complaint);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_rule_in_words) {
  BOOST_TEST(describe(parse_schedule("10,24h3w").rules.front()) == "Keep every 24 hours, delete after 3 weeks.");
}

BOOST_AUTO_TEST_SUITE_END()
