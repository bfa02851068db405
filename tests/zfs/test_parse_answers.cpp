// What zfs and zpool answer besides the listings of datasets and snapshots: holds, guids, versions, features, tokens.
#include "zfs/parse.hpp"
#include "zfs/says.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <initializer_list>
#include <string>
#include <vector>

namespace {

using zfs::Dataset;
using zfs::Inventory;
using zfs::ListingError;
using zfs::SnapshotNames;

void expect(const std::vector<std::string>& rows, const std::vector<std::string>& expected) {
  BOOST_TEST(rows == expected, boost::test_tools::per_element());
}

/// What is said of a bad line.
template <class Act>
std::string complaint(Act act) {
  try {
    act();
  } catch (const ListingError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parse)

BOOST_AUTO_TEST_CASE(hold_lines) {
  zfs::HoldTags holds;
  zfs::parse_hold_line("tank/a b@x\tzfs_autobackup:offsite1\tMon Jun 15 12:00 2026", holds);
  zfs::parse_hold_line("tank/a b@x\ta tag\tMon Jun 15 12:00 2026", holds);
  zfs::parse_hold_line("tank@x\tt\tMon Jun 15 12:00 2026", holds);
  expect(holds.at("tank/a b@x"), {"zfs_autobackup:offsite1", "a tag"});
  BOOST_TEST((holds.of_dataset("tank/a b")->contains("x") && !holds.of_dataset("tank/a b")->contains("y")));
  BOOST_TEST((holds.of_dataset("tank/a") == nullptr));
  expect(holds.at("tank@x"), {"t"});
  BOOST_TEST(complaint([&] { zfs::parse_hold_line("tank\tt\tMon", holds); }) ==
             "unexpected line from zfs holds: 'tank\tt\tMon'");
  for (const char* line : {"", "tank@x", "tank@x\t", "tank@x\t\tMon"}) {
    BOOST_CHECK_THROW(zfs::parse_hold_line(line, holds), ListingError);
  }
}

BOOST_AUTO_TEST_CASE(hold_lines_with_times) {
  using namespace std::chrono;
  struct Case {
    const char* text;
    sys_days day;
    minutes time;
  };
  const std::vector<Case> cases = {
      {"Mon Jun 15 12:00 2026", 2026y / June / 15, 12h + 0min},
      {"Fri Nov 21 14:13 2025", 2025y / November / 21, 14h + 13min},
      {"Sun Mar  1  9:05 2026", 2026y / March / 1, 9h + 5min},
      {"Sun Mar  1 09:05 2026", 2026y / March / 1, 9h + 5min},
      {"Thu Feb 29 23:59 2024", 2024y / February / 29, 23h + 59min},
      {"Thu Jan  1  0:00 1970", 1970y / January / 1, 0min},
  };
  for (const Case& c : cases) {
    BOOST_TEST_CONTEXT(c.text) {
      zfs::DatedHolds holds;
      zfs::parse_dated_hold(std::string("tank/a b@x\ta tag\t") + c.text, holds);
      BOOST_TEST((holds.at({"tank/a b@x", "a tag"}) == c.day + c.time));
    }
  }
  zfs::DatedHolds holds;
  zfs::parse_dated_hold("tank@x\todd\ttag\tMon Jun 15 12:00 2026", holds);
  BOOST_TEST(holds.contains({"tank@x", "odd\ttag"}));
  holds.clear();
  for (const char* line :
       {"", "tank@x", "tank@x\tt", "tank@x\tt\t", "tank\tt\tMon Jun 15 12:00 2026", "tank@x\t\tMon Jun 15 12:00 2026",
        "tank@x\tt\tMo 15. Jun 12:00 2026", "tank@x\tt\tMon Jun 31 12:00 2026", "tank@x\tt\tMon Jun 15 24:00 2026",
        "tank@x\tt\tMon Jun 15 12:60 2026", "tank@x\tt\tMon Jun 15 12:00", "tank@x\tt\tMon Jun 15 12:00 2026 CET",
        "tank@x\tt\tMon unJ 15 12:00 2026", "tank@x\tt\tMon Foo 15 12:00 2026", "tank@x\tt\tMon Jun 257 12:00 2026",
        "tank@x\tt\tMon Jun 15 12:00 67562", "tank@x\tt\tMon Jun -1 12:00 2026",
        "tank@x\tt\tMon Jun 99999999999 12:00 2026", "tank@x\tt\t1781524800"}) {
    BOOST_TEST_CONTEXT(line) {
      BOOST_CHECK_THROW(zfs::parse_dated_hold(line, holds), ListingError);
    }
  }
  BOOST_TEST(holds.empty());
}

BOOST_AUTO_TEST_CASE(what_is_held) {
  Inventory inventory;
  SnapshotNames names(thinner::NameFormat("job-%Y%m%d%H%M%S", thinner::Zone::utc()));
  std::vector<std::string> held;
  zfs::HeldListing listing(inventory, names, held);
  for (const char* line : {"tank\t1\t1\t-", "tank@x\t2\t4\t0", "tank/a b\t3\t1\t-", "tank/a b@y\t4\t6\t2",
                           "tank/a b@x\t5\t5\t1", "tank/a b#m\t6\t5\t-"})
    listing.line(line);
  expect(held, {"tank/a b@y", "tank/a b@x"});
  const Dataset& dataset = *inventory.find("tank/a b");
  BOOST_TEST(dataset.guid == 3U);
  BOOST_TEST(dataset.snapshots.size() == 2U);
  BOOST_TEST(dataset.snapshots.front().guid == 4U);
  BOOST_TEST(dataset.bookmarks.front().name == "m");
  for (const char* line : {"", "tank", "tank\t1", "tank\t1\t1", "tank@x\tno\t1\t1"})
    BOOST_CHECK_THROW(listing.line(line), ListingError);
}

BOOST_AUTO_TEST_CASE(guid_lines) {
  zfs::Guids guids;
  zfs::parse_guid_line("tank/a b@x\t1234567890123456789", guids);
  BOOST_TEST(guids.at("tank/a b@x") == 1234567890123456789U);
  for (const char* line : {"", "tank@x", "tank@x\t", "tank@x\t-", "tank@x\t1\t2"}) {
    BOOST_CHECK_THROW(zfs::parse_guid_line(line, guids), ListingError);
  }
}

BOOST_AUTO_TEST_CASE(version_lines) {
  using zfs::Version;
  const auto read = [](std::initializer_list<const char*> lines) {
    std::optional<Version> version;
    for (const char* line : lines) zfs::parse_version_line(line, version);
    return version;
  };
  BOOST_TEST((read({"zfs-2.3.9-1", "zfs-kmod-2.1.11-1+deb12u1"}) == Version{2, 1, 11}));
  BOOST_TEST((read({"zfs-kmod-2.2.99-FreeBSD_g1234"}) == Version{2, 2, 99}));
  BOOST_TEST((read({"zfs-kmod-0.8.3-1ubuntu12"}) == Version{0, 8, 3}));
  for (const char* line : {"zfs-2.3.9-1", "zfs-kmod-", "zfs-kmod-2", "zfs-kmod-2.1", "zfs-kmod-x.1.2", "", "2.1.11"})
    BOOST_TEST(!read({line}).has_value(), line);
}

BOOST_AUTO_TEST_CASE(feature_lines) {
  zfs::PoolFeatures features;
  for (const char* line :
       {"tank\tsize\t1000", "tank\tfeature@large_blocks\tenabled", "tank\tfeature@embedded_data\tactive",
        "tank\tfeature@extensible_dataset\tdisabled", "usb\tversion\t-", "tank\tcomment\ta\tb"}) {
    zfs::parse_feature_line(line, features);
  }
  BOOST_TEST(features.at("tank").size() == 2U);
  BOOST_TEST(!features.at("tank").at("large_blocks"));
  BOOST_TEST(features.at("tank").at("embedded_data"));
  BOOST_TEST(features.at("usb").empty());
}

BOOST_AUTO_TEST_CASE(token_lines) {
  zfs::TokenContents contents;
  for (const char* line : {
           "resume token contents:",
           "nvlist version: 0",
           "\tfromguid = 0x1f",
           "\tobject = 0x2",
           "\toffset = 0x20000",
           "\tbytes = 0x4a5b8",
           "\ttoguid = 0x5f3d2c1b0a998877",
           "\ttoname = tank/a b@test-20260615120000",
           "\tlargeblockok = 1",
           "\tembedok = 1",
           "\trawok = 1",
           "send from @ to tank/a b@test-20260615120000 estimated size is 1.2M",
           "total estimated size is 1.2M",
       }) {
    zfs::parse_token_line(line, contents);
  }
  BOOST_TEST(contents.to_guid == 0x5f3d2c1b0a998877U);
  BOOST_TEST(contents.from_guid == 0x1fU);
  BOOST_TEST(contents.to_name == "tank/a b@test-20260615120000");
  BOOST_TEST(contents.raw);
}

BOOST_AUTO_TEST_CASE(what_can_never_be_resumed) {
  for (const char* final :
       {"cannot resume send: 'tank/a@b' used in the initial send no longer exists\n",
        "noise\ncannot resume send: 'tank/a@b' is no longer the same snapshot used in the initial send\n",
        "cannot resume send: incremental source 0x12ab no longer exists\n",
        "cannot resume send: resume token is corrupt (nvlist decompression failed)\n",
        "cannot receive incremental stream: most recent snapshot of backup/a does not\nmatch incremental source\n"})
    BOOST_TEST(zfs::says(final, zfs::Says::never_resumable), final);
  for (const char* passing :
       {"", "cannot send 'tank/a@b': permission denied\n", "Connection closed by remote host\n",
        "cannot receive resume stream: out of space\n", "warning: cannot send 'tank/a@b': Broken pipe\n",
        "cannot open 'tank/a': dataset does not exist\n"})
    BOOST_TEST(!zfs::says(passing, zfs::Says::never_resumable), passing);
}

BOOST_AUTO_TEST_CASE(token_lines_of_a_full_stream_and_of_a_bad_token) {
  zfs::TokenContents contents;
  for (const char* line : {"\ttoguid = 0x5f", "\ttoname = tank@x = y", "\trawok = 0", ""})
    zfs::parse_token_line(line, contents);
  BOOST_TEST(contents.to_guid == 0x5fU);
  BOOST_TEST(contents.from_guid == 0U);
  BOOST_TEST(contents.to_name == "tank@x = y");
  BOOST_TEST(!contents.raw);

  zfs::TokenContents none;
  zfs::parse_token_line("cannot resume send: resume token is corrupt (invalid checksum)", none);
  BOOST_TEST((none.to_guid == 0 && none.to_name.empty()));
  BOOST_CHECK_THROW(zfs::parse_token_line("\ttoguid = what", none), ListingError);
}

BOOST_AUTO_TEST_CASE(what_destroying_would_free_is_summed_by_dataset) {
  zfs::ReclaimListing listing;
  for (const char* line : {"destroy\ttank/a b@x", "destroy\ttank/a b@y", "reclaim\t100", "destroy\ttank@z",
                           "reclaim\t0", "destroy\ttank/a b@z", "reclaim\t23", "reclaim\t7", "something else", ""})
    listing.line(line);
  const std::map<std::string, std::uint64_t, std::less<>> expected{{"tank", 0}, {"tank/a b", 123}};
  BOOST_TEST((listing.by_dataset() == expected));
  BOOST_CHECK_THROW((listing.line("destroy\ttank@x"), listing.line("reclaim\tmuch")), zfs::ListingError);
}

BOOST_AUTO_TEST_SUITE_END()
