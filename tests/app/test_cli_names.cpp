#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/cli/tokens.hpp"
#include "app/version.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace cli_test;

// --- zwinnow ---

namespace {

std::string verbs() {
  std::string all;
  for (const app::cli::VerbText& verb : app::verbs::all()) all += (all.empty() ? "" : ", ") + std::string(verb.name);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_zwinnow)

BOOST_AUTO_TEST_CASE(names_and_options_may_be_mixed) {
  const Request r = request({"zwinnow", "backup", "-v", "job", "--utc", "pool/target", "--rollback"});
  BOOST_TEST(r.get<Operands>().backup_name == "job");
  BOOST_TEST(r.get<Operands>().target_path == "pool/target");
  BOOST_TEST(r.get<Snapshots>().utc);
  BOOST_TEST(r.get<Sending>().rollback);
  BOOST_TEST((r.front.personality() == Personality::zwinnow));
  BOOST_TEST(request({"zwinnow", "backup", "job"}).get<Operands>().target_path == "");
  BOOST_TEST(request({"/opt/other-name", "backup", "--", "-job"}).get<Operands>().backup_name == "-job");
}

BOOST_AUTO_TEST_CASE(the_verb_comes_first) {
  const auto complaint = [](const Words& words) {
    const Answer refused = answer(words);
    BOOST_TEST(refused.exit_code == 255);
    BOOST_TEST(refused.out == "");
    return refused.err;
  };
  BOOST_TEST(complaint({"zwinnow"}) == "zwinnow: no verb given; the verbs are: " + verbs() +
                                           " (see zwinnow "
                                           "--help)\n");
  BOOST_TEST(complaint({"zwinnow", "prune"}) == "zwinnow: unknown verb 'prune'; the verbs are: " + verbs() +
                                                    " (see "
                                                    "zwinnow --help)\n");
  BOOST_TEST(complaint({"zwinnow", "-n", "backup", "job"}) == "zwinnow: unknown verb '-n'; the verbs are: " + verbs() +
                                                                  " (see "
                                                                  "zwinnow --help)\n");
  BOOST_TEST(complaint({"zwinnow", "back", "job"}) == "zwinnow: unknown verb 'back'; the verbs are: " + verbs() +
                                                          " (see "
                                                          "zwinnow --help)\n");
  BOOST_TEST(complaint({"zwinnow", "--help", "job"}) ==
             "zwinnow: --help comes alone or after a verb; the verbs are: " + verbs() +
                 " (see zwinnow "
                 "--help)\n");
  BOOST_TEST(complaint({}) == "zwinnow: no verb given; the verbs are: " + verbs() +
                                  " (see zwinnow "
                                  "--help)\n");
}

BOOST_AUTO_TEST_CASE(prefixes_are_not_guessed_but_suggested) {
  const auto complaint = [](const std::string& option) { return answer({"zwinnow", "backup", option, "job"}).err; };
  BOOST_TEST(complaint("--verb") ==
             "zwinnow: unrecognized option '--verb'; did you mean --verbose? (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("--ssh-") ==
             "zwinnow: unrecognized option '--ssh-'; did you mean --ssh-source, --ssh-target or --ssh-config? "
             "(see zwinnow backup --help)\n");
  BOOST_TEST(complaint("--comp") ==
             "zwinnow: unrecognized option '--comp'; did you mean --compress? (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("--x\ty=1") == "zwinnow: unrecognized option '--x\\x09y' (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("-x") == "zwinnow: unrecognized option '-x' (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("-vxn") == "zwinnow: unrecognized option '-x' in '-vxn' (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("-verbose") == "zwinnow: unrecognized option '-e' in '-verbose' (see zwinnow backup --help)\n");
  BOOST_TEST(complaint("-n=4") == "zwinnow: unrecognized option '-=' in '-n=4' (see zwinnow backup --help)\n");
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_used_are_refused) {
  const std::vector<std::pair<Words, std::string>> cases = {
      {{}, "Please specify BACKUP-NAME"},
      {{""}, "BACKUP-NAME should not be empty"},
      {{"a b"}, "BACKUP-NAME 'a b' should have"},
      {{"a\n"}, "BACKUP-NAME 'a\\x0a' should have"},
      {{"a/b"}, "BACKUP-NAME 'a/b' should have"},
      {{"a@b"}, "BACKUP-NAME 'a@b' should have"},
      {{"a%Y"}, "BACKUP-NAME 'a%Y' should have"},
      {{"a{}"}, "BACKUP-NAME 'a{}' should have"},
      {{"\xc3\xa4"}, "BACKUP-NAME '\xc3\xa4' should have"},
      {{"job", ""}, "Target should not be empty"},
      {{"job", "/pool"}, "Target should not start with a /"},
      {{"job", "pool/"}, "Target 'pool/' is not the name of a dataset"},
      {{"job", "pool//a"}, "Target 'pool//a' is not the name of a dataset"},
      {{"job", "pool/a@b"}, "Target 'pool/a@b' is not the name of a dataset"},
      {{"job", "pool/a#b"}, "Target 'pool/a#b' is not the name of a dataset"},
  };
  for (const auto& [names, complaint] : cases) {
    BOOST_TEST_CONTEXT(joined(names)) {
      const Answer own = answer(Words{"zwinnow", "backup"} + names);
      BOOST_TEST(own.exit_code == 255);
      BOOST_TEST(own.err.starts_with("zwinnow: " + complaint));
      BOOST_TEST(std::ranges::count(own.err, '\n') == 1);
      const Answer dropin = answer(Words{"zfs-autobackup"} + names);
      BOOST_TEST(dropin.exit_code == 255);
      BOOST_TEST(dropin.err.starts_with("! " + complaint));
      BOOST_TEST(std::ranges::count(dropin.err, '\n') == 1);
    }
  }
  BOOST_TEST(request({"zwinnow", "backup", "aZ09-_.:+", "my pool/b c"}).get<Operands>().target_path == "my pool/b c");
  BOOST_TEST(answer({"zwinnow", "backup", "a", "b", "c"}).err ==
             "zwinnow: unexpected argument 'c' after TARGET-PATH (see zwinnow backup --help)\n");
}

BOOST_AUTO_TEST_CASE(help_and_version_are_good_runs) {
  const std::string version = "zwinnow " + std::string(app::k_version) + "\n";
  const std::string help_text = app::cli::help_text(front(Personality::zwinnow));
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"--help"}, app::cli::overview(app::verbs::all())},
      {{"-h"}, app::cli::overview(app::verbs::all())},
      {{"--version"}, version},
      {{"backup", "--help"}, help_text},
      {{"backup", "-vh"}, help_text},
      {{"backup", "job", "--help", "--no-such-option"}, help_text},
      {{"backup", "--version", "--help"}, version},
  };
  for (const auto& [given, out] : cases) {
    BOOST_TEST_CONTEXT(joined(given)) {
      const Answer good = answer(Words{"zwinnow"} + given);
      BOOST_TEST(good.exit_code == 0);
      BOOST_TEST(good.out == out);
      BOOST_TEST(good.err == "");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

// --- zfs-autobackup ---

BOOST_AUTO_TEST_SUITE(cli_zfs_autobackup)

const std::string k_usage = "usage: zfs-autobackup [options] BACKUP-NAME [TARGET-PATH]\n";

BOOST_AUTO_TEST_CASE(the_name_of_the_program_decides) {
  for (const char* program : {"zfs-autobackup", "./bin/zfs-autobackup"})
    BOOST_TEST((request({program, "job"}).front.personality() == Personality::zfs_autobackup));
  for (const char* program : {"zfs-autobackup/zwinnow", "zwinnow", "zfs-autobackup2", ""})
    BOOST_TEST((request({program, "backup", "job"}).front.personality() == Personality::zwinnow));
}

BOOST_AUTO_TEST_CASE(a_cron_line_keeps_working) {
  const Request r = request({"/usr/local/bin/zfs-autobackup", "--ssh-source", "server1", "offsite1", "backup/server1",
                             "--keep-source=5,1d1w", "--strip-path", "1", "--clear-mountpoint", "-v", "--no-prog"});
  BOOST_TEST(r.get<Operands>().backup_name == "offsite1");
  BOOST_TEST(r.get<Operands>().target_path == "backup/server1");
  BOOST_TEST(r.get<Places>().ssh_source == "server1");
  BOOST_TEST(r.get<Thinning>().keep_source == "5,1d1w");
  BOOST_TEST(r.get<Scope>().strip_path == 1U);
  BOOST_TEST(r.get<Receiving>().clear_mountpoint);
  BOOST_TEST((verbosity_of(r.front.verb().groups()) == app::Verbosity::verbose));
}

/// By definition: each prefix of each name stands for the one option it fits, for the option whose whole name it is, or
/// for none.
BOOST_AUTO_TEST_CASE(every_prefix_of_every_option_is_taken_refused_or_ambiguous) {
  Words names;
  std::map<std::string, const Option*> owner;
  for (const Option& option : app::cli::options()) {
    if (!option.known_under(front(Personality::zfs_autobackup))) continue;
    for (const std::string_view name : {option.name, option.alias}) {
      if (name.empty()) continue;
      names.emplace_back(name);
      owner[names.back()] = &option;
    }
  }
  for (const std::string& name : names) {
    for (std::size_t length = 1; length <= name.size(); ++length) {
      const std::string prefix = name.substr(0, length);
      std::set<const Option*> fits;
      for (const std::string& other : names) {
        if (other.starts_with(prefix)) fits.insert(owner[other]);
      }
      const Option* expected = owner.contains(prefix) ? owner[prefix] : fits.size() == 1 ? *fits.begin() : nullptr;

      Words given = {"zfs-autobackup", "--" + prefix};
      if (expected != nullptr && expected->takes_value()) given.back() += "=" + std::string("1=1");
      BOOST_TEST_CONTEXT(given.back()) {
        if (expected == nullptr) {
          const std::string err = answer(given).err;
          BOOST_TEST(contains(err, "ambiguous option: --" + prefix + " could match --"));
          for (const Option* one : fits) BOOST_TEST(contains(err, "--" + std::string(one->name)));
        } else {
          const std::vector<std::string_view> arguments(given.begin() + 1, given.end());
          const auto tokens = app::cli::read_tokens(arguments, front(Personality::zfs_autobackup));
          BOOST_REQUIRE(tokens.options.size() == 1);
          BOOST_TEST(tokens.options[0].option == expected);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(ambiguous_prefixes_list_what_they_fit) {
  const Answer refused = answer({"zfs-autobackup", "--keep", "5", "job"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(refused.err == k_usage +
                                "zfs-autobackup: error: ambiguous option: --keep could match --keep-source, "
                                "--keep-target\n");
  BOOST_TEST(request({"zfs-autobackup", "--keep-s", "5", "job"}).get<Thinning>().keep_source == "5");
  BOOST_TEST(request({"zfs-autobackup", "--dry", "job"}).get<Operands>().backup_name == "job");
  // Our own options make no prefix ambiguous that the original understands.
  BOOST_TEST(request({"zfs-autobackup", "--pre", "a", "job"}).get<Snapshots>().pre_snapshot_cmds == Words{"a"},
             boost::test_tools::per_element());
  BOOST_TEST(request({"zfs-autobackup", "--destroy-m", "1d", "job"}).get<Thinning>().destroy_missing == "1d");
}

BOOST_AUTO_TEST_CASE(unknown_options_and_extra_names_are_usage_errors) {
  for (const Words& given :
       {Words{"--nonsense", "job"}, Words{"-x", "job"}, Words{"--=1", "job"}, Words{"a", "b", "c"}}) {
    BOOST_TEST_CONTEXT(joined(given)) {
      const Answer refused = answer(Words{"zfs-autobackup"} + given);
      BOOST_TEST(refused.exit_code == 2);
      BOOST_TEST(refused.out == "");
      BOOST_TEST(refused.err.starts_with(k_usage + "zfs-autobackup: error: un"));
    }
  }
}

BOOST_AUTO_TEST_CASE(two_dashes_end_the_options) {
  const Request r = request({"zfs-autobackup", "-v", "--", "-job", "--utc"});
  BOOST_TEST(r.get<Operands>().backup_name == "-job");
  BOOST_TEST(r.get<Operands>().target_path == "--utc");
  BOOST_TEST(!r.get<Snapshots>().utc);
  BOOST_TEST(request({"zfs-autobackup", "-1", "pool"}).get<Operands>().backup_name == "-1");
}

BOOST_AUTO_TEST_CASE(without_a_name_it_shows_the_usage) {
  for (const Words& given : {Words{"zfs-autobackup"}, Words{"zfs-autobackup", "-v"}}) {
    const Answer nameless = answer(given);
    BOOST_TEST(nameless.exit_code == 255);
    BOOST_TEST(nameless.out == k_usage);
    BOOST_TEST(nameless.err == "! Please specify BACKUP-NAME\n");
  }
  const Answer slash = answer({"zfs-autobackup", "job", "/pool"});
  BOOST_TEST(slash.exit_code == 255);
  BOOST_TEST(slash.out == "");
  BOOST_TEST(slash.err == "! Target should not start with a /\n");
}

BOOST_AUTO_TEST_CASE(help_and_version_exit_as_the_original) {
  for (const std::string given : {"--help", "-h", "--he", "-nh"}) {
    const Answer help = answer({"zfs-autobackup", given});
    BOOST_TEST(help.exit_code == 255);
    BOOST_TEST(help.out == app::cli::help_text(front(Personality::zfs_autobackup)));
    BOOST_TEST(help.err == "");
  }
  const Answer version = answer({"zfs-autobackup", "job", "--version"});
  BOOST_TEST(version.exit_code == 255);
  BOOST_TEST(version.out == "zfs-autobackup v3.3 (zwinnow " + std::string(app::k_version) + ")\n");
}

BOOST_AUTO_TEST_SUITE_END()
