// Checks in a process of their own, with real commands, which a signal or a closed output may hit.
#include "app/check/put_line.hpp"
#include "app/check/stop_signals.hpp"
#include "tests/check/support.hpp"
#include "transport/fd.hpp"
#include "transport/signals.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

constexpr const char* k_zfs = R"(#!/bin/sh
echo "zfs $*" >> "$CHECK_TEST/log"
case $* in
  *name,type*) printf 'tank/fs\tfilesystem\ntank/fs@s\tsnapshot\n';;
esac
)";

/// Where there is a file "slow", it waits for a file "end". It is told by the files "mounting" and "mounted".
constexpr const char* k_mount = R"(#!/bin/sh
echo mount >> "$CHECK_TEST/log"
: > "$CHECK_TEST/mounting"
[ -e "$CHECK_TEST/slow" ] && until [ -e "$CHECK_TEST/end" ]; do sleep 0.05; done
cp "$CHECK_TEST/content"/* "$4"
: > "$CHECK_TEST/mounted"
)";

constexpr const char* k_umount = R"(#!/bin/sh
echo umount >> "$CHECK_TEST/log"
rm "$1"/*
)";

/// Commands in PATH that act as if they would mount what is in content().
class Machine {
 public:
  Machine() {
    fs::create_directories(folder_.file("bin"));
    fs::create_directories(folder_.file("tmp"));
    fs::create_directories(folder_.file("content"));
    folder_.write("bin/zfs", k_zfs, true);
    folder_.write("bin/mount", k_mount, true);
    folder_.write("bin/umount", k_umount, true);
  }

  std::string file(std::string_view name) const { return folder_.file(name); }
  void write(std::string_view name, std::string_view text) const { folder_.write(name, text); }
  std::string log() const { return support::read_file(file("log")); }
  bool is_clean() const { return fs::is_empty(file("tmp")); }

  /// The exit code of a check and what it said, or told by `listener`.
  std::string check(check::Options options, support::Told& told, check::Listener& listener) const {
    const support::Variable path("PATH", file("bin") + ":/usr/bin:/bin");
    const support::Variable place("CHECK_TEST", folder_.path().string());
    transport::ProcessRunner runner;
    check::Surroundings surroundings = check::this_machine();
    surroundings.temp_folder = file("tmp");
    options.block_size = 64;
    options.count = 1;
    std::string text = std::to_string(check::run(options, listener, runner, surroundings));
    for (const std::string& said : told.said) text += ", " + said;
    if (transport::Signals::stop_signal() != 0) text += ", seen by the runner";
    return text;
  }
  std::string check(const check::Options& options) const {
    support::Told told;
    return check(options, told, told);
  }

 private:
  support::TempFolder folder_;
};

/// As the program: results go to stdout.
class Printing final : public check::Listener {
 public:
  explicit Printing(support::Told& told) : told_(told) {}
  void result(std::string_view line) override { check::put_line(std::cout, line); }
  void error(std::string_view text) override { told_.error(text); }
  void warning(std::string_view text) override { told_.warning(text); }
  void verbose(std::string_view text) override { std::cout << text << std::endl; }
  void debug(std::string_view) override {}
  void command(std::string_view) override {}
  void output(std::string_view) override {}
  void progress(std::string_view) override {}

 private:
  support::Told& told_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(all_goes_well_with_real_commands) {
  const Machine machine;
  machine.write("content/f", "abc");
  const support::Forked forked([&] { return machine.check({.target = "tank/fs@s"}); });
  BOOST_TEST(forked.text() == "0");
  BOOST_TEST(machine.log().ends_with("tank/fs tank/fs@s\nmount\numount\n"));
  BOOST_TEST(machine.is_clean());
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_reading_and_all_is_cleared_away) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const Machine machine;
    machine.write("content/f", "");
    fs::resize_file(machine.file("content/f"), 1ULL << 34U);  // copied as a hole
    const support::Forked forked([&] { return machine.check({.target = "tank/fs@s"}); });
    BOOST_REQUIRE(support::appears(machine.file("mounted")));
    forked.signal(number);
    BOOST_TEST(forked.text() == "255, error: Aborted");
    BOOST_TEST(machine.log().ends_with("mount\numount\n"));
    BOOST_TEST(machine.is_clean());
  }
}

BOOST_AUTO_TEST_CASE(a_signal_does_not_tear_a_mount) {
  const Machine machine;
  machine.write("content/f", "abc");
  machine.write("slow", "");
  const support::Forked forked([&] { return machine.check({.target = "tank/fs@s"}); });
  BOOST_REQUIRE(support::appears(machine.file("mounting")));
  forked.signal(SIGTERM);
  machine.write("end", "");
  BOOST_TEST(forked.text() == "255, error: Aborted");
  BOOST_TEST(fs::exists(machine.file("mounted")));
  BOOST_TEST(machine.log().ends_with("mount\numount\n"));
  BOOST_TEST(machine.is_clean());
}

BOOST_AUTO_TEST_CASE(a_signal_gets_in_while_a_list_is_waited_for) {
  const Machine machine;
  machine.write("content/f", "abc");
  const support::Forked forked([&] {
    const transport::Pipe list = transport::make_pipe();  // nothing is ever written to it
    ::dup2(list.read.get(), STDIN_FILENO);
    return machine.check({.target = "tank/fs@s", .compare_with = "-"});
  });
  BOOST_REQUIRE(support::appears(machine.file("mounted")));
  forked.signal(SIGTERM);
  BOOST_TEST(forked.text() == "255, error: Aborted");
  BOOST_TEST(machine.is_clean());
}

BOOST_AUTO_TEST_CASE(a_list_from_stdin) {
  const Machine machine;
  machine.write("content/f", "abc");
  machine.write("list", "f\t0\ta9993e364706816aba3e25717850c26c9cd0d89d\nf\t0\tx\n");
  const support::Forked forked([&] {
    const int list = ::open(machine.file("list").c_str(), O_RDONLY | O_CLOEXEC);
    ::dup2(list, STDIN_FILENO);
    return machine.check({.target = "tank/fs@s", .compare_with = "-"});
  });
  BOOST_TEST(forked.text() == "1");
}

BOOST_AUTO_TEST_CASE(an_ignored_signal_stays_ignored) {
  const Machine machine;
  machine.write("content/f", "abc");
  machine.write("slow", "");
  const support::Forked forked([&] {
    ::signal(SIGHUP, SIG_IGN);
    return machine.check({.target = "tank/fs@s"});
  });
  BOOST_REQUIRE(support::appears(machine.file("mounting")));
  forked.signal(SIGHUP);
  machine.write("end", "");
  BOOST_TEST(forked.text() == "0");
}

BOOST_AUTO_TEST_CASE(a_closed_output_ends_it_quietly) {
  const Machine machine;
  machine.write("content/f", std::string(100000, 'x'));
  const support::Forked forked([&] {
    {
      const transport::Pipe out = transport::make_pipe();
      ::dup2(out.write.get(), STDOUT_FILENO);
    }
    support::Told told;
    Printing printing(told);
    return machine.check({.target = "tank/fs@s"}, told, printing);
  });
  BOOST_TEST(forked.text() == "255");
  BOOST_TEST(machine.log().ends_with("mount\numount\n"));
  BOOST_TEST(machine.is_clean());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told) {
  const Machine machine;
  machine.write("content/f", "abc");
  const support::Forked forked([&] {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ::dup2(full, STDOUT_FILENO);
    support::Told told;
    Printing printing(told);
    return machine.check({.target = "tank/fs@s"}, told, printing);
  });
  BOOST_TEST(forked.text() == "255, error: [Errno 28] No space left on device: 'stdout'");
  BOOST_TEST(machine.is_clean());
}

BOOST_AUTO_TEST_CASE(a_sleep_takes_its_time_or_ends_with_a_signal) {
  const support::Forked forked([] {
    transport::ProcessRunner runner;
    const check::StopSignals signals(runner);
    const auto start = std::chrono::steady_clock::now();
    signals.sleep(std::chrono::milliseconds(50));
    const bool slept = std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(49);
    ::raise(SIGTERM);  // waits: it is blocked
    signals.sleep(std::chrono::minutes(10));
    try {
      signals.heed();
    } catch (const check::Interrupted& error) {
      return std::string(slept ? "slept, " : "") + error.what();
    }
    return std::string("not interrupted");
  });
  BOOST_TEST(forked.text() == "slept, interrupted by a signal");
}

BOOST_AUTO_TEST_SUITE_END()
