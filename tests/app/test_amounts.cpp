// What was sent, and how far it is, in words.
#include "app/report/amounts.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t k_mib = 1024 * 1024;

}  // namespace

BOOST_AUTO_TEST_SUITE(amounts)

BOOST_AUTO_TEST_CASE(what_was_sent_and_destroyed) {
  using report::text_of;
  BOOST_TEST(text_of(run::Traffic{}) == "");
  BOOST_TEST(text_of(run::Traffic{.snapshots = 1, .bytes = 624, .time = milliseconds(20)}) ==
             "sent 1 snapshot, 624 B in 0.0 s");
  BOOST_TEST(text_of(run::Traffic{.snapshots = 2, .bytes = 3 * k_mib / 2, .time = milliseconds(500)}) ==
             "sent 2 snapshots, 1.50 MiB in 0.5 s (3.00 MiB/s)");
  BOOST_TEST(
      text_of(run::Traffic{
          .snapshots = 1, .bytes = k_mib, .time = seconds(1), .destroyed_on_source = 1, .destroyed_on_target = 2}) ==
      "sent 1 snapshot, 1.00 MiB in 1.0 s (1.00 MiB/s), destroyed 3 snapshots");
  BOOST_TEST(text_of(run::Traffic{.destroyed_on_target = 1}) == "destroyed 1 snapshot");
}

BOOST_AUTO_TEST_CASE(how_far_it_is) {
  using report::text_of;
  BOOST_TEST(text_of(report::Headway{5 * k_mib, 0, milliseconds(300)}) == "Sending 5.00 MiB");
  BOOST_TEST(text_of(report::Headway{5 * k_mib, 0, seconds(2)}) == "Sending 5.00 MiB, 2.50 MiB/s");
  BOOST_TEST(text_of(report::Headway{0, 8 * k_mib, seconds(2)}) == "Sending 0%, 0 B of 8.00 MiB");
  BOOST_TEST(text_of(report::Headway{2 * k_mib, 8 * k_mib, seconds(2)}) ==
             "Sending 25%, 2.00 MiB of 8.00 MiB, 1.00 MiB/s, 0:06 left");
  BOOST_TEST(text_of(report::Headway{k_mib, 3724 * k_mib, seconds(1)}) ==
             "Sending 0%, 1.00 MiB of 3.64 GiB, 1.00 MiB/s, 1:02:03 left");
  // zfs foretells less than it sends.
  BOOST_TEST(text_of(report::Headway{9 * k_mib, 8 * k_mib, seconds(3)}) ==
             "Sending 100%, 9.00 MiB of 8.00 MiB, 3.00 MiB/s, 0:00 left");
  const std::uint64_t much = std::uint64_t{1} << 60U;
  BOOST_TEST(text_of(report::Headway{much / 2, much, milliseconds(10)}) == "Sending 50%, 512 PiB of 1024 PiB");
}

BOOST_AUTO_TEST_CASE(how_far_it_is_as_zfs_autobackup_says_it) {
  using report::drop_in_text_of;
  BOOST_TEST(drop_in_text_of({5 * k_mib, 0, seconds(2)}) == "Transfer 5MB");
  BOOST_TEST(drop_in_text_of({0, 8 * k_mib, seconds(2)}) == "Transfer 0MB");
  BOOST_TEST(drop_in_text_of({60 * k_mib, 240 * k_mib, seconds(60)}) ==
             "Transfer 25% 1MB/s (total 240MB, 3 minutes left)");
}

BOOST_AUTO_TEST_SUITE_END()
