#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace transport;  // NOLINT: a test
using support::here;
using support::there;

namespace {

constexpr const char* k_path = "PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin; export PATH; ";

std::string operand(const Pipeline& pipeline) {
  return lower(pipeline).back().argv.back();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pipeline)

BOOST_AUTO_TEST_CASE(a_local_stage_is_its_own_argv) {
  const auto processes = lower({{here({"zfs", "list", "my pool"})}});
  BOOST_TEST(processes.size() == 1U);
  BOOST_TEST(processes[0].argv == Argv({"zfs", "list", "my pool"}), boost::test_tools::per_element());
  BOOST_TEST(processes[0].input == "");
}

BOOST_AUTO_TEST_CASE(a_remote_stage_is_one_operand_for_ssh) {
  const auto processes = lower({{there({"zfs", "list", "my pool"}, "server1")}});
  const Argv expected = {"ssh",
                         "-T",
                         "-o",
                         "BatchMode=yes",
                         "--",
                         "server1",
                         std::string("exec sh -c '") + k_path + "exec zfs list \"my pool\"'"};
  BOOST_TEST(processes.at(0).argv == expected, boost::test_tools::per_element());
  BOOST_TEST(!processes.at(0).reports_stages);
}

BOOST_AUTO_TEST_CASE(neighbours_on_one_host_share_an_ssh) {
  const auto processes =
      lower({{there({"zfs", "send", "a@b"}, "one"), there({"mbuffer"}, "one"), there({"mbuffer"}, "two"),
              there({"zfs", "recv", "c"}, "two"), here({"a"}), here({"b"})}});
  BOOST_TEST(processes.size() == 4U);
  const std::size_t firsts[] = {0, 2, 4, 5};
  const std::size_t counts[] = {2, 2, 1, 1};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(processes[i].first_stage == firsts[i]);
    BOOST_TEST(processes[i].stage_count == counts[i]);
    BOOST_TEST(processes[i].reports_stages == (counts[i] == 2));
  }
}

BOOST_AUTO_TEST_CASE(private_options_come_before_the_destination) {
  const auto processes = lower({{there({"true"}, "one")}}, [](const Host& host) {
    return Argv{"-o", "For=" + host.destination()};
  });
  const Argv& argv = processes.at(0).argv;
  BOOST_TEST(argv.at(4) == "-o");
  BOOST_TEST(argv.at(5) == "For=one");
  BOOST_TEST(argv.at(6) == "--");
}

BOOST_AUTO_TEST_CASE(an_operand_never_holds_what_a_login_shell_could_change) {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    Pipeline pipeline{{there({"zfs", support::random_word(random)})}};
    if (i % 2 == 0) pipeline.stages.push_back(there({"mbuffer", support::random_word(random)}));
    const std::string text = operand(pipeline);
    const std::string inner = text.substr(std::string("exec sh -c '").size());
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST((inner.find('\'') == inner.size() - 1));
      BOOST_TEST((inner.find('!') == std::string::npos));
      BOOST_TEST((inner.find("\\'") == std::string::npos));
      BOOST_TEST((inner.find("\\\\") == std::string::npos));
      BOOST_TEST((std::ranges::all_of(inner, [](char c) { return c >= ' ' && c <= '~'; })));
    }
  }
}

BOOST_AUTO_TEST_CASE(only_what_needs_it_is_encoded) {
  BOOST_TEST(operand({{there({"zfs", "list", "a (b) ~c"})}}).find("eval") == std::string::npos);
  BOOST_TEST(operand({{there({"zfs", "set", "a:b=it's 100%"})}}) ==
             std::string("exec sh -c '") + k_path +
                 R"x(eval "$(printf "exec zfs set \042a:b=it\047s 100\045\042")"')x");
}

BOOST_AUTO_TEST_CASE(a_long_remote_command_goes_to_stdin) {
  Argv argv = {"zfs", "snapshot"};
  for (int i = 0; i < 1000; ++i) argv.push_back("tank/it's@" + std::to_string(i));
  const auto processes = lower({{there(argv)}});
  BOOST_TEST(processes.at(0).argv.back() == "exec sh");
  BOOST_TEST(processes.at(0).input.starts_with(std::string(k_path) + "exec zfs snapshot \"tank/it's@0\" "));
  BOOST_TEST(processes.at(0).input.ends_with(" </dev/null\n"));
  BOOST_TEST(lower({{here(argv)}}).at(0).argv.size() == 1002U);
  // a stream needs stdin for itself
  BOOST_TEST(lower({{here({"true"}), there(argv)}}).at(1).input == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_run_is_refused) {
  BOOST_CHECK_THROW(lower({}), std::invalid_argument);
  BOOST_CHECK_THROW(lower({{here({})}}), std::invalid_argument);
  BOOST_CHECK_THROW(lower({{here({""})}}), std::invalid_argument);
  BOOST_CHECK_THROW(lower({{here({"zfs", std::string("a\0b", 3)})}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_preface_comes_first) {
  Stage stage = there({"zfs", "list"}, "one");
  stage.preface = "echo hello; ";
  BOOST_TEST(operand({{stage}}) == "exec sh -c '" + std::string(k_path) + "echo hello; exec zfs list'");
}

BOOST_AUTO_TEST_CASE(a_line_for_people) {
  BOOST_TEST(to_line({{here({"zfs", "list"})}}) == "(zfs list)");
  BOOST_TEST(to_line({{here({"zfs", "send", "my pool@a"}), here({"zfs", "recv", "b"})}}) ==
             "(zfs send 'my pool@a') | (zfs recv b)");
  BOOST_TEST(to_line({{here({"zfs", "set", "a:b=c\nd"})}}) == "(zfs set 'a:b=c\\nd')");
  BOOST_TEST(
      to_line({{there({"zfs", "list"}, "one")}}) ==
      "(ssh -T -o BatchMode=yes -- one \"exec sh -c 'PATH=\\$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin; "
      "export PATH; exec zfs list'\")");
}

BOOST_AUTO_TEST_SUITE_END()
