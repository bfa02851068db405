// What needs a process of its own, which a signal or closed descriptors may hit.
#include "tests/transport/support.hpp"
#include "transport/signals.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

using namespace transport;  // NOLINT: a test
using support::here;
using support::sh;

namespace {

using Clock = std::chrono::steady_clock;

std::string summary(const Result& result) {
  std::string text = std::to_string(Signals::stop_signal()) + (result.interrupted ? " interrupted" : "");
  for (const auto& stage : result.stages) text += ", " + stage.describe();
  return text;
}

std::string number(int signal) {
  return std::to_string(signal);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(a_signal_ends_the_children_and_all_that_would_follow) {
  for (const int number_sent : {SIGTERM, SIGINT, SIGHUP}) {
    const support::TempFolder shared;
    const std::string ready = shared.file("ready");
    const support::Forked forked([&] {
      ProcessRunner runner;
      const Result first =
          runner.run({{sh("touch " + ready + "; exec sleep 60"), here({"sleep", "60"}), here({"sleep", "60"})}});
      const Result later = runner.run({{here({"touch", shared.file("later")})}});
      return summary(first) + "; " + summary(later) + "; " + first.error();
    });
    BOOST_REQUIRE(support::appears(ready));
    forked.signal(number_sent);
    BOOST_TEST(forked.text() == number(number_sent) +
                                    " interrupted, killed by SIGTERM, killed by SIGTERM, killed by SIGTERM; " +
                                    number(number_sent) + " interrupted, killed by SIGTERM; interrupted by a signal");
    BOOST_TEST(!std::filesystem::exists(shared.file("later")));
  }
}

BOOST_AUTO_TEST_CASE(who_does_not_heed_is_killed_after_three_seconds) {
  const support::TempFolder shared;
  const std::string ready = shared.file("ready");
  const support::Forked forked([&] {
    ProcessRunner runner;
    return summary(runner.run({{sh("trap '' TERM; touch " + ready + "; exec sleep 60")}}));
  });
  BOOST_REQUIRE(support::appears(ready));
  const auto start = Clock::now();
  forked.signal(SIGTERM);
  BOOST_TEST(forked.text() == number(SIGTERM) + " interrupted, killed by SIGKILL");
  BOOST_TEST((Clock::now() - start > std::chrono::milliseconds(2900)));
}

BOOST_AUTO_TEST_CASE(a_signal_gets_in_while_lines_come_without_a_pause) {
  const support::TempFolder shared;
  const std::string ready = shared.file("ready");
  const support::Forked forked([&] {
    ProcessRunner runner;
    Sinks sinks;
    sinks.out = [&, told = false](std::string_view) mutable {
      if (!told) shared.write("ready", "");
      told = true;
    };
    return summary(runner.run({{here({"yes"})}}, sinks));
  });
  BOOST_REQUIRE(support::appears(ready));
  forked.signal(SIGTERM);
  BOOST_TEST(forked.text() == number(SIGTERM) + " interrupted, killed by SIGTERM");
}

BOOST_AUTO_TEST_CASE(nohup_is_respected) {
  const support::TempFolder shared;
  const std::string ready = shared.file("ready");
  const support::Forked forked([&] {
    ::signal(SIGHUP, SIG_IGN);
    ProcessRunner runner;
    return summary(runner.run(
        {{sh("touch " + ready + "; " + support::until_exists(shared.file("end")) + "; kill -HUP $$; exit 4")}}));
  });
  BOOST_REQUIRE(support::appears(ready));
  forked.signal(SIGHUP);
  shared.write("end", "");
  BOOST_TEST(forked.text() == "0, exit 4");
}

BOOST_AUTO_TEST_CASE(children_start_with_the_signals_that_we_were_given) {
  const support::Forked forked([] {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGCHLD, SIG_IGN);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &blocked, nullptr);
    return support::run_local({"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"}).out;
  });
  // only SIGCHLD is blocked, as before us; nothing is ignored
  BOOST_TEST(forked.text() == "SigBlk:\t0000000000010000\nSigIgn:\t0000000000000000\n");
}

BOOST_AUTO_TEST_CASE(afterwards_signals_are_as_before) {
  struct sigaction before {};
  struct sigaction after {};
  sigset_t mask_before;
  sigset_t mask_after;
  ::sigaction(SIGTERM, nullptr, &before);
  ::sigprocmask(SIG_BLOCK, nullptr, &mask_before);
  support::run_local({"true"});
  ::sigaction(SIGTERM, nullptr, &after);
  ::sigprocmask(SIG_BLOCK, nullptr, &mask_after);
  BOOST_TEST((before.sa_handler == after.sa_handler));
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
    BOOST_TEST(sigismember(&mask_before, signal) == sigismember(&mask_after, signal));
  }
}

BOOST_AUTO_TEST_CASE(closed_standard_descriptors_do_no_harm) {
  const support::Forked forked([] {
    for (const int fd : {0, 1, 2}) ::close(fd);
    open_standard_fds();
    const auto output = support::run({{sh("echo $(readlink /proc/self/fd/0); echo err >&2"), here({"cat"})}});
    return output.out + output.result.stages.at(0).stderr_tail + (output.result.ok() ? "ok" : "failed");
  });
  BOOST_TEST(forked.text() == "/dev/null\nerr\nok");
}

#ifdef __linux__
BOOST_AUTO_TEST_CASE(children_end_when_we_are_killed_outright) {
  const support::TempFolder shared;
  const std::string ready = shared.file("ready");
  const support::Forked forked([&] {
    ProcessRunner runner;
    runner.run({{sh("trap 'echo > " + shared.file("ended") + "; exit' TERM; echo > " + ready +
                    "; while :; do sleep 0.05; done")}});
    return std::string();
  });
  BOOST_REQUIRE(support::appears(ready));
  forked.signal(SIGKILL);
  BOOST_TEST(support::appears(shared.file("ended")));
}
#endif

BOOST_AUTO_TEST_SUITE_END()
