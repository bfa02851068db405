#include "app/run/greeting.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include <unistd.h>

namespace {

/// As Linux shows the states of pools.
struct States {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("states " + std::to_string(::getpid()));
  States() { std::filesystem::create_directories(folder); }
  ~States() { std::filesystem::remove_all(folder); }
  States(const States&) = delete;
  States& operator=(const States&) = delete;

  void add(const std::string& pool, const std::string& state) {
    std::filesystem::create_directory(folder / pool);
    std::ofstream(folder / pool / "state") << state << '\n';
  }
};

std::string said_by_sh(const std::string& text) {
  const std::string command = "sh -c '" + text + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> sh(::popen(command.c_str(), "r"), ::pclose);
  std::array<char, 4096> buffer{};
  const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), sh.get());
  BOOST_REQUIRE(size > 0);
  return {buffer.data(), size - 1};  // without its newline
}

}  // namespace

BOOST_AUTO_TEST_SUITE(greeting)

BOOST_AUTO_TEST_CASE(of_a_host_without_zfs_in_proc) {
  run::Greeting greeting;
  const std::string said = said_by_sh(run::greeting_text("/nonexistent"));
  BOOST_TEST(run::hear_greeting(said, greeting));
  BOOST_TEST((greeting.time > 1'700'000'000));
  BOOST_TEST(greeting.suspended.empty());
  BOOST_TEST(greeting.noise.empty());
  BOOST_TEST(run::suspended_pools_here("/nonexistent").empty());
}

BOOST_AUTO_TEST_CASE(suspended_pools_are_named) {
  States states;
  states.add("tank", "ONLINE");
  states.add("my usb", "SUSPENDED");
  states.add("ill", "DEGRADED");
  states.add("sick", "SUSPENDED");
  std::filesystem::create_directory(states.folder / "empty");
  const std::vector<std::string> wanted{"my usb", "sick"};
  BOOST_TEST(run::suspended_pools_here(states.folder.string()) == wanted, boost::test_tools::per_element());
  std::string quoted = states.folder.string();
  quoted.replace(quoted.find(' '), 1, "?");  // what sh has in place of a space that it would split at
  run::Greeting greeting;
  BOOST_TEST(run::hear_greeting(said_by_sh(run::greeting_text(quoted)), greeting));
  BOOST_TEST(greeting.suspended == wanted, boost::test_tools::per_element());
  BOOST_TEST(greeting.time.has_value());
}

BOOST_AUTO_TEST_CASE(what_another_host_says_is_not_trusted) {
  run::Greeting greeting;
  BOOST_TEST(run::hear_greeting("zwinnow-time: 12|/x/a\x1b[2J/state|/state|||state|/x/b c/state", greeting));
  BOOST_TEST(greeting.suspended == std::vector<std::string>{"b c"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_connection_are_told) {
  ::setenv("SSH_CONNECTION", "fe80::1%eth0 50000 fe80::2%eth0 22", 1);
  run::Greeting told;
  BOOST_TEST(run::hear_greeting(said_by_sh(run::greeting_text("/nonexistent")), told));
  BOOST_REQUIRE(told.ends.has_value());
  BOOST_TEST(told.ends->client == "fe80::1%eth0");
  BOOST_TEST(told.ends->server == "fe80::2%eth0");
  BOOST_TEST(told.time.has_value());
  ::unsetenv("SSH_CONNECTION");
  run::Greeting silent;
  BOOST_TEST(run::hear_greeting(said_by_sh(run::greeting_text("/nonexistent")), silent));
  BOOST_TEST(!silent.ends);
  BOOST_TEST(silent.time.has_value());
  for (const char* line : {"zwinnow-time: 12 10.0.0.1 5 10.0.0.2,fork 22", "zwinnow-time: 12 10.0.0.1|5 10.0.0.2 22",
                           "zwinnow-time: 12 10.0.0.1 5 10.0.0.2 22 x"}) {
    run::Greeting bad;
    BOOST_TEST(run::hear_greeting(line, bad));
    BOOST_TEST(!bad.ends, line);
    BOOST_TEST((bad.time == 12));
  }
  run::Greeting without_clock;
  BOOST_TEST(run::hear_greeting("zwinnow-time:  10.0.0.1 5 10.0.0.2 22|/x/tank/state", without_clock));
  BOOST_TEST(without_clock.ends.has_value());
  BOOST_TEST(!without_clock.time);
  BOOST_TEST(without_clock.suspended.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_comes_before_is_noise) {
  run::Greeting greeting;
  BOOST_TEST(!run::hear_greeting("Welcome", greeting));
  BOOST_TEST(!run::hear_greeting("to this host", greeting));
  BOOST_TEST(run::hear_greeting("zwinnow-time: ", greeting));
  BOOST_TEST(greeting.noise == "Welcome");
  BOOST_TEST(!greeting.time);
  run::Greeting glued;
  BOOST_TEST(run::hear_greeting("prompt> zwinnow-time: 12", glued));
  BOOST_TEST(glued.noise == "prompt> ");
  BOOST_TEST((glued.time == 12));
}

BOOST_AUTO_TEST_SUITE_END()
