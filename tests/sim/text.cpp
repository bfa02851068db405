#include "text.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace fake {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const auto& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::string escape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (c == '\t') {
      result += "\\t";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\\') {
      result += "\\\\";
    } else {
      result += c;
    }
  }
  return result;
}

std::string unescape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char c = text[++i];
    result += c == 't' ? '\t' : c == 'n' ? '\n' : c;
  }
  return result;
}

std::string shell_quote(std::string_view word) {
  constexpr std::string_view k_plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-#";
  if (!word.empty() && word.front() != '#' && word.find_first_not_of(k_plain) == std::string_view::npos)
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else if (c == '\n') {
      quoted += "\\n";  // one command, one line
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string human_size(std::uint64_t bytes) {
  constexpr std::string_view k_units = "BKMGTPE";
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < k_units.size()) {
    value /= 1024;
    ++unit;
  }
  std::array<char, 32> buffer{};
  const bool whole = value == static_cast<double>(static_cast<std::uint64_t>(value));
  if (unit == 0 || whole) {
    std::snprintf(buffer.data(), buffer.size(), "%.0f%c", value, k_units[unit]);
  } else {
    // Four places are all a column has: 1.50K, 15.0K, 150K.
    const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    std::snprintf(buffer.data(), buffer.size(), "%.*f%c", decimals, value, k_units[unit]);
  }
  return buffer.data();
}

std::uint64_t parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) throw std::invalid_argument("not a number: " + std::string(text));
  return number;
}

std::uint64_t parse_size(std::string_view text) {
  constexpr std::string_view k_units = "BKMGTPE";
  if (text.size() > 1 && (text.back() == 'B' || text.back() == 'b')) text.remove_suffix(1);
  if (text.empty()) throw std::invalid_argument("not a size");
  const char last = static_cast<char>(std::toupper(static_cast<unsigned char>(text.back())));
  const auto unit = k_units.find(last);
  if (unit == std::string_view::npos) return parse_number(text);
  return parse_number(text.substr(0, text.size() - 1)) << (10 * unit);
}

std::string hex(std::uint64_t number) {
  std::array<char, 17> buffer{};
  const auto [end, error] = std::to_chars(buffer.begin(), buffer.end(), number, 16);
  return {buffer.begin(), end};
}

std::string date_text(std::int64_t epoch, const char* format) {
  const std::time_t time = epoch;
  std::tm parts{};
  localtime_r(&time, &parts);
  std::array<char, 64> buffer{};
  const auto length = std::strftime(buffer.data(), buffer.size(), format, &parts);
  return {buffer.data(), length};
}

std::string getenv_or(const char* name, std::string fallback) {
  const char* const value = std::getenv(name);
  return value != nullptr ? std::string(value) : std::move(fallback);
}

void complain(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace fake
