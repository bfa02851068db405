#include "transport/quote.hpp"

#include <algorithm>

namespace transport {

namespace {

constexpr std::string_view k_plain =
    "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "0123456789_-./:@%+,=";

std::string in_double_quotes(std::string_view word) {
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '$' || c == '`' || c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string in_single_quotes(std::string_view word) {
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace

bool is_plain_word(std::string_view word) {
  return !word.empty() && word.find_first_not_of(k_plain) == std::string_view::npos;
}

std::string sh_quote(std::string_view word) {
  if (is_plain_word(word)) return std::string(word);
  // An interactive shell, into which a printed line may be pasted, expands ! also in double quotes.
  const bool has_single_quote = word.find('\'') != std::string_view::npos;
  const bool has_bang = word.find('!') != std::string_view::npos;
  return has_single_quote && !has_bang ? in_double_quotes(word) : in_single_quotes(word);
}

std::string sh_join(std::span<const std::string> words) {
  std::string line;
  for (const std::string& word : words) {
    const bool would_assign = line.empty() && word.find('=') != std::string::npos;
    if (!line.empty()) line += ' ';
    line += would_assign ? in_single_quotes(word) : sh_quote(word);
  }
  return line;
}

}  // namespace transport
