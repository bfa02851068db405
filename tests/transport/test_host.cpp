#include "transport/host.hpp"
#include "transport/ssh_settings.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using transport::Host;
using transport::HostError;

BOOST_AUTO_TEST_SUITE(host)

BOOST_AUTO_TEST_CASE(ordinary_destinations_are_taken) {
  for (const char* good : {"server1", "root@server1", "server-1.example.org", "fe80::1%eth0", "DOMAIN\\joe@server1",
                           "ssh://root@server1:2222", "a@b@server1", "192.0.2.1"}) {
    BOOST_TEST_CONTEXT(good) {
      BOOST_TEST(Host::ssh(good).destination() == good);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_ssh_or_a_shell_could_take_for_something_else_is_refused) {
  for (const char* bad : {"", "-oProxyCommand=touch /tmp/x", "-v", "root@-oProxyCommand=x", "-x@server1", "root@",
                          "@server1", "a b", "server1\n", "server\t1", "\x7f", "server1;reboot", "$(reboot)",
                          "`reboot`@server1", "a'b", "ssh://", "ssh://-v", "ser\\ver"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK_THROW(Host::ssh(bad), HostError);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_error_says_what_and_why) {
  try {
    Host::ssh("root@-v");
    BOOST_FAIL("taken");
  } catch (const HostError& error) {
    BOOST_TEST(error.what() == "invalid ssh destination 'root@-v': the host starts with '-'");
  }
}

BOOST_AUTO_TEST_CASE(ssh_never_asks_and_never_gets_a_terminal) {
  const transport::Argv plain = {"ssh", "-T", "-o", "BatchMode=yes"};
  BOOST_TEST(Host::ssh("server1").ssh_argv() == plain, boost::test_tools::per_element());

  Host configured = Host::ssh("server1", "/etc/my config");
  configured.default_options = {"-o", "ConnectTimeout=10"};
  const transport::Argv full = {"ssh", "-F", "/etc/my config", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"};
  BOOST_TEST(configured.ssh_argv() == full, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(options_of_the_user_come_before_ours) {
  const Host host = Host::ssh("server1", "/etc/my config").with_options({"Port=2222", "Ciphers aes128-ctr"});
  const transport::Argv by_user = {"ssh", "-F", "/etc/my config", "-o", "Port=2222", "-o", "Ciphers aes128-ctr"};
  BOOST_TEST(host.ssh_by_user() == by_user, boost::test_tools::per_element());
  transport::Argv all = by_user;
  all.insert(all.end(), {"-T", "-o", "BatchMode=yes"});
  BOOST_TEST(host.ssh_argv() == all, boost::test_tools::per_element());
  BOOST_TEST(transport::ssh_settings_command(host).at(4) == "Port=2222");
  BOOST_CHECK(!(host == Host::ssh("server1", "/etc/my config")));
  BOOST_CHECK(Host::local().with_options({"Port=2222"}) == Host::local());
}

BOOST_AUTO_TEST_CASE(what_is_no_setting_of_ssh_is_refused) {
  for (const char* bad :
       {"", "Port", "Port=", "=22", "-p=22", "Port=22\nProxyCommand=x", " Port=22", "Port\t22", "Po-rt=2"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK_THROW(Host::ssh("server1").with_options({bad}), HostError);
      BOOST_CHECK_THROW(Host::local().with_options({bad}), HostError);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_place_is_equal) {
  Host prepared = Host::ssh("server1");
  prepared.default_options = {"-o", "ConnectTimeout=10"};
  BOOST_CHECK(prepared == Host::ssh("server1"));
  BOOST_CHECK(!(Host::ssh("server1") == Host::ssh("server2")));
  BOOST_CHECK(!(Host::ssh("server1") == Host::ssh("server1", "other")));
  BOOST_CHECK(!(Host::ssh("server1") == Host::local()));
}

namespace {

transport::SshSettings read(std::initializer_list<const char*> lines) {
  transport::SshSettings settings;
  for (const char* line : lines) transport::read_ssh_setting(line, settings);
  return settings;
}

std::string options(std::initializer_list<const char*> lines) {
  std::string text;
  for (const auto& word : transport::default_ssh_options(read(lines))) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(defaults_fill_only_what_the_configuration_leaves_open) {
  const std::string all = "-o ConnectTimeout=10 -o ServerAliveInterval=30 -o ServerAliveCountMax=4";
  BOOST_TEST(options({}) == all);
  BOOST_TEST(options({"connecttimeout none", "serveraliveinterval 0", "serveralivecountmax 3"}) == all);
  BOOST_TEST(options({"connecttimeout 5", "serveraliveinterval 0", "serveralivecountmax 3"}) ==
             "-o ServerAliveInterval=30 -o ServerAliveCountMax=4");
  BOOST_TEST(options({"connecttimeout none", "serveraliveinterval 15"}) == "-o ConnectTimeout=10");
  BOOST_TEST(options({"serveralivecountmax 10"}) == "-o ConnectTimeout=10 -o ServerAliveInterval=30");
}

BOOST_AUTO_TEST_CASE(a_control_path_of_the_user_is_seen) {
  BOOST_TEST(read({"controlmaster auto", "controlpath /run/x-%C"}).multiplexes);
  BOOST_TEST(!read({"controlmaster false", "controlpath none"}).multiplexes);
  BOOST_TEST(!read({"controlmaster auto", "user root", "nonsense"}).multiplexes);
}

BOOST_AUTO_TEST_SUITE_END()
