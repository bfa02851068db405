// The texts that are run on each side, under each sh there is, with stand-ins for mount and zfs.
#include "app/verify/compare.hpp"
#include "app/verify/sample.hpp"
#include "app/verify/script.hpp"
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using support::Output;
using support::Variable;
using verify::Findings;
using verify::Side;

/// One host: a folder for temporary files, programs that come first in PATH, and a tree that mount shows.
class Host {
 public:
  Host() {
    for (const char* folder : {"bin", "tmp", "tree"}) fs::create_directory(temp_.path() / folder);
    program("mount",
            "[ ! -e \"$HOST/mount-fails\" ] || { echo 'mount: no luck' >&2; exit 32; }\n"
            "cp -a \"$HOST/tree/.\" \"$4\"\necho \"$*\" >> \"$HOST/log\"");
    program("umount", "case $1 in \"$HOST\"/*) /usr/bin/find \"$1\" -mindepth 1 -delete ;; *) exit 64 ;; esac");
    program("zfs",
            "echo \"$*\" >> \"$HOST/log\"\n"
            "case $* in\n"
            "  'get -H -p -o value volsize '*) wc -c < \"$HOST/disk\" ;;\n"
            "  'get -H -o property all '*) printf '%s\\n' type autobackup:job autobackup:other ;;\n"
            "  clone*) [ ! -e \"$HOST/clone-fails\" ] || { echo 'cannot create: no luck' >&2; exit 1; }\n"
            "    for clone; do :; done; touch \"$HOST/clone\"; [ -e \"$HOST/no-device\" ] || ln -s \"$HOST/disk\" "
            "\"$HOST/device\" ;;\n"
            "  'get -H -o value origin '*) [ -e \"$HOST/clone\" ] || exit 1; cat \"$HOST/origin\" 2>/dev/null || echo "
            "'tank/a vol@s' ;;\n"
            "  destroy*) rm -f \"$HOST/clone\" \"$HOST/device\" ;;\n"
            "esac");
  }

  void program(const std::string& name, const std::string& text) const {
    support::TempFolder& temp = temp_;
    temp.write("bin/" + name, "#!/bin/sh\n" + text + "\n", true);
  }
  void put(const std::string& name, const std::string& text) const { temp_.write(name, text); }
  std::string at(const std::string& name) const { return temp_.file(name); }
  bool is_clean() const { return fs::is_empty(temp_.path() / "tmp") && !fs::exists(at("clone")); }
  std::string log() const { return support::read_file(at("log")); }

  Output run(transport::Argv argv, const std::string& shell = "sh") const {
    argv.front() = shell;
    const Variable path("PATH", at("bin") + ":" + std::getenv("PATH"));
    const Variable host("HOST", temp_.path().string());
    const Variable tmp("TMPDIR", at("tmp"));
    return support::run_local(argv);
  }
  Output list_tree(unsigned percent = 100, const std::string& shell = "sh") const {
    return run(verify::list_filesystem("tank/a b@s", percent, "prefix"), shell);
  }
  /// As list_volume, but for the device.
  transport::Argv volume_command(unsigned percent = 100) const {
    transport::Argv argv = verify::list_volume("tank/a vol@s", "tank/prefix-a vol", percent, "autobackup:job");
    argv.resize(8);
    argv.push_back(at("nosuch"));
    argv.push_back(at("device"));
    return argv;
  }

 private:
  mutable support::TempFolder temp_;
};

/// A shell of each kind that is here.
std::vector<std::string> shells() {
  std::vector<std::string> found;
  for (const char* name : {"sh", "dash", "bash", "ksh", "mksh"}) {
    if (std::system((std::string("command -v ") + name + " >/dev/null 2>&1").c_str()) == 0) found.emplace_back(name);
  }
  static const support::TempFolder k_links;  // zsh is a sh where it is called that
  const fs::path link = k_links.path() / "sh";
  if (fs::exists("/usr/bin/zsh") && !fs::exists(link)) fs::create_symlink("/usr/bin/zsh", link);
  if (fs::exists(link)) found.push_back(link);
  return found;
}

void feed(verify::Comparison& comparison, Side side, const std::string& text) {
  transport::LineSplitter splitter("\n", 0, [&](std::string_view line) { comparison.line(side, line); });
  splitter.feed(text);
  splitter.finish();
}

Findings compare(verify::Comparison& comparison, const Output& source, const Output& target) {
  feed(comparison, Side::source, source.out);
  feed(comparison, Side::target, target.out);
  return comparison.finish();
}

/// Names that shells, find, xargs and sha256sum stumble over.
void plant_tree(const Host& host) {
  const fs::path tree = host.at("tree");
  for (const char* name :
       {"plain", "a b", "-rf", "new\nline", "back\\slash", "\ttab'\"$(x)`", "*", "\xFF\xFE", "end", "ümläut"})
    host.put(std::string("tree/") + name, name);
  fs::create_directories(tree / "sub/deep");
  host.put("tree/sub/empty", "");
  for (int i = 0; i < 60; ++i) host.put("tree/sub/deep/" + std::to_string(i), std::to_string(i));
  fs::create_symlink("nowhere\n", tree / "link");
  fs::permissions(tree / "plain", fs::perms(04640));
}

/// As if there were no GNU find and sha256sum.
void take_gnu_away(const Host& host) {
  host.program("sha256sum", "[ \"$1\" != --version ] || exit 1\nexec /usr/bin/sha256sum \"$@\"");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(script)

BOOST_AUTO_TEST_CASE(lists_the_same_whatever_the_tools_and_the_shell) {
  for (const unsigned percent : {100U, 30U}) {
    Host host;
    plant_tree(host);
    const Output listed = host.list_tree(percent);
    BOOST_TEST(listed.result.ok());
    for (const std::string& shell : shells()) {
      for (const bool gnu : {true, false}) {
        Host other;
        plant_tree(other);
        if (!gnu) take_gnu_away(other);
        BOOST_TEST_CONTEXT(shell << (gnu ? ", GNU, " : ", no GNU, ") << percent << " %") {
          const auto comparison = verify::compare_trees(percent);
          const Findings findings = compare(*comparison, listed, other.list_tree(percent, shell));
          for (const std::string& difference : findings.differences) BOOST_ERROR(difference);
          BOOST_TEST(findings.listed == 71U);
          BOOST_TEST(findings.hashed > 0U);
          BOOST_TEST((percent == 100) == (findings.hashed == findings.listed));
          BOOST_TEST(other.is_clean());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(chooses_what_the_sample_says) {
  Host host;
  plant_tree(host);
  std::set<std::string> hashed, wanted;
  verify::TreeListing listing(
      [&](const std::string& path, const verify::Entry& entry) {
        if (entry.type == 'f' && verify::chooses_path(30, path)) wanted.insert(path);
      },
      [&](const std::string& path, const verify::Digest&) { hashed.insert(path); });
  transport::LineSplitter splitter("\n", 0, [&](std::string_view line) { listing.line(line); });
  splitter.feed(host.list_tree(30).out);
  splitter.finish();
  BOOST_TEST((hashed == wanted));
}

BOOST_AUTO_TEST_CASE(mounts_what_it_is_told_in_a_folder_nobody_else_can_enter) {
  const Host host;
  host.program("find", "stat -c %a .. >> \"$HOST/log\"\nexec /usr/bin/find \"$@\"");
  BOOST_TEST(host.list_tree().result.ok());
  BOOST_TEST(host.log().starts_with("-t zfs tank/a b@s " + host.at("tmp/prefix-")));
  BOOST_TEST(host.log().find("\n700\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(says_why_it_failed_and_leaves_nothing) {
  Host host;
  plant_tree(host);
  host.put("mount-fails", "");
  Output output = host.list_tree();
  BOOST_TEST(!output.result.ok());
  BOOST_TEST(output.out == "");
  BOOST_TEST(output.result.error().find("cannot mount tank/a b@s: mount: no luck") != std::string::npos);
  BOOST_TEST(host.is_clean());

  fs::remove(host.at("mount-fails"));
  host.program(
      "find",
      "case $* in *type*|*prune*) exec /usr/bin/find \"$@\" ;; esac; echo 'find: ./x: Input/output error' >&2; exit 1");
  output = host.list_tree();
  BOOST_TEST(!output.result.ok());
  BOOST_TEST(output.result.error().find("Input/output error") != std::string::npos);
  fs::remove(host.at("bin/find"));
  host.program("umount", "exit 1");
  output = host.list_tree();
  BOOST_TEST(output.result.error().find("cannot clear away the mount of tank/a b@s") != std::string::npos);
}

/// A listing that would hash for a minute ends when it gets the signal, and leaves nothing.
void expect_to_clear_away(const std::string& shell, bool volume, int number, const transport::Argv& wrapper = {}) {
  Host host;
  plant_tree(host);
  host.put("disk", "abc");
  host.program("sha256sum", "touch \"$HOST/hashing\"; exec sleep 60");
  BOOST_TEST_CONTEXT(shell << (volume ? " volume " : " filesystem ") << number) {
    const support::Forked run([&] {
      transport::Argv argv = volume ? host.volume_command() : verify::list_filesystem("tank/a b@s", 100, "prefix");
      argv[0] = shell;
      argv[2] = "echo $$ > \"$HOST/pid.new\"; mv \"$HOST/pid.new\" \"$HOST/pid\"\n" + argv[2];
      argv.insert(argv.begin(), wrapper.begin(), wrapper.end());
      const Output output = host.run(argv, argv[0]);
      return std::string(output.result.ok() ? "ok" : "failed");
    });
    BOOST_REQUIRE(support::appears(host.at("hashing")));
    ::kill(std::stoi(support::read_file(host.at("pid"))), number);
    BOOST_TEST(run.text() == "failed");
    BOOST_TEST(host.is_clean());
  }
}

BOOST_AUTO_TEST_CASE(clears_away_when_a_signal_ends_it) {
  for (const std::string& shell : shells()) {
    for (const bool volume : {false, true}) {
      for (const int number : {SIGTERM, SIGINT, SIGHUP}) expect_to_clear_away(shell, volume, number);
    }
  }
}

/// Its own processes are deaf to it then, as a shell is that has only just been forked.
BOOST_AUTO_TEST_CASE(clears_away_where_sigterm_is_ignored) {
  for (const std::string& shell : shells()) {
    for (const bool volume : {false, true})
      expect_to_clear_away(shell, volume, SIGHUP, {"sh", "-c", "trap '' TERM; exec \"$@\"", "sh"});
  }
}

BOOST_AUTO_TEST_CASE(hashes_a_volume_through_a_clone) {
  for (const std::string& shell : shells()) {
    Host one, other;
    std::string bytes;
    bytes.resize(40'000'000, 'x');
    one.put("disk", bytes);
    bytes[33'554'432] = 'y';
    other.put("disk", bytes);
    BOOST_TEST_CONTEXT(shell) {
      const Output source = one.run(one.volume_command(), shell);
      BOOST_TEST(source.result.ok());
      BOOST_TEST(compare(*verify::compare_volumes(100), source, one.run(one.volume_command(), shell)).equal());
      const Findings findings =
          compare(*verify::compare_volumes(100), source, other.run(other.volume_command(), shell));
      BOOST_TEST(findings.differences == std::vector<std::string>{"bytes 33554432 to 39999999: content differs"},
                 boost::test_tools::per_element());
      BOOST_TEST(compare(*verify::compare_volumes(1), one.run(one.volume_command(1), shell),
                         other.run(other.volume_command(1), shell))
                     .hashed == 1U);
      BOOST_TEST(one.is_clean());
      BOOST_TEST(one.log().find("clone -o readonly=on -o autobackup:job=false -o autobackup:other=false -o volmode=dev "
                                "tank/a vol@s tank/prefix-a vol\n") != std::string::npos);
      BOOST_TEST(one.log().find("destroy tank/prefix-a vol\n") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(destroys_nothing_but_its_own_clone) {
  const Host host;
  host.put("disk", "abc");
  host.put("clone-fails", "");
  host.put("clone", "");
  host.put("origin", "tank/other@s\n");
  const Output output = host.run(host.volume_command());
  BOOST_TEST(output.result.error().find("cannot create: no luck") != std::string::npos);
  BOOST_TEST(host.log().find("destroy") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_device_that_is_busy_at_first) {
  const Host host;
  host.put("disk", "abc");
  const Output good = host.run(host.volume_command());
  host.program("sleep", ":");
  host.program("dd", "[ -e \"$0.tried\" ] || { : >\"$0.tried\"; exit 1; }\nexec /usr/bin/dd \"$@\"");
  const Findings findings = compare(*verify::compare_volumes(100), good, host.run(host.volume_command()));
  BOOST_TEST(findings.differences.empty());
}

BOOST_AUTO_TEST_CASE(a_part_of_a_volume_that_cannot_be_read) {
  const Host host;
  host.put("disk", "abc");
  const Output good = host.run(host.volume_command());
  host.program("sleep", ":");
  host.program("dd", "printf a; exit 1");
  const Findings findings = compare(*verify::compare_volumes(100), good, host.run(host.volume_command()));
  BOOST_TEST(findings.differences == std::vector<std::string>{"bytes 0 to 2: cannot be read on the target"},
             boost::test_tools::per_element());
  BOOST_TEST(host.is_clean());
}

BOOST_AUTO_TEST_CASE(what_is_shown_of_a_command) {
  BOOST_TEST(verify::shorten(verify::list_filesystem("tank/a b@s", 5, "p"), "FILESYSTEM") ==
             "sh -c \"$FILESYSTEM\" zwinnow-verify 'tank/a b@s' 5 p");
  BOOST_TEST(verify::shorten(verify::list_volume("t/v@s", "t/c d", 5, "x:y"), "VOLUME") ==
             "sh -c \"$VOLUME\" zwinnow-verify t/v@s 't/c d' 5 x:y '/dev/zvol/t/c d' /dev/zvol/t/c+d "
             "'/dev/zvol/rdsk/t/c d'");
}

BOOST_AUTO_TEST_SUITE_END()
