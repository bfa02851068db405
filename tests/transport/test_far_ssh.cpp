// A stream through an ssh that another host runs.
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

BOOST_AUTO_TEST_SUITE(far_ssh)

BOOST_AUTO_TEST_CASE(a_stream_arrives) {
  FakeSsh ssh;
  ssh.be_everywhere();
  for (const Way way : {Way::push, Way::pull}) {
    const auto output = support::run(stream(by(way), "echo it\\'s sent >&2; seq 100000", "tail -n 1"));
    BOOST_TEST(output.out == "100000\n");
    BOOST_TEST(output.err == std::vector<std::string>{"0: it's sent"}, boost::test_tools::per_element());
    BOOST_TEST(how_ended(output.result) == "exit 0, exit 0");
  }
  std::string log = support::read_file(ssh.log());
  BOOST_TEST(log == "source\ntarget\ntarget\nsource\n", "who is reached, and from there the other");
}

BOOST_AUTO_TEST_CASE(each_stage_has_its_own_status) {
  FakeSsh ssh;
  ssh.be_everywhere();
  Piping piping;
  piping.compress = {"gzip"};
  piping.decompress = {"zcat"};
  for (const Way way : {Way::push, Way::pull}) {
    BOOST_TEST_CONTEXT((way == Way::push ? "push" : "pull")) {
      const auto result = [&](const std::string& producer, const std::string& consumer, const Piping& passed) {
        return support::run(stream(by(way), producer, consumer, passed)).result;
      };
      BOOST_TEST(how_ended(result("echo a; exit 3", "cat", {})) == "exit 3, exit 0");
      BOOST_TEST(how_ended(result("echo a", "cat; exit 4", {})) == "exit 0, exit 4");
      BOOST_TEST(how_ended(result("echo a; exit 3", "cat; exit 4", {})) == "exit 3, exit 4");
      BOOST_TEST(how_ended(result("echo a; exit 3", "cat", piping)) == "exit 3, exit 0, exit 0, exit 0");
      BOOST_TEST(how_ended(result("echo a", "cat; exit 4", piping)) == "exit 0, exit 0, exit 0, exit 4");
      BOOST_TEST(how_ended(result("echo a; exit 3", "cat; exit 4", piping)) == "exit 3, exit 0, exit 0, exit 4");
      const Result refused = result("yes", "echo full >&2; exit 4", {});
      BOOST_TEST(refused.error() == "sh: full (exit 4)");
      BOOST_TEST(refused.cause() == 1);
      const Result both = result("yes; echo write: Broken pipe >&2; exit 1", "echo full >&2; exit 4", {});
      BOOST_TEST(both.error() == "sh: full (exit 4)");
    }
  }
}

BOOST_AUTO_TEST_CASE(stderr_is_told_by_host) {
  FakeSsh ssh;
  ssh.be_everywhere();
  for (const Way way : {Way::push, Way::pull}) {
    auto output = support::run(stream(by(way), "echo a; printf 'sent\\n\\tunfinished' >&2",
                                      "cat >/dev/null; echo '  received %s' >&2; exit 3"));
    std::ranges::sort(output.err);
    const std::vector<std::string> wanted = {"0: \tunfinished", "0: sent", "1:   received %s"};
    BOOST_TEST(output.err == wanted, boost::test_tools::per_element());
    BOOST_TEST(output.result.stages.at(1).stderr_tail == "  received %s\n");
  }
}

BOOST_AUTO_TEST_CASE(a_host_that_the_other_cannot_reach_is_named) {
  FakeSsh ssh;
  ssh.be_everywhere();
  const auto error = [](Way way, const char* unreached) {
    const support::Variable variable("FAKE_SSH_UNREACHED", unreached);
    const Result result = support::run(stream(by(way), "yes", "cat >/dev/null")).result;
    BOOST_TEST(result.connection_failed);
    return result.error();
  };
  BOOST_TEST(
      error(Way::push, "target") ==
      "ssh to target from source failed: root@target: Permission denied (publickey): ssh refuses a login without a "
      "password; test with: ssh -o BatchMode=yes source ssh -o BatchMode=yes target true");
  BOOST_TEST(error(Way::pull, "source").starts_with("ssh to source from target failed: "));
  BOOST_TEST(error(Way::push, "source").starts_with("ssh to source failed: "));
  BOOST_TEST(error(Way::pull, "target").starts_with("ssh to target failed: "));
}

BOOST_AUTO_TEST_CASE(it_ends_with_this_process) {
  FakeSsh ssh;
  ssh.be_everywhere();
  for (const Way way : {Way::push, Way::pull}) {
    for (const int signal : {SIGTERM, SIGKILL}) {
      const support::TempFolder folder;
      const std::string pids = folder.file("pids"), started = folder.file("started");
      const support::Forked forked([&] {
        return support::run(stream(by(way), "echo $$ >>" + pids + "; exec yes",
                                   "echo $$ >>" + pids + "; touch " + started + "; exec cat >/dev/null"))
            .result.error();
      });
      BOOST_REQUIRE(support::appears(started));
      forked.signal(signal);
      forked.text();
      const auto waited = support::run_local({"timeout", "60", "sh", "-c",
                                              "for p in $(cat " + pids +
                                                  "); do while kill -0 $p 2>/dev/null; do sleep "
                                                  "0.05; done; done"});
      BOOST_TEST(waited.result.ok());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_script_does_the_same) {
  FakeSsh ssh;
  ssh.be_everywhere();
  for (const Way way : {Way::push, Way::pull}) {
    for (const char* end : {"", "; exit 3"}) {
      const Pipeline pipeline = stream(by(way), std::string("seq 10") + end, "tail -n 1");
      const support::TempFolder folder;
      const std::string script =
          folder.write("script", std::string(sh_functions(pipeline.crossing)) + to_sh(pipeline) + "\necho after\n");
      for (const Argv& shell : {Argv{"sh", script}, {"sh", "-e", script}, {"bash", script}}) {
        const auto output = support::run_local(shell);
        BOOST_TEST(output.out == (*end == '\0' ? "10\nafter\n" : "10\n"));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
