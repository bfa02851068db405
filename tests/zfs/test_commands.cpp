#include "transport/quote.hpp"
#include "zfs/commands.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

/// The words with a '|' between them.
std::string words(const zfs::Argv& argv) {
  std::string text;
  for (const std::string& word : argv) text += (text.empty() ? "" : "|") + word;
  return text;
}

const std::vector<std::string> k_two{"tank/a b", "-r"};

}  // namespace

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(what_is_read) {
  BOOST_TEST(words(zfs::get_source_datasets("autobackup:x")) ==
             "zfs|get|-Hp|-t|filesystem,volume|-o|name,property,value,source|"
             "type,guid,written,origin,encryptionroot,keystatus,canmount,mountpoint,readonly,zwinnow:source,"
             "quota,refquota,sharenfs,sharesmb,com.sun:auto-snapshot,inconsistent,autobackup:x");
  BOOST_TEST(words(zfs::get_target_datasets("backup/a b")) ==
             "zfs|get|-Hpr|-t|filesystem,volume|-o|name,property,value,source|"
             "type,guid,written,origin,encryptionroot,keystatus,canmount,mountpoint,readonly,zwinnow:source,"
             "quota,refquota,sharenfs,sharesmb,com.sun:auto-snapshot,receive_resume_token|backup/a b");
  BOOST_TEST(words(zfs::list_snapshots(k_two)) ==
             "zfs|list|-Hpr|-t|snapshot|-o|name,guid,createtxg,numclones|-s|name|tank/a b|-r");
  BOOST_TEST(words(zfs::get_these_properties(k_two, std::vector<std::string>{"written@s", "written@t"})) ==
             "zfs|get|-Hp|-o|name,property,value,source|written@s,written@t|tank/a b|-r");
  BOOST_TEST(words(zfs::estimate_destroys(std::vector<std::string>{"tank/a b@x,y%z"})) ==
             "sh|-c|for one; do zfs destroy -nvp \"$one\" || :; done|sh|tank/a b@x,y%z");
  BOOST_TEST(words(zfs::get_written(k_two)) == "zfs|get|-Hp|-o|name,property,value,source|written|tank/a b|-r");
  BOOST_TEST(words(zfs::list_holds(k_two)) == "zfs|holds|-H|tank/a b|-r");
  BOOST_TEST(words(zfs::list_dated_holds(k_two)) == "env|LC_ALL=C|TZ=UTC|zfs|holds|-H|tank/a b|-r");
  BOOST_TEST(words(zfs::list_held({})) ==
             "zfs|list|-Hpr|-t|filesystem,volume,snapshot,bookmark|-o|name,guid,createtxg,userrefs");
  BOOST_TEST(words(zfs::list_held(k_two)) ==
             "zfs|list|-Hpr|-t|filesystem,volume,snapshot,bookmark|-o|name,guid,createtxg,userrefs|tank/a b|-r");
  BOOST_TEST(words(zfs::list_guids(k_two)) == "zfs|list|-Hp|-t|snapshot|-o|name,guid|tank/a b|-r");
  BOOST_TEST(words(zfs::get_pool_features(std::vector<std::string>{"p", "q"})) ==
             "zpool|get|-Hp|-o|name,property,value|all|p|q");
  BOOST_TEST(words(zfs::describe_token("1-abc")) == "zfs|send|-nvt|1-abc");
  BOOST_TEST(words(zfs::get_set_properties(k_two)) ==
             "zfs|get|-Hr|-t|filesystem,volume|-s|local,received|-o|name,property|all|tank/a b|-r");
}

BOOST_AUTO_TEST_CASE(the_listing_asks_for_nothing_slow) {
  // One other column or sort key, and each snapshot is opened.
  const zfs::Argv argv = zfs::list_snapshots(k_two);
  for (const char* slow : {"creation", "written", "userrefs", "type", "used", "referenced"}) {
    for (const std::string& word : argv) BOOST_TEST(word.find(slow) == std::string::npos, word << " holds " << slow);
  }
}

/// As on a host with four processors, on which there is one dataset.
BOOST_AUTO_TEST_CASE(a_shared_listing_has_no_empty_share) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("shares-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  const auto program = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << "#!/bin/sh\n" << text;
    fs::permissions(folder / name, fs::perms::owner_all);
  };
  program("getconf", "echo 4\n");
  program("zfs", "echo \"$*\" >>'" + (folder / "log").string() + "'\ncase $* in *filesystem*) echo p/a ;; esac\n");
  const std::string command = "PATH='" + folder.string() + "':$PATH; export PATH; " +
                              transport::sh_join(zfs::list_shared("snapshot", std::vector<std::string>{"p/a"}));
  BOOST_TEST(std::system(command.c_str()) == 0);
  std::ifstream log(folder / "log");
  std::vector<std::string> lines;
  for (std::string line; std::getline(log, line);) lines.push_back(line);
  const std::vector<std::string> expected = {"list -H -r -t filesystem,volume -o name -s name p/a",
                                             "list -Hp -d1 -t snapshot -o name,guid,createtxg,numclones -s name p/a"};
  BOOST_TEST(lines == expected, boost::test_tools::per_element());
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
