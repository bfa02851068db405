#include "app/cli/drop_ins.hpp"
#include "app/cli/help.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace cli_test;

namespace {

// A tool that nobody has: with verbs, and with every kind of option that a table can have.

void put_halves(const Groups& groups, const std::string& value) {
  if (value == "odd") throw Refusal(7, "no halves of odd");
  groups.get<Labelling>().label = value + "-" + value;
}

constexpr Option k_keeping_options[] = {
    {.letter = 'k', .name = "keep", .value = "N", .help = "Keep N.", .fills = OptionalCount{in<&Counting::keep>()}},
    {.letter = 'r', .name = "deep", .help = "All below.", .fills = Flag{in<&Choosing::recursive>(), true}},
    {.name = "halves", .value = "X", .help = "Twice.", .fills = Means{put_halves}},
    {.name = "lazy", .help = "Nothing.", .fills = Ignored{"it is lazy anyway"}},
    {.name = "hasty", .help = "Nothing.", .fills = Ignored{"it is hasty anyway"}},
    {.name = "teleport", .help = "No.", .fills = Refused{"nobody can. Walk"}},
    {.letter = 'h', .name = "help", .help = "Help.", .fills = Question::help},
};

void settle_keeping(const Groups& groups, Tokens& tokens) {
  if (tokens.positionals.empty()) throw Refusal(9, "keep what?");
  groups.get<Snapshots>().utc = true;
}

constexpr Guise k_keeping{.word = "keep",
                          .verb = "snapshot",
                          .options = k_keeping_options,
                          .operands = "THING",
                          .description = "Keeps a thing.",
                          .examples = "  {} tank\n",
                          .settle = settle_keeping};
constexpr std::array k_guises{k_keeping, Guise{.word = "look", .verb = "list"},
                              Guise{.word = "fly", .verb = "list", .refusal = "it cannot fly yet. Use: oldtool keep"}};
constexpr std::array k_one_guise{k_keeping};

constexpr DropIn k_oldtool{.personality = Personality::zfs_check,
                           .name = "oldtool",
                           .version = "0.9",
                           .exit_codes = "  3  misused\n",
                           .guises = k_guises,
                           .answering = {.complaint = "oldtool: ", .misuse = 3}};
constexpr DropIn k_keeper{
    .personality = Personality::zfs_check, .name = "keeper", .version = "0.9", .exit_codes = "", .guises = k_one_guise};

std::variant<Front, Answer> called(const Words& words) {
  static constexpr std::array k_tools{&k_oldtool, &k_keeper};
  const std::vector<std::string_view> argv(words.begin(), words.end());
  return app::cli::parse(argv, app::verbs::all(), k_tools);
}

Request understood(const Words& words) {
  auto result = called(words);
  if (const auto* refused = std::get_if<Answer>(&result)) BOOST_FAIL(joined(words) << ": " << refused->err);
  return {std::get<Front>(std::move(result))};
}

std::string refused(const Words& words, int code) {
  auto result = called(words);
  if (std::holds_alternative<Front>(result)) BOOST_FAIL(joined(words) << " was accepted");
  BOOST_TEST(std::get<Answer>(result).exit_code == code);
  return std::get<Answer>(result).err;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drop_in_tables)

BOOST_AUTO_TEST_CASE(a_table_says_what_each_option_does_here) {
  const Request r = understood({"oldtool", "keep", "-rk3", "--halves=x", "tank", "--deep"});
  BOOST_TEST(r.front.text().name == "snapshot");
  BOOST_TEST(r.get<Counting>().keep.value() == 3U);
  BOOST_TEST(r.get<Choosing>().recursive);
  BOOST_TEST(r.get<Choosing>().names == Words{"tank"}, boost::test_tools::per_element());
  BOOST_TEST(r.get<Labelling>().label == "x-x");
  BOOST_TEST(r.get<Snapshots>().utc, "what it does unasked");
  BOOST_TEST(r.front.remark == "");
  BOOST_TEST(understood({"oldtool", "keep", "--lazy", "tank", "--hasty", "--lazy"}).front.remark ==
             "--lazy has no effect here: it is lazy anyway; --hasty has no effect here: it is hasty anyway");
  BOOST_TEST(refused({"oldtool", "keep", "--teleport", "tank"}, 3) == "oldtool: --teleport: nobody can. Walk\n");
  BOOST_TEST(refused({"oldtool", "keep", "--halves", "odd", "tank"}, 7) == "oldtool: no halves of odd\n");
  BOOST_TEST(refused({"oldtool", "keep"}, 9) == "oldtool: keep what?\n");
  BOOST_TEST(refused({"oldtool", "keep", "--keep=0", "tank"}, 3) == "oldtool: --keep is 1 or more\n");
  BOOST_TEST(refused({"oldtool", "keep", "--label=x", "tank"}, 3) == "oldtool: unrecognized option '--label'\n",
             "ours are not known where a table has its own");
}

BOOST_AUTO_TEST_CASE(its_verbs) {
  BOOST_TEST(understood({"oldtool", "look", "-H"}).get<Listing>().plain, "without a table the options are ours");
  BOOST_TEST(refused({"oldtool"}, 3) == "oldtool: no verb given; the verbs are: keep, look, fly\n");
  BOOST_TEST(refused({"oldtool", "swim"}, 3) == "oldtool: unknown verb 'swim'; the verbs are: keep, look, fly\n");
  BOOST_TEST(refused({"oldtool", "fly", "tank"}, 3) == "oldtool: fly: it cannot fly yet. Use: oldtool keep\n");
  BOOST_TEST(understood({"/usr/bin/keeper", "-k3", "tank"}).get<Counting>().keep.value() == 3U,
             "a link for one of them");
  BOOST_TEST(app::cli::command_of(understood({"/usr/bin/keeper", "tank"}).front) == "keeper");
}

BOOST_AUTO_TEST_CASE(its_help) {
  const auto help = [](const Words& words) {
    const auto result = called(words);
    BOOST_TEST(std::get<Answer>(result).exit_code == 0);
    return std::get<Answer>(result).out;
  };
  const std::string of_keep = help({"oldtool", "keep", "-h"});
  BOOST_TEST(of_keep.starts_with("usage: oldtool keep [options] THING\n\nKeeps a thing.\n"));
  BOOST_TEST(contains(of_keep, "  -r, --deep "));
  BOOST_TEST(contains(of_keep, "Examples:\n  oldtool keep tank\n"));
  BOOST_TEST(of_keep.ends_with("  1..254  that many datasets failed\n  3  misused\n"));
  BOOST_TEST(help({"oldtool", "--help"}) ==
             "usage: oldtool VERB [options] ...\n\nVerbs:\n"
             "  keep      Snapshot datasets by name, and keep the newest N of each kind.\n"
             "  look      " +
                 std::string(find_verb(app::verbs::all(), "list")->summary) +
                 "\n  fly       Not available.\n\noldtool VERB --help explains a verb.\n");
}

BOOST_AUTO_TEST_CASE(each_name_is_its_own) {
  std::set<std::string_view> names;
  for (const DropIn* const tool : drop_ins()) {
    BOOST_TEST(names.insert(tool->name).second, tool->name);
    BOOST_TEST(contains(app::cli::overview(app::verbs::all()), tool->name), tool->name);
    for (const Guise& guise : tool->guises) BOOST_TEST(find_verb(app::verbs::all(), guise.verb) != nullptr);
  }
}

BOOST_AUTO_TEST_SUITE_END()
