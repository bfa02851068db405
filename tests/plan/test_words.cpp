#include "app/plan/words.hpp"

#include <boost/test/unit_test.hpp>

using zfs::DatasetType;

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(few_are_named) {
  BOOST_TEST(plan::few_of({"a"}) == "a");
  BOOST_TEST(plan::few_of({"a", "b", "c"}) == "a, b, c");
  BOOST_TEST(plan::few_of({"a", "b", "c", "d", "e"}) == "a, b, c and 2 more");
  BOOST_TEST(plan::few_of({"a", "b"}, 1) == "a and 1 more");
  BOOST_TEST(plan::and_more(1) == "");
  BOOST_TEST(plan::and_more(3) == " and 2 more");
}

BOOST_AUTO_TEST_CASE(commands_can_be_typed_as_they_are) {
  BOOST_TEST(plan::typed({"zfs", "load-key", "tank/my $HOME"}) == "zfs load-key 'tank/my $HOME'");
  BOOST_TEST(plan::typed_rename(DatasetType::filesystem, "tank/a b", "tank/c") == "zfs rename -u 'tank/a b' tank/c");
}

// OpenZFS opens only filesystems with -u.
BOOST_AUTO_TEST_CASE(a_volume_is_renamed_without_u) {
  BOOST_TEST(plan::typed_rename(DatasetType::volume, "tank/disk", "tank/old") == "zfs rename tank/disk tank/old");
}

BOOST_AUTO_TEST_SUITE_END()
