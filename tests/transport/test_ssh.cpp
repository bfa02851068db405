// A real ssh and a real sshd: ssh starts the sshd itself, on a pipe, so that no port is opened.
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

using namespace transport;  // NOLINT: a test
using support::here;
using support::sh;

namespace {

using Clock = std::chrono::steady_clock;

/// sshd run by root wants this folder, which its service makes at boot.
class PrivilegeSeparationFolder {
 public:
  PrivilegeSeparationFolder() : made_(::geteuid() == 0 && ::mkdir("/run/sshd", 0755) == 0) {}
  ~PrivilegeSeparationFolder() {
    if (made_) ::rmdir("/run/sshd");
  }
  PrivilegeSeparationFolder(const PrivilegeSeparationFolder&) = delete;
  PrivilegeSeparationFolder& operator=(const PrivilegeSeparationFolder&) = delete;

 private:
  bool made_;
};

/// A host "server" that is this machine, behind keys of its own. Each connection leaves "open" and "closed" in a log.
class Server {
 public:
  Server() : runtime_("XDG_RUNTIME_DIR", folder_.path().string()) {
    make_key("host_key");
    make_key("user_key");
    folder_.write("authorized_keys", support::read_file(folder_.file("user_key.pub")));
    folder_.write("known_hosts", "server " + support::read_file(folder_.file("host_key.pub")));
    folder_.write("sshd_config", "HostKey " + folder_.file("host_key") + "\nAuthorizedKeysFile " +
                                     folder_.file("authorized_keys") +
                                     "\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n"
                                     "KbdInteractiveAuthentication no\nLogLevel QUIET\n"
                                     // not what the user's own start-up files do and say
                                     "SetEnv HOME=" +
                                     folder_.path().string() + "\n");
    folder_.write("connect",
                  "#!/bin/sh\ntrap '' HUP\necho open >> " + log() + "\n/usr/sbin/sshd -i -f " +
                      folder_.file("sshd_config") + "\necho closed >> " + log() + "\n",
                  true);
  }

  /// The client's configuration with `more` at its begin; returns the host.
  Host host(const std::string& more = {}) const {
    folder_.write("ssh_config", more + "\nHost *\n  HostKeyAlias server\n  IdentitiesOnly yes\n  IdentityFile " +
                                    folder_.file("user_key") + "\n  UserKnownHostsFile " + folder_.file("known_hosts") +
                                    "\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n  ProxyCommand " +
                                    folder_.file("connect") + "\n");
    return Host::ssh("server", folder_.file("ssh_config"));
  }

  const support::TempFolder& folder() const { return folder_; }
  std::string log() const { return folder_.file("log"); }

  /// How often a word stands in the log.
  int count(const std::string& word) const {
    std::ifstream file(log());
    int found = 0;
    for (std::string line; std::getline(file, line);) found += line == word ? 1 : 0;
    return found;
  }

  /// Waits, two minutes at most, until all connections are closed.
  bool all_closed() const {
    const auto start = Clock::now();
    while (count("closed") < count("open") && Clock::now() - start < std::chrono::minutes(2)) ::usleep(10000);
    return count("closed") == count("open");
  }

  /// Whether there is a folder for sockets.
  bool has_sockets() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      if (entry.path().filename().string().starts_with("zwinnow-")) return true;
    }
    return false;
  }

 private:
  void make_key(const char* name) const {
    const auto output = support::run_local({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder_.file(name)});
    if (!output.result.ok()) throw std::runtime_error(output.result.error());
  }

  support::TempFolder folder_;
  support::Variable runtime_;
  PrivilegeSeparationFolder privilege_separation_;
};

Stage on(const Host& host, Argv argv) {
  return {host, std::move(argv)};
}

std::string joined(const Argv& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ssh)

BOOST_AUTO_TEST_CASE(all_commands_go_over_one_connection_which_is_gone_at_the_end) {
  const Server server;
  {
    ProcessRunner runner;
    const Host host = runner.prepare(server.host());
    BOOST_TEST(!server.has_sockets());  // nothing is made before it is needed
    BOOST_TEST(joined(host.default_options) ==
               "-o ConnectTimeout=10 -o ServerAliveInterval=30 -o ServerAliveCountMax=4");
    for (int i = 0; i < 5; ++i) {
      const auto output = support::run(runner, {{on(host, {"printf", "%s.", "it's", "a b"})}});
      BOOST_TEST(output.out == "it's.a b.\n");
      BOOST_TEST(output.result.ok());
      BOOST_TEST(output.err.empty());
    }
    BOOST_TEST(server.has_sockets());
    BOOST_TEST(server.count("open") == 1);
    BOOST_TEST(server.count("closed") == 0);  // the connection in the background is not waited for
  }
  BOOST_TEST(server.all_closed());
  BOOST_TEST(!server.has_sockets());
}

BOOST_AUTO_TEST_CASE(two_at_once_on_a_cold_connection_both_work) {
  const Server server;
  {
    ProcessRunner runner;
    const Host host = runner.prepare(server.host());
    std::vector<std::string> err;
    int good = 0;
    Sinks sinks;
    sinks.err = [&err](std::size_t, std::string_view line) { err.emplace_back(line); };
    for (int i = 0; i < 3; ++i) {
      runner.start({{on(host, {"true"})}}, sinks, [&good](const Result& result) { good += result.ok() ? 1 : 0; });
    }
    runner.wait();
    BOOST_TEST(good == 3);
    BOOST_TEST_CONTEXT(joined(err)) {
      BOOST_TEST(err.empty());
    }
  }
  BOOST_TEST(server.all_closed());
  BOOST_TEST(!server.has_sockets());
}

BOOST_AUTO_TEST_CASE(a_signal_leaves_no_connection) {
  const Server server;
  const std::string ready = server.folder().file("ready");
  const support::Forked forked([&] {
    ProcessRunner runner;
    const Host host = runner.prepare(server.host());
    const std::string forever = "touch " + ready + "; while echo; do sleep 0.1; done";
    const Result result = support::run(runner, {{on(host, {"sh", "-c", forever}), here({"cat"})}}).result;
    return result.error() + (result.ok() ? ", ok" : "") + (result.connection_failed ? ", connection failed" : "");
  });
  BOOST_REQUIRE(support::appears(ready));
  forked.signal(SIGTERM);
  BOOST_TEST(forked.text() == "interrupted by a signal");
  BOOST_TEST(server.count("open") == 1);
  BOOST_TEST(server.all_closed());
  BOOST_TEST(!server.has_sockets());
}

BOOST_AUTO_TEST_CASE(data_flows_both_ways) {
  const Server server;
  ProcessRunner runner;
  const Host host = runner.prepare(server.host());
  const Argv zeros = {"head", "-c", "20000000", "/dev/zero"};
  BOOST_TEST(support::run(runner, {{on(host, zeros), here({"wc", "-c"})}}).out == "20000000\n");
  BOOST_TEST(support::run(runner, {{here(zeros), on(host, {"wc", "-c"})}}).out == "20000000\n");
  const Pipeline through{
      {on(host, zeros), on(host, {"cat"}), here({"cat"}), on(host, {"cat"}), on(host, {"wc", "-c"})}};
  BOOST_TEST(support::run(runner, through).out == "20000000\n");
}

BOOST_AUTO_TEST_CASE(statuses_come_back) {
  const Server server;
  ProcessRunner runner;
  const Host host = runner.prepare(server.host());
  BOOST_TEST(support::run(runner, {{on(host, {"sh", "-c", "exit 3"})}}).result.stages.at(0).describe() == "exit 3");
  const auto half = support::run(runner, {{on(host, {"yes"}), on(host, {"sh", "-c", "echo no >&2; exit 4"})}});
  BOOST_TEST(half.result.stages.at(0).describe() == "killed by SIGPIPE");
  BOOST_TEST(half.result.stages.at(1).describe() == "exit 4");
  BOOST_TEST(half.result.error() == "sh: no (exit 4)");
  BOOST_TEST(support::run(runner, {{on(host, {"no-such-zfs"})}}).result.error() == "no-such-zfs: not found on server");
}

BOOST_AUTO_TEST_CASE(a_failing_reader_here_is_the_cause_not_the_connection) {
  const Server server;
  for (const bool shared : {true, false}) {
    ProcessRunner runner;
    const Host host = shared ? runner.prepare(server.host()) : server.host();
    const auto output = support::run(runner, {{on(host, {"yes"}), sh("echo cannot receive: no >&2; exit 1")}});
    BOOST_TEST_CONTEXT(output.result.stages.at(0).stderr_tail) {
      BOOST_TEST(!output.result.connection_failed);
      BOOST_TEST(output.result.cause() == 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(long_commands_come_through) {
  const Server server;
  ProcessRunner runner;
  const Host host = runner.prepare(server.host());
  Argv argv = {"printf", "%s."};
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    argv.push_back("tank/it's@" + std::to_string(i));
    expected += argv.back() + ".";
  }
  BOOST_TEST((support::run(runner, {{on(host, argv)}}).out == expected + "\n"));
}

BOOST_AUTO_TEST_CASE(the_printed_script_works_without_our_connection) {
  const Server server;
  std::string text;
  {
    ProcessRunner runner;
    const Host host = runner.prepare(server.host());
    text = to_sh({{on(host, {"echo", "it's"})}}) + "\n" +
           to_sh({{on(host, {"echo", "data"}), on(host, {"cat"}), here({"cat"})}}) + "\n" +
           to_sh({{on(host, {"false"}), on(host, {"cat"}), here({"cat"})}}) + "\necho after\n";
  }
  const std::string script = server.folder().write("script", text);
  const auto output = support::run_local({"sh", script});
  BOOST_TEST(output.out == "it's\ndata\n");
  BOOST_TEST(!output.result.ok());
}

BOOST_AUTO_TEST_CASE(a_connection_of_the_user_is_left_alone) {
  const Server server;
  const std::string control = "ControlMaster auto\nControlPersist 60\nControlPath " + server.folder().file("mine");
  {
    ProcessRunner runner;
    const Host host = runner.prepare(server.host(control));
    for (int i = 0; i < 3; ++i) BOOST_TEST(support::run(runner, {{on(host, {"true"})}}).result.ok());
    BOOST_TEST(!server.has_sockets());
  }
  BOOST_TEST(server.count("open") == 1);
  BOOST_TEST(server.count("closed") == 0);  // it is the user's to close
  support::run_local({"ssh", "-F", server.folder().file("ssh_config"), "-O", "exit", "server"});
  BOOST_TEST(server.all_closed());
}

BOOST_AUTO_TEST_CASE(settings_of_the_user_win) {
  const Server server;
  ProcessRunner runner;
  const auto options = [&](const std::string& more) {
    return joined(runner.prepare(server.host(more)).default_options);
  };
  BOOST_TEST(options("ConnectTimeout 5") == "-o ServerAliveInterval=30 -o ServerAliveCountMax=4");
  BOOST_TEST(options("ServerAliveInterval 15\nConnectTimeout 5") == "");
  BOOST_TEST(options("BatchMode yes\nConnectTimeout 5") == "-o ServerAliveInterval=30 -o ServerAliveCountMax=4");
  BOOST_TEST(options("ServerAliveCountMax 9\nConnectTimeout 5") == "-o ServerAliveInterval=30");
}

BOOST_AUTO_TEST_CASE(what_ssh_does_not_accept_is_told_with_its_words) {
  const Server server;
  ProcessRunner runner;
  const auto words = [&](const Host& host) -> std::string {
    try {
      runner.prepare(host);
    } catch (const HostError& error) {
      return error.what();
    }
    return "accepted";
  };
  BOOST_TEST(words(server.host("NoSuchOption yes")).find("onfiguration option") != std::string::npos);
  BOOST_TEST(words(Host::ssh("server", "/no/such/file")).find("/no/such/file") != std::string::npos);
  BOOST_TEST(words(server.host()) == "accepted");
  BOOST_CHECK(runner.prepare(Host::local()) == Host::local());
}

BOOST_AUTO_TEST_CASE(a_refused_login_and_an_unknown_key_are_explained) {
  const Server server;
  ProcessRunner runner;
  server.folder().write("authorized_keys", "");
  const auto refused = support::run(runner, {{on(server.host(), {"true"})}});
  BOOST_TEST(refused.result.connection_failed);
  BOOST_TEST(refused.result.error().find("ssh refuses a login without a password") != std::string::npos);

  server.folder().write("known_hosts", "");
  const auto unknown = support::run(runner, {{on(server.host(), {"true"}), on(server.host(), {"cat"})}});
  BOOST_TEST(unknown.result.connection_failed);
  BOOST_TEST(unknown.result.error().find("the host key of server is unknown or has changed") != std::string::npos);

  const Host nowhere = Host::ssh("127.0.0.1", server.folder().write("empty_config", "Port 1\n"));
  BOOST_TEST(support::run(runner, {{on(nowhere, {"true"})}}).result.error().find("is sshd running there") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
