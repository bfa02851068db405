#include "transport/explain.hpp"
#include "zfs/dialect.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace transport;  // NOLINT: a test

namespace {

std::string told(std::string_view tail) {
  return explain_connection(Host::ssh("root@srv"), Host::local(), tail, zfs::k_dialect);
}

std::string telling_line(std::string_view tail) {
  return transport::telling_line(tail, zfs::k_dialect);
}

std::vector<std::string_view> complaints(std::string_view tail) {
  return transport::complaints(tail, zfs::k_dialect);
}

bool is_command_speaking(std::string_view tail) {
  return transport::is_command_speaking(tail, zfs::k_dialect);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain)

BOOST_AUTO_TEST_CASE(the_line_that_tells_something) {
  BOOST_TEST(telling_line("") == "");
  BOOST_TEST(telling_line("\n \n") == "");
  BOOST_TEST(telling_line("Warning: Permanently added 'srv' (ED25519) to the list of known hosts.\n") == "");
  BOOST_TEST(telling_line("first\nlast\nConnection to srv closed.\n\n") == "last");
  BOOST_TEST(telling_line("12:00:01 3.2M tank@a\ncannot send 'tank@a': I/O error\nfollowed by\nother: words\n") ==
             "cannot send 'tank@a': I/O error");
  BOOST_TEST(telling_line("cannot destroy 'a@b': snapshot has dependent clones\nuse '-R' to destroy the following "
                          "datasets:\na/c\n") == "cannot destroy 'a@b': snapshot has dependent clones");
  BOOST_TEST(telling_line("cannot receive incremental stream: destination tank has been modified\nsince most recent "
                          "snapshot\n") ==
             "cannot receive incremental stream: destination tank has been modified since most recent snapshot");
}

BOOST_AUTO_TEST_CASE(lines_are_not_glued_together) {
  BOOST_TEST(telling_line("cannot open 'tank/b': dataset does not exist\nWelcome to srv\n") ==
             "cannot open 'tank/b': dataset does not exist");
  BOOST_TEST(
      telling_line("cannot receive new filesystem stream: destination 'b/t' exists\nmust specify -F to overwrite "
                   "it\n") ==
      "cannot receive new filesystem stream: destination 'b/t' exists, must specify -F to overwrite it");
  BOOST_TEST(telling_line("cannot receive incremental stream: most recent snapshot of b/t does not\nmatch incremental "
                          "source\nnoise\n") ==
             "cannot receive incremental stream: most recent snapshot of b/t does not match incremental source");
}

BOOST_AUTO_TEST_CASE(the_cause_comes_before_its_consequence) {
  BOOST_TEST(
      telling_line("warning: cannot send 'a@b': Input/output error\ncannot receive: failed to read from stream\n") ==
      "warning: cannot send 'a@b': Input/output error");
  BOOST_TEST(telling_line("cannot receive: failed to read from stream\n") ==
             "cannot receive: failed to read from stream");
}

BOOST_AUTO_TEST_CASE(noise_is_no_complaint) {
  const std::vector<std::string_view> one = {"cannot hold snapshot 'a@b': tag already exists on this dataset"};
  BOOST_TEST(
      complaints("motd\ncannot hold snapshot 'a@b': tag already exists on this dataset\nlibfoo: warning\n") == one,
      boost::test_tools::per_element());
  const std::vector<std::string_view> all = {"motd", "zfs: command not found"};
  BOOST_TEST(complaints("motd\nzfs: command not found\n") == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_login_that_is_refused) {
  BOOST_TEST(told("root@srv: Permission denied (publickey,password).\n") ==
             "ssh to root@srv failed: root@srv: Permission denied (publickey,password): ssh refuses a login without a "
             "password; test with: ssh -o BatchMode=yes root@srv true");
  BOOST_TEST(has(explain_connection(Host::ssh("srv", "/etc/my config"), Host::local(),
                                    "x: Permission denied (publickey).\n", zfs::k_dialect),
                 "test with: ssh -F '/etc/my config' -o BatchMode=yes srv true"));
}

BOOST_AUTO_TEST_CASE(a_host_key_that_is_not_right) {
  const std::string expected =
      "ssh to root@srv failed: the host key of srv is unknown or has changed: check it, then ssh-keygen -R srv and log "
      "in once by hand";
  BOOST_TEST(told("No ED25519 host key is known for srv and you have requested strict checking.\nHost key "
                  "verification failed.\n") == expected);
  BOOST_TEST(told("@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@\nIT IS "
                  "POSSIBLE\nHost key verification failed.\n") == expected);
}

BOOST_AUTO_TEST_CASE(a_network_that_is_not_there) {
  BOOST_TEST(has(told("ssh: connect to host srv port 22: Connection timed out\n"), "is it up"));
  BOOST_TEST(has(told("ssh: connect to host srv port 22: No route to host\n"), "is it up"));
  BOOST_TEST(has(told("ssh: connect to host srv port 22: Connection refused\n"), "is sshd running"));
  BOOST_TEST(has(told("ssh: Could not resolve hostname srv: Name or service not known\n"), "check the spelling"));
  BOOST_TEST(has(told("Timeout, server srv not responding.\n"), "the connection was lost"));
  BOOST_TEST(has(told("Connection to srv closed by remote host.\n"), "the connection was lost"));
}

BOOST_AUTO_TEST_CASE(a_host_that_is_off_is_told_from_one_that_refuses) {
  for (const char* off : {"Connection refused", "Connection timed out", "No route to host", "Network is unreachable",
                          "Host is down", "Operation timed out"}) {
    const std::string said = std::string("ssh: connect to host srv port 22: ") + off;
    BOOST_TEST(says_host_is_off(said + "\n"), said);
    BOOST_TEST(says_host_is_off("Warning: Permanently added 'x'\r\n" + said + "\r\n"), said);
  }
  for (const char* other :
       {"ssh: Could not resolve hostname srv: Name or service not known\n",
        "root@srv: Permission denied (publickey).\n", "Host key verification failed.\n",
        "Connection timed out during banner exchange\n", "cannot open 'tank': Connection refused\n",
        "client_loop: send disconnect: Broken pipe\n", "", "ssh: connect to host srv port 22: Permission denied\n"})
    BOOST_TEST(!says_host_is_off(other), other);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_quoted) {
  BOOST_TEST(told("something new\n") == "ssh to root@srv failed: something new");
  BOOST_TEST(told("") == "ssh to root@srv failed: it said nothing; test with: ssh -o BatchMode=yes root@srv true");
}

BOOST_AUTO_TEST_CASE(trouble_is_told_from_the_words_of_a_command) {
  BOOST_TEST(is_connection_trouble("kex_exchange_identification: read: Connection reset by peer\n"));
  BOOST_TEST(!is_connection_trouble("cannot open 'a': permission denied\n"));
  BOOST_TEST(is_command_speaking("resume token contents:\ncannot resume send: no\n"));
  BOOST_TEST(!is_command_speaking("Connection to srv closed.\n"));
}

BOOST_AUTO_TEST_SUITE_END()
