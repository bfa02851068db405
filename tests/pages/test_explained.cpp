// The page of an explanation, and the times that its slider comes to.

#include "app/pages/explained.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace report;

constexpr std::int64_t k_now = 10'000'000, k_a_day = 86'400;

thinner::Time ago(std::int64_t seconds) {
  return thinner::Time{std::chrono::seconds{k_now - seconds}};
}

Explanation explanation(const char* schedule, std::initializer_list<std::int64_t> ages) {
  Explanation all{ago(0), thinner::parse_schedule(schedule), {{"tank", {}, false, 2048}}};
  for (const std::int64_t age : ages) {
    ExplainedSnapshot snapshot{.name = "of-" + std::to_string(age), .why = "it is old", .made = ago(age), .used = 1024};
    snapshot.by = age < k_a_day ? DecidedBy::newest : DecidedBy::nobody;
    all.datasets[0].snapshots.push_back(snapshot);
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explained)

BOOST_AUTO_TEST_CASE(moments_are_those_at_which_something_gets_too_old) {
  const auto times = pages::moments_after(explanation("1d1w", {2 * k_a_day, 10, 8 * k_a_day, 10}), 9);
  BOOST_REQUIRE(times.size() == 2U);
  BOOST_TEST((times[0] == ago(-5 * k_a_day - 1)));
  BOOST_TEST((times[1] == ago(10 - 7 * k_a_day - 1)));
}

BOOST_AUTO_TEST_CASE(of_many_moments_some_are_taken_the_last_included) {
  Explanation many = explanation("1min1d,1h1w", {});
  for (std::int64_t i = 0; i < 500; ++i)
    many.datasets[0].snapshots.push_back({.name = "x", .why = "", .made = ago(i * 60), .used = {}});
  const auto times = pages::moments_after(many, 60);
  BOOST_TEST(times.size() == 60U);
  BOOST_TEST(std::ranges::is_sorted(times));
  BOOST_TEST((times.back() == ago(-7 * k_a_day - 1)));
  BOOST_TEST(pages::moments_after(explanation("5", {10}), 60).empty());
}

BOOST_AUTO_TEST_CASE(a_page_tells_of_each_snapshot_in_its_table) {
  const Explanation first = explanation("2,1d1w", {9 * k_a_day, 100});
  const std::string page = pages::to_html({{first}, "<kind>", "root@host"}, thinner::Zone::utc());
  BOOST_TEST(page.find("the snapshots &lt;kind&gt; on root@host") != std::string::npos);
  BOOST_TEST(page.find("<td>of-777600</td>") != std::string::npos);
  BOOST_TEST(page.find("class=\"verdict goes\"") != std::string::npos);
  BOOST_TEST(page.find("1 of 2 snapshots goes, which frees 2.00 KiB.") != std::string::npos);
  BOOST_TEST(page.find("type=\"range\"") == std::string::npos);  // there is but one moment
  const std::string two = pages::to_html({{first, first}, "x", ""}, thinner::Zone::utc());
  BOOST_TEST(two.find("type=\"range\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_nothing_is_selected_a_page_says_so) {
  Explanation none = explanation("2", {});
  none.datasets.clear();
  const std::string page = pages::to_html({{none}, "x", ""}, thinner::Zone::utc());
  BOOST_TEST(page.find("No dataset is selected.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(blocks_are_told_as_days_or_with_the_time_of_day) {
  const auto utc = thinner::Zone::utc();
  const auto block = [&](std::int64_t from, std::int64_t to) {
    return block_text({thinner::Time{std::chrono::seconds{from}}, thinner::Time{std::chrono::seconds{to}}}, utc);
  };
  BOOST_TEST(block(0, k_a_day) == "1970-01-01 to 1970-01-02");
  BOOST_TEST(block(3'600, 7'200) == "1970-01-01 01:00 to 02:00");
  BOOST_TEST(block(82'800, 86'400) == "1970-01-01 23:00 to 1970-01-02 00:00");
}

BOOST_AUTO_TEST_SUITE_END()
