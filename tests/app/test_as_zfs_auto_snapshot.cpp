#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/cli/words.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace cli_test;

namespace {

const std::string k_name = "/usr/sbin/zfs-auto-snapshot";

Request as_zas(const Words& options, const Words& names = {"//"}) {
  return request(Words{k_name} + options + names);
}

Answer refused_by_zas(const Words& options, const Words& names = {"//"}) {
  return answer(Words{k_name} + options + names);
}

/// All that its command line can change.
std::map<std::string, std::string> members_of_zas(const Request& r) {
  const auto flag = [](bool b) { return std::string(b ? "yes" : "no"); };
  const auto& labelled = r.get<Labelled>();
  const auto& choosing = r.get<Choosing>();
  const auto& hearing = r.get<Hearing>();
  const auto& results = r.get<ResultFiles>();
  const auto& keep = r.get<Counting>().keep;
  return {{"names", joined(choosing.names)},
          {"recursive", flag(choosing.recursive)},
          {"recursive_unless_excluded", flag(choosing.recursive_unless_excluded)},
          {"skip_scrubbed", flag(labelled.skip_scrubbed)},
          {"only_if_true", flag(labelled.only_if_true)},
          {"destroy_only", flag(labelled.destroy_only)},
          {"min_change", std::to_string(labelled.min_change)},
          {"event", labelled.event},
          {"pre_tree_cmd", labelled.pre_tree_cmd},
          {"post_tree_cmd", labelled.post_tree_cmd},
          {"label", r.get<Labelling>().label},
          {"snapshot_format", r.get<Labelling>().snapshot_format},
          {"keep", keep ? std::to_string(*keep) : ""},
          {"test", flag(r.get<Trying>().test)},
          {"quiet", flag(hearing.quiet)},
          {"syslog", flag(results.syslog)},
          {"syslog_name", results.syslog_name},
          {"verbosity", std::to_string(static_cast<int>(verbosity_of(r.front.verb().groups())))},
          {"remark", r.front.remark}};
}

Words changes_of_zas(const Words& options) {
  const auto plain = members_of_zas(as_zas({}));
  Words found;
  for (const auto& [name, value] : members_of_zas(as_zas(options))) {
    if (value != plain.at(name)) found.emplace_back(name).append("=").append(value);
  }
  return found;
}

struct ZasCase {
  std::string option;
  Words given;
  Words changes;
};

const std::string k_time = "-%Y-%m-%d-%H%M";

const std::vector<ZasCase>& zas_cases() {
  static const Words k_recursive = {"recursive=yes", "recursive_unless_excluded=no"};
  static const Words k_hourly = {"label=hourly", "snapshot_format=zfs-auto-snap_{}" + k_time};
  static const Words k_hook = {"pre_tree_cmd=sh -c '/bin/hook -x \"$@\"' zfs-auto-snapshot"};
  static const std::vector<ZasCase> cases = {
      {"recursive", {"-r"}, k_recursive},
      {"recursive", {"--recursive"}, k_recursive},
      {"recursive", {"--rec"}, k_recursive},
      {"default-exclude", {"--default-exclude"}, {"only_if_true=yes"}},
      {"default-exclude", {"--def"}, {"only_if_true=yes"}},
      {"skip-scrub", {"-s"}, {"skip_scrubbed=yes"}},
      {"skip-scrub", {"--skip"}, {"skip_scrubbed=yes"}},
      {"min-size", {"-m", "64"}, {"min_change=65536"}},
      {"min-size", {"--min-size=1"}, {"min_change=1024"}},
      {"label", {"-l", "hourly"}, k_hourly},
      {"label", {"-lhourly"}, k_hourly},
      {"label", {"--label", "hourly"}, k_hourly},
      {"label", {"--label=hourly"}, k_hourly},
      {"label", {"--l=hourly"}, k_hourly},
      {"label", {"-l", "x", "--label=hourly"}, k_hourly},
      {"label", {"--label="}, {}},
      {"prefix", {"-p", "My snaps"}, {"snapshot_format=My snaps" + k_time, "syslog_name=My snaps"}},
      {"prefix", {"--prefix="}, {"snapshot_format=" + k_time, "syslog_name="}},
      {"sep", {"--sep", "."}, {}},  // without a label there is nothing to keep apart
      {"sep", {"--sep=:", "-l", "a.b:c", "-pA"}, {"label=a.b:c", "snapshot_format=A:{}" + k_time, "syslog_name=A"}},
      {"event", {"-e", "before the upgrade"}, {"event=before the upgrade"}},
      {"event", {"--event=" + std::string(1024, 'x')}, {"event=" + std::string(1024, 'x')}},
      {"event", {"-e", ""}, {}},
      {"event", {"-e", "-"}, {}},
      {"keep", {"-k", "24"}, {"keep=24"}},
      {"keep", {"-k24"}, {"keep=24"}},
      {"keep", {"--keep=24"}, {"keep=24"}},
      {"keep", {"--keep", "24"}, {"keep=24"}},
      {"keep", {"--keep=99999999999999999999"}, {"keep=4294967295"}},
      {"destroy-only", {"-k1", "--destroy-only"}, {"destroy_only=yes", "keep=1"}},
      {"pre-snapshot", {"--pre-snapshot", "/bin/hook -x"}, k_hook},
      {"pre-snapshot", {"--pre-s=/bin/hook -x"}, k_hook},
      {"pre-snapshot", {"--pre-snapshot=x", "--pre-snapshot="}, {}},
      {"post-snapshot", {"--post-snapshot=a;b"}, {"post_tree_cmd=sh -c 'a;b \"$@\"' zfs-auto-snapshot"}},
      {"dry-run", {"-n"}, {"test=yes"}},
      {"dry-run", {"--dry-run", "-v"}, {"test=yes", "verbosity=1"}},
      {"quiet", {"-q"}, {"quiet=yes"}},
      {"quiet", {"--quiet"}, {"quiet=yes"}},
      {"quiet", {"-dvq"}, {"quiet=yes"}},
      {"syslog", {"-g"}, {"syslog=yes"}},
      {"syslog", {"--syslog"}, {"syslog=yes"}},
      {"verbose", {"-v"}, {"verbosity=1"}},
      {"verbose", {"-qv"}, {"verbosity=1"}},
      {"debug", {"-d"}, {"verbosity=2"}},
      {"debug", {"--quiet", "--debug"}, {"verbosity=2"}},
      {"fast", {"--fast", "--fast"}, {"remark=--fast has no effect here: snapshots are listed fast anyway"}},
      {"",
       {"-qgl", "hourly", "-rk4"},
       {"keep=4", "label=hourly", "quiet=yes", "recursive=yes", "recursive_unless_excluded=no",
        "snapshot_format=zfs-auto-snap_{}" + k_time, "syslog=yes"}},
      {"", {"-qglhourly"}, {"label=hourly", "quiet=yes", "snapshot_format=zfs-auto-snap_{}" + k_time, "syslog=yes"}},
  };
  return cases;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(as_zfs_auto_snapshot)

BOOST_AUTO_TEST_CASE(each_option_does_its_part_and_no_other) {
  std::set<std::string, std::less<>> tried = {"help", "send-full", "send-incr"};
  for (const ZasCase& c : zas_cases()) {
    tried.insert(c.option);
    BOOST_TEST_CONTEXT(joined(c.given)) {
      BOOST_TEST(changes_of_zas(c.given) == c.changes, boost::test_tools::per_element());
    }
  }
  for (const Option& option : options_of(front(Personality::zfs_auto_snapshot)))
    BOOST_TEST(tried.contains(option.name), "no case tries --" << option.name);
}

BOOST_AUTO_TEST_CASE(what_it_does_unasked) {
  const Request r = as_zas({}, {"tank", "tank/home"});
  BOOST_TEST(r.front.text().name == "snapshot");
  BOOST_TEST(r.get<Choosing>().names == (Words{"tank", "tank/home"}), boost::test_tools::per_element());
  BOOST_TEST(r.get<Choosing>().whole_names);
  BOOST_TEST(r.get<Snapshots>().utc);
  BOOST_TEST(r.get<Labelled>().by_property);
  BOOST_TEST(!r.get<Labelled>().skips_resilvered);
  BOOST_TEST(r.get<Labelled>().event == "-");
  BOOST_TEST(r.get<Labelling>().snapshot_format == "zfs-auto-snap" + k_time);
  BOOST_TEST(r.get<ResultFiles>().syslog_name == "zfs-auto-snap");
  BOOST_TEST(as_zas({}, {"new", "tank"}).get<Choosing>().names.size() == 2U, "a pool may be called so");
}

BOOST_AUTO_TEST_CASE(the_text_of_a_hook_is_one_word_for_a_shell) {
  for (const std::string text : {"a", "a 'b c'", "it's \"$HOME\" \\ `x` !", "a\tb; c | d"}) {
    const Request r = as_zas({"--pre-snapshot", text});
    const Words words = split_words(r.get<Labelled>().pre_tree_cmd);
    BOOST_TEST(words == (Words{"sh", "-c", text + " \"$@\"", "zfs-auto-snapshot"}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(what_it_refuses) {
  const struct {
    Words options, names;
    int code;
    std::string why;
  } cases[] = {
      {{"--nonsense"}, {"//"}, 128, "unrecognized option '--nonsense'"},
      {{"-x"}, {"//"}, 128, "unrecognized option '-x'"},
      {{"-qx"}, {"//"}, 128, "unrecognized option '-x' in '-qx'"},
      {{"--s"},
       {"//"},
       128,
       "ambiguous option: --s could match --skip-scrub, --sep, --syslog, --send-full, --send-incr"},
      {{"--d"}, {"//"}, 128, "ambiguous option: --d could match --default-exclude, --destroy-only, --dry-run, --debug"},
      {{"--quiet=1"}, {"//"}, 128, "--quiet takes no value"},
      {{"-k"}, {}, 128, "--keep needs a value: --keep NUM"},
      {{"--json"}, {"//"}, 128, "unrecognized option '--json'"},
      {{"--version"}, {"//"}, 128, "unrecognized option '--version'"},
      {{"-m", "1K"}, {"//"}, 128, "The --min-size parameter must be a number of KiB."},
      {{"--send-full=x"},
       {"//"},
       128,
       "--send-full: nothing is sent under this name. To send snapshots: zwinnow backup"},
      {{"--send-incr", "x"},
       {"//"},
       128,
       "--send-incr: nothing is sent under this name. To send snapshots: zwinnow backup"},
      {{"-k", "0"}, {"//"}, 129, "The --keep parameter must be a positive integer."},
      {{"--keep=x"}, {"//"}, 129, "The --keep parameter must be a positive integer."},
      {{"--keep="}, {"//"}, 129, "The --keep parameter must be a positive integer."},
      {{"-k", "-3"}, {"//"}, 129, "The --keep parameter must be a positive integer."},
      {{"-p", "a/b"}, {"//"}, 130, "The --prefix parameter must be alphanumeric."},
      {{"-p", "a%Y"}, {"//"}, 130, "The --prefix parameter must be alphanumeric."},
      {{"-p", "{}"}, {"//"}, 130, "The --prefix parameter must be alphanumeric."},
      {{"--sep="}, {"//"}, 131, "The --sep parameter must be non-empty."},
      {{"--sep", "__"}, {"//"}, 132, "The --sep parameter must be one alphanumeric character."},
      {{"--sep", "%"}, {"//"}, 132, "The --sep parameter must be one alphanumeric character."},
      {{}, {}, 133, "The filesystem argument list is empty."},
      {{}, {"//", "tank"}, 134, "The // must be the only argument if it is given."},
      {{}, {"tank", "//"}, 134, "The // must be the only argument if it is given."},
      {{}, {"//", "//"}, 134, "The // must be the only argument if it is given."},
      {{"-l", "Daily"},
       {"//"},
       136,
       "The --label parameter must have lower-case letters, digits and -_.: only, as com.sun:auto-snapshot:LABEL is a "
       "property."},
      {{"-e", std::string(1025, 'x')}, {"//"}, 139, "The --event parameter must be less than 1025 characters."},
      {{"--destroy-only"}, {"//"}, 255, "--destroy-only needs --keep: how many snapshots stay?"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(joined(c.options + c.names)) {
      const Answer refused = refused_by_zas(c.options, c.names);
      BOOST_TEST(refused.exit_code == c.code);
      BOOST_TEST(refused.out == "");
      BOOST_TEST(refused.err == "Error: " + c.why + "\n");
    }
  }
}

BOOST_AUTO_TEST_CASE(help_is_about_its_own_options) {
  for (const std::string given : {"-h", "--help", "--he", "-qh"}) {
    const Answer help = answer({k_name, given});
    BOOST_TEST(help.exit_code == 0);
    BOOST_TEST(help.out == help_text(front(Personality::zfs_auto_snapshot)));
  }
  const std::string help = help_text(front(Personality::zfs_auto_snapshot));
  BOOST_TEST(help.starts_with("usage: zfs-auto-snapshot [options] [-l LAB] // | NAME...\n"));
  for (const char* theirs : {"--default-exclude", "-e, --event EVENT", "-k, --keep NUM", "--pre-snapshot COMMAND"})
    BOOST_TEST(contains(help, theirs), theirs);
  for (const char* ours : {"--snapshot-format", "--plan", "--json", "--max-destroy", "--fast", "--send-full"})
    BOOST_TEST(!contains(help, ours), ours);
  BOOST_TEST(header_line(Personality::zfs_auto_snapshot).starts_with("zfs-auto-snapshot 1.2.4 (zwinnow "));
}

BOOST_AUTO_TEST_SUITE_END()
