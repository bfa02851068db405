// What is told of a simulation.

#include "app/pages/simulated.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <sstream>
#include <string>

namespace {

report::SimulationReport run_of(const char* schedule, std::int64_t every, std::int64_t length) {
  const thinner::Time start{std::chrono::seconds{1'767'225'600}};  // 2026-01-01
  report::SimulationReport report{{thinner::parse_schedule(schedule), std::chrono::seconds(every), start,
                                   start + std::chrono::seconds(length), thinner::Zone::utc()},
                                  schedule,
                                  {},
                                  {}};
  const thinner::Time looks[] = {start + std::chrono::seconds(length / 2)};
  report.result = thinner::simulate(report.of, looks);
  return report;
}

constexpr std::int64_t k_hour = 3'600, k_24h = 86'400;

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated)

BOOST_AUTO_TEST_CASE(each_snapshot_is_in_one_share) {
  const auto report = run_of("5,1h1d,1d1w", k_hour, 30 * k_24h);
  const auto& end = report.result.looks.back();
  const auto shares = report::shares_of(report, end);
  BOOST_REQUIRE(shares.size() == 3U);
  BOOST_TEST(shares[0].snapshots == 5U);
  BOOST_TEST(shares[0].snapshots + shares[1].snapshots + shares[2].snapshots == end.left.size());
  BOOST_TEST((shares[2].oldest == end.left.front()));
}

BOOST_AUTO_TEST_CASE(space_is_between_what_one_interval_and_all_of_them_change) {
  auto report = run_of("1w10w", k_24h, 365 * k_24h);
  report.change_rate = 1'000;
  const auto& end = report.result.looks.back();
  const auto held = report::held_by(report, end);
  BOOST_TEST(held.least == (end.left.size() - 1) * 1'000);
  BOOST_TEST(held.most == static_cast<std::uint64_t>((end.now - end.left.front()).count() / k_24h * 1'000));
  BOOST_TEST(held.least < held.most);
  report.change_rate = std::numeric_limits<std::uint64_t>::max();
  BOOST_TEST(report::held_by(report, end).most > 0U);
  BOOST_TEST(report::held_by(report, {end.now, {end.now}}).most == 0U);
}

BOOST_AUTO_TEST_CASE(ages_have_few_digits) {
  using std::chrono::seconds;
  BOOST_TEST(report::age_text(seconds(300)) == "5 minutes");
  BOOST_TEST(report::age_text(seconds(1)) == "1 second");
  BOOST_TEST(report::age_text(seconds(90)) == "1.5 minutes");
  BOOST_TEST(report::age_text(seconds(k_hour)) == "1 hour");
  BOOST_TEST(report::age_text(seconds(36 * k_hour)) == "1.5 days");
  BOOST_TEST(report::age_text(seconds(40 * k_24h)) == "40 days");
  BOOST_TEST(report::age_text(seconds(2 * 31'557'600)) == "2 years");
}

BOOST_AUTO_TEST_CASE(a_page_shows_the_end_first) {
  const auto report = run_of("5,1h1d,1d1w", k_hour, 30 * k_24h);
  const std::string page = pages::to_html(report);
  BOOST_TEST(page.find("<h1>Schedule 5,1h1d,1d1w</h1>") != std::string::npos);
  BOOST_TEST(page.find("min=\"0\" max=\"1\" value=\"1\"") != std::string::npos);
  BOOST_TEST(page.find("What is left at the end, the oldest first") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_stays_small_however_many_there_are) {
  auto report = run_of("5min30d", 300, 60 * k_24h);
  const thinner::Look end = report.result.looks.back();
  for (int i = 0; i < 100; ++i) report.result.looks.push_back(end);
  BOOST_TEST(pages::to_html(report).size() < 4'000'000U);
}

BOOST_AUTO_TEST_CASE(the_table_is_for_people) {
  auto report = run_of("2,1d1w", k_24h, 30 * k_24h);
  report.change_rate = 1'000'000;
  std::ostringstream out;
  report::write_simulation(out, report, true);
  BOOST_TEST(out.str().find("every 1 day for 1 week") != std::string::npos);
  BOOST_TEST(out.str().find("oldest in its block of: Keep every 1 day, delete after 1 week.") != std::string::npos);
  BOOST_TEST(out.str().find("the snapshots hold") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
