// How far a transfer is, from what zfs send -v -P says, and how far all of them are.
#include "app/run/traffic.hpp"
#include "zfs/progress.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

/// "BYTES/TOTAL" of each time.
std::vector<std::string> told_of(const std::vector<std::string>& lines) {
  std::vector<std::string> told;
  const auto tell = [&told](std::uint64_t bytes, std::uint64_t total) {
    told.push_back(std::to_string(bytes) + "/" + std::to_string(total));
  };
  const std::function<void(std::string_view)> sink = zfs::TransferProgress(tell).sink();
  for (const std::string& line : lines) sink(line);
  return told;
}

void expect(const std::vector<std::string>& told, const std::vector<std::string>& expected) {
  BOOST_TEST(told == expected, boost::test_tools::per_element());
}

/// Hears how far all streams are, as "BYTES/TOTAL".
struct Listener final : run::Events {
  std::vector<std::string> told;

  void transferring(std::uint64_t bytes, std::uint64_t total) override {
    told.push_back(std::to_string(bytes) + "/" + std::to_string(total));
  }
  std::unique_ptr<run::Events> beside() override { return std::make_unique<Listener>(); }
  void come_forward() override {}
  void command_starts(plan::Side /*side*/, const transport::Pipeline& /*pipeline*/) override {}
  void output_line(plan::Side /*side*/, std::string_view /*line*/) override {}
  void error_line(plan::Side /*side*/, std::string_view /*line*/) override {}
  void command_ended(plan::Side /*side*/, const std::string& /*how*/) override {}
  void phase_starts(const plan::Phase& /*phase*/) override {}
  void step_starts(const plan::Step& /*step*/) override {}
  void dataset_failed(const plan::DatasetPlan& /*dataset*/, const std::string& /*reason*/) override {}
  void missing_failed(const std::string& /*dataset*/, bool /*was_to_go*/, const std::string& /*reason*/) override {}
  void rotation_failed(const std::string& /*reason*/) override {}
  void warning(const std::string& /*text*/) override {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(of_one_snapshot) {
  expect(told_of({"full\ttank/a b@s1\t1000", "size\t1000", "12:00:01\t250\ttank/a b@s1", "12:00:02\t900\ttank/a b@s1"}),
         {"250/1000", "900/1000"});
  expect(told_of({"incremental\ttank@s1\ttank@s2\t500", "size\t500", "12:00:01\t100\ttank@s2"}), {"100/500"});
}

BOOST_AUTO_TEST_CASE(of_several_in_one_stream) {
  // Each counts from 0; one that took less than a second is never heard of.
  expect(told_of({"incremental\ts1\ttank@s2\t500", "incremental\ts2\ttank@s3\t10", "incremental\ts3\ttank@s4\t200",
                  "size\t710", "12:00:01\t100\ttank@s2", "12:00:02\t450\ttank@s2", "12:00:03\t50\ttank@s4"}),
         {"100/710", "450/710", "560/710"});
}

BOOST_AUTO_TEST_CASE(of_what_was_not_announced) {
  expect(told_of({"12:00:01\t100\ttank@s2"}), {"100/0"});
}

BOOST_AUTO_TEST_CASE(of_all_streams) {
  Listener listener;
  run::Meter meter(listener);
  meter.expect(0, "s1", 1000);
  meter.expect(1, "s1", 500);
  const std::size_t first = meter.begin(0, "s1");
  meter.tell(first, 100, 0);  // more may be heard of
  meter.knows_all();
  meter.tell(first, 200, 0);
  meter.tell(first, 300, 1100);  // it knows better
  meter.expect(0, "s1", 1000);   // too late
  meter.expect(2, "s1", 30);
  BOOST_TEST((!meter.expects(0, "s1") && meter.expects(0, "s2") && meter.expects(9, "s1")));
  meter.end(first, true);
  const std::size_t second = meter.begin(1, "s1");
  meter.tell(second, 50, 0);
  const std::size_t third = meter.begin(3, "s1");
  meter.expect(3, "s1", 9);  // it has begun, but has not told yet
  meter.tell(third, 1, 0);
  expect(listener.told, {"100/0", "200/1500", "300/1600", "1150/1630", "1151/1639"});
}

BOOST_AUTO_TEST_CASE(of_what_fails_nothing_more_is_expected) {
  Listener listener;
  run::Meter meter(listener);
  for (const char* snapshot : {"s1", "s2"}) meter.expect(0, snapshot, 1000);
  meter.expect(1, "s1", 10);
  meter.knows_all();
  const std::size_t failing = meter.begin(0, "s1");
  meter.tell(failing, 100, 0);
  meter.end(failing, false);
  meter.expects_no_more(0);
  BOOST_TEST(!meter.expects(0, "s3"));
  meter.expect(0, "s3", 1000);  // too late
  meter.tell(meter.begin(1, "s1"), 5, 0);
  expect(listener.told, {"100/2010", "105/110"});
}

BOOST_AUTO_TEST_CASE(what_has_arrived_by_what_receive_says) {
  BOOST_TEST(run::received_bytes("received 312B stream in 0.53 seconds (588B/sec)") == 312U);
  BOOST_TEST(run::received_bytes("received 1.5K stream in 0.53 seconds (2.8K/sec)") == 1536U);
  BOOST_TEST(run::received_bytes("received 2G stream in 12.00 seconds (170M/sec)") == 2147483648U);
  for (const char* other :
       {"", "received", "received  stream in ", "received -1K stream in 1 seconds", "received nan stream in 1 seconds",
        "received 5X stream in 1 seconds", "receiving full stream of a@s into b@s", "received 5K"})
    BOOST_TEST(run::received_bytes(other) == 0U, other);
}

BOOST_AUTO_TEST_CASE(other_lines_say_nothing) {
  zfs::TransferProgress({}).read("12:00:01\t100\ttank@s2");  // to nobody
  expect(told_of({"", "resume token contents:", "nvlist version: 0", "\ttoguid = 0x12", "\toffset = 0x0",
                  "warning: cannot send 'tank@s2': Input/output error", "a\tb\tc", "size\tmany", "full\ttank@s1\tmany",
                  "size\t18446744073614344448", "full\ttank@s1\t18446744073614344448"}),
         {});
}

BOOST_AUTO_TEST_SUITE_END()
