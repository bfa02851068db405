#include "app/cli/config_lines.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/verb.hpp"

#include <algorithm>

namespace app::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(k_blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

bool is_control(char c) {
  return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
}

/// `name` is all before the =; `line` is the whole.
void check_option_name(std::string_view name, std::string_view line, const std::string& place) {
  if (name.empty()) throw UsageError(place + ": " + quoted(line) + " has no option before the =");
  if (name.starts_with("-"))
    throw UsageError(place + ": " + quoted(name) + ": options are written without dashes here");
  if (name.find_first_of(" \t") != std::string_view::npos)
    throw UsageError(place + ": " + quoted(line) + " is neither `option = value` nor an option alone");
}

ConfigLine read_line(std::string_view text, std::size_t number, const std::string& path) {
  const std::string place = place_in(path, number);
  if (std::ranges::any_of(text, is_control)) throw UsageError(place + ": there is a control character in it");
  const std::size_t equals = text.find('=');
  const std::string_view name = trimmed(text.substr(0, equals));
  check_option_name(name, text, place);
  if (equals == std::string_view::npos)
    return {.number = number, .name = std::string(name), .has_value = false, .value = ""};
  return {.number = number,
          .name = std::string(name),
          .has_value = true,
          .value = std::string(trimmed(text.substr(equals + 1)))};
}

}  // namespace

std::string place_in(const std::string& path, std::size_t line) {
  return path + ", line " + std::to_string(line);
}

std::vector<ConfigLine> parse_config(std::string_view text, const std::string& path) {
  std::vector<ConfigLine> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty() && line.front() != '#') lines.push_back(read_line(line, number, path));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace app::cli
