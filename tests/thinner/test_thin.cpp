#include "series.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using thinner::parse_schedule;
using thinner::thin;

constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_day = 86'400;
constexpr std::int64_t k_noon = 1'705'320'000;      // 2024-01-15T12:00:00Z, a Monday
constexpr std::int64_t k_midnight = 1'705'276'800;  // of that day

}  // namespace

BOOST_AUTO_TEST_SUITE(thin_by_hand)

BOOST_AUTO_TEST_CASE(golden) {
  const struct {
    std::string name;
    std::string schedule;
    Times times;
    std::int64_t now;
    std::string letters;
  } cases[] = {
      {"no snapshots", "10,1d1w", {}, k_noon, ""},
      {"empty schedule keeps nothing", "", times_at({k_noon - 2, k_noon - 1}), k_noon, "xx"},
      {"number only", "2", times_at({1, 2, 3, 4}), 5, "xxnn"},
      {"number as large as the series", "4", times_at({1, 2, 3, 4}), 5, "nnnn"},
      {"number larger than the series", "5", times_at({1, 2, 3, 4}), 5, "nnnn"},
      {"enormous number", "9223372036854775807", times_at({1, 2}), 5, "nn"},

      {"oldest of each UTC day", "1d1w",
       times_at({k_midnight - k_hour, k_midnight - 1, k_midnight, k_midnight + 1, k_noon}), k_noon, "0x0xx"},
      {"ttl is inclusive", "1s10s", times_at({89, 90, 91}), 100, "x00"},
      {"too old even if alone in its block", "1d1w", times_at({k_noon - 8 * k_day}), k_noon, "x"},
      {"an expired one leaves its block to the next", "100s150s", times_at({301, 349, 350, 351}), 500, "xx0x"},
      {"first rule that fits is the reason", "1h1d,1d1w", times_at({k_midnight, k_midnight + k_hour}), k_noon, "00"},
      {"second rule when the first is past", "1h1h,1d1w", times_at({k_midnight, k_midnight + k_hour}), k_noon, "1x"},
      {"a kept one occupies the block of each rule", "1h1d,1d1w",
       times_at({k_midnight - k_hour, k_midnight, k_midnight + 60, k_midnight + k_hour}), k_noon, "00x0"},

      {"equal periods share blocks", "1d1w,24h1m",
       times_at({k_midnight - 14 * k_day, k_midnight - 14 * k_day + 9, k_midnight, k_midnight + 9}), k_noon, "1x0x"},
      {"and the longer ttl takes the block that the shorter leaves", "10s20s,10s40s", times_at({70, 75, 85, 86}), 100,
       "1x0x"},
      {"periods that differ do not", "10s1y,5s1y", times_at({10, 14, 15, 19, 20}), 30, "0x1x0"},

      {"the newest occupy blocks too", "1,1d1w", times_at({k_midnight + 5, k_noon}), k_noon, "0n"},
      {"so an older day keeps its oldest, not its newest", "2,1d1w",
       times_at({k_midnight - 9, k_midnight - 8, k_midnight + 1, k_midnight + 2}), k_noon, "0xnn"},
      {"newest is the reason given", "1,1d1w", times_at({k_midnight}), k_noon, "n"},
      {"the last number counts", "3,1", times_at({1, 2, 3}), 5, "xxn"},

      {"future snapshots fit every rule", "1s1s,1d1w", times_at({k_noon, k_noon + 90 * k_day, k_noon + 90 * k_day + 1}),
       k_noon, "000"},
      {"but share blocks as any other", "1d1d", times_at({k_midnight + 3 * k_day, k_midnight + 3 * k_day + 9}), k_noon,
       "0x"},

      {"block 0 reaches to both sides of 1970", "10s1y", times_at({-10, -9, 0, 9, 10}), 20, "00xx0"},
      {"blocks before 1970 end in multiples", "10s1y", times_at({-21, -20, -19, -11, -10, -9}), 20, "0x0xx0"},
      {"the year 1910", "1y200y", times_at({-1'893'456'001, -1'893'456'000, -1'893'455'999}), k_noon, "0x0"},

      {"order given, not order of times", "100s1y", times_at({250, 210, 150, 110, 290, 90}), 300, "0x0xx0"},
      {"newest are the last given", "2", times_at({300, 200, 100}), 300, "xnn"},
      {"a clock set back for a while", "100s1y", times_at({510, 610, 520, 530, 620, 710}), 800, "00xxx0"},
      {"a clock set back to a free block", "100s1y", times_at({510, 710, 620, 630, 720, 810}), 900, "000xx0"},
      {"equal times", "100s1y", times_at({110, 110, 110}), 300, "0xx"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      BOOST_TEST(in_letters(thin(parse_schedule(c.schedule), c.times, at(c.now))) == c.letters);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_default_schedule_on_a_year_of_days) {
  Times times;
  for (std::int64_t day = 365; day >= 0; --day) times.push_back(at(k_noon - day * k_day));
  const auto verdicts = thin(parse_schedule("10,1d1w,1w1m,1m1y"), times, at(k_noon));
  // By hand: the ten newest; of the days before them only the first of each epoch week (Thursdays) of the last 30 days,
  // and the first of each 30 days since 1970 (day 19737 - 27 is 657 * 30).
  std::vector<std::int64_t> ages;
  for (const auto& time : kept(times, verdicts)) ages.push_back((at(k_noon) - time).count() / k_day);
  const std::vector<std::int64_t> expected{365, 357, 327, 297, 267, 237, 207, 177, 147, 117, 87, 57, 30, 27,
                                           25,  18,  11,  9,   8,   7,   6,   5,   4,   3,   2,  1,  0};
  BOOST_TEST(ages == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_snapshot_each_hour_for_two_years) {
  const auto schedule = parse_schedule("10,1d1w,1w1m,1m1y");
  const std::int64_t start = k_midnight + 420;
  Times retained;
  std::vector<std::int64_t> firsts[3];  // of each block of each rule, since the start
  for (std::int64_t hour = 0; hour < 17'568; ++hour) {
    const std::int64_t now = start + hour * k_hour;
    retained.push_back(at(now));
    Times promised;
    for (std::int64_t back = std::min<std::int64_t>(hour, 9); back >= 0; --back)
      promised.push_back(at(now - back * k_hour));
    for (std::size_t r = 0; r < 3; ++r) {
      const auto& rule = schedule.rules[r];
      const bool new_block = hour == 0 || now / rule.period.seconds != (now - k_hour) / rule.period.seconds;
      if (new_block) firsts[r].push_back(now);
      for (const std::int64_t first : firsts[r]) {
        if (now - first <= rule.ttl.seconds) promised.push_back(at(first));
      }
    }
    std::sort(promised.begin(), promised.end());
    promised.erase(std::unique(promised.begin(), promised.end()), promised.end());

    retained = kept(retained, thin(schedule, retained, at(now)));
    BOOST_TEST_REQUIRE((retained == promised), "differs from what the schedule promises after " << hour << " hours");
  }
  BOOST_TEST(retained.size() > 25U);
  BOOST_TEST(retained.size() < 40U);
}

BOOST_AUTO_TEST_CASE(the_last_rule_has_its_index) {
  thinner::Schedule schedule;
  for (std::int64_t i = 1; i <= 250; ++i) schedule.rules.push_back(rule_of(i, i));
  const auto verdicts = thin(schedule, times_at({750}), at(1'000));
  BOOST_TEST_REQUIRE(verdicts.size() == 1U);
  BOOST_TEST((verdicts[0] == thinner::Verdict{thinner::Reason::oldest_in_block, 249}));
}

BOOST_AUTO_TEST_SUITE_END()
