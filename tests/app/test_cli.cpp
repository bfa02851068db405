#include "app/cli/drop_ins.hpp"
#include "app/cli/options.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace cli_test;

namespace {

const std::string k_test = "test=yes";

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
      {"min-change", {"--min-change", "64K"}, {"min_change=65536"}},
      {"min-change", {"--min-change", "2gB"}, {"min_change=2147483648"}},
      {"min-change", {"--min-change", "15EiB"}, {"min_change=17293822569102704640"}},
      {"allow-empty", {"--allow-empty"}, {"allow_empty=yes"}},
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
      {"create-target", {"--create-target"}, {"create_target=yes"}},
      {"follow-renames", {"--follow-renames"}, {"follow_renames=yes"}},
      {"resend-renamed", {"--resend-renamed"}, {"resend_renamed=yes"}},
      {"hold-format", {"--hold-format", "keep_{}"}, {"hold_format=keep_{}"}},
      {"rollback", {"--rollback"}, {"rollback=yes"}},
      {"destroy-incompatible", {"--destroy-incompatible"}, {"destroy_incompatible=yes"}},
      {"exclude-snapshot-pattern",
       {"--exclude-snapshot-pattern", "a,b", "--exclude-snapshot-pattern=^c"},
       {"exclude_snapshot_patterns=[a,b][^c]"}},
      {"ignore-replicated", {"--ignore-replicated"}, {"exclude_unchanged=1", "ignore_replicated=yes"}},
      {"set-snapshot-properties",
       {"--set-snapshot-properties=a:b=1,c:d=2"},
       {"set_snapshot_properties=[a:b=1][c:d=2]"}},
      {"pre-snapshot-cmd", {"--pre-snapshot-cmd", "a b", "--pre-snapshot-cmd=c"}, {"pre_snapshot_cmds=[a b][c]"}},
      {"post-snapshot-cmd", {"--post-snapshot-cmd", "a"}, {"post_snapshot_cmds=[a]"}},
      {"pre-transfer-cmd", {"--pre-transfer-cmd", "a"}, {"pre_transfer_cmds=[a]"}},
      {"post-transfer-cmd", {"--post-transfer-cmd", "a"}, {"post_transfer_cmds=[a]"}},
      {"destroy-missing", {"--destroy-missing", "30d"}, {"destroy_missing=30d"}},
      {"adopt-missing", {"--adopt-missing"}, {"adopt_missing=yes"}},
      {"max-destroy", {"--max-destroy=10%"}, {"max_destroy=10%"}},
      {"no-guid-check", {"--no-guid-check"}, {"guid_check=no"}},
      {"force", {"--force"}, {"force=yes"}},
      {"force", {"-F"}, {"force=yes"}},
      {"ignore-transfer-errors", {"--ignore-transfer-errors"}, {"ignore_transfer_errors=yes"}},
      {"decrypt", {"--decrypt"}, {"decrypt=yes"}},
      {"encrypt", {"--encrypt"}, {"encrypt=yes"}},
      {"clones", {"--clones", "simple"}, {"clones=simple"}},
      {"no-properties", {"--no-properties"}, {"properties=no"}},
      {"optional-helpers", {"--optional-helpers"}, {"spares_helpers=yes"}},
      {"on-diverge", {"--on-diverge", "rotate"}, {"on_diverge=rotate"}},
      {"resume", {"--resume"}, {"resume=yes"}},
      {"raw", {"--raw"}, {"raw=yes"}},
      {"zfs-compressed", {"--zfs-compressed"}, {"zfs_compressed=yes"}},
      {"compress", {"--compress"}, {"compress=zstd-fast"}},
      {"compress", {"--compress", "lz4"}, {"compress=lz4"}},
      {"compress", {"--compress=xz"}, {"compress=xz"}},
      {"buffer-chunk-size", {"--buffer-chunk-size", "1M"}, {"buffer_chunk_size=1M"}},
      {"send-pipe", {"--send-pipe", "a -b", "--send-pipe", "c"}, {"send_pipes=[a -b][c]"}},
      {"recv-pipe", {"--recv-pipe", "a -b"}, {"recv_pipes=[a -b]"}},
      {"transport", {"--transport=tcp"}, {"transport=tcp"}},
      {"direct", {"--direct", "push"}, {"direct=push"}},
      {"port-range", {"--port-range=4000-4010"}, {"port_range=4000-4010"}},
      {"listen-address", {"--listen-address", "192.0.2.1"}, {"listen_address=192.0.2.1"}},
      {"peer-address", {"--peer-address=2001:db8::1"}, {"peer_address=2001:db8::1"}},
      {"idle-timeout", {"--idle-timeout=10min"}, {"idle_timeout=10min"}},
      {"buffer", {"--buffer", "1G"}, {"buffer=1G"}},
      {"rate", {"--rate=10M"}, {"rate=10M"}},
      {"clear-mountpoint", {"--clear-mountpoint"}, {"clear_mountpoint=yes"}},
      {"clear-refreservation", {"--clear-refreservation"}, {"clear_refreservation=yes"}},
      {"filter-properties", {"--filter-properties", "a,b:c"}, {"filter_properties=[a][b:c]"}},
      {"set-properties", {"--set-properties", "a=1,b=x=y,c="}, {"set_properties=[a=1][b=x=y][c=]"}},
      {"ssh-source", {"--ssh-source", "root@server1"}, {"ssh_source=root@server1"}},
      {"ssh-target", {"--ssh-target", "server2"}, {"ssh_target=server2"}},
      {"ssh-config", {"--ssh-config", "/etc/my config"}, {"ssh_config=/etc/my config"}},
      {"timeout", {"--timeout=2h"}, {"timeout=2h"}},
      {"test", {"--test"}, {k_test, loud(Verbosity::verbose)}},
      {"test", {"--dry-run"}, {k_test, loud(Verbosity::verbose)}},
      {"test", {"-n"}, {k_test, loud(Verbosity::verbose)}},
      {"test", {"-n", "-d"}, {k_test, loud(Verbosity::debug)}},
      {"plan", {"--plan=sh"}, {"plan=sh"}},
      {"plan", {"--plan", "json"}, {"plan=json"}},
      {"plan", {"--plan=sh", "--test"}, {"plan=sh", k_test, loud(Verbosity::verbose)}},
      {"plan", {"--plan=sh", "-v"}, {"plan=sh", loud(Verbosity::verbose)}},
      {"verbose", {"--verbose"}, {loud(Verbosity::verbose)}},
      {"verbose", {"-vv", "-v"}, {loud(Verbosity::verbose)}},
      {"debug", {"--debug"}, {loud(Verbosity::debug)}},
      {"debug", {"-dv"}, {loud(Verbosity::debug)}},
      {"debug-output", {"--debug-output", "--debug", "--verbose"}, {loud(Verbosity::debug_output)}},
      {"json", {"--json"}, {"json=yes"}},
      {"json-file", {"--json-file", "runs.json"}, {"json_file=runs.json"}},
      {"textfile", {"--textfile", "dir"}, {"textfile_dir=dir"}},
      {"zabbix", {"--zabbix"}, {"zabbix=/etc/zabbix/zabbix_agentd.conf"}},
      {"zabbix", {"--zabbix=a.conf"}, {"zabbix=a.conf"}},
      {"status-dir", {"--status-dir=/run/x"}, {"status_dir=/run/x"}},
      {"status-name", {"--status-name", "nightly"}, {"status_name=nightly"}},
      {"log-file", {"--log-file", "/var/log/z"}, {"log_file=/var/log/z"}},
      {"syslog", {"-g"}, {"syslog=yes"}},
      {"wait", {"--wait"}, {"wait=as long as needed"}},
      {"wait", {"--wait=90s"}, {"wait=90s"}},
      {"offline-ok", {"--offline-ok"}, {"offline_ok=yes"}},
      {"retries", {"--retries", "3"}, {"retries=3"}},
      {"retry-delay", {"--retry-delay=5min"}, {"retry_delay=5min"}},
      {"min-free", {"--min-free", "10%"}, {"min_free=10%"}},
      {"import-target", {"--import-target"}, {"import_target=the pool of TARGET-PATH"}},
      {"import-target", {"--import-target=123"}, {"import_target=123"}},
      {"import-from",
       {"--import-target", "--import-from", "/mnt"},
       {"import_from=[/mnt]", "import_target=the pool of TARGET-PATH"}},
      {"load-key",
       {"--import-target", "--load-key", "pool/target"},
       {"import_target=the pool of TARGET-PATH", "load_keys=[pool/target]"}},
      {"progress", {"--progress"}, {"progress=yes"}},
      {"progress", {"--progress", "--no-progress"}, {"no_progress=yes", "progress=yes"}},
      {"no-progress", {"--no-progress"}, {"no_progress=yes"}},
      {"allow-empty", {"--allow-empty", "--min-change", "5"}, {"allow_empty=yes", "min_change=5"}},
  };
  return cases;
}

/// The text of the default of what an option fills, as the table should have it; empty for none.
class DefaultText {
 public:
  std::string operator()(const Choice& choice) const { return *choice.field(groups_); }
  std::string operator()(const Text& text) const { return *text.field(groups_); }
  std::string operator()(const Bytes& bytes) const { return std::to_string(*bytes.field(groups_)); }
  std::string operator()(const Number& number) const { return std::to_string(*number.field(groups_)); }
  std::string operator()(const Count& count) const { return std::to_string(*count.field(groups_)); }
  template <class Other>
  std::string operator()(const Other& /*unused*/) const {
    return "";
  }

 private:
  app::cli::OptionGroups all_;
  Groups groups_ = std::apply([](auto&... groups) { return Groups(groups...); }, all_);
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_options)

BOOST_AUTO_TEST_CASE(each_option_changes_its_part_of_the_request_and_no_other) {
  std::set<std::string, std::less<>> tried;
  for (const OptionCase& c : option_cases()) {
    tried.insert(c.option);
    for (const Personality personality : k_both) {
      const Option* option = app::cli::find_option(c.option, front(personality));
      if (option == nullptr) continue;
      BOOST_TEST_CONTEXT(joined(command(personality) + c.given)) {
        BOOST_TEST(changes(personality, c.given) == c.changes, boost::test_tools::per_element());
      }
    }
  }
  for (const Option& option : app::cli::options()) {
    const bool is_of_file = std::holds_alternative<Included>(option.fills);  // test_config.cpp
    if (!option.known_under(front("backup")) || option.is_question() || is_of_file) continue;
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
        const bool known = option.known_under(front(personality));
        BOOST_TEST((app::cli::find_option(option.name, front(personality)) == &option) == known);
        if (option.letter != '\0')
          BOOST_TEST((app::cli::find_option(option.letter, front(personality)) == &option) == known);
        if (!option.alias.empty())
          BOOST_TEST((app::cli::find_option(option.alias, front(personality)) == &option) == known);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_name_means_two_options_of_a_verb) {
  std::vector<Front> fronts;
  for (const VerbText& verb : app::verbs::all()) fronts.emplace_back(verb);
  fronts.emplace_back(app::verbs::all(), Personality::zfs_autobackup);
  fronts.emplace_back(app::verbs::all(), Personality::zfs_check);
  fronts.emplace_back(app::verbs::all(), Personality::zfs_auto_snapshot);
  fronts.emplace_back(app::verbs::all(), Personality::syncoid);
  for (const app::cli::Guise& guise : app::cli::k_zelta.guises) {
    if (guise.refusal.empty()) fronts.emplace_back(app::verbs::all(), app::cli::k_zelta, guise);
  }
  for (const Front& one : fronts) {
    std::set<std::string, std::less<>> names;
    for (const Option& option : app::cli::options_of(one)) {
      if (!option.known_under(one)) continue;
      BOOST_TEST(names.emplace(option.name).second, one.text().name << " has --" << option.name << " twice");
      if (!option.alias.empty()) BOOST_TEST(names.emplace(option.alias).second);
      const bool has_letter = option.letter != 0 && app::cli::find_option(option.letter, one) == &option;
      if (has_letter) BOOST_TEST(names.emplace(1, option.letter).second);
      if (option.letter != 0 && !has_letter)
        BOOST_TEST(option.name == "debug");  // which some verbs have another -d for
    }
    BOOST_TEST(names.size() > 5U);
  }
}

BOOST_AUTO_TEST_CASE(allowing_takes_what_a_backup_takes) {
  const std::set<std::string_view> others = {"test", "plan", "json", "json-file", "textfile", "zabbix"};
  const Front backup = front(Personality::zwinnow);
  const Front allow = front("allow");
  for (const Option& option : app::cli::options()) {
    if (!option.known_under(backup) || others.contains(option.name)) continue;
    BOOST_TEST(option.known_under(allow), "--" << option.name << " decides what a backup needs");
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
  BOOST_TEST(plain.front.text().name == "allow");
  BOOST_TEST(plain.get<Operands>().backup_name == "job");
  BOOST_TEST(plain.get<Operands>().target_path == "pool/x");
  BOOST_TEST(plain.get<Allowing>().user == "");
  BOOST_TEST(made({"--user", "bk", "--no-holds", "--rollback"}).get<Allowing>().user == "bk");
  BOOST_TEST(!made({"--user", "bk", "--no-holds", "--rollback"}).get<Sending>().holds);
  BOOST_TEST(request({"zwinnow", "allow", "job"}).get<Operands>().target_path == "");
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
  BOOST_TEST(plain.front.text().name == "verify");
  BOOST_TEST(plain.get<Operands>().backup_name == "job");
  BOOST_TEST(plain.get<Operands>().target_path == "pool/x");
  BOOST_TEST(plain.get<Comparing>().snapshot_format == "");
  BOOST_TEST(made({"--sample", "5%", "--jobs=4"}).get<Comparing>().sample == "5%");
  BOOST_TEST(made({"--sample", "5%", "--jobs=4"}).get<Comparing>().jobs.value() == 4U);
  BOOST_TEST(made({"--strip-path=1"}).get<Comparing>().strip_path == 1U);
  BOOST_TEST(made({"--snapshot-format", "x%s"}).get<Comparing>().snapshot_format == "x%s");
  BOOST_TEST(made({"--ssh-source", "a", "--ssh-target=b", "-n"}).get<Places>().ssh_target == "b");
  BOOST_TEST(complaint({"job"}) == "zwinnow: Please specify TARGET-PATH (see zwinnow verify --help)\n");
  BOOST_TEST(complaint({"job", "pool/x", "--jobs=0"}) == "zwinnow: --jobs is 1 or more (see zwinnow verify --help)\n");
  for (const char* other : {"--rollback", "--keep-source=1", "--plan=sh", "--block-size=1", "--no-holds"})
    BOOST_TEST(complaint({"job", "pool/x", other}) != "");
  BOOST_TEST(answer({"zwinnow", "backup", "job", "pool/x", "--sample=5%"}).exit_code == 255);
}

BOOST_AUTO_TEST_CASE(options_of_holds) {
  const auto made = [](const Words& given) { return request(Words{"zwinnow", "holds"} + given); };
  const auto complaint = [](const Words& given) { return answer(Words{"zwinnow", "holds"} + given).err; };
  BOOST_TEST(made({}).front.text().name == "holds");
  BOOST_TEST(made({}).get<Operands>().backup_name == "");
  BOOST_TEST(made({}).get<Holding>().release == "");
  BOOST_TEST(made({"job"}).get<Operands>().backup_name == "job");
  BOOST_TEST(made({"job"}).get<Operands>().target_path == "");
  BOOST_TEST(made({"job", "pool/x"}).get<Operands>().target_path == "pool/x");
  BOOST_TEST(made({"job", "--release", "90d"}).get<Holding>().release == "90d");
  BOOST_TEST(made({"--hold-format=keep_{}"}).get<Holding>().hold_format == "keep_{}");
  BOOST_TEST(made({"--property-format=p:{}"}).get<Holding>().property_format == "p:{}");
  BOOST_TEST(made({"--ssh-source", "a", "--ssh-target=b", "-n"}).get<Places>().ssh_target == "b");
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
    BOOST_TEST(plain.front.text().name == "check");
    BOOST_TEST(plain.get<Hashing>().target == "tank@x");
    BOOST_TEST(plain.get<Hashing>().compare_with == "");
    BOOST_TEST(made({"--block-size", "512", "a"}).get<Hashing>().block_size == 512U);
    BOOST_TEST(made({"--count=3", "a"}).get<Hashing>().count == 3U);
    for (const Words& skip : {Words{"--skip", "4"}, Words{"-s", "4"}, Words{"-s4"}, Words{"-vs4"}}) {
      BOOST_TEST(made(skip + Words{"a"}).get<Hashing>().skip == 4U);
    }
    for (const Words& file : {Words{"--check", "f"}, Words{"--check=f"}, Words{"-c", "f"}, Words{"-cf"}}) {
      BOOST_TEST(made(Words{"a"} + file).get<Hashing>().compare_with == "f");
      BOOST_TEST(made(file + Words{"a"}).get<Hashing>().target == "a");
    }
    for (const Words& bare : {Words{"--check"}, Words{"-c"}, Words{"-c", "-v"}, Words{"--check", "--verbose"}}) {
      BOOST_TEST(made(Words{"a"} + bare).get<Hashing>().compare_with == "-");
    }
  }
  BOOST_TEST(request({"zfs-check", "--bl=1", "--che", "f", "a"}).get<Hashing>().block_size == 1U);
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
  BOOST_TEST(request({"zwinnow", "backup", "--plan=json", "job"}).get<Planning>().plan == "json");
  const Answer refused = answer({"zfs-autobackup", "--plan=json", "job"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(contains(refused.err, "unrecognized option '--plan'"));
}

BOOST_AUTO_TEST_SUITE_END()
