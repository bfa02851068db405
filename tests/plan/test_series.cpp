#include "app/plan/retain/thinning.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;

/// Snapshots of two series and foreign ones, oldest first.
struct TwoSeries {
  zfs::SnapshotNames names{
      std::vector<zfs::Series>{{"hourly", thinner::NameFormat("auto_hourly-%Y%m%d%H%M", thinner::Zone::utc())},
                               {"daily", thinner::NameFormat("auto_daily-%Y%m%d%H%M", thinner::Zone::utc())}}};
  std::deque<zfs::Snapshot> all;
  plan::Options options;

  TwoSeries() { options.now = k_now; }

  void add(const std::string& label, std::chrono::hours ago) {
    const thinner::NameFormat format("auto_" + label + "-%Y%m%d%H%M", thinner::Zone::utc());
    all.push_back({.name = &names.intern(format.name_at(k_now - ago)), .guid = 1, .createtxg = all.size()});
  }

  /// The numbers of those that are given up.
  std::vector<std::size_t> obsolete(const char* hourly, const char* daily) const {
    plan::Snapshots snapshots;
    for (const zfs::Snapshot& snapshot : all) snapshots.push_back(&snapshot);
    const plan::Retention retention(
        std::vector<thinner::Schedule>{thinner::parse_schedule(hourly), thinner::parse_schedule(daily)});
    const plan::Scheduled scheduled = plan::schedule(snapshots, retention, options);
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (scheduled.obsolete[i]) numbers.push_back(i);
    }
    return numbers;
  }
};

using Numbers = std::vector<std::size_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(series)

BOOST_AUTO_TEST_CASE(each_goes_by_its_own_schedule) {
  TwoSeries both;
  both.add("daily", 48h);    // 0
  both.add("hourly", 26h);   // 1
  both.add("daily", 24h);    // 2
  both.add("monthly", 20h);  // 3: foreign
  both.add("hourly", 2h);    // 4
  both.add("hourly", 1h);    // 5
  both.add("daily", 0h);     // 6
  BOOST_TEST(both.obsolete("10", "10") == Numbers{}, boost::test_tools::per_element());
  BOOST_TEST(both.obsolete("2", "10") == Numbers{1}, boost::test_tools::per_element());
  BOOST_TEST(both.obsolete("10", "2") == Numbers{0}, boost::test_tools::per_element());
  BOOST_TEST(both.obsolete("1", "1") == (Numbers{0, 1, 2, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_newest_of_each_stays) {
  TwoSeries both;
  both.add("hourly", 30h);
  both.add("hourly", 29h);
  both.add("daily", 28h);
  both.add("daily", 27h);
  both.add("other", 26h);
  BOOST_TEST(both.obsolete("0", "0") == (Numbers{0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wrong_clock_in_one_does_not_keep_the_other) {
  TwoSeries both;
  for (int hour = 60; hour > 0; --hour) both.add("hourly", std::chrono::hours{hour});
  both.add("daily", 30h);
  both.add("daily", 20h);
  both.add("hourly", -24h * 365 * 5);
  both.add("hourly", 0h);
  BOOST_TEST(both.obsolete("1h1w", "1") == (Numbers{60}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_without_a_time_go_by_their_creation) {
  zfs::SnapshotNames names{std::vector<zfs::Series>{{"before-*", zfs::ShellPattern{"before-*"}}}};
  std::deque<zfs::Snapshot> all;
  std::vector<std::optional<thinner::Time>> created;
  const auto add = [&](const char* name, std::chrono::hours ago) {
    all.push_back({.name = &names.intern(name), .guid = 1, .createtxg = all.size()});
    created.push_back(k_now - ago);
  };
  add("before-a", 24h * 9);
  add("mine", 24h * 8);
  add("before-b", 24h * 5);
  add("before-c", 24h * 3);
  add("before-", 24h * 2);
  plan::Snapshots snapshots;
  for (const zfs::Snapshot& snapshot : all) snapshots.push_back(&snapshot);
  plan::Options options;
  options.now = k_now;
  const auto obsolete = [&](const thinner::Schedule& schedule) {
    return plan::schedule(snapshots, schedule, options, created).obsolete;
  };
  using Bits = std::vector<bool>;
  const thinner::Schedule young{.young = thinner::parse_ttl("4d")};
  BOOST_TEST(obsolete(young) == (Bits{true, false, true, false, false}), boost::test_tools::per_element());
  BOOST_TEST(
      obsolete({.keep_newest = 3, .young = thinner::parse_ttl("1d")}) == (Bits{true, false, false, false, false}),
      boost::test_tools::per_element());
  // One that vanished between the listings takes no block from the others, and stays.
  const thinner::Schedule daily = thinner::parse_schedule("1d2w");
  BOOST_TEST(obsolete(daily) == (Bits(5, false)), boost::test_tools::per_element());
  created[0].reset();
  created[2].reset();
  BOOST_TEST(obsolete(daily) == (Bits(5, false)), boost::test_tools::per_element());
  BOOST_TEST(obsolete({.keep_newest = 1}) == (Bits{true, false, true, true, false}), boost::test_tools::per_element());
  BOOST_TEST(!plan::asks_for_creation(snapshots, thinner::Schedule{.keep_newest = 2}));
  BOOST_TEST(plan::asks_for_creation(snapshots, young));
  BOOST_TEST(!plan::asks_for_creation({snapshots[1]}, young));
}

BOOST_AUTO_TEST_SUITE_END()
