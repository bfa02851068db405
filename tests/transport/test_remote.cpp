// Remote commands through a stand-in for ssh, with every login shell.
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace transport;  // NOLINT: a test
using support::FakeSsh;
using support::here;
using support::there;

namespace {

Stage there_sh(std::string_view line) {
  return there({"sh", "-c", std::string(line)});
}

std::string statuses(const Result& result) {
  std::string text;
  for (const auto& stage : result.stages) text += (text.empty() ? "" : ", ") + stage.describe();
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(remote)

BOOST_AUTO_TEST_CASE(random_words_come_through_every_login_shell) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    ProcessRunner runner;
    std::mt19937 random(4);
    for (int round = 0; round < 50; ++round) {
      Argv argv = {"printf", "%s."};
      std::string expected;
      for (int i = 0; i < 40; ++i) {
        argv.push_back(support::random_word(random));
        expected += argv.back() + ".";
      }
      const auto output = support::run(runner, {{there(argv)}});
      BOOST_TEST_CONTEXT(shell << " " << lower({{there(argv)}}).at(0).argv.back()) {
        BOOST_TEST(output.out == expected + "\n");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(random_words_come_through_half_pipelines) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    ProcessRunner runner;
    std::mt19937 random(5);
    for (int round = 0; round < 30; ++round) {
      const std::string word = support::random_word(random);
      const auto output = support::run(runner, {{there({"printf", "%s", word}), there({"cat"})}});
      BOOST_TEST_CONTEXT(shell) {
        BOOST_TEST(output.out == word + (word.ends_with('\n') ? "" : "\n"));
      }
      BOOST_TEST(output.result.ok());
    }
  }
}

BOOST_AUTO_TEST_CASE(names_with_spaces_are_not_encoded_and_come_through) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    const Argv argv = {"printf", "%s.",  "tank/my data@a b", "~", "(x)", "*", "", "a;b", "#c",
                       "{a,b}",  "100%", "x&y|z<>"};
    BOOST_TEST(lower({{there(argv)}}).at(0).argv.back().find("eval") == std::string::npos);
    BOOST_TEST(support::run({{there(argv)}}).out == "tank/my data@a b.~.(x).*..a;b.#c.{a,b}.100%.x&y|z<>.\n");
  }
}

BOOST_AUTO_TEST_CASE(a_poor_path_is_completed) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    for (const auto& stages :
         {std::vector{there({"printenv", "PATH"})}, {there({"printenv", "PATH"}), there({"cat"})}}) {
      BOOST_TEST(support::run({stages}).out == "/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin\n");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_long_command_comes_through_by_stdin) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    ProcessRunner runner;
    std::mt19937 random(6);
    for (const std::size_t size : {5000U, 7000U, 20000U, 500000U}) {
      Argv argv = {"printf", "%s."};
      std::string expected;
      while (expected.size() < size) {
        argv.push_back(support::random_word(random));
        expected += argv.back() + ".";
      }
      const auto output = support::run(runner, {{there(argv)}});
      BOOST_TEST_CONTEXT(shell << " " << size) {
        BOOST_TEST((output.out == expected + "\n"));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_command_does_not_read_the_rest_of_the_script) {
  const FakeSsh ssh;
  Argv argv = {"sh", "-c", "cat; echo end"};
  argv.resize(3000, "word");
  BOOST_TEST(support::run({{there(argv)}}).out == "end\n");
}

BOOST_AUTO_TEST_CASE(each_stage_of_a_half_pipeline_has_its_own_status) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    const auto result = [](std::vector<Stage> stages) { return statuses(support::run({std::move(stages)}).result); };
    BOOST_TEST(result({there({"true"}), there({"true"})}) == "exit 0, exit 0");
    BOOST_TEST(result({there({"false"}), there({"cat"}), there({"cat"})}) == "exit 1, exit 0, exit 0");
    BOOST_TEST(result({there({"true"}), there_sh("exit 7"), there({"cat"})}) == "exit 0, exit 7, exit 0");
    BOOST_TEST(result({there({"true"}), there({"cat"}), there_sh("exit 255")}) == "exit 0, exit 0, exit 255");
    BOOST_TEST(result({there({"yes"}), there_sh("exit 5")}) == "killed by SIGPIPE, exit 5");
    BOOST_TEST(result({there_sh("kill -9 $$"), there({"cat"})}) == "killed by SIGKILL, exit 0");
    BOOST_TEST(result({there({"no-such-zfs"}), there({"cat"})}) == "exit 127, exit 0");
  }
}

BOOST_AUTO_TEST_CASE(a_subshell_that_dies_before_it_reports_is_a_failure) {
  const FakeSsh ssh;
  const auto output = support::run({{there_sh("kill -9 $PPID"), there({"cat"})}});
  BOOST_TEST(!output.result.ok());
  BOOST_TEST(!output.result.stages.at(0).ok());
}

BOOST_AUTO_TEST_CASE(data_flows_through_half_pipelines_on_both_sides) {
  const FakeSsh ssh;
  const auto output = support::run({{there({"seq", "100000"}, "one"), there({"cat"}, "one"), there({"cat"}, "two"),
                                     there({"tail", "-n", "1"}, "two")}});
  BOOST_TEST(output.out == "100000\n");
  BOOST_TEST(output.result.ok());
  std::string log = support::read_file(ssh.log());
  BOOST_TEST((log == "one\ntwo\n" || log == "two\none\n"));
}

BOOST_AUTO_TEST_CASE(stdin_of_a_half_pipeline_is_what_comes_before_it) {
  const FakeSsh ssh;
  BOOST_TEST(support::run({{here({"echo", "data"}), there({"cat"}), there({"cat"})}}).out == "data\n");
  BOOST_TEST(support::run({{there({"cat"}), there({"cat"})}}).out == "");
}

BOOST_AUTO_TEST_CASE(reports_are_taken_out_of_stderr) {
  const FakeSsh ssh;
  const auto output =
      support::run({{there_sh("printf unfinished >&2; exit 3"), there_sh("cat; echo '' >&2; echo said >&2")}});
  for (const auto& line : output.err)
    BOOST_TEST((line == "0: unfinished" || line == "0: said" || line == "0: unfinishedsaid"));
  BOOST_TEST(statuses(output.result) == "exit 3, exit 0");
  BOOST_TEST(output.result.error().starts_with("sh: "));
}

BOOST_AUTO_TEST_CASE(a_stage_cannot_fake_a_report) {
  const FakeSsh ssh;
  const std::string fake = "echo zwinnow-stages: 0=0 1=0 >&2; ";
  BOOST_TEST(statuses(support::run({{there_sh(fake + "exit 3"), there_sh("cat; " + fake)}}).result) ==
             "exit 3, exit 0");
  BOOST_TEST(support::run({{there_sh("echo zwinnow-stages: 0=9 1=9 >&2"), there({"cat"})}}).result.ok());
}

BOOST_AUTO_TEST_CASE(the_commands_do_not_see_the_descriptors_of_the_report) {
  const std::string expected = support::innocent_descriptors({3, 4});
  const FakeSsh ssh;
  const std::string list = "LC_ALL=C ls /proc/self/fd | tr '\\n' ' ' >&2; echo >&2";
  const auto output = support::run({{there_sh(list), there_sh("cat; " + list)}});
  BOOST_TEST(output.err.size() == 2U);
  for (const auto& line : output.err) BOOST_TEST(line == "0: " + expected);
}

BOOST_AUTO_TEST_CASE(a_reader_here_that_ends_early_ends_the_remote_side) {
  const FakeSsh ssh;
  const auto output = support::run({{there({"yes"}), there({"cat"}), here({"head", "-n", "1"})}});
  BOOST_TEST(output.out == "y\n");
  BOOST_TEST(statuses(output.result) == "killed by SIGPIPE, killed by SIGPIPE, exit 0");
}

BOOST_AUTO_TEST_CASE(a_program_missing_there_is_named_with_its_host) {
  for (const char* shell : support::k_login_shells) {
    const FakeSsh ssh(shell);
    BOOST_TEST(support::run({{there({"no-such-zfs", "list"}, "srv")}}).result.error() ==
               "no-such-zfs: not found on srv");
    BOOST_TEST(support::run({{there({"no-such-zfs"}, "srv"), there({"cat"}, "srv")}}).result.error() ==
               "no-such-zfs: not found on srv");
  }
}

BOOST_AUTO_TEST_CASE(an_ssh_that_is_missing_here_is_named) {
  const support::TempFolder empty;
  const support::Variable path("PATH", empty.path().string());
  for (const auto& stages : {std::vector{there({"true"})}, {there({"true"}), there({"cat"})}}) {
    const Result result = support::run({stages}).result;
    BOOST_TEST(result.error() == "ssh: command not found");
    BOOST_TEST(result.unstarted == 0);
    BOOST_TEST(!result.ok());
  }
}

BOOST_AUTO_TEST_SUITE_END()
