// What holds for any schedule and series, and a second opinion: the rules of the manual, told as a search through all
// earlier snapshots.
#include "series.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <random>
#include <string>

namespace {

using thinner::Reason;
using thinner::Rule;
using thinner::Schedule;
using thinner::thin;
using thinner::Time;
using thinner::Verdict;

constexpr std::chrono::seconds k_shift{153'300'000};  // a multiple of every period used here

bool young_enough(const Rule& rule, Time time, Time now) {
  return now - time <= std::chrono::seconds{rule.ttl.seconds};
}

/// In one block: no multiple of the period (but 0) between them, counted from 1970 to either side.
bool in_one_block(std::int64_t a, std::int64_t b, std::int64_t period) {
  const auto distance = [&](std::int64_t t) { return (t < 0 ? -t : t) / period; };
  const bool same_side = (a < 0) == (b < 0) || (distance(a) == 0 && distance(b) == 0);
  return same_side && distance(a) == distance(b);
}

/// Whether an earlier snapshot took the block of snapshot `i` for a rule of this period.
bool taken(const Schedule& schedule, const Times& times, std::size_t i, std::int64_t period, Time now) {
  for (std::size_t j = 0; j < i; ++j) {
    if (!in_one_block(times[j].time_since_epoch().count(), times[i].time_since_epoch().count(), period)) continue;
    for (const Rule& rule : schedule.rules) {
      if (rule.period.seconds == period && young_enough(rule, times[j], now)) return true;
    }
  }
  return false;
}

Verdict second_opinion(const Schedule& schedule, const Times& times, std::size_t i, Time now) {
  if (i + schedule.keep_newest >= times.size()) return {Reason::newest, 0};
  if (schedule.young.seconds != 0 && now - times[i] <= std::chrono::seconds(schedule.young.seconds)) {
    return {Reason::young, 0};
  }
  for (std::size_t r = 0; r < schedule.rules.size(); ++r) {
    const Rule& rule = schedule.rules[r];
    if (young_enough(rule, times[i], now) && !taken(schedule, times, i, rule.period.seconds, now)) {
      return {Reason::oldest_in_block, static_cast<std::uint8_t>(r)};
    }
  }
  return {};
}

Verdicts second_opinions(const Schedule& schedule, const Times& times, Time now) {
  Verdicts verdicts;
  for (std::size_t i = 0; i < times.size(); ++i) verdicts.push_back(second_opinion(schedule, times, i, now));
  return verdicts;
}

std::string in_words(const Schedule& schedule, const Times& times, Time now) {
  std::string text = "now " + std::to_string(now.time_since_epoch().count()) + ":";
  for (const auto& line : describe(schedule)) text.append(" ").append(line);
  for (const Time time : times) text.append(" ").append(std::to_string(time.time_since_epoch().count()));
  return text;
}

struct Example {
  Schedule schedule;
  Times times;
  Time now;
};

/// Examples of a size at which blocks are shared, empty, expired and in the future, all often.
class Examples {
 public:
  Example next(bool sorted) {
    Example example{random_schedule(), {}, at(pick(-200, 1'000))};
    const std::int64_t count = pick(0, 60);
    for (std::int64_t i = 0; i < count; ++i) example.times.push_back(at(pick(-300, 1'100)));
    if (sorted) std::sort(example.times.begin(), example.times.end());
    return example;
  }

  std::int64_t pick(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }

 private:
  Schedule random_schedule() {
    Schedule schedule;
    if (pick(0, 1) == 1) schedule.keep_newest = static_cast<std::size_t>(pick(0, 12));
    if (pick(0, 3) == 0) schedule.young = {pick(1, 400), 1, "span"};
    const std::int64_t rules = pick(0, 4);
    for (std::int64_t i = 0; i < rules; ++i) {
      // Periods from a short list, so that equal ones are common.
      const std::int64_t period =
          std::array<std::int64_t, 6>{1, 7, 10, 30, 100, 365}[static_cast<std::size_t>(pick(0, 5))];
      schedule.rules.push_back(rule_of(period, period * pick(1, 12)));
    }
    return schedule;
  }

  std::mt19937_64 random_{20'240'115};
};

void for_examples(const std::function<void(const Example&, const Verdicts&, Examples&)>& check) {
  Examples examples;
  for (int i = 0; i < 4'000; ++i) {
    const Example example = examples.next(i % 2 == 0);
    BOOST_TEST_CONTEXT(in_words(example.schedule, example.times, example.now)) {
      check(example, thin(example.schedule, example.times, example.now), examples);
    }
  }
}

/// Calls `visit` with every series of up to `length` times, in every order, of the times `first` to `last`.
void every_series(std::int64_t first, std::int64_t last, std::size_t length, Times& series,
                  const std::function<void(const Times&)>& visit) {
  visit(series);
  if (series.size() == length) return;
  for (std::int64_t time = first; time <= last; ++time) {
    series.push_back(at(time));
    every_series(first, last, length, series, visit);
    series.pop_back();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(thin_properties)

BOOST_AUTO_TEST_CASE(every_short_history) {
  const Schedule schedules[] = {
      {0, {}},
      {1, {}},
      {0, {rule_of(2, 4)}},
      {1, {rule_of(3, 3)}},
      {2, {rule_of(2, 2), rule_of(3, 6)}},
      {0, {rule_of(2, 2), rule_of(2, 5)}},
      {0, {rule_of(2, 5), rule_of(2, 2)}},
      {1, {rule_of(1, 1), rule_of(2, 3), rule_of(4, 8)}},
  };
  std::size_t histories = 0;
  Times series;
  every_series(-4, 5, 4, series, [&](const Times& times) {
    for (const Schedule& schedule : schedules) {
      for (const std::int64_t now : {-1, 3, 5, 8}) {
        ++histories;
        if (thin(schedule, times, at(now)) != second_opinions(schedule, times, at(now))) {
          BOOST_ERROR("differs for " << in_words(schedule, times, at(now)));
        }
      }
    }
  });
  BOOST_TEST(histories == 11'111U * 8 * 4);
}

BOOST_AUTO_TEST_CASE(random_histories) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples&) {
    BOOST_TEST(in_letters(verdicts) == in_letters(second_opinions(example.schedule, example.times, example.now)));
  });
}

BOOST_AUTO_TEST_CASE(long_histories_out_of_order) {
  Examples examples;
  const Schedule schedule{3, {rule_of(50, 20'000), rule_of(700, 90'000)}};
  Times times;
  for (std::int64_t i = 0; i < 2'500; ++i) times.push_back(at(examples.pick(0, 100'000)));
  for (int round = 0; round < 3; ++round) {
    BOOST_TEST((thin(schedule, times, at(100'000)) == second_opinions(schedule, times, at(100'000))));
    if (round == 0) std::sort(times.begin(), times.end(), std::greater<>());
    if (round == 1) std::rotate(times.begin(), times.begin() + 1'000, times.end());
  }
}

BOOST_AUTO_TEST_CASE(one_verdict_for_each_and_the_newest_stay) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples&) {
    BOOST_TEST_REQUIRE(verdicts.size() == example.times.size());
    const auto newest = std::min(example.schedule.keep_newest, verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      BOOST_TEST((verdicts[i].reason == Reason::newest) == (i >= verdicts.size() - newest));
    }
  });
}

BOOST_AUTO_TEST_CASE(thinning_again_changes_nothing) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples&) {
    std::string expected = in_letters(verdicts);
    std::erase(expected, 'x');
    const Times left = kept(example.times, verdicts);
    BOOST_TEST(in_letters(thin(example.schedule, left, example.now)) == expected);
  });
}

BOOST_AUTO_TEST_CASE(a_destroyed_one_does_not_matter_to_the_others) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples& examples) {
    std::string expected;
    Times left;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      if (!verdicts[i].keep() && examples.pick(0, 1) == 1) continue;  // this destroy was done, others failed
      left.push_back(example.times[i]);
      expected += in_letters({verdicts[i]});
    }
    BOOST_TEST(in_letters(thin(example.schedule, left, example.now)) == expected);
  });
}

BOOST_AUTO_TEST_CASE(a_further_snapshot_saves_no_earlier_one) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples& examples) {
    Times more = example.times;
    more.push_back(at(examples.pick(-300, 1'100)));
    const Verdicts later = thin(example.schedule, more, example.now);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      // Only the window of the newest moves: what it leaves stays on if it is the oldest in its block.
      if (verdicts[i].reason != Reason::newest) BOOST_TEST((later[i] == verdicts[i]));
    }
  });
}

BOOST_AUTO_TEST_CASE(every_block_within_its_ttl_keeps_its_oldest) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples&) {
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      for (const Rule& rule : example.schedule.rules) {
        if (!young_enough(rule, example.times[i], example.now)) continue;
        const bool oldest = !taken(example.schedule, example.times, i, rule.period.seconds, example.now);
        if (oldest) BOOST_TEST(verdicts[i].keep());
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(no_rule_keeps_more_than_it_has_blocks) {
  for_examples([](const Example& example, const Verdicts& verdicts, Examples&) {
    for (std::size_t r = 0; r < example.schedule.rules.size(); ++r) {
      const Rule& rule = example.schedule.rules[r];
      const auto past = [&](std::size_t i) {
        return verdicts[i].reason == Reason::oldest_in_block && verdicts[i].rule == r &&
               example.times[i] <= example.now;
      };
      std::int64_t by_rule = 0;
      for (std::size_t i = 0; i < verdicts.size(); ++i) by_rule += past(i) ? 1 : 0;
      BOOST_TEST(by_rule <= rule.ttl.seconds / rule.period.seconds + 1);
    }
  });
}

BOOST_AUTO_TEST_CASE(blocks_do_not_depend_on_the_year) {
  for_examples([](const Example& example, const Verdicts&, Examples&) {
    Times positive = example.times;
    for (Time& time : positive) time += k_shift;
    Times later = positive;
    for (Time& time : later) time += k_shift;
    const Time now = example.now + k_shift;
    BOOST_TEST(in_letters(thin(example.schedule, positive, now)) ==
               in_letters(thin(example.schedule, later, now + k_shift)));
  });
}

BOOST_AUTO_TEST_SUITE_END()
