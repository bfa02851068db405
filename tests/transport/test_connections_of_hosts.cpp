// Connections of two hosts, by real programs between local processes.
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

BOOST_AUTO_TEST_SUITE(connections_of_hosts)

BOOST_AUTO_TEST_CASE(a_stream_arrives_and_nobody_listens_any_more) {
  const FakeSsh ssh;
  ProcessRunner runner;
  for (const Way way : {Way::tcp, Way::mbuffer}) {
    for (const auto& [name, from, to] : k_places) {
      BOOST_TEST_CONTEXT(name << (way == Way::tcp ? " by tcp" : " by mbuffer")) {
        const auto output = support::run(runner, stream(by(way), "seq 1000000", "md5sum; echo said >&2", {}, from, to));
        BOOST_TEST(output.out == support::run_local({"sh", "-c", "seq 1000000 | md5sum"}).out);
        BOOST_TEST(how_ended(output.result) == "exit 0, exit 0, exit 0, exit 0");
        BOOST_TEST(output.err == std::vector<std::string>{"2: said"}, boost::test_tools::per_element());
        BOOST_TEST(listening().empty());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(whatever_sh_is) {
  const support::TempFolder folder;
  for (const char* shell : {"dash", "bash", "busybox"}) {
    std::filesystem::remove(folder.path() / "sh");
    std::filesystem::create_symlink("/bin/" + std::string(shell), folder.path() / "sh");
    const support::Variable path("PATH", folder.path().string() + ":" + std::getenv("PATH"));
    const FakeSsh ssh;
    for (const Way way : {Way::tcp, Way::mbuffer}) {
      const auto output = support::run(stream(by(way), "seq 10", "tail -n 1", {}, Host::local()));
      BOOST_TEST(output.out == "10\n", shell);
      BOOST_TEST(how_ended(output.result) == "exit 0, exit 0, exit 0, exit 0", shell);
      const auto failed = support::run(stream(by(way), "yes", "head -n 1; echo full >&2; exit 5", {}, Host::local()));
      BOOST_TEST(failed.result.error() == "sh: full (exit 5)", shell);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_login_shell_runs_them) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    BOOST_TEST(support::run(stream(by(Way::tcp), "echo it\\'s", "cat")).out == "it's\n", shell);
    BOOST_TEST(support::run(stream(by(Way::mbuffer), "echo its", "cat")).out == "its\n", shell);
  }
}

BOOST_AUTO_TEST_CASE(filters_are_passed_in_order) {
  const FakeSsh ssh;
  Piping piping;
  piping.send_filters = {{"sed", "s/a/b/"}};
  piping.receive_filters = {{"sed", "s/b/c/"}};
  piping.compress = {"gzip"};
  piping.decompress = {"zcat"};
  piping.buffer = "2M";
  piping.rate = "100M";
  for (const Way way : {Way::tcp, Way::mbuffer})
    BOOST_TEST(support::run(stream(by(way), "echo xay", "cat", piping)).out == "xcy\n");
}

BOOST_AUTO_TEST_CASE(each_stage_has_its_own_status) {
  const FakeSsh ssh;
  for (const Way way : {Way::tcp, Way::mbuffer}) {
    const auto result = [&](const std::string& producer, const std::string& consumer, const auto& places) {
      return support::run(stream(by(way), producer, consumer, {}, places.from, places.to)).result;
    };
    for (const auto& places : k_places) {
      BOOST_TEST_CONTEXT(places.name << (way == Way::tcp ? " by tcp" : " by mbuffer")) {
        const Result sent = result("echo a; echo no luck >&2; exit 3", "cat >/dev/null", places);
        BOOST_TEST(how_ended(sent) == "exit 3, exit 0, exit 0, exit 0");
        BOOST_TEST(sent.error() == "sh: no luck (exit 3)");
        const Result received = result("echo a", "cat >/dev/null; echo full >&2; exit 4", places);
        BOOST_TEST(how_ended(received) == "exit 0, exit 0, exit 0, exit 4");
        const Result refused = result("yes", "echo full >&2; exit 4", places);
        BOOST_TEST(!refused.ok());
        BOOST_TEST(refused.error() == "sh: full (exit 4)");
        BOOST_TEST(refused.cause() == 3);
        const Result killed = result("echo a; kill -9 $$", "cat >/dev/null", places);
        BOOST_TEST(how_ended(killed) == "killed by SIGKILL, exit 0, exit 0, exit 0");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_token_is_in_no_command_line_and_no_environment) {
  const FakeSsh ssh;
  const std::string look =
      "cat >/dev/null; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\000 ' '\\n\\n' | "
      "grep -cE '^[0-9a-f]{64}$'; exit 0";
  for (const Way way : {Way::tcp, Way::mbuffer}) BOOST_TEST(support::run(stream(by(way), "echo a", look)).out == "0\n");
}

// --- Others who connect ---

namespace {

/// A socat for the one that connects, here: it does what `text` says, with "$@" the arguments of the real one.
struct Connecting {
  support::TempFolder folder;
  support::Variable path;
  FakeSsh ssh;

  explicit Connecting(const std::string& text) : path("PATH", folder.path().string() + ":" + std::getenv("PATH")) {
    folder.write("socat", "#!/bin/bash\n" + text + "\n", true);
  }

  Result run(Crossing crossing = by(Way::tcp), const std::string& producer = "echo data") const {
    const std::string received = folder.file("received");
    return support::run(stream(crossing, producer, "cat >" + received, {}, Host::local())).result;
  }
  bool has_received() const { return !support::read_file(folder.file("received")).empty(); }
};

/// What the address of the other end is, from the words of socat.
const std::string k_address = "for a; do case $a in TCP4:*) to=${a%%,*};; esac; done; ";

}  // namespace

BOOST_AUTO_TEST_CASE(a_wrong_token_is_refused) {
  for (const char* ahead : {"printf %064d 0", "printf 'zfs stream, but a longer one than any token may be, %064d' 0"}) {
    const Connecting wrong("{ " + std::string(ahead) + "; tail -c +65; } | /usr/bin/socat \"$@\"");
    const Result result = wrong.run();
    BOOST_TEST(!result.ok());
    BOOST_TEST(result.error() ==
               "tcp: the connection did not begin with the token of this run, so nothing of it was received (exit 1)");
    BOOST_TEST(!wrong.has_received());
  }
}

BOOST_AUTO_TEST_CASE(a_token_that_is_missing_or_cut_is_refused) {
  {
    const Connecting cut("head -c 63 | /usr/bin/socat \"$@\"");
    BOOST_TEST(cut.run().error() ==
               "tcp: the connection did not begin with the token of this run, so nothing of it was received (exit 1)");
    BOOST_TEST(!cut.has_received());
  }
  const Connecting none("cat >/dev/null; : | /usr/bin/socat \"$@\"");
  BOOST_TEST(none.run().error() == "tcp: the connection ended before its token came (exit 1)");
  BOOST_TEST(!none.has_received());
}

BOOST_AUTO_TEST_CASE(one_bit_of_the_token_is_enough) {
  for (const char* place : {"1", "33", "64"}) {
    const std::string other("{ dd bs=1 count=64 2>/dev/null | sed 's/./g/" + std::string(place) + "'; cat; }");
    const Connecting wrong(other + " | /usr/bin/socat \"$@\"");
    BOOST_TEST(!wrong.run().ok());
    BOOST_TEST(!wrong.has_received());
  }
}

BOOST_AUTO_TEST_CASE(strangers_are_turned_away_and_the_stream_comes_all_the_same) {
  const Connecting knocking(k_address +
                            "for i in 1 2 3; do echo stranger | /usr/bin/socat -u STDIN $to,bind=127.0.0.9; done; "
                            "exec /usr/bin/socat \"$@\"");
  BOOST_TEST(knocking.run().error() == "");
  BOOST_TEST(support::read_file(knocking.folder.file("received")) == "data\n");
}

BOOST_AUTO_TEST_CASE(a_second_peer_from_the_right_address_does_not_get_in) {
  {  // It is first, and holds the only place.
    const Connecting first(k_address +
                           "sleep 2 | /usr/bin/socat -u STDIN $to,bind=127.0.0.2 & sleep 0.3; "
                           "exec /usr/bin/socat \"$@\"");
    BOOST_TEST(!first.run().ok());
    BOOST_TEST(!first.has_received());
  }
  // It comes later, while the stream is under way.
  const Connecting second(k_address +
                          "{ sleep 0.3; echo late | /usr/bin/socat -u STDIN $to,bind=127.0.0.2; } "
                          "2>/dev/null & exec /usr/bin/socat \"$@\"");
  BOOST_TEST(second.run(by(Way::tcp), "echo data; sleep 1").error() == "");
  BOOST_TEST(support::read_file(second.folder.file("received")) == "data\n");
}

BOOST_AUTO_TEST_CASE(who_cannot_connect_says_so_and_ends_the_other) {
  const Connecting elsewhere("exec /usr/bin/socat -d -d -u STDIN TCP4:127.0.0.3:4999");
  const auto start = std::chrono::steady_clock::now();
  const std::string error = elsewhere.run().error();
  BOOST_TEST(error.starts_with("tcp: 127.0.0.3 port 4"), error);
  BOOST_TEST(error.ends_with(": Connection refused (exit 1)"), error);
  BOOST_TEST((std::chrono::steady_clock::now() - start < k_connect_limit));
  BOOST_TEST(listening().empty());
}

BOOST_AUTO_TEST_CASE(where_there_is_no_socat_nc_connects) {
  const support::TempFolder folder;
  for (const char* program : {"sh", "nc", "cat", "seq", "sleep"}) {
    const auto found = support::run_local({"sh", "-c", std::string("command -v ") + program}).out;
    std::filesystem::create_symlink(found.substr(0, found.size() - 1), folder.path() / program);
  }
  const FakeSsh ssh;
  Pipeline pipeline = stream(by(Way::tcp), "seq 100000", "tail -n 1", {}, Host::local());
  // PATH of the whole half: this process's completes it with the usual places, so it is set in the text.
  const auto processes = lower(pipeline);
  BOOST_TEST(processes.front().argv.back().find("else run nc -N -v -w 100 -s 127.0.0.2 127.0.0.3 $q; fi") !=
             std::string::npos);
  std::string text = processes.front().argv.back();
  text.replace(text.find("command -v socat"), 16, "command -v so-cat");
  const std::string script = folder.write("without", text);
  std::string whole = to_sh(pipeline);
  whole.replace(whole.find("send() {"), whole.find("\nreceive()") - whole.find("send() {"),
                "send() { sh " + script + "; }");
  const auto output = support::run_local({"sh", "-c", std::string(sh_functions(pipeline.crossing)) + whole});
  BOOST_TEST(output.out == "100000\n");
  BOOST_TEST(output.result.error() == "");
}

// --- Ports and addresses ---

BOOST_AUTO_TEST_CASE(a_port_in_use_is_passed_over) {
  const FakeSsh ssh;
  Crossing crossing = by(Way::tcp);
  crossing.ports = {4100, 4102};
  const std::string others =
      "socat -u TCP4-LISTEN:4100,bind=127.0.0.3 STDOUT & socat -u TCP4-LISTEN:4102,bind=127.0.0.3 "
      "STDOUT & trap 'kill %1 %2' TERM; wait; wait";
  const auto busy = [&](const std::string& ports, const std::function<void()>& act) {
    const support::Forked held([&] { return support::run_local({"bash", "-c", ports}).result.error(); });
    support::run_local({"sh", "-c",
                        "until [ $(grep -cE ' 0300007F:100[46] .* 0A ' /proc/net/tcp) = 2 ]; do sleep "
                        "0.05; done"});
    act();
    held.signal(SIGTERM);
    held.text();
  };
  busy(others, [&] {
    for (int i = 0; i < 3; ++i) {
      const auto output = support::run(stream(crossing, "echo data", "cat"));
      BOOST_TEST(output.out == "data\n");
    }
  });
  crossing.ports = {4100, 4100};
  busy(others, [&] {
    const Result result = support::run(stream(crossing, "echo data", "cat")).result;
    BOOST_TEST(result.error() == "tcp: no port from 4100 to 4100 is free on 127.0.0.3 (--port-range) (exit 1)");
  });
}

BOOST_AUTO_TEST_CASE(an_address_that_is_not_its_own_is_said) {
  const FakeSsh ssh;
  Crossing crossing = by(Way::tcp);
  crossing.listener = "192.0.2.1";
  const std::string error = support::run(stream(crossing, "echo data", "cat")).result.error();
  BOOST_TEST(error.starts_with("tcp: 192.0.2.1 port 4"), error);
  BOOST_TEST(error.ends_with(": Cannot assign requested address (exit 1)"), error);
}

BOOST_AUTO_TEST_CASE(by_ipv6) {
  const FakeSsh ssh;
  for (const Way way : {Way::tcp, Way::mbuffer}) {
    Crossing crossing = by(way);
    crossing.listener = crossing.sender = "::1";
    const auto output = support::run(stream(crossing, "seq 1000", "tail -n 1"));
    BOOST_TEST(output.out == "1000\n");
    BOOST_TEST(output.result.error() == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
