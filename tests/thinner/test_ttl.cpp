#include "thinner/ttl.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using thinner::Mortal;
using thinner::Time;

const Time k_now{std::chrono::seconds{1'772'366'400}};

/// "STEM SECONDS", or "none".
std::string read(std::string_view name) {
  const auto mortal = thinner::split_ttl(name);
  return mortal ? std::string(mortal->stem) + " " + std::to_string(mortal->ttl.count()) : "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ttl)

BOOST_AUTO_TEST_CASE(in_names) {
  BOOST_TEST(read("2026-03-01_12.00.00--2d") == "2026-03-01_12.00.00 172800");
  BOOST_TEST(read("x--1y") == "x 31536000");
  BOOST_TEST(read("x--1m") == "x 2592000");
  BOOST_TEST(read("x--1M") == "x 60");
  BOOST_TEST(read("x--1y2m3w4d5h6M7s") ==
             "x " + std::to_string(31536000 + 2 * 2592000 + 3 * 604800 + 4 * 86400 + 5 * 3600 + 6 * 60 + 7));
  BOOST_TEST(read("a--1d--2d") == "a--1d 172800");
  BOOST_TEST(read("--2d") == " 172800");
  BOOST_TEST(read("x---2d") == "x- 172800");
}

BOOST_AUTO_TEST_CASE(what_is_none) {
  for (const char* name : {"", "x", "x-2d", "x--", "x--2", "x--d", "x--0d", "x--2D", "x--2d3", "x--1d1w", "x--1d1d",
                           "x--2d ", "x-- 2d", "x--+2d", "x--99999999999999999999d", "x--9223372036854775807y"})
    BOOST_TEST(read(name) == "none", name);
}

BOOST_AUTO_TEST_CASE(death) {
  const Mortal mortal{k_now, 2h};
  BOOST_TEST(!mortal.is_dead(k_now));
  BOOST_TEST(!mortal.is_dead(k_now + 2h));
  BOOST_TEST(mortal.is_dead(k_now + 2h + 1s));
  BOOST_TEST(!mortal.is_dead(k_now - 24h * 365));
}

BOOST_AUTO_TEST_CASE(a_step_in_time_that_kills_most) {
  std::vector<Mortal> hourly;
  for (int hour = 48; hour > 0; --hour) hourly.push_back({k_now - std::chrono::hours{hour}, 60h});
  BOOST_TEST(!thinner::find_clock_step(hourly, k_now));
  const auto step = thinner::find_clock_step(hourly, k_now + 24h * 365);
  BOOST_REQUIRE(step.has_value());
  BOOST_TEST(step->lost == 48U);
  BOOST_TEST(step->of == 48U);
  BOOST_TEST((step->from == k_now - 1h));

  hourly.push_back({k_now + 24h * 365, 60h});  // what the wrong run made
  hourly.push_back({k_now, 60h});
  BOOST_TEST(thinner::find_clock_step(hourly, k_now + 1h).has_value(), "later runs see it, too");

  const std::vector<Mortal> few(hourly.begin(), hourly.begin() + 20);
  BOOST_TEST(!thinner::find_clock_step(few, k_now + 24h * 365));
}

BOOST_AUTO_TEST_CASE(one_after_the_other_is_no_step) {
  std::vector<Mortal> daily;
  for (int day = 400; day > 0; --day) daily.push_back({k_now - 24h * day, 48h});
  BOOST_TEST(!thinner::find_clock_step(daily, k_now), "each day one dies");
  const std::vector<Mortal> eternal(100, Mortal{k_now, std::chrono::seconds::max()});
  BOOST_TEST(!thinner::find_clock_step(eternal, Time::max()));
}

BOOST_AUTO_TEST_SUITE_END()
