#include "zfs/parse.hpp"

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_SUITE_END()
