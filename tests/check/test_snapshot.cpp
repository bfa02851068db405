// Snapshots are mounted or cloned and cleared away again, whatever happens; a fake runner stands in for zfs and mount.
#include "tests/check/support.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <map>
#include <string>

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using support::Ending;
using support::k_failed;
using support::Lines;

const std::string k_abc = "a9993e364706816aba3e25717850c26c9cd0d89d";

/// A pool with the snapshots tank/fs@s and tank/vol@s, each with the content "abc"; commands can be made to fail.
class Pool {
 public:
  int check(check::Options options) {
    options.program = "zfs-check";
    return check::run(options, told, runner, surroundings());
  }
  int check(const std::string& target) { return check(check::Options{.target = target}); }

  /// The commands, the folder of the mount shown as FOLDER.
  Lines commands() const {
    Lines lines = runner.commands;
    for (std::string& line : lines) {
      const std::size_t at = line.find(temp_.path().string());
      if (at == std::string::npos) continue;
      const std::size_t length = temp_.path().string().size() + std::string("/zfs-check-XXXXXX").size();
      line.replace(at, length, "FOLDER");
    }
    return lines;
  }
  bool is_clean() const { return fs::is_empty(temp_.path()) && !clone_exists; }

  /// The first commands that begin so end as given, before or after what they do.
  void next(const std::string& command, const Ending& ending, bool acts = false) {
    faults_.emplace(command, Fault{ending, acts});
  }

  bool clone_exists = false;
  bool device_appears = true;
  std::string clone_origin = "tank/vol@s";
  support::Told told;
  support::FakeRunner runner{[this](const std::string& command) { return act(command); }};

 private:
  struct Fault {
    Ending ending;
    bool acts;
  };

  check::Surroundings surroundings() const {
    return {.temp_folder = temp_.path().string(),
            .device_folder = devices_.path().string(),
            .unique_name = "host-1",
            .device_pauses = {milliseconds(1), milliseconds(1)},
            .retry_pauses = {milliseconds(1), milliseconds(1)}};
  }

  Ending act(const std::string& command) {
    for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
      if (!command.starts_with(fault->first)) continue;
      const Fault found = fault->second;
      faults_.erase(fault);
      if (found.acts) do_it(command);
      return found.ending;
    }
    return do_it(command);
  }

  Ending do_it(const std::string& command) {
    const std::string last = command.substr(command.rfind(' ') + 1);
    if (command.starts_with("zfs list") && command.ends_with("tank/fs@s"))
      return {0, {"tank/fs\tfilesystem", "tank/fs@s\tsnapshot"}};
    if (command.starts_with("zfs list") && command.ends_with("tank/vol@s"))
      return {0, {"tank/vol\tvolume", "tank/vol@s\tsnapshot"}};
    if (command.starts_with("zfs list") && clone_exists) return {0, {clone_origin}};
    if (command.starts_with("zfs list")) return {k_failed, {}, "cannot open '" + last + "': dataset does not exist\n"};
    if (command.starts_with("mount")) support_write(last + "/file");
    if (command.starts_with("umount")) fs::remove(last + "/file");
    if (command.starts_with("zfs clone")) clone_exists = true;
    if (command.starts_with("zfs clone") && device_appears) devices_appear(last);
    if (command.starts_with("zfs destroy")) clone_exists = false;
    return {};
  }

  void devices_appear(const std::string& clone) const {
    fs::create_directories(fs::path(devices_.file(clone)).parent_path());
    devices_.write(clone, "abc");
  }
  void support_write(const std::string& path) const { temp_.write(path, "abc"); }

  support::TempFolder temp_, devices_;
  std::multimap<std::string, Fault> faults_;
};

const Lines k_mounted = {"zfs list -H -t filesystem,volume,snapshot -o name,type tank/fs tank/fs@s",
                         "mount -t zfs tank/fs@s FOLDER", "umount FOLDER"};
const std::string k_list_volume = "zfs list -H -t filesystem,volume,snapshot -o name,type tank/vol tank/vol@s";
const std::string k_clone = "zfs clone -o readonly=on tank/vol@s tank/zfs-check-host-1";
const std::string k_origin = "zfs list -H -t volume -o origin tank/zfs-check-host-1";
const std::string k_destroy = "zfs destroy tank/zfs-check-host-1";
const Ending k_busy = {k_failed, {}, "it is busy\n"};
const Ending k_killed = {SIGTERM, {}, {}};

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshot)

BOOST_AUTO_TEST_CASE(of_a_filesystem) {
  Pool pool;
  BOOST_TEST(pool.check("tank/fs@s") == 0);
  BOOST_TEST(pool.told.results == Lines{"file\t0\t" + k_abc}, boost::test_tools::per_element());
  BOOST_TEST(pool.commands() == k_mounted, boost::test_tools::per_element());
  BOOST_TEST(pool.told.said.empty());
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(of_a_volume) {
  Pool pool;
  const Lines expected = {k_list_volume, k_clone, k_origin, k_destroy};
  BOOST_TEST(pool.check("tank/vol@s") == 0);
  BOOST_TEST(pool.told.results == Lines{"0\t" + k_abc}, boost::test_tools::per_element());
  BOOST_TEST(pool.commands() == expected, boost::test_tools::per_element());
  BOOST_TEST(pool.told.said.empty());
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(errors_are_counted_and_all_is_cleared_away) {
  const support::TempFolder folder;
  const std::string list = folder.write("list", "file\t0\tab\nfile\t1\tab\nother\t0\tab\n");
  Pool pool;
  BOOST_TEST(pool.check(check::Options{.target = "tank/fs@s", .compare_with = list}) == 3);
  BOOST_TEST(pool.commands() == k_mounted, boost::test_tools::per_element());
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(one_that_is_not_there) {
  Pool pool;
  BOOST_TEST(pool.check("tank/none@s") == 255);
  BOOST_TEST(pool.told.said == Lines{"error: ZFS snapshot tank/none@s does not exist!"},
             boost::test_tools::per_element());
  BOOST_TEST(pool.runner.commands.size() == 1U);
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_named) {
  Pool pool;
  BOOST_TEST(pool.check("-tank@s") == 255);
  BOOST_TEST(pool.told.said == Lines{"error: '-tank@s' is not the name of a snapshot"},
             boost::test_tools::per_element());
  BOOST_TEST(pool.runner.commands.empty());
}

BOOST_AUTO_TEST_CASE(a_listing_that_fails_is_no_missing_snapshot) {
  Pool pool;
  pool.next("zfs list", {k_failed, {}, "The ZFS modules are not loaded.\n"});
  BOOST_TEST(pool.check("tank/fs@s") == 255);
  BOOST_REQUIRE(pool.told.said.size() == 1U);
  BOOST_TEST(pool.told.said[0].find("modules are not loaded") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_test_only_reads) {
  Pool pool;
  BOOST_TEST(pool.check(check::Options{.target = "tank/vol@s", .test = true}) == 0);
  BOOST_TEST(pool.check(check::Options{.target = "tank/fs@s", .test = true}) == 0);
  const Lines expected = {k_list_volume, k_mounted[0]};
  BOOST_TEST(pool.commands() == expected, boost::test_tools::per_element());
  BOOST_TEST(pool.told.said == Lines(2, "warning: TEST MODE - WILL ONLY DO READ-ONLY STUFF"),
             boost::test_tools::per_element());
  BOOST_TEST(pool.told.commands[1] == " CMDSKIP> (" + k_clone + ")");
  BOOST_TEST(pool.told.results.empty());
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(a_mount_that_fails) {
  Pool pool;
  pool.next("mount", {k_failed, {}, "filesystem 'tank/fs@s' can not be mounted: Permission denied\n"});
  BOOST_TEST(pool.check("tank/fs@s") == 255);
  BOOST_TEST(pool.commands().size() == 2U);  // there is nothing to unmount
  BOOST_REQUIRE(pool.told.said.size() == 1U);
  BOOST_TEST(pool.told.said[0].starts_with("error: "));
  BOOST_TEST(pool.told.said[0].find("Permission denied") != std::string::npos);
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(a_mount_that_is_killed_may_have_been_done) {
  for (const bool acts : {false, true}) {
    Pool pool;
    pool.next("mount", k_killed, acts);
    BOOST_TEST(pool.check("tank/fs@s") == 255);
    BOOST_TEST(pool.commands() == k_mounted, boost::test_tools::per_element());
    BOOST_TEST(pool.is_clean());
  }
}

BOOST_AUTO_TEST_CASE(what_is_busy_is_tried_again) {
  Pool pool;
  pool.next("umount", k_busy);
  pool.next("umount", k_busy);
  BOOST_TEST(pool.check("tank/fs@s") == 0);
  BOOST_TEST(pool.is_clean());
  pool.next("zfs destroy", k_busy);
  pool.next("zfs destroy", k_busy);
  BOOST_TEST(pool.check("tank/vol@s") == 0);
  BOOST_TEST(pool.is_clean());
  BOOST_TEST(pool.told.said.empty());
}

BOOST_AUTO_TEST_CASE(what_is_left_is_told) {
  Pool pool;
  for (int i = 0; i < 3; ++i) pool.next("umount", k_busy);
  BOOST_TEST(pool.check("tank/fs@s") == 255);
  for (int i = 0; i < 3; ++i) pool.next("zfs destroy", k_busy);
  BOOST_TEST(pool.check("tank/vol@s") == 255);
  BOOST_REQUIRE(pool.told.said.size() == 2U);
  BOOST_TEST(pool.told.said[0].starts_with("error: Cannot clear away the mount of tank/fs@s, left is /"));
  BOOST_TEST(pool.told.said[0].find("it is busy") != std::string::npos);
  BOOST_TEST(pool.told.said[1].starts_with("error: Cannot destroy the clone tank/zfs-check-host-1: "));
  BOOST_TEST(pool.told.results.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_clone_that_fails) {
  Pool pool;
  pool.next("zfs clone", {k_failed, {}, "cannot create 'tank/zfs-check-host-1': dataset already exists\n"});
  pool.clone_exists = true;
  BOOST_TEST(pool.check("tank/vol@s") == 255);
  const Lines expected = {k_list_volume, k_clone};  // whatever is there is not ours
  BOOST_TEST(pool.commands() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_clone_that_is_killed_may_have_been_made) {
  Pool pool;
  pool.next("zfs clone", k_killed, true);
  BOOST_TEST(pool.check("tank/vol@s") == 255);
  const Lines made = {k_list_volume, k_clone, k_origin, k_destroy};
  BOOST_TEST(pool.commands() == made, boost::test_tools::per_element());
  BOOST_TEST(pool.is_clean());

  Pool other;
  other.next("zfs clone", k_killed, false);
  BOOST_TEST(other.check("tank/vol@s") == 255);
  const Lines not_made = {k_list_volume, k_clone, k_origin};
  BOOST_TEST(other.commands() == not_made, boost::test_tools::per_element());
  BOOST_TEST(other.told.said.size() == 1U);  // that it was killed
}

BOOST_AUTO_TEST_CASE(only_a_clone_of_the_snapshot_is_destroyed) {
  Pool pool;
  pool.clone_origin = "tank/other@s";
  BOOST_TEST(pool.check("tank/vol@s") == 255);
  BOOST_TEST(pool.commands().back() == k_origin);
  BOOST_TEST(pool.told.said ==
                 Lines{"error: Not destroying the clone tank/zfs-check-host-1: it is no clone of tank/vol@s any more"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_device_that_does_not_appear) {
  Pool pool;
  pool.device_appears = false;
  BOOST_TEST(pool.check("tank/vol@s") == 255);
  BOOST_REQUIRE(pool.told.said.size() == 1U);
  BOOST_TEST(pool.told.said[0].starts_with("error: Timeout while waiting for '/"));
  BOOST_TEST(pool.told.said[0].ends_with("is its key loaded?"));
  BOOST_TEST(pool.is_clean());
}

BOOST_AUTO_TEST_CASE(the_commands_are_told) {
  Pool pool;
  pool.check("tank/vol@s");
  BOOST_TEST(pool.told.commands[0] == " CMD    > (" + k_list_volume + ")");
  const Lines expected = {" STDOUT > tank/vol\tvolume", " STDOUT > tank/vol@s\tsnapshot", " EXIT   > 0"};
  BOOST_TEST(Lines(pool.told.outputs.begin(), pool.told.outputs.begin() + 3) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(this_machine_gives_a_name_fit_for_a_dataset) {
  const std::string name = check::this_machine().unique_name;
  BOOST_TEST(!name.empty());
  BOOST_TEST(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
