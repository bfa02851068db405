#include "app/cli/options.hpp"
#include "app/verbs/backup_job.hpp"
#include "app/verbs/parts.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace cli_test;

BOOST_AUTO_TEST_SUITE(cli_values)

BOOST_AUTO_TEST_CASE(jobs_by_the_cores) {
  using app::verbs::default_jobs;
  BOOST_TEST(default_jobs(0) == 1U);  // not known
  BOOST_TEST(default_jobs(1) == 1U);
  BOOST_TEST(default_jobs(3) == 3U);
  BOOST_TEST(default_jobs(64) == 4U);
}

BOOST_AUTO_TEST_CASE(bad_values_are_refused_with_option_value_and_reason) {
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"--min-change", "-1"}, "--min-change: '-1' is not a whole number"},
      {{"--min-change=-1"}, "--min-change: '-1' is not a whole number"},
      {{"--min-change", "1G1"}, "--min-change: '1G1' is not a whole number of bytes such as 4096, 64K or 1M"},
      {{"--min-change", "G"}, "--min-change: 'G' is not a whole number"},
      {{"--min-change", "1X"}, "--min-change: '1X' is not a whole number"},
      {{"--min-change", "1Gi"}, "--min-change: '1Gi' is not a whole number"},
      {{"--min-change", "16E"}, "--min-change: '16E' is too large"},
      {{"--min-change", "+1"}, "--min-change: '+1' is not a whole number"},
      {{"--min-change", " 1"}, "--min-change: ' 1' is not a whole number"},
      {{"--min-change", "0x10"}, "--min-change: '0x10' is not a whole number"},
      {{"--min-change", ""}, "--min-change: '' is not a whole number"},
      {{"--min-change="}, "--min-change: '' is not a whole number"},
      {{"--min-change", "18446744073709551616"}, "--min-change: '18446744073709551616' is too large"},
      {{"--exclude-unchanged", "1.5"}, "--exclude-unchanged: '1.5' is not a whole number"},
      {{"--exclude-unchanged"}, "--exclude-unchanged needs a value: --exclude-unchanged BYTES"},
      {{"--strip-path", "4294967296"}, "--strip-path: '4294967296' is too large"},
      {{"--strip-path", "1\n2"}, "--strip-path: '1\\x0a2' is not a whole number"},
      {{"--ssh-source", ""}, "--ssh-source: the value is empty"},
      {{"--ssh-source="}, "--ssh-source: the value is empty"},
      {{"--ssh-source", "--verbose"}, "--ssh-source needs a value: --ssh-source USER@HOST"},
      {{"--ssh-source", "-v"}, "--ssh-source needs a value: --ssh-source USER@HOST"},
      {{"--ssh-source", "--", "job"}, "--ssh-source needs a value: --ssh-source USER@HOST"},
      {{"--property-format", ""}, "--property-format: the value is empty"},
      {{"--buffer", "lots"}, "--buffer: 'lots' is not a size such as 64M or 1G"},
      {{"--buffer=-m1G"}, "--buffer: '-m1G' is not a size such as 64M or 1G"},
      {{"--rate", "1 M"}, "--rate: '1 M' is not a size such as 64M or 1G"},
      {{"--rate", ""}, "--rate: the value is empty"},
      {{"--set-properties", "a"}, "--set-properties: 'a' is not PROPERTY=VALUE"},
      {{"--set-properties", "a=1,b"}, "--set-properties: 'b' is not PROPERTY=VALUE"},
      {{"--set-properties", "=1"}, "--set-properties: '=1' has no property name"},
      {{"--filter-properties", "a,"}, "--filter-properties: an item of the list is empty"},
      {{"--filter-properties", ""}, "--filter-properties: an item of the list is empty"},
      {{"--filter-properties", ",a"}, "--filter-properties: an item of the list is empty"},
      {{"--clones", "all"}, "--clones: 'all' is not valid, must be one of: never, simple"},
      {{"--compress=best"}, "--compress: 'best' is not valid, must be one of: gzip, pigz-fast, pigz-slow, zstd-fast"},
      {{"--send-pipe", ""}, "--send-pipe: the value is empty"},
      {{"--verbose=1"}, "--verbose takes no value"},
      {{"--verbose="}, "--verbose takes no value"},
  };
  for (const auto& [given, complaint] : cases) {
    BOOST_TEST_CONTEXT(joined(given)) {
      const Answer own = answer({Words{"zwinnow", "backup", "job"} + given});
      BOOST_TEST(own.exit_code == 255);
      BOOST_TEST(own.out == "");
      BOOST_TEST(own.err.starts_with("zwinnow: " + complaint));
      BOOST_TEST(own.err.ends_with(" (see zwinnow backup --help)\n"));
      BOOST_TEST(std::ranges::count(own.err, '\n') == 1);
      const Answer dropin = answer({Words{"zfs-autobackup", "job"} + given});
      BOOST_TEST(dropin.exit_code == 2);
      BOOST_TEST(dropin.out == "");
      BOOST_TEST(dropin.err.starts_with(
          "usage: zfs-autobackup [options] BACKUP-NAME [TARGET-PATH]\nzfs-autobackup: error: " + complaint));
    }
  }
  const Answer plan = answer({"zwinnow", "backup", "--plan", "xml", "job"});
  BOOST_TEST(plan.err == "zwinnow: --plan: 'xml' is not valid, must be one of: sh, json (see zwinnow backup --help)\n");
}

BOOST_AUTO_TEST_CASE(old_options_are_settled_and_said) {
  app::verbs::BackupOptions given;
  BOOST_TEST(given.settle_obsolete().empty());
  given.obsolete = {.resume = true, .raw = true, .ignore_replicated = true};
  BOOST_TEST(
      given.settle_obsolete() ==
          (Words{"The --resume option isn't needed anymore (it's autodetected now)",
                 "The --raw option isn't needed anymore (it's autodetected now). Also see --encrypt and --decrypt.",
                 "--ignore-replicated has been renamed, using --exclude-unchanged"}),
      boost::test_tools::per_element());
  BOOST_TEST(given.selecting.exclude_unchanged == 1U);
}

BOOST_AUTO_TEST_CASE(allow_empty_counts_whatever_min_change_says) {
  app::verbs::BackupOptions given;
  given.operands = {.backup_name = "job", .target_path = ""};
  given.snapshotting.min_change = 5;
  const auto min_change = [&] {
    return app::verbs::make_backup_job(given, Personality::zwinnow, thinner::Time{}).options.min_change;
  };
  BOOST_TEST(min_change() == 5U);
  given.snapshotting.allow_empty = true;
  BOOST_TEST(min_change() == 0U);
}

BOOST_AUTO_TEST_CASE(where_what_is_told_goes) {
  const auto voice = [](const Words& options) {
    return request(Words{"zwinnow", "backup"} + options + Words{"job"}).front.verb().voice();
  };
  BOOST_TEST((voice({"--test"}) == app::Voice::on_stdout));
  BOOST_TEST((voice({"--plan=sh", "--test"}) == app::Voice::errors_only));  // the script alone, no story around it
  BOOST_TEST((voice({"--json", "--test"}) == app::Voice::on_stderr));
  BOOST_TEST(answer({"zwinnow", "backup", "--json", "--plan=sh", "job"}).exit_code == 255);
}

BOOST_AUTO_TEST_CASE(an_empty_schedule_is_a_schedule) {
  for (const Personality personality : k_both) {
    BOOST_TEST(changes(personality, {"--keep-source", ""}) == Words{"keep_source="}, boost::test_tools::per_element());
    BOOST_TEST(changes(personality, {"--keep-target="}) == Words{"keep_target="}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(compress_takes_no_name_for_its_value) {
  for (const Personality personality : k_both) {
    const Request r = request(command(personality) + Words{"--compress", "job", "pool/target"});
    BOOST_TEST(r.get<Stream>().compress == "zstd-fast");
    BOOST_TEST(r.get<Operands>().backup_name == "job");
    BOOST_TEST(r.get<Operands>().target_path == "pool/target");
  }
}

BOOST_AUTO_TEST_CASE(the_last_of_repeated_options_counts) {
  for (const Personality personality : k_both) {
    const Words given = {"--rate", "1M", "--rate=2M", "--min-change", "7", "--min-change", "8"};
    BOOST_TEST(changes(personality, given) == (Words{"min_change=8", "rate=2M"}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(repeated_lists_add_up_under_our_name_and_the_last_counts_under_the_other) {
  const Words given = {"--filter-properties", "a,b", "--set-properties=x=1", "--filter-properties=c",
                       "--set-properties",    "y=2"};
  BOOST_TEST(
      changes(Personality::zwinnow, given) == (Words{"filter_properties=[a][b][c]", "set_properties=[x=1][y=2]"}),
      boost::test_tools::per_element());
  BOOST_TEST(changes(Personality::zfs_autobackup, given) == (Words{"filter_properties=[c]", "set_properties=[y=2]"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(progress_follows_the_terminal_unless_told) {
  for (const Personality personality : k_both) {
    const auto shows = [&](const Words& options, bool stderr_is_tty) {
      return request(command(personality) + options + Words{"job"}).get<Output>().shows_progress(stderr_is_tty);
    };
    BOOST_TEST(shows({}, true));
    BOOST_TEST(!shows({}, false));
    BOOST_TEST(!shows({"--no-progress"}, true));
    BOOST_TEST(shows({"--no-progress", "--progress"}, true));
    BOOST_TEST(shows({"--progress"}, false));
  }
}

BOOST_AUTO_TEST_CASE(values_may_look_like_numbers_dashes_or_assignments) {
  for (const Personality personality : k_both) {
    const auto hold = [&](const Words& given) {
      return request(command(personality) + given + Words{"job"}).get<Scope>().hold_format;
    };
    BOOST_TEST(hold({"--hold-format", "-1"}) == "-1");
    BOOST_TEST(hold({"--hold-format", "-.5"}) == "-.5");
    BOOST_TEST(hold({"--hold-format", "-"}) == "-");
    BOOST_TEST(hold({"--hold-format=-v"}) == "-v");
    BOOST_TEST(hold({"--hold-format=--verbose"}) == "--verbose");
    BOOST_TEST(hold({"--hold-format=a=b"}) == "a=b");
    BOOST_TEST(hold({"--hold-format", "verbose"}) == "verbose");
  }
}

BOOST_AUTO_TEST_SUITE_END()
