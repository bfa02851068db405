#include "zfs/use.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(uses)

namespace {

std::vector<zfs::Use> read_uses(std::initializer_list<std::string> lines) {
  zfs::UseListing listing;
  for (const std::string& line : lines) listing.line(line);
  return listing.finish();
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_property) {
  const auto all =
      read_uses({"tank/a\ttype\tfilesystem\t-", "tank/a\treadonly\toff\tdefault", "tank/a\tcanmount\tnoauto\tlocal",
                 "tank/a\tmounted\tyes\t-", "tank/a\tmountpoint\t/srv/a\tlocal", "tank/a\tkeystatus\tunavailable\t-",
                 "tank/a\tzwinnow:handover\tx\treceived", "tank/a/disk\ttype\tvolume\t-",
                 "tank/a/disk\treadonly\ton\tinherited from tank/a", "tank/a/disk\tcanmount\t-\t-",
                 "tank/a/disk\tmountpoint\t-\t-"});
  BOOST_TEST_REQUIRE(all.size() == 2U);
  const zfs::Use& filesystem = all[0];
  BOOST_TEST(!filesystem.is_volume);
  BOOST_TEST(!filesystem.read_only);
  BOOST_TEST(filesystem.mounted);
  BOOST_TEST(filesystem.lacks_key);
  BOOST_TEST(filesystem.has_place());
  BOOST_TEST(filesystem.canmount == "noauto");
  BOOST_TEST(filesystem.remembered.value == "x");
  BOOST_TEST(filesystem.remembered.source == "received");
  BOOST_TEST(all[1].is_volume);
  BOOST_TEST(all[1].read_only);
  BOOST_TEST(!all[1].has_place());
}

/// "a-b" comes before "a/b", and parents before their children all the same.
BOOST_AUTO_TEST_CASE(parents_come_before_their_children) {
  const auto all =
      read_uses({"tank/a/b\ttype\tfilesystem\t-", "tank/a-b\ttype\tfilesystem\t-", "tank/a\ttype\tfilesystem\t-"});
  BOOST_TEST(all[0].name == "tank/a");
  BOOST_TEST(all[1].name == "tank/a-b");
}

BOOST_AUTO_TEST_CASE(places_that_zfs_does_not_mount) {
  for (const std::string mountpoint : {"none", "legacy", "-"}) {
    const auto all = read_uses({"tank/a\ttype\tfilesystem\t-", "tank/a\tmountpoint\t" + mountpoint + "\tlocal"});
    BOOST_TEST(!all.front().has_place());
  }
}

BOOST_AUTO_TEST_CASE(forged_rows_are_refused) {
  BOOST_CHECK_THROW(
      read_uses({"tank/a\ttype\tfilesystem\t-", "tank/b\ttype\tfilesystem\t-", "tank/a\treadonly\toff\tlocal"}),
      zfs::ListingError);
}

BOOST_AUTO_TEST_CASE(what_came_with_a_stream) {
  auto all = read_uses({"tank/a\ttype\tfilesystem\t-", "tank/b\ttype\tfilesystem\t-"});
  zfs::ReceivedListing received(all);
  received.line("tank/a\tcanmount\toff\tlocal");
  received.line("tank/b\tcanmount\t-\tlocal");
  received.line("tank/c\tcanmount\ton\tlocal");
  BOOST_TEST(all[0].came_with == "off");
  BOOST_TEST(all[1].came_with == "");
}

BOOST_AUTO_TEST_SUITE_END()
