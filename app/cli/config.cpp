#include "app/cli/config.hpp"

#include "app/cli/config_lines.hpp"
#include "app/cli/nearest.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
#include <utility>
#include <variant>

namespace app::cli {

namespace {

bool may_come_again(const Option& option) {
  return std::holds_alternative<List>(option.fills) || std::holds_alternative<Texts>(option.fills);
}

/// "SEL…", of which there may be many.
bool are_many(std::string_view operands) {
  return operands.find("…") != std::string_view::npos || operands.find("...") != std::string_view::npos;
}

/// One file, line by line.
class Expansion {
 public:
  Expansion(const Front& front, ConfigFile file)
      : front_(front), file_(std::move(file)), operands_(operand_names(front.text().operands)) {}

  void read() {
    for (const ConfigLine& line : parse_config(file_.text, file_.path)) take(line);
  }
  std::vector<Given> options() && { return std::move(options_); }

  /// In the order of the verb's, whatever that of the lines.
  std::vector<std::string> operands() const {
    std::vector<std::string> all;
    bool lacks_one = false;
    for (const std::string& name : operands_) {
      const auto given = given_operands_.find(name);
      const bool is_given = given != given_operands_.end();
      if (is_given && lacks_one)
        throw UsageError(file_.path + ": there is " + name + ", and what comes before it is missing");
      lacks_one = lacks_one || !is_given;
      if (is_given) all.insert(all.end(), given->second.begin(), given->second.end());
    }
    return all;
  }

 private:
  void take(const ConfigLine& line) {
    const std::string place = place_in(file_.path, line.number);
    if (std::ranges::find(operands_, line.name) != operands_.end()) return take_operand(line, place);
    const Option* const option = find_option(line.name, front_);
    if (option == nullptr) refuse_unknown(line.name, place);
    if (option->is_question() || std::holds_alternative<Included>(option->fills))
      throw UsageError(place + ": " + line.name + " is for the command line alone");
    check_again(line, *option, place);
    try {
      const std::string word = "--" + line.name + (line.has_value ? "=" + line.value : "");
      const std::string_view argument = word;
      Tokens tokens = read_tokens(std::span(&argument, 1), front_);
      for (Given& given : tokens.options) {
        given.place = place;
        options_.push_back(std::move(given));
      }
    } catch (const UsageError& error) {
      throw UsageError(place + ": " + error.what());
    }
  }

  void take_operand(const ConfigLine& line, const std::string& place) {
    std::vector<std::string>& values = given_operands_[line.name];
    if (line.value.empty()) throw UsageError(place + ": " + line.name + " needs a value: " + line.name + " = …");
    if (!values.empty() && !are_many(front_.text().operands))
      throw UsageError(place + ": " + line.name + " is there twice");
    values.push_back(line.value);
  }

  void check_again(const ConfigLine& line, const Option& option, const std::string& place) {
    const auto [known, is_new] = lines_.emplace(&option, line.number);
    if (!is_new && !may_come_again(option))
      throw UsageError(place + ": " + line.name + " is in line " + std::to_string(known->second) + ", too");
  }

  [[noreturn]] void refuse_unknown(const std::string& name, const std::string& place) const {
    const bool is_elsewhere = std::ranges::find(cli::options(), name, &Option::name) != cli::options().end();
    std::string message = place + ": " + quoted(name) + " is no option";
    if (is_elsewhere) message.append(" of ").append(front_.text().name);
    std::vector<std::string_view> names(operands_.begin(), operands_.end());
    for (const Option& option : options_of(front_)) {
      if (option.known_under(front_) && !option.hidden) names.push_back(option.name);
    }
    const std::string nearest = is_elsewhere ? "" : nearest_name(name, names);
    throw UsageError(message + (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }

  const Front& front_;
  ConfigFile file_;
  std::vector<std::string> operands_;
  std::map<std::string, std::vector<std::string>> given_operands_;
  std::map<const Option*, std::size_t> lines_;
  std::vector<Given> options_;
};

}  // namespace

std::vector<std::string> operand_names(std::string_view operands) {
  std::vector<std::string> names(1);
  for (std::size_t i = 0, depth = 0; i < operands.size(); ++i) {
    const char c = operands[i];
    const bool is_letter = (c >= 'A' && c <= 'Z') || c == '-';
    // What is in brackets right behind a name is a part of it: SRC[@SNAPSHOT].
    if (c == '[' && i + 1 < operands.size() && operands[i + 1] == '@') ++depth;
    if (c == ' ' && depth == 0) names.emplace_back();
    if (is_letter && depth == 0 && (c != '-' || !names.back().empty()))
      names.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (c == ']' && depth != 0) --depth;
    if (c == '@' && depth == 0) break;  // DATASET@SNAPSHOT is one
  }
  std::erase(names, "");
  return names;
}

void expand_configs(Tokens& tokens, Front& front, const ReadConfig& read) {
  std::vector<Given> options;
  std::vector<std::string> operands;
  for (Given& given : tokens.options) {
    if (!std::holds_alternative<Included>(given.option->fills)) {
      options.push_back(std::move(given));
      continue;
    }
    if (given.value.empty()) throw UsageError("--config: the value is empty");
    if (!read) throw UsageError("--config: no file can be read here");
    Expansion expansion(front, read(given.value));
    expansion.read();
    for (std::string& operand : expansion.operands()) operands.push_back(std::move(operand));
    std::ranges::move(std::move(expansion).options(), std::back_inserter(options));
  }
  for (const Given& given : options) front.places[std::string(given.option->name)] = given.place;
  tokens.options = std::move(options);
  if (tokens.positionals.empty()) tokens.positionals = std::move(operands);
}

}  // namespace app::cli
