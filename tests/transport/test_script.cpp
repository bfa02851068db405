// to_sh: the printed text, run by a real sh, does what the run does.
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace transport;  // NOLINT: a test
using support::FakeSsh;
using support::here;
using support::sh;
using support::there;

namespace {

const std::vector<Argv> k_shells = {{"sh"}, {"sh", "-e"}, {"bash"}, {"bash", "-e"}};

/// Runs a script from a file with a shell.
support::Output run_script(Argv shell, const std::string& text) {
  const support::TempFolder folder;
  shell.push_back(folder.write("script", text + "\n"));
  return support::run_local(shell);
}

Stage exits(int status, bool remote) {
  const Argv argv = {"sh", "-c", "cat; exit " + std::to_string(status)};
  return remote ? there(argv) : here(argv);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(script)

BOOST_AUTO_TEST_CASE(one_command_is_a_simple_command) {
  BOOST_TEST(to_sh({{here({"zfs", "destroy", "my pool@a"})}}) == "zfs destroy 'my pool@a'");
  const std::string remote = to_sh({{there({"zfs", "list"}, "one")}});
  BOOST_TEST(remote.starts_with("ssh -T -o BatchMode=yes -- one \"exec sh -c 'PATH=\\$PATH:"));
  BOOST_TEST(remote.ends_with("exec zfs list'\" </dev/null"));
}

BOOST_AUTO_TEST_CASE(several_are_a_group_that_is_checked) {
  BOOST_TEST(to_sh({{here({"zfs", "send", "a@b"}), here({"zfs", "recv", "c"})}}) ==
             "{ ok=$({\n"
             "  { zfs send a@b 3>&- 4>&- && printf . >&3; } |\n"
             "  { zfs recv c 3>&- 4>&- && printf . >&3; } >&4\n"
             "} 3>&1); } 4>&1\n"
             "[ \"$ok\" = .. ] || exit 1");
}

BOOST_AUTO_TEST_CASE(it_fails_if_and_only_if_a_stage_fails) {
  const FakeSsh ssh;
  for (const unsigned remote_stages : {0U, 1U, 3U, 6U, 7U, 4U}) {
    for (unsigned failing_stages = 0; failing_stages < 8; ++failing_stages) {
      Pipeline pipeline{{here({"echo", "data"})}};
      for (unsigned bit = 1; bit < 8; bit <<= 1U) {
        pipeline.stages.push_back(exits((failing_stages & bit) != 0 ? 3 : 0, (remote_stages & bit) != 0));
      }
      const std::string text = to_sh(pipeline) + "\necho after";
      for (const Argv& shell : k_shells) {
        const auto output = run_script(shell, text);
        BOOST_TEST_CONTEXT(shell.front() << (shell.size() > 1 ? " -e" : "") << "\n" << text) {
          const bool good = failing_stages == 0;
          BOOST_TEST(output.result.ok() == good);
          BOOST_TEST(output.out == (good ? "data\nafter\n" : "data\n"));
          if (good) BOOST_TEST(output.err.empty());
        }
      }
      BOOST_TEST(support::run(pipeline).result.ok() == (failing_stages == 0));  // as the run itself does
    }
  }
}

BOOST_AUTO_TEST_CASE(a_stage_that_is_killed_or_not_found_fails_it) {
  for (const char* bad : {"kill -9 $$", "exec no-such-program", "exit 255", "kill -9 $PPID"}) {
    for (const auto& stages : {std::vector<Stage>{sh(bad), here({"cat"})}, {here({"true"}), sh(bad)}}) {
      BOOST_TEST_CONTEXT(bad) {
        BOOST_TEST(!run_script({"sh"}, to_sh({stages}) + "\necho after").result.ok());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tolerated_exit_may_follow_one_command) {
  const FakeSsh ssh;
  Argv words = {"false"};
  for (int i = 0; i < 2000; ++i) words.push_back("word" + std::to_string(i));
  for (const Stage& stage : {here({"false"}), there({"false"}), there(words)}) {
    for (const Argv& shell : k_shells) {
      const auto output = run_script(shell, to_sh({{stage}}) + " || :\necho after");
      BOOST_TEST(output.out == "after\n");
      BOOST_TEST(output.result.ok());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_long_command_is_a_here_document) {
  const FakeSsh ssh;
  Argv argv = {"printf", "%s,"};
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    argv.push_back("it's $i \\ EOF\nEOF\n" + std::to_string(i));
    expected += argv.back() + ",";
  }
  const Pipeline pipeline{{there(argv)}};
  const auto output = run_script({"sh", "-e"}, to_sh(pipeline) + "\necho after");
  BOOST_TEST((output.out == expected + "after\n"));
  BOOST_TEST((support::run(pipeline).out == expected + "\n"));  // as the run itself does
}

BOOST_AUTO_TEST_CASE(an_ssh_does_not_eat_a_script_that_comes_on_stdin) {
  const FakeSsh ssh;
  const std::string text =
      to_sh({{there({"cat"})}}) + "\n" + to_sh({{there({"cat"}), here({"cat"})}}) + "\necho after\n";
  const support::TempFolder folder;
  const std::string script = folder.write("script", text);
  const auto output = support::run_local({"sh", "-c", "sh -e < " + script});
  BOOST_TEST(output.out == "after\n");
}

BOOST_AUTO_TEST_SUITE_END()
