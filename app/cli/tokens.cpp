#include "app/cli/tokens.hpp"

#include "app/cli/operands.hpp"

#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace app::cli {
namespace {

namespace po = boost::program_options;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// -1, -2.5, -.5: never an option, so it can be a value.
bool looks_like_negative_number(std::string_view token) {
  const std::string_view number = token.substr(1);
  return is_digit(number.back()) && std::ranges::count(number, '.') <= 1 &&
         std::ranges::all_of(number, [](char c) { return is_digit(c) || c == '.'; });
}

bool looks_like_option(std::string_view token) {
  return token.size() > 1 && token.front() == '-' && !looks_like_negative_number(token);
}

std::string listed(const std::vector<const Option*>& candidates, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0) text += i + 1 == candidates.size() ? last_joint : std::string_view(", ");
    text.append("--").append(candidates[i]->name);
  }
  return text;
}

[[noreturn]] void refuse_unknown(std::string_view name, const Front& front) {
  std::string message = "unrecognized option " + quoted("--" + std::string(name));
  const auto near = options_beginning(name, front);
  if (!near.empty()) message += "; did you mean " + listed(near, " or ") + "?";
  throw UsageError(message);
}

const Option& resolve(std::string_view name, const Front& front) {
  if (const Option* exact = find_option(name, front)) return *exact;
  if (!front.is_drop_in()) refuse_unknown(name, front);
  const auto candidates = options_beginning(name, front);
  if (candidates.empty()) refuse_unknown(name, front);
  if (candidates.size() > 1) {
    throw UsageError("ambiguous option: --" + std::string(name) + " could match " + listed(candidates, ", "));
  }
  return *candidates.front();
}

/// Rewrites a command line so that it says the same with full names only, options first, positionals behind "--". What
/// is left for Program_options is what it does well: its own prefix guessing, and its idea of which tokens can be
/// values, are not.
class Canonical {
 public:
  Canonical(std::span<const std::string_view> arguments, const Front& front) : rest_(arguments), front_(front) {}

  std::vector<std::string> make() {
    while (!rest_.empty() && !stop_) {
      const std::string_view token = next();
      if (token == "--") {
        positionals_.insert(positionals_.end(), rest_.begin(), rest_.end());
        break;
      }
      take(token);
    }
    options_.emplace_back("--");
    options_.insert(options_.end(), positionals_.begin(), positionals_.end());
    return std::move(options_);
  }

 private:
  std::string_view next() {
    const std::string_view token = rest_.front();
    rest_ = rest_.subspan(1);
    return token;
  }

  void take(std::string_view token) {
    if (!looks_like_option(token)) {
      positionals_.emplace_back(token);
    } else if (token.starts_with("--")) {
      take_long(token.substr(2));
    } else {
      take_letters(token.substr(1));
    }
  }

  void take_long(std::string_view text) {
    const std::size_t equals = text.find('=');
    const Option& option = resolve(text.substr(0, equals), front_);
    const bool has_value = equals != std::string_view::npos;
    if (!option.takes_value()) {
      if (has_value) throw UsageError("--" + std::string(option.name) + " takes no value");
      add(option);
    } else {
      add(option, has_value ? text.substr(equals + 1) : following_value(option));
    }
  }

  std::string_view following_value(const Option& option) {
    if (!option.bare.empty()) return can_follow(option) ? next() : option.bare;
    if (rest_.empty() || looks_like_option(rest_.front())) {
      throw UsageError("--" + std::string(option.name) + " needs a value: --" + std::string(option.name) + " " +
                       std::string(option.value));
    }
    return next();
  }

  /// Whether the next word is the value of an option that can be without one. Where only some words are values another
  /// one is not: `--compress NAME TARGET` means what it looks like.
  bool can_follow(const Option& option) const {
    if (option.joined || rest_.empty() || looks_like_option(rest_.front())) return false;
    const auto* const choice = std::get_if<Choice>(&option.fills);
    return choice == nullptr || std::ranges::find(choice->words, rest_.front()) != choice->words.end();
  }

  /// -vn, -s 3, -s3
  void take_letters(std::string_view letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const char letter = letters[i];
      const Option* option = find_option(letter, front_);
      if (option == nullptr) {
        const std::string which(1, letter);
        throw UsageError("unrecognized option " + quoted("-" + which) +
                         (letters.size() > 1 ? " in " + quoted("-" + std::string(letters)) : ""));
      }
      if (option->takes_value()) {
        const std::string_view joined = letters.substr(i + 1);
        return add(*option, joined.empty() ? following_value(*option) : joined);
      }
      add(*option);
      if (stop_) return;
    }
  }

  void add(const Option& option) {
    options_.push_back("--" + std::string(option.name));
    stop_ = option.is_question();
  }

  void add(const Option& option, std::string_view value) {
    add(option);
    if (value.empty()) {
      options_.emplace_back();  // Program_options refuses "--name=", but takes an empty token
    } else {
      options_.back().append("=").append(value);
    }
  }

  std::span<const std::string_view> rest_;
  const Front& front_;
  std::vector<std::string> options_, positionals_;
  bool stop_ = false;
};

po::options_description described_options(const Front& front) {
  po::options_description description;
  for (const Option& option : options_of(front)) {
    if (!option.known_under(front)) continue;
    const std::string name(option.name);
    if (option.takes_value()) {
      description.add_options()(name.c_str(), po::value<std::string>());
    } else {
      description.add_options()(name.c_str(), "");
    }
  }
  return description;
}

}  // namespace

Tokens read_tokens(std::span<const std::string_view> arguments, const Front& front) try {
  const std::vector<std::string> canonical = Canonical(arguments, front).make();
  const po::options_description description = described_options(front);
  namespace style = po::command_line_style;
  const po::parsed_options parsed =
      po::command_line_parser(canonical).options(description).style(style::unix_style & ~style::allow_guessing).run();
  // Read as parsed, not through a variables_map: that refuses an option given twice.
  Tokens tokens;
  for (const po::option& option : parsed.options) {
    std::string value = option.value.empty() ? std::string() : option.value.front();
    if (option.position_key >= 0) {
      tokens.positionals.push_back(std::move(value));
    } else {
      tokens.options.push_back({find_option(option.string_key, front), std::move(value), ""});
    }
  }
  return tokens;
} catch (const po::error& error) {
  throw UsageError(error.what());
}

}  // namespace app::cli
