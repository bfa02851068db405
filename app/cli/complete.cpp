#include "app/cli/complete.hpp"

#include "app/cli/drop_ins.hpp"
#include "app/cli/options.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>

namespace app::cli {

namespace {

std::string first_sentence(std::string_view help) {
  const auto end = help.find(". ");
  std::string sentence(help.substr(0, end));
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

Place place_of(std::string_view value) {
  if (value == "FILE" || value == "F" || value == "[HOST:]DIR") return Place::file;
  if (value == "USER@HOST") return Place::host;
  if (value == "BACKUP-NAME") return Place::backup_name;
  if (value == "DST") return Place::dataset;
  return Place::nothing;
}

/// The words of "SRC[@SNAPSHOT] DST", "[BACKUP-NAME [TARGET-PATH]]".
Place place_of_operand(std::string_view operands, std::size_t number) {
  for (std::size_t begin = 0, index = 0; begin < operands.size(); ++index) {
    const std::size_t end = std::min(operands.find(' ', begin), operands.size());
    const std::string_view word = operands.substr(begin, end - begin);
    const bool is_last = end == operands.size();
    if (index == number || (is_last && word.find("...") != std::string_view::npos)) {
      if (word.find("BACKUP-NAME") != std::string_view::npos) return Place::backup_name;
      if (word.find("SRC") != std::string_view::npos || word.find("DST") != std::string_view::npos)
        return Place::dataset_or_host;
      return Place::dataset;
    }
    begin = end + 1;
  }
  return Place::nothing;
}

/// The option whose value the word is, and where in the word it begins.
struct Valued {
  const Option* option;
  std::size_t begins_at;
};

std::optional<Valued> valued(std::span<const std::string_view> words, const Front& front) {
  const std::string_view word = words.back();
  if (const auto joint = word.find('='); word.starts_with("--") && joint != std::string_view::npos) {
    const Option* const option = find_option(word.substr(2, joint - 2), front);
    if (option != nullptr && option->takes_value()) return Valued{option, joint + 1};
    return std::nullopt;
  }
  if (words.size() < 2) return std::nullopt;
  const std::string_view last = words[words.size() - 2];
  const Option* option = nullptr;
  if (last.starts_with("--")) {
    option = find_option(last.substr(2), front);
  } else if (last.size() == 2 && last.front() == '-') {
    option = find_option(last[1], front);
  }
  const bool waits = option != nullptr && option->takes_value() && option->bare.empty();
  return waits ? std::optional(Valued{option, 0}) : std::nullopt;
}

Completion values_of(const Valued& valued, std::string_view word) {
  Completion completion;
  completion.before = word.substr(0, valued.begins_at);
  completion.place = place_of(valued.option->value);
  if (const auto* const choice = std::get_if<Choice>(&valued.option->fills)) {
    for (const std::string_view each : choice->words) completion.words.push_back({std::string(each), ""});
  }
  return completion;
}

Completion options_of_front(const Front& front) {
  Completion completion;
  for (const Option& option : options_of(front)) {
    if (!option.told_under(front)) continue;
    completion.words.push_back({"--" + std::string(option.name), first_sentence(option.help)});
  }
  return completion;
}

/// How many operands come before the last word.
std::size_t operands_before(std::span<const std::string_view> words, const Front& front) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i].starts_with('-') || valued(words.first(i + 1), front)) continue;
    ++count;
  }
  return count;
}

Completion complete_front(std::span<const std::string_view> words, const Front& front) {
  const std::string_view word = words.back();
  if (const auto value = valued(words, front)) return values_of(*value, word);
  if (word.starts_with('-')) return options_of_front(front);
  Completion completion;
  completion.place = place_of_operand(front.text().operands, operands_before(words, front));
  return completion;
}

Completion verbs_of(Verbs verbs) {
  Completion completion;
  for (const VerbText& verb : verbs) completion.words.push_back({std::string(verb.name), std::string(verb.summary)});
  for (const char* question : {"--help", "--version"}) completion.words.push_back({question, ""});
  return completion;
}

Completion complete_tool(std::span<const std::string_view> words, Verbs verbs, const DropIn& tool) {
  if (!tool.has_verbs()) return complete_front(words, Front(verbs, tool, tool.guises.front()));
  if (words.size() > 1) {
    const auto guise = std::ranges::find(tool.guises, words.front(), &Guise::word);
    if (guise == tool.guises.end() || !guise->refusal.empty()) return {};
    return complete_front(words.subspan(1), Front(verbs, tool, *guise));
  }
  Completion completion;
  for (const Guise& guise : tool.guises) {
    if (guise.refusal.empty()) completion.words.push_back({std::string(guise.word), ""});
  }
  return completion;
}

}  // namespace

Completion complete(std::span<const std::string_view> argv, Verbs verbs) {
  if (argv.size() < 2) return {};
  const std::string_view program = argv.front().substr(argv.front().rfind('/') + 1);
  const std::span<const std::string_view> words = argv.subspan(1);
  const auto tool = std::ranges::find(drop_ins(), program, &DropIn::name);
  if (tool != drop_ins().end()) return complete_tool(words, verbs, **tool);
  if (words.size() == 1) return verbs_of(verbs);
  const VerbText* const verb = find_verb(verbs, words.front());
  return verb == nullptr ? Completion{} : complete_front(words.subspan(1), Front(*verb));
}

}  // namespace app::cli
