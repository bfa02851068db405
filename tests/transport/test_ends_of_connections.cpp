// How connections of two hosts end, whoever ends them, and what is printed of them.
#include "tests/transport/crossings.hpp"
#include "tests/transport/support.hpp"
#include "transport/half_text.hpp"
#include "transport/link.hpp"
#include "transport/meeting.hpp"
#include "zfs/dialect.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

using namespace transport;  // NOLINT: a test
using namespace crossings;  // NOLINT
using support::FakeSsh;
using support::here;
using support::there;

BOOST_AUTO_TEST_SUITE(ends_of_connections)

BOOST_AUTO_TEST_CASE(one_that_is_idle_is_ended) {
  const FakeSsh ssh;
  for (const Way way : {Way::tcp, Way::mbuffer}) {
    Crossing crossing = by(way);
    crossing.idle = std::chrono::seconds(1);
    for (const auto& [name, from, to] : k_places) {
      const std::string error =
          support::run(stream(crossing, "echo data; sleep 2.5; echo more", "cat", {}, from, to)).result.error();
      BOOST_TEST(error.find(": nothing has come for 1 s (--idle-timeout) (exit 1)") != std::string::npos,
                 name << error);
    }
    crossing.idle = std::chrono::seconds(0);
    BOOST_TEST(support::run(stream(crossing, "echo data; sleep 2; echo more", "cat")).out == "data\nmore\n");
  }
}

BOOST_AUTO_TEST_CASE(one_that_sends_no_more_and_does_not_end_is_ended) {
  const FakeSsh ssh;
  Crossing crossing = by(Way::tcp);
  crossing.idle = std::chrono::seconds(1);
  const Result result = support::run(stream(crossing, "echo data; exec sleep 600", "cat", {}, Host::local())).result;
  BOOST_TEST(result.error().find(": nothing has come for 1 s") != std::string::npos, result.error());
}

BOOST_AUTO_TEST_CASE(a_signal_ends_both_halves) {
  const FakeSsh ssh;
  for (const auto& [name, from, to] : k_places) {
    const support::TempFolder folder;
    const std::string pid = folder.file("pid"), started = folder.file("started");
    const support::Forked forked([&, from = from, to = to] {
      return support::run(stream(by(Way::tcp), "exec yes",
                                 "echo $$ >" + pid + "; touch " + started + "; exec cat >/dev/null", {}, from, to))
          .result.error();
    });
    BOOST_REQUIRE(support::appears(started));
    forked.signal(SIGTERM);
    BOOST_TEST(forked.text() == "interrupted by a signal", name);
    support::run_local({"sh", "-c", "while kill -0 $(cat " + pid + ") 2>/dev/null; do sleep 0.05; done"});
    BOOST_TEST(listening().empty());
  }
}

BOOST_AUTO_TEST_CASE(whoever_kills_this_process_ends_both_halves) {
  const FakeSsh ssh;
  for (const auto& [name, from, to] : k_places) {
    const support::TempFolder folder;
    const std::string pids = folder.file("pids"), started = folder.file("started");
    const support::Forked forked([&, from = from, to = to] {
      return support::run(stream(by(Way::tcp), "echo $$ >>" + pids + "; exec yes",
                                 "echo $$ >>" + pids + "; touch " + started + "; exec cat >/dev/null", {}, from, to))
          .result.error();
    });
    BOOST_REQUIRE(support::appears(started));
    forked.signal(SIGKILL);
    forked.text();
    const auto waited = support::run_local({"timeout", "60", "sh", "-c",
                                            "for p in $(cat " + pids +
                                                "); do while kill -0 $p 2>/dev/null; do sleep "
                                                "0.05; done; done"});
    BOOST_TEST(waited.result.ok(), name);
    BOOST_TEST(listening().empty());
  }
}

BOOST_AUTO_TEST_CASE(one_that_waits_for_the_other_ends_with_this_process) {
  const FakeSsh ssh;
  const support::TempFolder folder;
  // The half that connects never comes: its ssh hangs.
  const std::string started = folder.file("started");
  const support::Forked forked(
      [&] { return support::run(stream(by(Way::tcp), "touch " + started + "; sleep 3", "cat")).result.error(); });
  BOOST_REQUIRE(support::appears(started));
  forked.signal(SIGKILL);
  forked.text();
  const auto gone =
      support::run_local({"timeout", "60", "sh", "-c",
                          "while grep -qE ':(0F[A-F]|10[0-6])[0-9A-F] .* 0A ' /proc/net/tcp; do sleep 0.05; done"});
  BOOST_TEST(gone.result.ok());
}

BOOST_AUTO_TEST_CASE(a_connection_by_ssh_that_fails_ends_the_other_half) {
  const FakeSsh ssh;
  for (const char* host : {"source", "target"}) {
    const support::Variable unreached("FAKE_SSH_UNREACHED", host);
    const Result result = support::run(stream(by(Way::tcp), "yes", "cat")).result;
    BOOST_TEST(result.connection_failed);
    BOOST_TEST(result.error().starts_with("ssh to " + std::string(host) + " failed: root@" + host +
                                          ": Permission denied (publickey): ssh refuses a login"),
               result.error());
    BOOST_TEST(listening().empty());
  }
}

// --- Printed ---

BOOST_AUTO_TEST_CASE(the_script_does_the_same) {
  const FakeSsh ssh;
  for (const Way way : {Way::tcp, Way::mbuffer}) {
    for (const auto& [name, from, to] : k_places) {
      for (const Argv& shell : {Argv{"sh"}, {"sh", "-e"}, {"bash", "-e"}}) {
        for (const int status : {0, 3}) {
          const std::string exits = "; exit " + std::to_string(status);
          for (const auto& [producer, consumer] :
               {std::pair{"seq 10" + exits, std::string("tail -n 1")}, {std::string("seq 10"), "tail -n 1" + exits}}) {
            const Pipeline pipeline = stream(by(way), producer, consumer, {}, from, to);
            const support::TempFolder folder;
            Argv argv = shell;
            argv.push_back(folder.write(
                "script", std::string(sh_functions(pipeline.crossing)) + to_sh(pipeline) + "\necho after\n"));
            const auto output = support::run_local(argv);
            BOOST_TEST(output.out == (status == 0 ? "10\nafter\n" : "10\n"), name << producer << consumer);
            BOOST_TEST(output.result.ok() == (status == 0));
          }
        }
      }
    }
  }
  BOOST_TEST(listening().empty());
}

BOOST_AUTO_TEST_CASE(a_script_that_is_killed_ends_both_halves) {
  const FakeSsh ssh;
  const support::TempFolder folder;
  const std::string pids = folder.file("pids"), started = folder.file("started");
  const Pipeline pipeline = stream(by(Way::tcp), "echo $$ >>" + pids + "; exec yes",
                                   "echo $$ >>" + pids + "; touch " + started + "; exec cat >/dev/null");
  const std::string script =
      folder.write("script", std::string(sh_functions(pipeline.crossing)) + to_sh(pipeline) + "\n");
  const support::Forked forked([&] {
    ::execlp("sh", "sh", script.c_str(), nullptr);
    return std::string();
  });
  BOOST_REQUIRE(support::appears(started));
  forked.signal(SIGKILL);
  forked.text();
  const auto waited = support::run_local({"timeout", "60", "sh", "-c",
                                          "for p in $(cat " + pids +
                                              "); do while kill -0 $p 2>/dev/null; do sleep "
                                              "0.05; done; done"});
  BOOST_TEST(waited.result.ok());
}

BOOST_AUTO_TEST_CASE(people_see_that_no_pipe_joins_them) {
  const std::string line = to_line(stream(by(Way::tcp), "echo", "cat"));
  BOOST_TEST(line.starts_with("(ssh -T -o BatchMode=yes -- source "));
  BOOST_TEST(line.find(") tcp> (ssh -T -o BatchMode=yes -- target ") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
