#include "app/check/names.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace check {

namespace {

constexpr std::string_view k_hex_digits = "0123456789abcdef";

struct Short {
  char letter;
  char stands_for;
};
constexpr std::array<Short, 4> k_shorts = {{{'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}}};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// How many bytes follow the first byte of a UTF-8 sequence; none for one that begins no sequence.
std::optional<std::size_t> followers(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first < 0xE0) return 1;
  if (first >= 0xE0 && first < 0xF0) return 2;
  if (first >= 0xF0 && first < 0xF5) return 3;
  return std::nullopt;
}

/// Some second bytes would give an overlong form, a surrogate, or what lies above U+10FFFF.
bool may_follow(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

/// The length of the UTF-8 character that `text` begins with; 0 if it begins with none.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const auto more = followers(first);
  if (!more || text.size() <= *more) return 0;
  for (std::size_t i = 1; i <= *more; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) return 0;
  }
  if (*more > 0 && !may_follow(first, static_cast<unsigned char>(text[1]))) return 0;
  return *more + 1;
}

void append_escaped(std::string& text, char c) {
  text += '\\';
  for (const Short& each : k_shorts) {
    if (each.stands_for == c) {
      text += each.letter;
      return;
    }
  }
  const auto byte = static_cast<unsigned char>(c);
  text += 'x';
  text += k_hex_digits[byte >> 4U];
  text += k_hex_digits[byte & 0xFU];
}

bool is_plain(std::string_view name) {
  if (name.starts_with('\\')) return false;
  while (!name.empty()) {
    const std::size_t length = character_length(name);
    if (length == 0 || is_control(name.front())) return false;
    name.remove_prefix(length);
  }
  return true;
}

/// Takes one escape sequence, its backslash already gone, off `text`.
std::optional<char> take_escape(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  for (const Short& each : k_shorts) {
    if (text.front() == each.letter) {
      text.remove_prefix(1);
      return each.stands_for;
    }
  }
  if (text.size() < 3 || text.front() != 'x') return std::nullopt;
  const std::size_t high = k_hex_digits.find(text[1]), low = k_hex_digits.find(text[2]);
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  text.remove_prefix(3);
  return static_cast<char>(high * 16 + low);
}

std::optional<std::string> unescape(std::string_view text) {
  std::string raw;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    const auto escaped = c == '\\' ? take_escape(text) : std::optional(c);
    if (!escaped) return std::nullopt;
    raw += *escaped;
  }
  return raw;
}

}  // namespace

std::string escape(std::string_view raw) {
  std::string text;
  while (!raw.empty()) {
    const std::size_t length = character_length(raw);
    const bool is_shown = length > 0 && !is_control(raw.front()) && raw.front() != '\\';
    if (is_shown) {
      text += raw.substr(0, length);
    } else {
      append_escaped(text, raw.front());
    }
    raw.remove_prefix(is_shown ? length : 1);
  }
  return text;
}

std::string encode_name(std::string_view name) {
  return is_plain(name) ? std::string(name) : "\\" + escape(name);
}

std::string decode_name(std::string_view text) {
  if (text.starts_with('\\')) {
    if (auto name = unescape(text.substr(1)); name && encode_name(*name) == text) return *std::move(name);
  }
  return std::string(text);
}

std::string in_quotes(std::string_view raw) {
  const bool has_single = raw.find('\'') != std::string_view::npos;
  const bool has_double = raw.find('"') != std::string_view::npos;
  const char mark = has_single && !has_double ? '"' : '\'';
  std::string text(1, mark);
  for (const char c : escape(raw)) {
    if (c == mark) text += '\\';
    text += c;
  }
  return text + mark;
}

}  // namespace check
