#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace transport;  // NOLINT: a test
using support::here;
using support::sh;

namespace {

std::string statuses(const Result& result) {
  std::string text;
  for (const auto& stage : result.stages) text += (text.empty() ? "" : ", ") + stage.describe();
  return text;
}

std::string statuses(std::vector<Stage> stages) {
  return statuses(support::run({std::move(stages)}).result);
}

int open_descriptors() {
  int count = 0;
  DIR* const folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) ++count;
  ::closedir(folder);
  return count;
}

bool has_children() {
  return ::waitpid(-1, nullptr, WNOHANG) != -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(runner)

BOOST_AUTO_TEST_CASE(a_command_gets_its_words_as_they_are) {
  const auto output = support::run_local({"printf", "%s|", "", "a b", "$HOME", "'\"\\", "*", "\xff\n"});
  BOOST_TEST(output.out == "|a b|$HOME|'\"\\|*|\xff\n|\n");
  BOOST_TEST(output.result.ok());
}

BOOST_AUTO_TEST_CASE(a_command_without_arguments) {
  BOOST_TEST(support::run_local({"true"}).result.ok());
}

BOOST_AUTO_TEST_CASE(each_stage_has_its_own_status) {
  BOOST_TEST(statuses({sh("exit 3"), sh("cat"), sh("cat")}) == "exit 3, exit 0, exit 0");
  BOOST_TEST(statuses({sh("echo a"), sh("cat; exit 15"), sh("cat")}) == "exit 0, exit 15, exit 0");
  BOOST_TEST(statuses({sh("echo a"), sh("cat"), sh("cat; exit 255")}) == "exit 0, exit 0, exit 255");
  BOOST_TEST(statuses({sh("kill -15 $$"), sh("cat")}) == "killed by SIGTERM, exit 0");
  BOOST_TEST(statuses({sh("kill -9 $$")}) == "killed by SIGKILL");
}

BOOST_AUTO_TEST_CASE(a_reader_that_ends_early_stops_its_writer) {
  const auto good = support::run({{here({"yes"}), here({"head", "-n", "1"})}});
  BOOST_TEST(good.out == "y\n");
  BOOST_TEST(statuses(good.result) == "killed by SIGPIPE, exit 0");
  BOOST_TEST(!good.result.ok());

  const auto bad = support::run({{here({"yes"}), here({"cat"}), sh("echo out of space >&2; exit 1")}});
  BOOST_TEST(statuses(bad.result) == "killed by SIGPIPE, killed by SIGPIPE, exit 1");
  BOOST_TEST(bad.result.cause() == 2);
  BOOST_TEST(bad.result.error() == "sh: out of space (exit 1)");
}

BOOST_AUTO_TEST_CASE(stdin_of_the_first_stage_is_empty) {
  BOOST_TEST(support::run_local({"cat"}).out == "");
  BOOST_TEST(support::run_local({"readlink", "/proc/self/fd/0"}).out == "/dev/null\n");
}

BOOST_AUTO_TEST_CASE(the_first_stage_may_be_given_its_input) {
  const std::string text(1'000'000, 'x');
  Stage reads = here({"cat"});
  reads.input = text + "\n";
  BOOST_TEST(support::run({{reads, here({"cat"})}}).out == text + "\n");
  reads.argv = {"true"};  // which reads nothing of it
  BOOST_TEST(support::run({{reads}}).result.ok());
}

BOOST_AUTO_TEST_CASE(output_that_nobody_wants_goes_to_dev_null) {
  ProcessRunner runner;
  const Result result = runner.run(
      {{here({"readlink", "/proc/self/fd/1"}), sh("cat >&2; out=$(readlink /proc/$$/fd/1); echo $out >&2")}});
  BOOST_TEST(result.stages.at(1).stderr_tail.ends_with("/dev/null\n"));
}

BOOST_AUTO_TEST_CASE(stderr_is_told_by_stage_and_kept) {
  const auto output = support::run({{sh("echo one >&2"), sh("printf '1%%\\r2%%\\r' >&2; exit 1")}});
  std::vector<std::string> err = output.err;
  std::ranges::sort(err);
  BOOST_TEST(err == std::vector<std::string>({"0: one", "1: 1%", "1: 2%"}), boost::test_tools::per_element());
  BOOST_TEST(output.result.stages.at(0).stderr_tail == "one\n");
  BOOST_TEST(output.result.stages.at(1).stderr_tail == "1%\n2%\n");
  BOOST_TEST(output.result.error() == "sh: 2% (exit 1)");
}

BOOST_AUTO_TEST_CASE(a_flood_of_stderr_is_cut_to_its_end) {
  const auto output = support::run({{sh("seq 100000 >&2; exit 1")}});
  BOOST_TEST(output.err.size() == 100000U);
  BOOST_TEST(output.result.stages.at(0).stderr_tail.size() <= 65536U);
  BOOST_TEST(output.result.stages.at(0).stderr_tail.ends_with("99999\n100000\n"));
}

BOOST_AUTO_TEST_CASE(two_million_lines_come_one_by_one) {
  ProcessRunner runner;
  long expected = 0;
  bool in_order = true;
  Sinks sinks;
  sinks.out = [&](std::string_view line) { in_order = in_order && line == std::to_string(++expected); };
  BOOST_TEST(runner.run({{here({"seq", "2000000"})}}, sinks).ok());
  BOOST_TEST(in_order);
  BOOST_TEST(expected == 2000000);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_starts_nothing) {
  const support::TempFolder folder;
  const Stage touch = here({"touch", folder.file("started")});
  for (const auto& stages : {std::vector<Stage>{touch, here({"no-such-program"})},
                             {here({"no-such-program"}), touch},
                             {touch, here({folder.file("nothing")}), touch}}) {
    const auto output = support::run({stages});
    BOOST_TEST(!output.result.ok());
    BOOST_TEST(output.result.stages.size() == stages.size());
    BOOST_TEST(output.result.cause() == output.result.unstarted);
    BOOST_TEST(output.result.error().ends_with(": command not found"));
    for (const auto& stage : output.result.stages) BOOST_TEST(!stage.ok());
  }
  BOOST_TEST(!std::filesystem::exists(folder.file("started")));
  BOOST_TEST(support::run_local({"no-such-zfs"}).result.error() == "no-such-zfs: command not found");
  BOOST_TEST(statuses({here({"no-such-zfs"})}) == "exit 127");
}

BOOST_AUTO_TEST_CASE(a_program_that_cannot_be_executed_ends_what_was_started) {
  const support::TempFolder folder;
  const std::string broken = folder.write("broken",
                                          std::string("\x7f"
                                                      "ELF but not really"),
                                          true);
  const std::string sent = folder.file("sent");
  const auto output = support::run({{sh("touch " + sent), here({broken}), here({"sleep", "60"})}});
  BOOST_TEST(output.result.unstarted == 1);
  BOOST_TEST(output.result.error() == broken + ": Exec format error");
  BOOST_TEST(output.result.stages.at(2).describe() == "killed by SIGTERM");
  BOOST_TEST(!std::filesystem::exists(sent), "what sends is started last");

  const auto too_long = support::run({{here({"echo", std::string(200000, 'x')})}});
  BOOST_TEST(too_long.result.error() == "echo: Argument list too long");
  BOOST_TEST(!has_children());
}

BOOST_AUTO_TEST_CASE(children_inherit_nothing_but_standard_descriptors) {
  const std::string expected = support::innocent_descriptors();
  ProcessRunner runner;
  const std::string list = "LC_ALL=C ls /proc/self/fd | tr '\\n' ' ' >&2";
  const support::TempFolder folder;
  Result other;
  runner.start({{sh(support::until_exists(folder.file("end"))), here({"cat"})}}, {},
               [&](const Result& result) { other = result; });
  const auto output =
      support::run(runner, {{sh(list), sh("cat; " + list), sh("cat; " + list + "; touch " + folder.file("end"))}});
  for (const auto& line : output.err) BOOST_TEST(line.substr(3) == expected);
  BOOST_TEST(output.err.size() == 3U);
  BOOST_TEST(other.ok());
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind) {
  const support::TempFolder folder;
  const std::string broken = folder.write("broken",
                                          std::string("\x7f"
                                                      "ELF but not really"),
                                          true);
  const int before = open_descriptors();
  {
    ProcessRunner runner;
    for (int i = 0; i < 20; ++i) {
      runner.run({{here({"yes"}), here({"true"})}});
      runner.run({{here({"true"}), here({broken})}});
      runner.run({{here({"true"}), here({"no-such-program"})}});
    }
    BOOST_TEST(!has_children());
  }
  BOOST_TEST(open_descriptors() == before);
}

BOOST_AUTO_TEST_CASE(a_grandchild_that_holds_stderr_delays_nothing) {
  const auto output = support::run({{sh("sleep 1000 & echo $! >&2; echo written")}});
  BOOST_TEST(output.out == "written\n");
  BOOST_TEST(::kill(std::stoi(output.result.stages.at(0).stderr_tail), SIGTERM) == 0);  // it was still there
}

BOOST_AUTO_TEST_CASE(a_stage_that_closes_its_streams_costs_no_time) {
  const support::Forked forked([] { return support::run({{sh("exec >&- 2>&-; kill -STOP $$")}}).result.error(); });
  BOOST_TEST(forked.go_on_when_idle() == 1U);  // it never is in a busy loop
  BOOST_TEST(forked.text() == "");
}

BOOST_AUTO_TEST_CASE(five_pipelines_at_once) {
  ProcessRunner runner;
  std::vector<std::string> outputs(5);
  int done = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    Sinks sinks;
    sinks.out = [&outputs, i](std::string_view line) { outputs[i] += line; };
    runner.start({{sh("echo " + std::to_string(i)), here({"cat"}), sh("cat; exit " + std::to_string(i))}}, sinks,
                 [&done, i](const Result& result) {
                   ++done;
                   BOOST_TEST(result.stages.at(2).describe() == "exit " + std::to_string(i));
                 });
  }
  BOOST_TEST(done == 0);
  runner.wait();
  BOOST_TEST(done == 5);
  BOOST_TEST(outputs == std::vector<std::string>({"0", "1", "2", "3", "4"}), boost::test_tools::per_element());
}

/// How many of so many pipelines that begin there go on at a time: each stops until nothing else goes on.
std::size_t most_at_a_time(const Host& host, int pipelines) {
  const support::Forked forked([&] {
    ProcessRunner runner;
    int done = 0;
    for (int i = 0; i < pipelines; ++i) {
      runner.start({{{host, {"sh", "-c", "kill -STOP $$"}}, here({"cat"})}}, {},
                   [&](const Result& result) { done += result.ok() ? 1 : 0; });
    }
    runner.wait();
    return std::to_string(done);
  });
  std::size_t most = 0;
  while (const std::size_t count = forked.go_on_when_idle()) most = std::max(most, count);
  BOOST_TEST(forked.text() == std::to_string(pipelines));
  return most;
}

BOOST_AUTO_TEST_CASE(as_many_sessions_at_a_time_as_an_sshd_admits_and_all_in_the_end) {
  const support::FakeSsh ssh;
  BOOST_TEST(most_at_a_time(Host::ssh("far"), 20) == 8U);
}

BOOST_AUTO_TEST_CASE(hundreds_are_not_started_at_once) {
  BOOST_TEST(most_at_a_time(Host::local(), 100) == 32U);
}

BOOST_AUTO_TEST_CASE(done_may_start_more) {
  ProcessRunner runner;
  int runs = 0;
  std::function<void(const Result&)> again = [&](const Result&) {
    const char* const program = ++runs % 2 == 0 ? "true" : "no-such-program";
    if (runs < 10) runner.start({{here({program})}}, {}, again);
  };
  runner.start({{here({"true"})}}, {}, again);
  runner.wait();
  BOOST_TEST(runs == 10);
}

BOOST_AUTO_TEST_CASE(a_sink_may_start_more) {
  ProcessRunner runner;
  int lines = 0;
  Sinks sinks;
  sinks.out = [&](std::string_view) {
    if (++lines < 5) runner.start({{here({"echo", "x"})}}, sinks, {});
  };
  runner.start({{here({"echo", "x"})}}, sinks, {});
  runner.wait();
  BOOST_TEST(lines == 5);
}

BOOST_AUTO_TEST_CASE(what_a_sink_throws_comes_out_and_children_end) {
  Sinks sinks;
  sinks.out = [](std::string_view) { throw std::runtime_error("bad line"); };
  {
    ProcessRunner runner;
    BOOST_CHECK_THROW(runner.run({{sh("echo x; exec sleep 60")}}, sinks), std::runtime_error);
  }
  BOOST_TEST(!has_children());
}

BOOST_AUTO_TEST_CASE(waiting_for_a_part_of_it) {
  ProcessRunner runner;
  std::string told;
  const auto start = [&](const std::string& script, const char* name) {
    runner.start({{sh(script)}}, {}, [&told, name](const Result& result) { told += name + result.error(); });
  };
  const support::TempFolder folder;
  start(support::until_exists(folder.file("end")), "slow");
  start(":", "quick");
  runner.wait_until([&] { return !told.empty(); });
  BOOST_TEST(told == "quick");
  folder.write("end", "");
  runner.wait();
  BOOST_TEST(told == "quickslow");
}

BOOST_AUTO_TEST_CASE(what_is_abandoned_ends_without_a_word) {
  const support::TempFolder folder;
  ProcessRunner runner;
  bool told = false;
  Sinks sinks;
  sinks.out = [&](std::string_view) { told = true; };
  sinks.err = [&](std::size_t, std::string_view) { told = true; };
  const std::string ready = folder.file("ready");
  runner.start({{sh("sleep 10000 & trap 'kill $!; echo x; echo y >&2; exit 1' TERM; touch " + ready + "; wait")}},
               sinks, [&](const Result&) { told = true; });
  BOOST_REQUIRE(support::appears(ready));
  runner.abandon();
  BOOST_TEST(!told);
  BOOST_TEST(!has_children());
  BOOST_TEST(support::run(runner, {{sh("echo on")}}).out == "on\n");  // and it can go on
}

BOOST_AUTO_TEST_CASE(what_takes_too_long_is_ended) {
  ProcessRunner runner;
  const auto with_a_second = [&](const std::string& script) {
    return runner.run({{sh(script)}, std::chrono::seconds{1}});
  };
  BOOST_TEST(with_a_second("exit 0").ok());
  BOOST_TEST(with_a_second("exit 3").no_answer_in.count() == 0);
  const Result late = with_a_second("exec sleep 10000");
  BOOST_TEST(!late.ok());
  BOOST_TEST(late.connection_failed);
  BOOST_TEST(late.error() == "sh -c 'exec sleep 10000': no answer in 1 s (--timeout)");
  BOOST_TEST(!has_children());
}

BOOST_AUTO_TEST_CASE(local_commands_find_what_cron_does_not) {
  const support::Variable path("PATH", "/usr/bin:/bin");
  BOOST_TEST(support::run_local({"sh", "-c", "echo $PATH"}).out ==
             "/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin\n");
}

BOOST_AUTO_TEST_CASE(the_stream_does_not_pass_through_us) {
  ProcessRunner runner;
  const auto output =
      support::run(runner, {{here({"head", "-c", "50000000", "/dev/zero"}), here({"cat"}), here({"wc", "-c"})}});
  BOOST_TEST(output.out == "50000000\n");
}

BOOST_AUTO_TEST_SUITE_END()
