#include "zfs/parse.hpp"
#include "zfs/says.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <initializer_list>
#include <string>
#include <vector>

namespace {

using zfs::Dataset;
using zfs::DatasetListing;
using zfs::DatasetType;
using zfs::Inventory;
using zfs::ListingError;
using zfs::PropertyRow;
using zfs::PropertyRows;
using zfs::SnapshotListing;
using zfs::SnapshotNames;

/// "name|property|value|source" of each row.
std::vector<std::string> rows_of(std::initializer_list<std::string> lines) {
  std::vector<std::string> rows;
  PropertyRows reader([&rows](const PropertyRow& row) {
    rows.push_back(std::string(row.name) + "|" + std::string(row.property) + "|" + std::string(row.value) + "|" +
                   std::string(row.source));
  });
  for (const std::string& line : lines) reader.line(line);
  reader.finish();
  return rows;
}

void expect(const std::vector<std::string>& rows, const std::vector<std::string>& expected) {
  BOOST_TEST(rows == expected, boost::test_tools::per_element());
}

SnapshotNames new_names() {
  return SnapshotNames(thinner::NameFormat("test-%Y%m%d%H%M%S", thinner::Zone::utc()));
}

std::string snapshots_of(const Dataset* dataset) {
  std::string text;
  for (const zfs::Snapshot& snapshot : dataset->snapshots) {
    text += (text.empty() ? "" : " ") + snapshot.name->text + ":" + std::to_string(snapshot.guid) + ":" +
            std::to_string(snapshot.createtxg) + (snapshot.has_clones ? ":cloned" : "");
  }
  return text;
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

BOOST_AUTO_TEST_CASE(what_is_set_as_it_was) {
  BOOST_TEST(zfs::assignment_of("quota", "0") == "quota=none");
  BOOST_TEST(zfs::assignment_of("refquota", "1048576") == "refquota=1048576");
  BOOST_TEST(zfs::assignment_of("copies", "0") == "copies=0");
}

BOOST_AUTO_TEST_CASE(numbers) {
  BOOST_TEST(zfs::parse_number("0") == 0U);
  BOOST_TEST(zfs::parse_number("18446744073709551615") == 18446744073709551615U);
  BOOST_TEST(zfs::parse_number("0x5f") == 95U);
  BOOST_TEST(zfs::parse_number("0xffffffffffffffff") == 18446744073709551615U);
  for (const char* text :
       {"", "-", "-1", "1.5K", "0x", "0x1g", " 1", "1 ", "18446744073709551616", "0x10000000000000000"}) {
    BOOST_CHECK_THROW(zfs::parse_number(text), ListingError);
  }
}

BOOST_AUTO_TEST_CASE(property_rows) {
  expect(rows_of({"tank\ttype\tfilesystem\t-", "tank/a b\tx:y\ttrue\tinherited from tank/a"}),
         {"tank|type|filesystem|-", "tank/a b|x:y|true|inherited from tank/a"});
  expect(rows_of({"tank\tx:y\t\tlocal"}), {"tank|x:y||local"});
  expect(rows_of({}), {});
}

BOOST_AUTO_TEST_CASE(values_with_tabs_and_newlines) {
  const std::string next = "zoo\tx:y\ttrue\tlocal";
  expect(rows_of({"tank\tx:y\ta\tb\tlocal", next}), {"tank|x:y|a\tb|local", "zoo|x:y|true|local"});
  expect(rows_of({"tank\tx:y\ta", "b\tlocal", next}), {"tank|x:y|a\nb|local", "zoo|x:y|true|local"});
  expect(rows_of({"tank\tx:y\ta", "", "b\treceived", next}), {"tank|x:y|a\n\nb|received", "zoo|x:y|true|local"});
  expect(rows_of({"tank\tx:y\t", "\tlocal", next}), {"tank|x:y|\n|local", "zoo|x:y|true|local"});
  // A first line that has as many tabs as a row, but does not end in a source.
  expect(rows_of({"tank\tx:y\ta\tb", "c\tlocal", next}), {"tank|x:y|a\tb\nc|local", "zoo|x:y|true|local"});
  expect(rows_of({"tank\tx:y\ta\tb\tc", "d\te\tinherited from p", next}),
         {"tank|x:y|a\tb\tc\nd\te|inherited from p", "zoo|x:y|true|local"});
}

BOOST_AUTO_TEST_CASE(rows_that_are_cut) {
  BOOST_TEST(complaint([] { rows_of({"tank\tx:y\ttrue"}); }) == "unexpected line from zfs get: 'tank\tx:y\ttrue'");
  BOOST_CHECK_THROW(rows_of({"tank\tx:y\ttrue\tlocal", "tank/a\tx:y"}), ListingError);
  BOOST_CHECK_THROW(rows_of({"tank\tx:y\ttrue\tlo"}), ListingError);
}

BOOST_AUTO_TEST_CASE(what_never_becomes_a_row_is_not_read_on_and_on) {
  PropertyRows rows([](const PropertyRow&) { BOOST_ERROR("no row"); });
  const auto flood = [&rows] {
    for (int i = 0; i < 1000; ++i) rows.line("something else altogether, as long as a line is\t");
  };
  BOOST_CHECK_THROW(flood(), ListingError);
}

BOOST_AUTO_TEST_CASE(datasets_of_the_source) {
  Inventory inventory;
  const std::string property = "autobackup:x";
  DatasetListing listing(inventory, property);
  for (const char* line : {
           "tank\ttype\tfilesystem\t-",
           "tank\tguid\t1234567890123456789\t-",
           "tank\twritten\t4096\t-",
           "tank\tencryptionroot\t-\t-",
           "tank\tkeystatus\t-\t-",
           "tank\tcanmount\tnoauto\tlocal",
           "tank\tzwinnow:source\t7:8:lake/a b\tlocal",
           "tank\tmountpoint\t/tank\tdefault",
           "tank\tautobackup:x\ttrue\treceived",
           "tank\tautobackup:xy\tfalse\tlocal",
           "tank/vol\ttype\tvolume\t-",
           "tank/vol\tguid\t7\t-",
           "tank/vol\twritten\t-\t-",
           "tank/vol\tencryptionroot\ttank/vol\t-",
           "tank/vol\tkeystatus\tunavailable\t-",
           "tank/vol\tcanmount\t-\t-",
           "tank/vol\tzwinnow:source\t7:8:lake/a b\tinherited from tank",
           "tank/vol\tautobackup:x\ttrue\tinherited from tank",
       }) {
    listing.line(line);
  }
  listing.finish();
  const Dataset& tank = *inventory.find("tank");
  BOOST_TEST((tank.type == DatasetType::filesystem));
  BOOST_TEST(tank.guid == 1234567890123456789U);
  BOOST_TEST(tank.written == 4096U);
  BOOST_TEST(!tank.encrypted());
  BOOST_TEST(tank.key_loaded);
  BOOST_TEST((tank.canmount.value == "noauto" && tank.canmount.source == "local"));
  BOOST_CHECK((tank.record == zfs::SourceRecord{7, 8, "lake/a b"}));
  BOOST_TEST(!inventory.find("tank/vol")->record.has_value(), "only what is set there itself");
  BOOST_TEST((tank.mountpoint.value == "/tank" && tank.mountpoint.source == "default"));
  BOOST_TEST((tank.selection.value == "true" && tank.selection.source == "received"));
  BOOST_TEST(tank.resume_token.empty());
  const Dataset& volume = *inventory.find("tank/vol");
  BOOST_TEST((volume.type == DatasetType::volume));
  BOOST_TEST(volume.written == 0U);
  BOOST_TEST(volume.encryption_root == "tank/vol");
  BOOST_TEST(!volume.key_loaded);
  BOOST_TEST(volume.selection.inherited_from() == "tank");
}

BOOST_AUTO_TEST_CASE(datasets_of_the_target) {
  Inventory inventory;
  DatasetListing listing(inventory, "");
  listing.line("backup\treceive_resume_token\t-\t-");
  listing.line("backup\tencryptionroot\t-\t-");  // of a time before there was any
  listing.line("backup/a\treceive_resume_token\t1-abc-def\t-");
  listing.line("backup/a\t\ttrue\tlocal");
  listing.finish();
  BOOST_TEST(inventory.find("backup")->resume_token.empty());
  BOOST_TEST(!inventory.find("backup")->encrypted());
  BOOST_TEST(inventory.find("backup/a")->resume_token == "1-abc-def");
  BOOST_TEST(inventory.find("backup/a")->selection.value == "-");
}

BOOST_AUTO_TEST_CASE(a_dataset_row_that_makes_no_sense) {
  Inventory inventory;
  DatasetListing listing(inventory, "x:y");
  BOOST_CHECK_THROW(listing.line("tank\tguid\tmany\t-"), ListingError);
  BOOST_CHECK_THROW(listing.line("tank\twritten\t1.5K\t-"), ListingError);
}

BOOST_AUTO_TEST_CASE(snapshot_lines) {
  Inventory inventory;
  inventory.add("tank");
  inventory.add("tank/a b");
  inventory.add("tank/c");
  SnapshotNames names = new_names();
  SnapshotListing listing(inventory, names, [](const Dataset& dataset) { return dataset.name != "tank/c"; });
  for (const char* line : {
           "tank@x\t1\t10\t0",
           "tank/a b@test-20260615120000\t2\t11\t0",
           "tank@y z\t3\t12\t2",  // datasets may take turns
           "tank/a b@x\t18446744073709551615\t13\t-",
           "tank/c@x\t4\t14\t0",    // not wanted
           "tank/new@x\t5\t15\t0",  // made since the datasets were read
           "tank@test-20260615120000\t6\t16\t0",
       }) {
    listing.line(line);
  }
  BOOST_TEST(snapshots_of(inventory.find("tank")) == "x:1:10 y z:3:12:cloned test-20260615120000:6:16");
  BOOST_TEST(snapshots_of(inventory.find("tank/a b")) == "test-20260615120000:2:11 x:18446744073709551615:13");
  BOOST_TEST(snapshots_of(inventory.find("tank/c")) == "");
  BOOST_TEST(inventory.find("tank/new") == nullptr);
  BOOST_TEST(inventory.find("tank")->snapshots[2].name == inventory.find("tank/a b")->snapshots[0].name);
  BOOST_TEST(inventory.find("tank")->snapshots[2].ours());
}

BOOST_AUTO_TEST_CASE(snapshots_before_their_datasets) {
  Inventory ahead, inventory;
  SnapshotNames names = new_names();
  SnapshotListing listing = SnapshotListing::ahead(ahead, names);
  for (const char* line : {"tank@a\t1\t10\t0", "tank@b\t2\t20\t0", "tank/new@a\t3\t10\t0"}) listing.line(line);
  for (const char* dataset : {"tank", "tank/empty"}) inventory.add(dataset);
  inventory.take_snapshots(ahead);
  BOOST_TEST(inventory.datasets().size() == 2U);  // one was made since
  BOOST_TEST(inventory.find("tank")->snapshots.size() == 2U);
  BOOST_TEST(inventory.find("tank")->snapshots.back().name->text == "b");
}

BOOST_AUTO_TEST_CASE(snapshot_lines_that_make_no_sense) {
  Inventory inventory;
  inventory.add("tank");
  SnapshotNames names = new_names();
  SnapshotListing listing(inventory, names);
  for (const char* line : {"", "tank", "tank\t1\t2\t0", "tank@x", "tank@x\t1", "tank@x\t1\t2", "tank@x\t1\t2\t",
                           "tank@x\t\t2\t0", "tank@x\t1\t\t0", "tank@x\t-\t2\t0", "tank@x\t1\tmany\t0"}) {
    BOOST_TEST_CONTEXT("'" << line << "'") {
      BOOST_CHECK_THROW(listing.line(line), ListingError);
    }
  }
  BOOST_TEST(inventory.find("tank")->snapshots.size() == 0U);
}

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
