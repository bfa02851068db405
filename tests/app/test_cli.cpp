#include "app/cli/options.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace cli_test;

namespace {

const std::string k_test_mode = "mode=" + std::to_string(static_cast<int>(app::Mode::test));
const std::string k_plan_sh = "mode=" + std::to_string(static_cast<int>(app::Mode::plan_sh));
const std::string k_plan_json = "mode=" + std::to_string(static_cast<int>(app::Mode::plan_json));

std::string loud(app::Verbosity verbosity) {
  return "verbosity=" + std::to_string(static_cast<int>(verbosity));
}

struct OptionCase {
  std::string option;
  Words given;
  Words changes;
};

const std::vector<OptionCase>& option_cases() {
  using app::Verbosity;
  static const std::vector<OptionCase> cases = {
      {"property-format", {"--property-format", "my:{}"}, {"property_format=my:{}"}},
      {"property-format", {"--property-format=fixed:name"}, {"property_format=fixed:name"}},
      {"exclude-received", {"--exclude-received"}, {"exclude_received=yes"}},
      {"include-received", {"--include-received"}, {"include_received=yes"}},
      {"exclude-unchanged", {"--exclude-unchanged", "1"}, {"exclude_unchanged=1"}},
      {"no-snapshot", {"--no-snapshot"}, {"snapshot=no"}},
      {"snapshot-format", {"--snapshot-format", "%Y %m"}, {"snapshot_format=%Y %m"}},
      {"utc", {"--utc"}, {"utc=yes"}},
      {"min-change", {"--min-change", "18446744073709551615"}, {"min_change=18446744073709551615"}},
      {"allow-empty", {"--allow-empty"}, {"min_change=0"}},
      {"keep-source", {"--keep-source=5,1d1w"}, {"keep_source=5,1d1w"}},
      {"keep-target", {"--keep-target", "-1"}, {"keep_target=-1"}},
      {"skip-permission-check", {"--skip-permission-check"}, {"check_permissions=no"}},
      {"no-thinning", {"--no-thinning"}, {"thinning=no"}},
      {"no-send", {"--no-send"}, {"send=no"}},
      {"other-snapshots", {"--other-snapshots"}, {"other_snapshots=yes"}},
      {"strip-path", {"--strip-path", "2"}, {"strip_path=2"}},
      {"jobs", {"--jobs", "3"}, {"jobs=3"}},
      {"no-holds", {"--no-holds"}, {"holds=no"}},
      {"bookmarks", {"--bookmarks"}, {"bookmarks=yes"}},
      {"hold-format", {"--hold-format", "keep_{}"}, {"hold_format=keep_{}"}},
      {"rollback", {"--rollback"}, {"rollback=yes"}},
      {"destroy-incompatible", {"--destroy-incompatible"}, {"destroy_incompatible=yes"}},
      {"exclude-snapshot-pattern",
       {"--exclude-snapshot-pattern", "a,b", "--exclude-snapshot-pattern=^c"},
       {"exclude_snapshot_patterns=[a,b][^c]"}},
      {"ignore-replicated",
       {"--ignore-replicated"},
       {"exclude_unchanged=1", "notes=[--ignore-replicated has been renamed, using --exclude-unchanged]"}},
      {"set-snapshot-properties",
       {"--set-snapshot-properties=a:b=1,c:d=2"},
       {"set_snapshot_properties=[a:b=1][c:d=2]"}},
      {"pre-snapshot-cmd", {"--pre-snapshot-cmd", "a b", "--pre-snapshot-cmd=c"}, {"pre_snapshot_cmds=[a b][c]"}},
      {"post-snapshot-cmd", {"--post-snapshot-cmd", "a"}, {"post_snapshot_cmds=[a]"}},
      {"pre-transfer-cmd", {"--pre-transfer-cmd", "a"}, {"pre_transfer_cmds=[a]"}},
      {"post-transfer-cmd", {"--post-transfer-cmd", "a"}, {"post_transfer_cmds=[a]"}},
      {"destroy-missing", {"--destroy-missing", "30d"}, {"destroy_missing=30d"}},
      {"max-destroy", {"--max-destroy=10%"}, {"max_destroy=10%"}},
      {"no-guid-check", {"--no-guid-check"}, {"guid_check=no"}},
      {"force", {"--force"}, {"force=yes"}},
      {"force", {"-F"}, {"force=yes"}},
      {"ignore-transfer-errors", {"--ignore-transfer-errors"}, {"ignore_transfer_errors=yes"}},
      {"decrypt", {"--decrypt"}, {"decrypt=yes"}},
      {"encrypt", {"--encrypt"}, {"encrypt=yes"}},
      {"clones", {"--clones", "simple"}, {"clones=simple"}},
      {"on-diverge", {"--on-diverge", "rotate"}, {"on_diverge=rotate"}},
      {"resume", {"--resume"}, {"notes=[The --resume option isn't needed anymore (it's autodetected now)]"}},
      {"raw",
       {"--raw"},
       {"notes=[The --raw option isn't needed anymore (it's autodetected now). Also see --encrypt and --decrypt.]"}},
      {"zfs-compressed", {"--zfs-compressed"}, {"zfs_compressed=yes"}},
      {"compress", {"--compress"}, {"compress=zstd-fast"}},
      {"compress", {"--compress", "lz4"}, {"compress=lz4"}},
      {"compress", {"--compress=xz"}, {"compress=xz"}},
      {"buffer-chunk-size", {"--buffer-chunk-size", "1M"}, {"buffer_chunk_size=1M"}},
      {"send-pipe", {"--send-pipe", "a -b", "--send-pipe", "c"}, {"send_pipes=[a -b][c]"}},
      {"recv-pipe", {"--recv-pipe", "a -b"}, {"recv_pipes=[a -b]"}},
      {"buffer", {"--buffer", "1G"}, {"buffer=1G"}},
      {"rate", {"--rate=10M"}, {"rate=10M"}},
      {"clear-mountpoint", {"--clear-mountpoint"}, {"clear_mountpoint=yes"}},
      {"clear-refreservation", {"--clear-refreservation"}, {"clear_refreservation=yes"}},
      {"filter-properties", {"--filter-properties", "a,b:c"}, {"filter_properties=[a][b:c]"}},
      {"set-properties", {"--set-properties", "a=1,b=x=y,c="}, {"set_properties=[a=1][b=x=y][c=]"}},
      {"ssh-source", {"--ssh-source", "root@server1"}, {"ssh_source=root@server1"}},
      {"ssh-target", {"--ssh-target", "server2"}, {"ssh_target=server2"}},
      {"ssh-config", {"--ssh-config", "/etc/my config"}, {"ssh_config=/etc/my config"}},
      {"test", {"--test"}, {k_test_mode, loud(Verbosity::verbose)}},
      {"test", {"--dry-run"}, {k_test_mode, loud(Verbosity::verbose)}},
      {"test", {"-n"}, {k_test_mode, loud(Verbosity::verbose)}},
      {"test", {"-n", "-d"}, {k_test_mode, loud(Verbosity::debug)}},
      {"plan", {"--plan=sh"}, {k_plan_sh}},
      {"plan", {"--plan", "json"}, {k_plan_json}},
      {"plan", {"--plan=sh", "--test"}, {k_plan_sh}},  // the script alone, no story around it
      {"plan", {"--plan=sh", "-v"}, {k_plan_sh, loud(Verbosity::verbose)}},
      {"verbose", {"--verbose"}, {loud(Verbosity::verbose)}},
      {"verbose", {"-vv", "-v"}, {loud(Verbosity::verbose)}},
      {"debug", {"--debug"}, {loud(Verbosity::debug)}},
      {"debug", {"-dv"}, {loud(Verbosity::debug)}},
      {"debug-output", {"--debug-output", "--debug", "--verbose"}, {loud(Verbosity::debug_output)}},
      {"progress", {"--progress"}, {"progress=yes"}},
      {"progress", {"--progress", "--no-progress"}, {"progress=yes"}},
      {"no-progress", {"--no-progress"}, {}},
      {"allow-empty", {"--allow-empty", "--min-change", "5"}, {"min_change=0"}},
  };
  return cases;
}

/// The text of a member's default, as the table should have it; empty for none.
struct DefaultText {
  std::string operator()(const app::cli::Choice& choice) const { return Request{}.*choice.member; }
  std::string operator()(const app::cli::Text& text) const { return Request{}.*text.member; }
  std::string operator()(const app::cli::Bytes& bytes) const { return std::to_string(Request{}.*bytes.member); }
  std::string operator()(const app::cli::Count& count) const { return std::to_string(Request{}.*count.member); }
  template <class Other>
  std::string operator()(const Other& /*unused*/) const {
    return "";
  }
};

}  // namespace

// --- The table ---

BOOST_AUTO_TEST_SUITE(cli_options)

BOOST_AUTO_TEST_CASE(each_option_changes_its_part_of_the_request_and_no_other) {
  std::set<std::string, std::less<>> tried;
  for (const OptionCase& c : option_cases()) {
    tried.insert(c.option);
    for (const Personality personality : k_both) {
      const Option* option = app::cli::find_option(c.option, personality);
      if (option == nullptr) continue;
      BOOST_TEST_CONTEXT(joined(command(personality) + c.given)) {
        BOOST_TEST(changes(personality, c.given) == c.changes, boost::test_tools::per_element());
      }
    }
  }
  for (const Option& option : app::cli::options()) {
    if (!option.of.contains(app::Verb::backup) || option.is(app::cli::Special::help) ||
        option.is(app::cli::Special::version))
      continue;
    BOOST_TEST(tried.contains(option.name), "no case tries --" << option.name);
  }
}

BOOST_AUTO_TEST_CASE(defaults_in_the_table_are_those_of_the_request) {
  for (const Option& option : app::cli::options()) {
    BOOST_TEST_CONTEXT(option.name) {
      BOOST_TEST(option.fallback == std::visit(DefaultText{}, option.fills));
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_are_told_apart_and_explained) {
  for (const Option& option : app::cli::options()) {
    BOOST_TEST_CONTEXT(option.name) {
      if (!option.hidden) BOOST_TEST(option.help.ends_with('.'));
      BOOST_TEST(option.help.find('\n') == std::string_view::npos);
      for (const Personality personality :
           {Personality::zwinnow, Personality::zfs_autobackup, Personality::zfs_check}) {
        const bool known = option.known_under(personality);
        BOOST_TEST((app::cli::find_option(option.name, personality) == &option) == known);
        if (option.letter != '\0') BOOST_TEST((app::cli::find_option(option.letter, personality) == &option) == known);
        if (!option.alias.empty()) BOOST_TEST((app::cli::find_option(option.alias, personality) == &option) == known);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(options_of_allowing) {
  const auto made = [](const Words& given) {
    return request(Words{"zwinnow", "allow"} + given + Words{"job", "pool/x"});
  };
  const auto complaint = [](const Words& given) {
    return answer(Words{"zwinnow", "allow"} + given + Words{"job"}).err;
  };
  const Request plain = made({});
  BOOST_TEST((plain.verb == app::Verb::allow));
  BOOST_TEST(plain.backup_name == "job");
  BOOST_TEST(plain.target_path == "pool/x");
  BOOST_TEST(plain.user == "");
  BOOST_TEST(made({"--user", "bk", "--no-holds", "--rollback"}).user == "bk");
  BOOST_TEST(!made({"--user", "bk", "--no-holds", "--rollback"}).holds);
  BOOST_TEST(request({"zwinnow", "allow", "job"}).target_path == "");
  BOOST_TEST(complaint({"--user=-g"}) ==
             "zwinnow: --user: '-g' is not the name of a user (see zwinnow allow --help)\n");
  for (const char* user : {"--user=", "--user=a b", "--user=a,b", "--user=a:b"}) BOOST_TEST(complaint({user}) != "");
  for (const char* other : {"--test", "--plan=sh", "--sample=5%", "--block-size=1"})
    BOOST_TEST(complaint({other}) != "");
  BOOST_TEST(answer({"zwinnow", "backup", "job", "pool/x", "--user=bk"}).exit_code == 255);
  BOOST_TEST(answer({"zfs-autobackup", "job", "pool/x", "--user=bk"}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(options_of_a_verification) {
  const auto made = [](const Words& given) {
    return request(Words{"zwinnow", "verify"} + given + Words{"job", "pool/x"});
  };
  const auto complaint = [](const Words& given) { return answer(Words{"zwinnow", "verify"} + given).err; };
  const Request plain = made({});
  BOOST_TEST((plain.verb == app::Verb::verify));
  BOOST_TEST(plain.backup_name == "job");
  BOOST_TEST(plain.target_path == "pool/x");
  BOOST_TEST(plain.only_snapshot_format == "");
  BOOST_TEST(made({"--sample", "5%", "--jobs=4"}).sample == "5%");
  BOOST_TEST(made({"--sample", "5%", "--jobs=4"}).jobs.value() == 4U);
  BOOST_TEST(made({"--strip-path=1"}).strip_path == 1U);
  BOOST_TEST(made({"--snapshot-format", "x%s"}).only_snapshot_format == "x%s");
  BOOST_TEST(made({"--ssh-source", "a", "--ssh-target=b", "-n"}).ssh_target == "b");
  BOOST_TEST(complaint({"job"}) == "zwinnow: Please specify TARGET-PATH (see zwinnow verify --help)\n");
  BOOST_TEST(complaint({"job", "pool/x", "--jobs=0"}) == "zwinnow: --jobs is 1 or more (see zwinnow verify --help)\n");
  for (const char* other : {"--rollback", "--keep-source=1", "--plan=sh", "--block-size=1", "--no-holds"})
    BOOST_TEST(complaint({"job", "pool/x", other}) != "");
  BOOST_TEST(answer({"zwinnow", "backup", "job", "pool/x", "--sample=5%"}).exit_code == 255);
}

BOOST_AUTO_TEST_CASE(options_of_holds) {
  const auto made = [](const Words& given) { return request(Words{"zwinnow", "holds"} + given); };
  const auto complaint = [](const Words& given) { return answer(Words{"zwinnow", "holds"} + given).err; };
  BOOST_TEST((made({}).verb == app::Verb::holds));
  BOOST_TEST(made({}).backup_name == "");
  BOOST_TEST(made({}).release == "");
  BOOST_TEST(made({"job"}).backup_name == "job");
  BOOST_TEST(made({"job"}).target_path == "");
  BOOST_TEST(made({"job", "pool/x"}).target_path == "pool/x");
  BOOST_TEST(made({"job", "--release", "90d"}).release == "90d");
  BOOST_TEST(made({"--hold-format=keep_{}"}).hold_format == "keep_{}");
  BOOST_TEST(made({"--property-format=p:{}"}).property_format == "p:{}");
  BOOST_TEST(made({"--ssh-source", "a", "--ssh-target=b", "-n"}).ssh_target == "b");
  BOOST_TEST(
      complaint({"--release=90d"}) ==
      "zwinnow: --release needs a BACKUP-NAME: it releases the holds of one backup (see zwinnow holds --help)\n");
  BOOST_TEST(complaint({"job", "pool/x", "more"}) != "");
  BOOST_TEST(complaint({"a job"}) != "");
  BOOST_TEST(complaint({"job", "/pool/x"}) != "");
  BOOST_TEST(complaint({"job", "--release="}) != "");
  for (const char* other : {"--rollback", "--keep-source=1", "--plan=sh", "--block-size=1", "--strip-path=1"})
    BOOST_TEST(complaint({"job", "pool/x", other}) != "");
  BOOST_TEST(answer({"zwinnow", "backup", "job", "pool/x", "--release=5d"}).exit_code == 255);
}

BOOST_AUTO_TEST_CASE(options_of_a_check) {
  for (const Words& start : {Words{"zwinnow", "check"}, Words{"/usr/bin/zfs-check"}}) {
    const auto made = [&](const Words& given) { return request(start + given); };
    const Request plain = made({"tank@x"});
    BOOST_TEST((plain.verb == app::Verb::check));
    BOOST_TEST(plain.check_target == "tank@x");
    BOOST_TEST(plain.compare_with == "");
    BOOST_TEST(made({"--block-size", "512", "a"}).block_size == 512U);
    BOOST_TEST(made({"--count=3", "a"}).count == 3U);
    for (const Words& skip : {Words{"--skip", "4"}, Words{"-s", "4"}, Words{"-s4"}, Words{"-vs4"}}) {
      BOOST_TEST(made(skip + Words{"a"}).skip == 4U);
    }
    for (const Words& file : {Words{"--check", "f"}, Words{"--check=f"}, Words{"-c", "f"}, Words{"-cf"}}) {
      BOOST_TEST(made(Words{"a"} + file).compare_with == "f");
      BOOST_TEST(made(file + Words{"a"}).check_target == "a");
    }
    for (const Words& bare : {Words{"--check"}, Words{"-c"}, Words{"-c", "-v"}, Words{"--check", "--verbose"}}) {
      BOOST_TEST(made(Words{"a"} + bare).compare_with == "-");
    }
  }
  BOOST_TEST(request({"zfs-check", "--bl=1", "--che", "f", "a"}).block_size == 1U);
  for (const Words& bad :
       {Words{"--count=0"}, Words{"--skip", "-1"}, Words{"-s"}, Words{"--ssh-source=x"}, Words{"b"}}) {
    BOOST_TEST_CONTEXT(joined(bad)) {
      BOOST_TEST(answer(Words{"zwinnow", "check", "a"} + bad).exit_code == 255);
      BOOST_TEST(answer(Words{"zfs-check", "a"} + bad).exit_code == 2);
    }
  }
  BOOST_TEST(answer({"zfs-check"}).exit_code == 1);
  BOOST_TEST(answer({"zfs-check"}).err == "! Please specify TARGET\n");
  BOOST_TEST(answer({"zwinnow", "check"}).err == "zwinnow: Please specify TARGET (see zwinnow check --help)\n");
  BOOST_TEST(answer({"zfs-check", "--version"}).out.starts_with("zfs-check v3.3 (zwinnow "));
}

BOOST_AUTO_TEST_CASE(plan_is_known_under_our_own_name_only) {
  BOOST_TEST((request({"zwinnow", "backup", "--plan=json", "job"}).mode == app::Mode::plan_json));
  const Answer refused = answer({"zfs-autobackup", "--plan=json", "job"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(contains(refused.err, "unrecognized option '--plan'"));
}

BOOST_AUTO_TEST_SUITE_END()

// --- Values ---

BOOST_AUTO_TEST_SUITE(cli_values)

BOOST_AUTO_TEST_CASE(bad_values_are_refused_with_option_value_and_reason) {
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"--min-change", "-1"}, "--min-change: '-1' is not a whole number"},
      {{"--min-change=-1"}, "--min-change: '-1' is not a whole number"},
      {{"--min-change", "1G"}, "--min-change: '1G' is not a whole number"},
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
      {{"--clones", "all"}, "--clones: 'all' is none of never, simple"},
      {{"--compress=best"}, "--compress: 'best' is none of gzip, pigz-fast, pigz-slow, zstd-fast"},
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
  BOOST_TEST(plan.err == "zwinnow: --plan: 'xml' is neither sh nor json (see zwinnow backup --help)\n");
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
    BOOST_TEST(r.compress == "zstd-fast");
    BOOST_TEST(r.backup_name == "job");
    BOOST_TEST(r.target_path == "pool/target");
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
  constexpr Environment k_terminal{.stderr_is_tty = true};
  for (const Personality personality : k_both) {
    const Words on = {"progress=yes"};
    BOOST_TEST(changes(personality, {}, k_terminal) == on, boost::test_tools::per_element());
    BOOST_TEST(changes(personality, {"--no-progress"}, k_terminal).empty());
    BOOST_TEST(changes(personality, {"--no-progress", "--progress"}, k_terminal) == on,
               boost::test_tools::per_element());
    BOOST_TEST(changes(personality, {}).empty());
  }
}

BOOST_AUTO_TEST_CASE(values_may_look_like_numbers_dashes_or_assignments) {
  for (const Personality personality : k_both) {
    const auto hold = [&](const Words& given) {
      return request(command(personality) + given + Words{"job"}).hold_format;
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
