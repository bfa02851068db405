#include "tests/transport/support.hpp"
#include "transport/outcome.hpp"
#include "zfs/dialect.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

using namespace transport;  // NOLINT: a test
using support::here;
using support::there;

namespace {

Result assemble_of(const Pipeline& pipeline, const std::vector<Ended>& ended) {
  return assemble(pipeline, lower(pipeline), ended, zfs::k_dialect);
}

Ended ends(int wait_status, std::string tail = {}) {
  return {wait_status, std::move(tail), std::nullopt};
}

Ended reports(StageReport report, std::string tail = {}) {
  return {exit_status(1), std::move(tail), std::move(report)};
}

const Pipeline k_local{{here({"zfs", "send"}), here({"mbuffer"}), here({"zfs", "recv"})}};
const Pipeline k_pull{{there({"zfs", "send"}, "srv"), here({"zfs", "recv"})}};
const Pipeline k_half{{there({"zfs", "send"}, "srv"), there({"mbuffer"}, "srv")}};

}  // namespace

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(a_report_is_read_only_when_it_is_one) {
  const auto read = [](std::string_view line) { return read_stage_report(line, 2); };
  BOOST_CHECK((read("zwinnow-stages: 1=0 0=141") == StageReport{141, 0}));
  BOOST_CHECK((read("zwinnow-stages: 1=3") == StageReport{-1, 3}));
  for (const char* both :
       {"zwinnow-stages: 0=141 0=1", "zwinnow-stages: 0=1 0=141", "zwinnow-stages: 0=0 0=1", "zwinnow-stages: 0=1 0=0"})
    BOOST_CHECK((read(both) == StageReport{1, -1}));
  BOOST_CHECK((read("zwinnow-stages: 0=141 0=0") == StageReport{141, -1}));
  for (const char* bad : {"zwinnow-stages: 2=0", "zwinnow-stages: x", "zwinnow-stages: 0=", "zwinnow-stages: =1",
                          "zwinnow-stages:0=1", "zwinnow-stages: -1=0", "zwinnow-stages: 0=-1", "zwinnow-stages: 0=1x",
                          "zwinnow-stages: 99999999999=0", " zwinnow-stages: 0=1", "other"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK(!read(bad));
    }
  }
}

BOOST_AUTO_TEST_CASE(all_good) {
  const Result result = assemble_of(k_local, {ends(0), ends(0), ends(0)});
  BOOST_TEST(result.ok());
  BOOST_TEST(result.cause() == -1);
  BOOST_TEST(result.error() == "");
}

BOOST_AUTO_TEST_CASE(nothing_run_is_not_good) {
  BOOST_TEST(!Result{}.ok());
}

BOOST_AUTO_TEST_CASE(who_dies_of_a_broken_pipe_is_not_to_blame) {
  const auto result =
      assemble_of(k_local, {ends(killed_status(SIGPIPE)), ends(exit_status(141)),
                            ends(exit_status(1), "cannot receive new filesystem stream: out of space\n")});
  BOOST_TEST(result.cause() == 2);
  BOOST_TEST(result.error() == "zfs: cannot receive new filesystem stream: out of space (exit 1)");
}

BOOST_AUTO_TEST_CASE(a_broken_pipe_alone_is_a_failure) {
  const auto result = assemble_of(k_local, {ends(killed_status(SIGPIPE)), ends(0), ends(0)});
  BOOST_TEST(!result.ok());
  BOOST_TEST(result.cause() == 0);
  BOOST_TEST(result.error() == "zfs: killed by SIGPIPE");
}

BOOST_AUTO_TEST_CASE(all_that_failed_by_themselves_are_told) {
  const auto result = assemble_of(k_local, {ends(exit_status(1), "cannot send 'a@b': I/O error\n"), ends(0),
                                            ends(exit_status(2), "cannot receive: out of space\n")});
  BOOST_TEST(result.cause() == 2);
  BOOST_TEST(result.error() ==
             "zfs: cannot receive: out of space (exit 2); also zfs: cannot send 'a@b': I/O error (exit 1)");
}

BOOST_AUTO_TEST_CASE(who_had_too_little_to_read_is_not_the_cause) {
  const std::string cause = "cannot send 'a@b': I/O error\n";
  for (const char* follows :
       {"cannot receive: failed to read from stream\n",
        "cannot receive new filesystem stream: checksum mismatch or incomplete stream.\nPartially "
        "received snapshot is saved.\nA resuming stream can be generated on the sending system by "
        "running:\n    zfs send -t 1-abc\n",
        "zstd: /*stdin*\\: unexpected end of file\n"}) {
    const auto result = assemble_of(k_local, {ends(exit_status(1), cause), ends(0), ends(exit_status(1), follows)});
    BOOST_TEST(result.cause() == 0);
    BOOST_TEST(result.error() == "zfs: cannot send 'a@b': I/O error (exit 1)");
  }
  const auto nothing_else = assemble_of(
      k_local, {ends(killed_status(SIGPIPE)), ends(0),
                ends(exit_status(1), "some noise\ncannot receive: failed to read from stream\nmore noise\n")});
  BOOST_TEST(nothing_else.cause() == 2);
  const auto noisy =
      assemble_of(k_local, {ends(0), ends(exit_status(1), "mbuffer: error: outputThread: Broken pipe\nnoise\n"),
                            ends(exit_status(1), "cannot receive: no\n")});
  BOOST_TEST(noisy.error() == "zfs: cannot receive: no (exit 1)");
}

BOOST_AUTO_TEST_CASE(a_half_pipeline_reports_each_stage) {
  const auto result = assemble_of(k_half, {reports({1, 0}, "cannot open 'a': dataset does not exist\n")});
  BOOST_TEST(result.stages.at(0).describe() == "exit 1");
  BOOST_TEST(result.stages.at(1).ok());
  BOOST_TEST(!result.connection_failed);
  BOOST_TEST(result.cause() == 0);
}

BOOST_AUTO_TEST_CASE(what_shells_say_of_signals) {
  BOOST_TEST(assemble_of(k_half, {reports({141, 1})}).stages.at(0).describe() == "killed by SIGPIPE");
  BOOST_TEST(assemble_of(k_half, {reports({269, 1})}).stages.at(0).describe() == "killed by SIGPIPE");  // ksh
  BOOST_TEST(assemble_of(k_half, {reports({255, 1})}).stages.at(0).describe() == "exit 255");
}

BOOST_AUTO_TEST_CASE(a_stage_missing_in_the_report_has_failed) {
  const auto result = assemble_of(k_half, {reports({-1, 0})});
  BOOST_TEST(!result.stages.at(0).ok());
}

BOOST_AUTO_TEST_CASE(a_report_cannot_make_a_failure_good_nor_a_success_bad) {
  BOOST_TEST(assemble_of(k_half, {{exit_status(0), "", StageReport{1, 1}}}).ok());
  const auto faked = assemble_of(k_half, {ends(exit_status(2))});
  BOOST_TEST(!faked.stages.at(0).ok());
  BOOST_TEST(!faked.stages.at(1).ok());
}

BOOST_AUTO_TEST_CASE(ssh_that_cannot_connect) {
  for (const Pipeline& pipeline : {k_half, Pipeline{{there({"zfs", "list"}, "srv")}}}) {
    const auto result =
        assemble_of(pipeline, {ends(exit_status(255), "ssh: connect to host srv port 22: Connection refused\n")});
    BOOST_TEST(result.connection_failed);
    BOOST_TEST(result.stages.at(0).program == "ssh");
    BOOST_TEST(result.error().starts_with("ssh to srv failed: ssh: connect to host srv port 22: Connection refused: "));
  }
}

BOOST_AUTO_TEST_CASE(a_lost_connection_is_the_cause_of_what_follows) {
  const auto result = assemble_of(k_pull, {ends(exit_status(255), "client_loop: send disconnect: Broken pipe\n"),
                                           ends(exit_status(1), "cannot receive: failed to read from stream\n")});
  BOOST_TEST(result.connection_failed);
  BOOST_TEST(result.cause() == 0);
}

BOOST_AUTO_TEST_CASE(a_remote_send_that_lost_its_reader_is_no_lost_connection) {
  // sshd tells of the SIGPIPE in a way which makes ssh exit 255 without a word
  const auto result = assemble_of(k_pull, {ends(exit_status(255)), ends(exit_status(1), "cannot receive: no\n")});
  BOOST_TEST(!result.connection_failed);
  BOOST_TEST(result.stages.at(0).describe() == "killed by SIGPIPE");
  BOOST_TEST(result.error() == "zfs: cannot receive: no (exit 1)");
}

BOOST_AUTO_TEST_CASE(a_remote_command_may_exit_255_itself) {
  const Pipeline pipeline{{there({"zfs", "send", "-nvt", "1-abc"}, "srv")}};
  const auto result = assemble_of(
      pipeline, {ends(exit_status(255), "cannot resume send: 'a@b' used in the initial send no longer exists\n")});
  BOOST_TEST(!result.connection_failed);
  BOOST_TEST(result.stages.at(0).program == "zfs");
  BOOST_TEST(assemble_of(pipeline, {ends(exit_status(255))}).connection_failed);
}

BOOST_AUTO_TEST_CASE(a_program_missing_there) {
  const auto result =
      assemble_of({{there({"zfs", "list"}, "srv")}}, {ends(exit_status(127), "sh: 1: exec: zfs: not found\n")});
  BOOST_TEST(result.error() == "zfs: not found on srv");
}

BOOST_AUTO_TEST_CASE(words_for_signals) {
  BOOST_TEST(assemble_of(k_pull, {ends(0), ends(killed_status(SIGKILL))}).error() == "zfs: killed by SIGKILL");
  BOOST_TEST(assemble_of(k_pull, {ends(0), ends(killed_status(SIGUSR1))}).error() ==
             "zfs: killed by signal " + std::to_string(SIGUSR1));
}

BOOST_AUTO_TEST_SUITE_END()
