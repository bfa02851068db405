#include "app/cli/drop_ins.hpp"
#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/cli/substitute.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace cli_test;

// --- Help ---

BOOST_AUTO_TEST_SUITE(cli_help)

std::string read_file(const std::string& path) {
  const std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// With ACCEPT_GOLDEN set the file is rewritten, and the test fails so that accepting never looks like passing.
void check_golden(const std::string& name, const std::string& got) {
  const std::string path = std::string(GOLDEN_DIR) + "/" + name;
  if (std::getenv("ACCEPT_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    BOOST_ERROR("golden rewritten: " + path);
    return;
  }
  BOOST_TEST(got == read_file(path), name << " is not what it was; ACCEPT_GOLDEN=1 takes it as it is:\n" << got);
}

BOOST_AUTO_TEST_CASE(texts_are_as_they_were) {
  check_golden("help_zwinnow.txt", app::cli::overview(app::verbs::all()));
  check_golden("help_zfs_autobackup.txt", app::cli::help_text(front(Personality::zfs_autobackup)));
  check_golden("help_zfs_auto_snapshot.txt", app::cli::help_text(front(Personality::zfs_auto_snapshot)));
  check_golden("help_syncoid.txt", app::cli::help_text(front(Personality::syncoid)));
  check_golden("help_zelta.txt", app::cli::overview(app::cli::k_zelta, app::verbs::all()));
  for (const app::cli::Guise& guise : app::cli::k_zelta.guises) {
    if (guise.refusal.empty())
      check_golden("help_zelta_" + std::string(guise.word) + ".txt",
                   app::cli::help_text({app::verbs::all(), app::cli::k_zelta, guise}));
  }
  for (const app::cli::VerbText& verb : app::verbs::all())
    check_golden("help_zwinnow_" + std::string(verb.name) + ".txt", app::cli::help_text(app::cli::Front(verb)));
}

BOOST_AUTO_TEST_CASE(lines_fit_a_terminal) {
  for (const std::string& text :
       {app::cli::overview(app::verbs::all()), app::cli::help_text(front(Personality::zwinnow)),
        app::cli::help_text(front(Personality::zfs_autobackup)),
        app::cli::help_text(front(Personality::zfs_auto_snapshot)), app::cli::help_text(front(Personality::syncoid))}) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      BOOST_TEST(line.size() <= 100, "too long: " << line);
      BOOST_TEST(!line.ends_with(' '), "blank at the end: " << line);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_visible_option_is_in_it_with_its_default_and_no_other) {
  for (const Personality personality : k_both) {
    const std::string text = app::cli::help_text(front(personality));
    const std::string chapters = text.substr(0, text.find("\nExamples:"));
    for (const Option& option : app::cli::options()) {
      const bool shown = !option.hidden && option.known_under(front(personality));
      if (!shown && app::cli::find_option(option.name, front(personality)) != nullptr)
        continue;  // another verb's of that name
      const std::string name = "--" + std::string(option.name);
      const bool listed = std::ranges::any_of(std::string_view(" \n,["), [&](char end) {
        return contains(chapters, "  " + name + end) || contains(chapters, ", " + name + end);
      });
      BOOST_TEST(listed == shown, name);
      if (shown && !option.fallback.empty()) {
        BOOST_TEST(contains(chapters, "Default: " + std::string(option.fallback) + "\n"), name);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(examples_in_it_are_command_lines_that_work) {
  int tried = 0;
  for (const std::string& text :
       {app::cli::overview(app::verbs::all()), app::cli::help_text(front(Personality::zwinnow)),
        app::cli::help_text(front(Personality::zfs_autobackup))}) {
    std::istringstream lines(text.substr(text.find("\nExamples:")));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      const Words given{std::istream_iterator<std::string>(words), {}};
      const bool indented = line.starts_with("  ") && !given.empty();
      const bool ours = indented && (given[0] == "zfs-autobackup" || given[0] == "zwinnow");
      if (!ours) continue;
      BOOST_TEST(!request(given).get<Operands>().backup_name.empty(), line);
      ++tried;
    }
  }
  BOOST_TEST(tried == 2 + 4 + 4);
}

BOOST_AUTO_TEST_SUITE_END()

// --- Any input ---

BOOST_AUTO_TEST_SUITE(cli_any_input)

std::string random_word(std::mt19937& random) {
  const auto pick = [&](std::size_t below) { return random() % below; };
  const auto all = app::cli::options();
  const std::string name(all[pick(all.size())].name);
  switch (pick(7)) {
    case 0:
      return "--" + name;
    case 1:
      return "--" + name.substr(0, pick(name.size() + 1));
    case 2:
      return "--" + name + "=" + std::string(pick(3), "1=,-\n"[pick(5)]);
    case 3:
      return std::string("-") + "hnvdF=-1 x"[pick(10)] + "hnvd-"[pick(5)];
    case 4:
      return std::string(pick(3), '-') + std::string(pick(4), "a/@{ 0"[pick(6)]);
    case 5:
      return std::vector<std::string>{"", "--", "-", "job", "pool/x", "-1", "sh", "10,1d1w"}[pick(8)];
    default: {
      std::string noise(pick(6), '\0');
      for (char& c : noise) c = static_cast<char>(random());
      return noise;
    }
  }
}

BOOST_AUTO_TEST_CASE(is_a_usable_request_or_a_one_line_refusal) {
  std::mt19937 random(20241201);  // NOLINT(cert-msc51-cpp): the same words each time
  int accepted = 0;
  int refused = 0;
  for (int round = 0; round < 30000; ++round) {
    const Personality personality = k_both[random() % 2];
    Words words = command(personality);
    for (auto left = random() % 5; left > 0; --left) words.push_back(random_word(random));
    BOOST_TEST_CONTEXT(joined(words)) {
      const auto result = parse(words);
      if (const auto* r = std::get_if<Front>(&result)) {
        const auto& names = r->verb().groups().get<Operands>();
        ++accepted;
        BOOST_REQUIRE((r->personality() == personality));
        BOOST_REQUIRE(!names.backup_name.empty());
        BOOST_REQUIRE(!names.target_path.starts_with('/'));
      } else if (const auto& a = std::get<Answer>(result); !a.err.empty()) {
        ++refused;
        BOOST_REQUIRE((a.exit_code == 255 || (a.exit_code == 2 && personality == Personality::zfs_autobackup)));
        const std::string usage = a.exit_code == 2 ? app::cli::usage(front(personality)) : "";
        BOOST_REQUIRE(a.err.starts_with(usage));
        BOOST_REQUIRE(std::ranges::count(a.err.substr(usage.size()), '\n') == 1);
      } else {
        BOOST_REQUIRE(a.exit_code == (personality == Personality::zwinnow ? 0 : 255));
        BOOST_REQUIRE(!a.out.empty());
      }
    }
  }
  BOOST_TEST(accepted > 1000);
  BOOST_TEST(refused > 1000);
}

BOOST_AUTO_TEST_CASE(under_our_name_gets_an_answer_whatever_comes_first) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same words each time
  for (int round = 0; round < 5000; ++round) {
    Words words;
    for (auto left = random() % 4; left > 0; --left) words.push_back(random_word(random));
    BOOST_TEST_CONTEXT(joined(words)) {
      BOOST_REQUIRE(std::holds_alternative<Answer>(parse(words)));
    }
  }
}

BOOST_AUTO_TEST_CASE(is_read_the_same_whatever_the_order_of_options_and_names) {
  const std::vector<Words> parts = {{"--ssh-source", "a"},   {"-v"}, {"--strip-path=3"}, {"--set-properties", "x=y"},
                                    {"--utc", "--rollback"}, {"job"}};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
  const Request first = request({"zfs-autobackup", "--ssh-source", "a", "-v", "--strip-path=3", "--set-properties",
                                 "x=y", "--utc", "--rollback", "job"});
  do {
    Words words = {"zfs-autobackup"};
    for (const std::size_t i : order) words = std::move(words) + parts[i];
    BOOST_TEST_CONTEXT(joined(words)) {
      BOOST_REQUIRE((members(request(words)) == members(first)));
    }
  } while (std::ranges::next_permutation(order).found);
}

BOOST_AUTO_TEST_SUITE_END()

// --- Formats ---

BOOST_AUTO_TEST_SUITE(cli_substitute)

BOOST_AUTO_TEST_CASE(puts_the_name_where_the_braces_are) {
  using app::cli::substitute;
  BOOST_TEST(substitute("autobackup:{}", "job") == "autobackup:job");
  BOOST_TEST(substitute("{0}-%Y{}", "job") == "job-%Yjob");
  BOOST_TEST(substitute("fixed", "job") == "fixed");
  BOOST_TEST(substitute("", "job") == "");
  BOOST_TEST(substitute("{{}}", "job") == "{}");
  BOOST_TEST(substitute("{{{}}}", "job") == "{job}");
  BOOST_TEST(substitute("{}", "{}") == "{}");
}

BOOST_AUTO_TEST_CASE(refuses_other_fields_and_lone_braces) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{name}", "format '{name}': unknown field 'name'; only {}, the backup name, is known"},
      {"{1}", "format '{1}': unknown field '1'; only {}, the backup name, is known"},
      {"{ }", "format '{ }': unknown field ' '; only {}, the backup name, is known"},
      {"{:>5}", "format '{:>5}': unknown field ':>5'; only {}, the backup name, is known"},
      {"a{", "format 'a{': a { without its }; write {{ for a brace"},
      {"{0", "format '{0': a { without its }; write {{ for a brace"},
      {"a}", "format 'a}': a } without its {; write }} for a brace"},
      {"{}}", "format '{}}': a } without its {; write }} for a brace"},
  };
  for (const auto& [format, complaint] : cases) {
    BOOST_TEST_CONTEXT(format) {
      BOOST_CHECK_EXCEPTION(app::cli::substitute(format, "job"), app::cli::SubstitutionError,
                            [&expected = complaint](const auto& error) { return error.what() == expected; });
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
