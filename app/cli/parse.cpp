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

std::string words_to_usage(std::string_view complaint, std::string_view see) {
  return std::string("zwinnow: ").append(complaint).append(" (see ").append(see).append(")\n");
}

Answer complaint_of(const DropIn& tool, int exit_code, std::string_view complaint) {
  return {exit_code, "", std::string(tool.answering.complaint).append(complaint).append("\n")};
}

/// The command line cannot be read.
Answer misused(const Front& front, std::string_view complaint) {
  if (!front.is_drop_in())
    return {front.text().could_not_run, "", words_to_usage(complaint, command_of(front) + " --help")};
  const Answering& how = front.tool()->answering;
  if (!how.like_argparse) return complaint_of(*front.tool(), how.misuse, complaint);
  return {how.misuse, "", usage(front) + command_of(front) + ": error: " + std::string(complaint) + "\n"};
}

/// It can be read, but what it asks for cannot be done.
Answer impossible(const Front& front, std::string_view complaint) {
  if (!front.is_drop_in()) return misused(front, complaint);
  return complaint_of(*front.tool(), k_could_not_run, complaint);
}

/// The originals that are like argparse show their usage then.
Answer nameless(const Front& front, std::string_view what) {
  Answer answer = impossible(front, "Please specify " + std::string(what));
  if (!front.is_drop_in()) return answer;
  if (front.tool()->answering.like_argparse) answer.out = usage(front);
  answer.exit_code = front.tool()->answering.nameless;
  return answer;
}

/// Some originals exit as if they could not run, also when help was asked for.
Answer information(const DropIn* tool, std::string text) {
  return {tool == nullptr ? 0 : tool->answering.help, std::move(text), ""};
}

std::optional<Answer> answer_to(const Tokens& tokens, const Front& front) {
  for (const Given& given : tokens.options) {
    const auto* question = std::get_if<Question>(&given.option->fills);
    if (question == nullptr) continue;
    return information(front.tool(),
                       *question == Question::help ? help_text(front) : header_line(front.personality()) + "\n");
  }
  return std::nullopt;
}

std::variant<Front, Answer> parse_job(std::span<const std::string_view> arguments, Front front,
                                      const ReadConfig& read) try {
  Tokens tokens = read_tokens(arguments, front);
  if (auto answer = answer_to(tokens, front)) return *std::move(answer);
  expand_configs(tokens, front, read);
  fill(front, tokens.options);
  front.remark = remark_on(tokens.options);
  if (front.is_drop_in() && front.guise()->settle != nullptr) front.guise()->settle(front.verb().groups(), tokens);
  front.verb().take(tokens.positionals);
  return front;
} catch (const Refusal& refusal) {
  return complaint_of(*front.tool(), refusal.exit_code, refusal.what());
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

std::string verb_names(const DropIn& tool) {
  std::string text;
  for (const Guise& guise : tool.guises) text.append(text.empty() ? "" : ", ").append(guise.word);
  return text;
}

std::variant<Front, Answer> parse_zwinnow(std::span<const std::string_view> arguments, Verbs verbs,
                                          const ReadConfig& read) {
  const auto no_such_verb = [verbs](std::string_view complaint) {
    return Answer{k_could_not_run, "",
                  words_to_usage(std::string(complaint) + "; the verbs are: " + verb_names(verbs), "zwinnow --help")};
  };
  if (arguments.empty()) return no_such_verb("no verb given");
  const std::string_view first = arguments.front();
  const VerbText* const verb = find_verb(verbs, first);
  if (verb != nullptr) return parse_job(arguments.subspan(1), Front(*verb), read);

  const bool help = first == "--help" || first == "-h";
  if (!help && first != "--version") return no_such_verb("unknown verb " + quoted(first));
  if (arguments.size() > 1) return no_such_verb(std::string(first) + " comes alone or after a verb");
  return information(nullptr, help ? overview(verbs) : header_line(Personality::zwinnow) + "\n");
}

// --- Tools with verbs ---

Answer unreadable(const DropIn& tool, const std::string& complaint) {
  return complaint_of(tool, tool.answering.misuse, complaint);
}

std::variant<Front, Answer> parse_tool(std::span<const std::string_view> arguments, Verbs verbs, const DropIn& tool) {
  if (!tool.has_verbs()) return parse_job(arguments, Front(verbs, tool, tool.guises.front()), {});
  if (arguments.empty() && tool.bare.empty())
    return unreadable(tool, "no verb given; the verbs are: " + verb_names(tool));
  const std::string_view first = arguments.empty() ? tool.bare : arguments.front();
  if (first == "--help" || first == "-h" || first == "help" || first == "usage")
    return information(&tool, overview(tool, verbs));
  if (first == "--version" || first == "version") return information(&tool, header_line(tool.personality) + "\n");
  const auto guise = std::ranges::find(tool.guises, first, &Guise::word);
  if (guise == tool.guises.end())
    return unreadable(tool, "unknown verb " + quoted(first) + "; the verbs are: " + verb_names(tool));
  if (!guise->refusal.empty()) return unreadable(tool, std::string(first) + ": " + std::string(guise->refusal));
  return parse_job(arguments.subspan(1), Front(verbs, tool, *guise), {});
}

const DropIn* tool_called(std::string_view program, DropIns tools) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  const auto tool = std::ranges::find(tools, name, &DropIn::name);
  return tool == tools.end() ? nullptr : *tool;
}

}  // namespace

std::variant<Front, Answer> parse(std::span<const std::string_view> argv, Verbs verbs, DropIns tools,
                                  const ReadConfig& read) {
  if (argv.empty()) return parse_zwinnow(argv, verbs, read);
  const DropIn* const tool = tool_called(argv.front(), tools);
  if (tool == nullptr) return parse_zwinnow(argv.subspan(1), verbs, read);
  return parse_tool(argv.subspan(1), verbs, *tool);
}

}  // namespace app::cli
