#include "app/cli/parse.hpp"

#include "app/cli/drop_ins.hpp"
#include "app/cli/fill.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/options.hpp"
#include "app/cli/tokens.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace app::cli {
namespace {

constexpr int k_usage_of_drop_ins = 2;

std::string words_to_usage(std::string_view complaint, std::string_view see) {
  return std::string("zwinnow: ").append(complaint).append(" (see ").append(see).append(")\n");
}

/// The command line cannot be read.
Answer misused(const Front& front, std::string_view complaint) {
  if (!front.is_drop_in()) return {k_could_not_run, "", words_to_usage(complaint, command_of(front) + " --help")};
  return {k_usage_of_drop_ins, "", usage(front) + command_of(front) + ": error: " + std::string(complaint) + "\n"};
}

/// It can be read, but what it asks for cannot be done.
Answer impossible(const Front& front, std::string_view complaint) {
  if (!front.is_drop_in()) return misused(front, complaint);
  return {k_could_not_run, "", std::string("! ").append(complaint) + "\n"};
}

/// The original shows its usage then, and each of the two has an exit code of its own.
Answer nameless(const Front& front, std::string_view what) {
  Answer answer = impossible(front, "Please specify " + std::string(what));
  if (front.is_drop_in()) answer.out = usage(front);
  if (front.personality() == Personality::zfs_check) answer.exit_code = 1;
  return answer;
}

/// The drop-ins exit as if they could not run, also when help was asked for.
Answer information(Personality personality, std::string text) {
  return {personality == Personality::zwinnow ? 0 : k_could_not_run, std::move(text), ""};
}

std::optional<Answer> answer_to(const Tokens& tokens, const Front& front) {
  for (const Given& given : tokens.options) {
    const auto* question = std::get_if<Question>(&given.option->fills);
    if (question == nullptr) continue;
    return information(front.personality(),
                       *question == Question::help ? help_text(front) : header_line(front.personality()) + "\n");
  }
  return std::nullopt;
}

std::variant<Front, Answer> parse_job(std::span<const std::string_view> arguments, Front front) try {
  const Tokens tokens = read_tokens(arguments, front);
  if (auto answer = answer_to(tokens, front)) return *std::move(answer);
  fill(front, tokens.options);
  front.verb().take(tokens.positionals);
  return front;
} catch (const UsageError& error) {
  return misused(front, error.what());
} catch (const ImpossibleRequest& error) {
  return impossible(front, error.what());
} catch (const MissingOperand& error) {
  return nameless(front, error.what());
}

std::string verb_names(Verbs verbs) {
  std::string text;
  for (const VerbText& verb : verbs) text.append(text.empty() ? "" : ", ").append(verb.name);
  return text;
}

std::variant<Front, Answer> parse_zwinnow(std::span<const std::string_view> arguments, Verbs verbs) {
  const auto no_such_verb = [verbs](std::string_view complaint) {
    return Answer{k_could_not_run, "",
                  words_to_usage(std::string(complaint) + "; the verbs are: " + verb_names(verbs), "zwinnow --help")};
  };
  if (arguments.empty()) return no_such_verb("no verb given");
  const std::string_view first = arguments.front();
  const VerbText* const verb = find_verb(verbs, first);
  if (verb != nullptr) return parse_job(arguments.subspan(1), Front(*verb, Personality::zwinnow));

  const bool help = first == "--help" || first == "-h";
  if (!help && first != "--version") return no_such_verb("unknown verb " + quoted(first));
  if (arguments.size() > 1) return no_such_verb(std::string(first) + " comes alone or after a verb");
  return information(Personality::zwinnow, help ? overview(verbs) : header_line(Personality::zwinnow) + "\n");
}

}  // namespace

Personality personality_of(std::string_view program) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  const auto tool = std::ranges::find(k_drop_ins, name, &DropIn::name);
  return tool == k_drop_ins.end() ? Personality::zwinnow : tool->personality;
}

std::variant<Front, Answer> parse(std::span<const std::string_view> argv, Verbs verbs) {
  const Personality personality = argv.empty() ? Personality::zwinnow : personality_of(argv.front());
  const auto arguments = argv.empty() ? argv : argv.subspan(1);
  if (personality == Personality::zwinnow) return parse_zwinnow(arguments, verbs);
  return parse_job(arguments, Front(verbs, personality));
}

}  // namespace app::cli
