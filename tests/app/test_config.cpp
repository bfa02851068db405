// Command lines that name a file of options: --config.
#include "app/cli/config.hpp"
#include "app/cli/config_lines.hpp"
#include "app/cli/nearest.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace cli_test;

namespace {

std::variant<Front, Answer> parse_with(const std::string& text, const Words& words) {
  const std::vector<std::string_view> argv(words.begin(), words.end());
  return app::cli::parse(argv, app::verbs::all(), drop_ins(), [&text](const std::string& name) {
    return ConfigFile{"/x/" + name + ".conf", text};
  });
}

Request made(const std::string& text, const Words& words = {"zwinnow", "backup", "--config", "job"}) {
  auto result = parse_with(text, words);
  if (const auto* answer = std::get_if<Answer>(&result)) BOOST_FAIL(text << " was refused: " << answer->err);
  return {std::get<Front>(std::move(result))};
}

std::string complaint(const std::string& text, const Words& words = {"zwinnow", "backup", "--config", "job"}) {
  auto result = parse_with(text, words);
  if (std::holds_alternative<Front>(result)) BOOST_FAIL(text << " was accepted");
  return std::get<Answer>(result).err;
}

void expect_complaint(const std::string& text, const std::string& part) {
  const std::string said = complaint(text);
  BOOST_TEST(contains(said, part), "'" << said << "' does not say '" << part << "'");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_config)

BOOST_AUTO_TEST_CASE(options_flags_comments_and_operands) {
  const Request r = made(
      "# the nightly backup\n"
      "target-path = backup/server1\n"
      "backup-name=offsite1\r\n"
      "\n"
      "  ssh-source =  root@server1  \n"
      "no-holds\n"
      "wait\n"
      "pre-snapshot-cmd = sh -c 'echo a=b # c'\n"
      "pre-snapshot-cmd = second\n"
      "set-properties = a=1,b=2");
  BOOST_TEST(r.get<Operands>().backup_name == "offsite1");
  BOOST_TEST(r.get<Operands>().target_path == "backup/server1");
  BOOST_TEST(r.get<Places>().ssh_source == "root@server1");
  BOOST_TEST(!r.get<Sending>().holds);
  BOOST_TEST(r.get<Waiting>().wait == k_as_long_as_needed);
  BOOST_TEST(joined(r.get<Snapshots>().pre_snapshot_cmds) == "[sh -c 'echo a=b # c'][second]");
  BOOST_TEST(joined(r.get<Receiving>().set_properties) == "[a=1][b=2]");
}

BOOST_AUTO_TEST_CASE(what_comes_later_on_the_command_line_wins) {
  const std::string text = "backup-name = a\ntarget-path = pool/a\nkeep-source = 5\nverbose\n";
  const Request r = made(text, {"zwinnow", "backup", "--config=x", "--keep-source=7", "--test"});
  BOOST_TEST(r.get<Thinning>().keep_source == "7");
  BOOST_TEST(r.get<Trying>().test);
  BOOST_TEST(made(text, {"zwinnow", "backup", "--keep-source=7", "--config=x"}).get<Thinning>().keep_source == "5");
  const Request other = made(text, {"zwinnow", "backup", "--config=x", "b"});
  BOOST_TEST(other.get<Operands>().backup_name == "b");
  BOOST_TEST(other.get<Operands>().target_path == "");
}

BOOST_AUTO_TEST_CASE(operands_of_each_verb) {
  const auto names = [](std::string_view verb) { return joined(operand_names(front(verb).text().operands)); };
  BOOST_TEST(names("backup") == "[backup-name][target-path]");
  BOOST_TEST(names("holds") == "[backup-name][target-path]");
  BOOST_TEST(names("sync") == "[src][dst]");
  BOOST_TEST(names("clone") == "[src][dst]");
  BOOST_TEST(names("snapshot") == "[sel]");
  BOOST_TEST(names("list") == "[sel]");
  BOOST_TEST(names("restore") == "[backup][dst]");
  BOOST_TEST(names("rollback") == "[dataset]");
  const Request r =
      made("sel = tank/a\nsel = tank/b\nlabel = hourly\nkeep = 3\n", {"zwinnow", "snapshot", "--config", "hourly"});
  BOOST_TEST(joined(r.get<Choosing>().names) == "[tank/a][tank/b]");
  for (const VerbText& verb : app::verbs::all()) {
    for (const std::string& name : operand_names(verb.operands))
      BOOST_TEST(find_option(name, Front(verb)) == nullptr, verb.name << " has an option and an operand " << name);
  }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_file_line_and_the_nearest_right_one) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\n# x\nkeep-sorce = 10", "/x/job.conf, line 3: 'keep-sorce' is no option; did you mean keep-source?"},
      {"keep_target = 3", "line 1: 'keep_target' is no option; did you mean keep-target?"},
      {"backupname = a", "did you mean backup-name?"},
      {"xyzzyplugh", "line 1: 'xyzzyplugh' is no option (see"},
      {"label = x", "line 1: 'label' is no option of backup"},
      {"keep-source", "line 1: --keep-source needs a value"},
      {"no-holds = yes", "line 1: --no-holds takes no value"},
      {"keep-source 10", "line 1: 'keep-source 10' is neither `option = value` nor an option alone"},
      {"--keep-source = 10", "line 1: '--keep-source': options are written without dashes here"},
      {"= 3", "has no option before the ="},
      {"strip-path = x", "/x/job.conf, line 1: --strip-path: 'x' is not a whole number"},
      {"verbose\nkeep-source = 1\nkeep-source = 2", "line 3: keep-source is in line 2, too"},
      {"backup-name = a\nbackup-name = b", "line 2: backup-name is there twice"},
      {"target-path = a", "/x/job.conf: there is target-path, and what comes before it is missing"},
      {"backup-name =", "backup-name needs a value"},
      {"config = y", "line 1: config is for the command line alone"},
      {"help", "line 1: help is for the command line alone"},
      {std::string("a\0b", 3), "line 1: there is a control character in it"},
      {"backup-name = a b", "BACKUP-NAME 'a b' should have letters"},
  };
  for (const auto& [text, part] : cases) {
    BOOST_TEST_CONTEXT(text) {
      expect_complaint(text, part);
    }
  }
  BOOST_TEST(contains(complaint("", {"zwinnow", "backup", "--config="}), "--config: the value is empty"));
  BOOST_TEST(contains(answer({"zwinnow", "backup", "--config", "x"}).err, "no file can be read here"));
  BOOST_TEST(contains(answer({"zfs-autobackup", "--config", "x"}).err, "unrecognized option"));
}

BOOST_AUTO_TEST_CASE(what_turns_out_later_has_its_place) {
  const Request r = made("backup-name = a\nkeep-source = nonsense\n");
  BOOST_TEST(r.front.placed("--keep-source: 'nonsense' is wrong") ==
             "/x/job.conf, line 2: --keep-source: 'nonsense' is wrong");
  BOOST_TEST(r.front.placed("--keep-target: x") == "--keep-target: x");
  BOOST_TEST(r.front.placed("something else") == "something else");
  const Request won =
      made("backup-name = a\nkeep-source = nonsense\n", {"zwinnow", "backup", "--config=x", "--keep-source=also"});
  BOOST_TEST(won.front.placed("--keep-source: x") == "--keep-source: x");
}

BOOST_AUTO_TEST_CASE(help_needs_no_file) {
  auto result = parse_with("nonsense\n", {"zwinnow", "backup", "--config", "x", "--help"});
  BOOST_TEST(std::get<Answer>(result).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(names_that_are_near) {
  const std::array<std::string_view, 4> names = {"keep-source", "keep-target", "no-holds", "verbose"};
  BOOST_TEST(nearest_name("keepsource", names) == "keep-source");
  BOOST_TEST(nearest_name("KEEP_SOURCE", names) == "keep-source");
  BOOST_TEST(nearest_name("keep-tagret", names) == "keep-target");
  BOOST_TEST(nearest_name("vrebose", names) == "verbose");
  BOOST_TEST(nearest_name("compress", names) == "");
  BOOST_TEST(nearest_name("", names) == "");
  BOOST_TEST(nearest_name(std::string(100000, 'k'), names) == "");
}

BOOST_AUTO_TEST_CASE(any_text_is_lines_or_one_complaint) {
  std::mt19937 random(20261130);  // NOLINT(cert-msc51-cpp): the same texts each time
  for (int round = 0; round < 5000; ++round) {
    std::string text(random() % 60, '\0');
    for (char& c : text) c = "ab-= #\n\t\r\0\x7f\xff~k"[random() % 15];
    try {
      for (const ConfigLine& line : parse_config(text, "f")) {
        BOOST_REQUIRE(!line.name.empty());
        const std::string again = line.name + (line.has_value ? " = " + line.value : "");
        BOOST_REQUIRE(parse_config(again, "f").front().value == line.value);
      }
    } catch (const UsageError& error) {
      BOOST_REQUIRE(std::string(error.what()).find('\n') == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
