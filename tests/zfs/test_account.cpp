#include "zfs/account.hpp"
#include "zfs/parse.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>

namespace {

using zfs::Account;
using zfs::AccountListing;
using zfs::ListingError;

constexpr const char* k_line = " -------------------------------------";

/// The account of bk, who is in the groups bk and "domain users", with these lines behind that.
Account read(std::initializer_list<std::string> lines) {
  Account account;
  AccountListing listing(account);
  for (const char* line : {"1000", "bk", "bk domain users", "Linux"}) listing.line(line);
  for (const std::string& line : lines) listing.line(line);
  listing.finish();
  return account;
}

std::string text(const zfs::Permissions& permissions) {
  std::string all;
  for (const std::string& one : permissions) all += (all.empty() ? "" : ",") + one;
  return all;
}

/// "here | below"
std::string rights(const Account& account, const std::string& dataset) {
  return text(account.rights.at(dataset).here) + " | " + text(account.rights.at(dataset).below);
}

std::string headline(const std::string& dataset) {
  return "---- Permissions on " + dataset + k_line;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts)

BOOST_AUTO_TEST_CASE(root) {
  Account account;
  AccountListing listing(account);
  for (const char* line : {"0", "root", "root", "Linux"}) listing.line(line);
  listing.finish();
  BOOST_TEST(account.is_root);
  BOOST_TEST(account.name == "root");
}

BOOST_AUTO_TEST_CASE(groups) {
  const Account account = read({});
  BOOST_TEST(!account.is_root);
  BOOST_TEST(account.is_in_group("bk"));
  BOOST_TEST(account.is_in_group("domain users"));
  BOOST_TEST(!account.is_in_group("b"));
  BOOST_TEST(account.system == "Linux");
}

BOOST_AUTO_TEST_CASE(nothing_given) {
  BOOST_TEST(rights(read({"dataset tank/a b"}), "tank/a b") == " | ");
}

BOOST_AUTO_TEST_CASE(every_way_of_giving) {
  const Account account = read({
      "dataset tank",
      headline("tank"),
      "Create time permissions:",
      "\tdestroy,quota",
      "Local permissions:",
      "\tuser bk mount",
      "\teveryone rollback",
      "Descendent permissions:",
      "\tgroup domain users create",
      "\tuser other clone",
      "Local+Descendent permissions:",
      "\tuser bk hold,send",
      "\tgroup elsewhere promote",
      "\tuser (unknown: 1234) diff",
      "dataset tank/next",
  });
  BOOST_TEST(rights(account, "tank") == "hold,mount,rollback,send | create,destroy,hold,quota,send");
  BOOST_TEST(rights(account, "tank/next") == " | ");
}

BOOST_AUTO_TEST_CASE(given_above) {
  const Account account = read({
      "dataset tank/a b",
      headline("tank/a"),
      "Local permissions:",
      "\tuser bk promote",
      headline("tank"),
      "Local permissions:",
      "\tuser bk mount",
      "Descendent permissions:",
      "\tuser bk send",
      "Local+Descendent permissions:",
      "\teveryone hold",
  });
  BOOST_TEST(rights(account, "tank/a b") == "hold,send | hold,send");
}

BOOST_AUTO_TEST_CASE(a_long_name_leaves_no_room_for_dashes) {
  const Account account = read({
      "dataset tank/a - b",
      "---- Permissions on tank/a - b ",
      "Local permissions:",
      "\tuser bk mount",
      "---- Permissions on tank/a - ",
      "Local permissions:",
      "\tuser bk send",
  });
  BOOST_TEST(rights(account, "tank/a - b") == "mount | ");
}

BOOST_AUTO_TEST_CASE(sets) {
  const Account account = read({
      "dataset tank/a",
      headline("tank/a"),
      "Permission sets:",
      "\t@low clone",
      "Local+Descendent permissions:",
      "\tuser bk @all,@nowhere",
      headline("tank"),
      "Permission sets:",
      "\t@all @more,send",
      "\t@more @all,hold",
      "Local+Descendent permissions:",
      "\tuser bk @low",
  });
  BOOST_TEST(rights(account, "tank/a") == "hold,send | hold,send");
}

BOOST_AUTO_TEST_CASE(what_it_is_not) {
  BOOST_CHECK_THROW(read({"tank"}), ListingError);
  BOOST_CHECK_THROW(read({"dataset "}), ListingError);
  BOOST_CHECK_THROW(read({"dataset tank", "\tuser bk send"}), ListingError);
  BOOST_CHECK_THROW(read({"dataset tank", headline("tank"), "\tuser bk send"}), ListingError);
  BOOST_CHECK_THROW(read({"dataset tank", headline("tank"), "Local permissions:", "\tsend"}), ListingError);
  BOOST_CHECK_THROW(read({"dataset tank", headline("tank"), "Other permissions:"}), ListingError);
  Account account;
  AccountListing listing(account);
  listing.line("0");
  BOOST_CHECK_THROW(listing.finish(), ListingError);
}

BOOST_AUTO_TEST_SUITE_END()
