// Why a schedule gives snapshots up, and the blocks of its rules.

#include "tests/thinner/series.hpp"
#include "thinner/losses.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using thinner::Block;
using thinner::block_of;
using thinner::find_losses;
using thinner::Schedule;

}  // namespace

BOOST_AUTO_TEST_SUITE(losses)

BOOST_AUTO_TEST_CASE(a_block_begins_at_multiples_of_its_period) {
  const thinner::Span period{10, 10, "second"};
  BOOST_TEST((block_of(period, at(10)) == Block{at(10), at(20)}));
  BOOST_TEST((block_of(period, at(19)) == Block{at(10), at(20)}));
  BOOST_TEST((block_of(period, at(0)) == Block{at(-9), at(10)}));
  BOOST_TEST((block_of(period, at(-10)) == Block{at(-19), at(-9)}));
}

BOOST_AUTO_TEST_CASE(a_block_has_the_times_with_its_quotient) {
  for (const std::int64_t length : {1, 2, 7, 10}) {
    for (std::int64_t time = -50; time < 50; ++time) {
      const Block block = block_of({length, length, "second"}, at(time));
      for (std::int64_t other = -60; other < 60; ++other) {
        const bool is_in = block.from <= at(other) && at(other) < block.to;
        BOOST_TEST(is_in == (other / length == time / length), length << ": " << time << ", " << other);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_rule_that_keeps_longest_tells_who_has_the_block) {
  const Schedule schedule{0, {rule_of(10, 50), rule_of(100, 500)}};
  const Times times = times_at({400, 810, 860, 955, 957});
  const auto found = find_losses(schedule, times, at(1000));
  BOOST_TEST(!found[0].rule.has_value());
  BOOST_TEST((found[2] == thinner::Loss{1, 1}));  // too old for the first rule
  BOOST_TEST((found[4] == thinner::Loss{1, 3}));
}

BOOST_AUTO_TEST_CASE(who_is_given_up_lost_to_an_older_one_that_stays_or_is_too_old) {
  std::mt19937_64 random(7);
  const auto pick = [&](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random);
  };
  for (int i = 0; i < 2'000; ++i) {
    Schedule schedule{static_cast<std::size_t>(pick(0, 3)), {}};
    for (auto rules = pick(0, 3); rules > 0; --rules) {
      const std::int64_t period = pick(1, 60);
      schedule.rules.push_back(rule_of(period, period * pick(1, 12)));
    }
    Times times;
    for (auto count = pick(0, 40); count > 0; --count) times.push_back(at(pick(0, 1'000)));
    const Verdicts verdicts = thinner::thin(schedule, times, at(1'000));
    const auto found = find_losses(schedule, times, at(1'000));
    for (std::size_t k = 0; k < times.size(); ++k) {
      if (verdicts[k].keep()) continue;
      const bool fits_none = std::ranges::none_of(
          schedule.rules, [&](const auto& rule) { return (at(1'000) - times[k]).count() <= rule.ttl.seconds; });
      BOOST_TEST(found[k].rule.has_value() != fits_none);
      if (!found[k].rule) continue;
      BOOST_TEST(found[k].to < k);
      BOOST_TEST(verdicts[found[k].to].keep());
      const auto& period = schedule.rules[*found[k].rule].period;
      BOOST_TEST((block_of(period, times[k]) == block_of(period, times[found[k].to])));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
