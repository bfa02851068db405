#include "app/check/commands.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using check::names_snapshot;
using check::parse_snapshot_name;

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(an_at_sign_makes_a_snapshot_unless_it_is_a_path) {
  BOOST_TEST(names_snapshot("tank/a@b"));
  BOOST_TEST(names_snapshot("tank@"));
  BOOST_TEST(!names_snapshot("tank/a"));
  BOOST_TEST(!names_snapshot("/home/me@work"));
  BOOST_TEST(!names_snapshot("./me@work"));
}

BOOST_AUTO_TEST_CASE(names_are_taken_apart) {
  const check::SnapshotName name = parse_snapshot_name("tank/a b/c@d-1_2:3.4");
  BOOST_TEST(name.text == "tank/a b/c@d-1_2:3.4");
  BOOST_TEST(name.dataset == "tank/a b/c");
  BOOST_TEST(name.pool == "tank");
  BOOST_TEST(parse_snapshot_name("tank@a").pool == "tank");
}

BOOST_AUTO_TEST_CASE(what_is_no_name_of_a_snapshot_reaches_no_command) {
  for (const std::string text : {"-tank@a", "@a", "tank@", "tank", "tank/@a", "tank//a@b", "tank@a@b", "tank@a/b",
                                 "tank/a\n@b", "1tank@a", "tank/$x@a", "tank%@a"})
    BOOST_CHECK_THROW(parse_snapshot_name(text), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(only_what_a_check_has_made_can_be_destroyed) {
  BOOST_TEST(check::destroy_command("tank/zfs-check-h-1", "zfs-check-").back() == "tank/zfs-check-h-1");
  for (const std::string name :
       {"tank", "tank/data", "tank/a/zfs-check-h-1", "tank/zfs-check-h-1@a", "/zfs-check-1", "-r/zfs-check-1", ""})
    BOOST_CHECK_THROW(check::destroy_command(name, "zfs-check-"), std::logic_error);
  BOOST_CHECK_THROW(check::destroy_command("tank/data", ""), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
