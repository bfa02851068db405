// Streams that do not go through this process: what is read and made up for them.
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

BOOST_AUTO_TEST_SUITE(crossing)

BOOST_AUTO_TEST_CASE(ranges_of_ports) {
  BOOST_CHECK((parse_ports("3000-3999") == PortRange{3000, 3999}));
  BOOST_CHECK((parse_ports("22") == PortRange{22, 22}));
  BOOST_CHECK((parse_ports("1-65535") == PortRange{1, 65535}));
  BOOST_TEST(PortRange{}.size() == 1000U);
  for (const char* bad :
       {"", "-", "0", "0-5", "5-4", "5-", "-5", "65536", "1-65536", "x", "1-x", "1 -2", "1-2-3", "+1", "99999999999"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK_THROW(parse_ports(bad), std::invalid_argument);
    }
  }
}

BOOST_AUTO_TEST_CASE(addresses_are_numbers) {
  for (const char* good : {"10.0.0.1", "::1", "fe80::1%eth0", "2001:db8::a:b", "::ffff:10.0.0.1", "fe80::1%br-0.5_x"})
    BOOST_TEST(is_address(good), good);
  for (const char* bad : {"", "localhost", "10.0.0", "10.0.0.1%eth0", "::1%", "::1%a;b", "::1 ", "[::1]", "::g",
                          "10.0.0.1,fork", "-1", "$(x)", "::1%$(x)"})
    BOOST_TEST(!is_address(bad), bad);
}

BOOST_AUTO_TEST_CASE(the_ends_of_an_ssh_connection) {
  BOOST_CHECK((read_ssh_ends("10.0.0.1 50000 10.0.0.2 22") == SshEnds{"10.0.0.1", "10.0.0.2"}));
  BOOST_CHECK((read_ssh_ends("fe80::1%eth0 1 fe80::2%eth0 22") == SshEnds{"fe80::1%eth0", "fe80::2%eth0"}));
  for (const char* bad : {"", " ", "10.0.0.1 5 10.0.0.2", "10.0.0.1 5 10.0.0.2 22 x", "a 5 b 22",
                          "10.0.0.1  10.0.0.2 22", "10.0.0.1 5 $(id) 22", "UNKNOWN 65535 UNKNOWN 65535"})
    BOOST_TEST(!read_ssh_ends(bad), bad);
}

BOOST_AUTO_TEST_CASE(what_another_host_says_of_its_connection_is_an_address_or_nothing) {
  std::mt19937 random(11);
  const std::vector<std::string> parts = {"10.0.0.1", "::1", " ",  "  ", "22", "%",  "eth0", ";",
                                          "$(id)",    "'",   "\"", "\n", "]",  "::", "-",    ","};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto count = random() % 9; count > 0; --count)
      text += random() % 8 == 0 ? support::random_word(random) : parts[random() % parts.size()];
    const auto ends = read_ssh_ends(text);
    if (!ends) continue;
    for (const std::string& address : {ends->client, ends->server})
      BOOST_TEST(address.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:%_-") ==
                 std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(addresses_that_nobody_gave) {
  const SshEnds source{"10.0.0.1", "10.0.0.2"}, target{"10.1.0.1", "10.1.0.3"};
  const auto filled = [](Crossing crossing, const auto& to_source, const auto& to_target) {
    crossing.way = Way::tcp;
    crossing = with_addresses(crossing, to_source, to_target);
    return crossing.sender + (crossing.sender_has_it ? "! > " : " > ") + crossing.listener;
  };
  BOOST_TEST(filled({}, source, std::optional<SshEnds>()) == "10.0.0.2! > 10.0.0.1", "pull");
  BOOST_TEST(filled({}, std::optional<SshEnds>(), target) == "10.1.0.1 > 10.1.0.3", "push");
  BOOST_TEST(filled({}, source, target) == "10.0.0.2! > 10.1.0.3", "both far");
  BOOST_TEST(filled({}, std::optional<SshEnds>(), std::optional<SshEnds>()) == " > ", "not known");
  BOOST_TEST(filled({.listener = "::3"}, source, target) == "10.0.0.2! > ::3");
  BOOST_TEST(filled({.sender = "::2"}, source, target) == "::2 > 10.1.0.3");
}

BOOST_AUTO_TEST_CASE(a_port_that_is_told_is_a_port) {
  Meeting meeting;
  const std::string token = meeting.for_listener();
  BOOST_TEST(token.size() == k_token_size + 1);
  BOOST_TEST(token.find_first_not_of("0123456789abcdef") == k_token_size);
  BOOST_TEST(token != Meeting().for_listener());
  for (const char* bad :
       {"", "zwinnow-listens:", "zwinnow-listens: ", "zwinnow-listens: 0", "zwinnow-listens: 65536",
        "zwinnow-listens: 22,fork", "zwinnow-listens: 22 ", "zwinnow-listens: $(id)", "x zwinnow-listens: 22"})
    BOOST_TEST(!meeting.hear(bad), bad);
  BOOST_TEST(!meeting.has_met());
  BOOST_TEST(meeting.hear("zwinnow-listens: 3007").value() == token.substr(0, k_token_size) + " 3007\n");
  BOOST_TEST(meeting.has_met());
  BOOST_TEST(!meeting.hear("zwinnow-listens: 3008"), "it is told once");
}

BOOST_AUTO_TEST_CASE(no_login_shell_can_change_a_half) {
  for (const Way way : {Way::tcp, Way::mbuffer, Way::push, Way::pull}) {
    for (const Process& process : lower(stream(by(way), "echo it's", "cat"))) {
      const std::string inner = process.argv.back().substr(std::string("exec sh -c '").size());
      BOOST_TEST((inner.find('\'') == inner.size() - 1));
      for (auto at = inner.find('!'); at != std::string::npos; at = inner.find('!', at + 1))
        BOOST_TEST(inner.at(at + 1) == ' ');
      BOOST_TEST((std::ranges::all_of(inner, [](char c) { return c >= ' ' && c <= '~'; })));
      BOOST_TEST(inner.size() < 8000U);  // the longest word of a csh
    }
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_run_is_refused) {
  Crossing nowhere = by(Way::tcp), elsewhere = by(Way::tcp);
  nowhere.listener.clear();
  elsewhere.sender = "x,fork";
  for (const Crossing& bad : {nowhere, elsewhere})
    BOOST_CHECK_THROW(lower(stream(bad, "echo", "cat")), std::invalid_argument);
  Pipeline one{.stages = {there({"a"}, "one"), there({"b"}, "one")}, .crossing = by(Way::tcp)};
  BOOST_CHECK_THROW(lower(one), std::invalid_argument);
  Pipeline three{.stages = {there({"a"}, "one"), there({"b"}, "two"), here({"c"})}, .crossing = by(Way::push)};
  BOOST_CHECK_THROW(lower(three), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(on_one_host_there_is_nothing_to_cross) {
  for (const Way way : {Way::tcp, Way::mbuffer, Way::push, Way::pull}) {
    BOOST_CHECK((stream(by(way), "echo", "cat", {}, k_source, k_source).crossing == Crossing{}));
    BOOST_CHECK((stream(by(way), "echo", "cat", {}, Host::local(), Host::local()).crossing == Crossing{}));
  }
  BOOST_CHECK((stream(by(Way::push), "echo", "cat", {}, k_source, Host::local()).crossing == Crossing{}));
}

BOOST_AUTO_TEST_SUITE_END()
