#include "transport/remote_text.hpp"

#include "transport/quote.hpp"

#include <algorithm>
#include <string_view>

namespace transport {

namespace {

/// A shell which is no login shell often does not find zfs, nor what was built from source or came from ports.
constexpr std::string_view k_path = "PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin; export PATH; ";

/// True for what neither double quotes of sh, nor single quotes of csh and fish around them, change.
bool is_safe_in_both_quotes(char c) {
  constexpr std::string_view special = "$`\"'\\!";
  return c >= ' ' && c <= '~' && special.find(c) == std::string_view::npos;
}

bool needs_encoding(std::string_view word) {
  return !std::ranges::all_of(word, is_safe_in_both_quotes);
}

std::string words(const Argv& argv) {
  std::string text;
  for (const std::string& word : argv) {
    if (!text.empty()) text += ' ';
    text += is_plain_word(word) ? word : '"' + word + '"';
  }
  return text;
}

/// `text` as an argument of printf in double quotes, every byte that is special anywhere as \ooo.
std::string octal_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_safe_in_both_quotes(c) && c != '%') {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '\\';
    for (const int shift : {6, 3, 0}) encoded += static_cast<char>('0' + ((byte >> shift) & 7));
  }
  return encoded;
}

std::string sh_text(const Half& half) {
  const auto cannot_be_quoted = [](const Argv& argv) { return std::ranges::any_of(argv, needs_encoding); };
  const bool encode =
      cannot_be_quoted(half.far_ssh) || std::ranges::any_of(half.stages, cannot_be_quoted, &Stage::argv);
  if (!encode) return half_text(half, words);
  const std::string text = half_text(half, [](const Argv& argv) { return sh_join(argv); });
  return "eval \"$(printf \"" + octal_encoded(text) + "\")\"";
}

}  // namespace

std::string remote_operand(const Half& half) {
  return "exec sh -c '" + std::string(k_path) + sh_text(half) + "'";
}

std::string remote_sh_operand() {
  return "exec sh";
}

std::string remote_script(const Stage& stage) {
  // The command must not read what sh has not read of the script.
  return std::string(k_path) + stage.preface + "exec " + sh_join(stage.argv) + " </dev/null\n";
}

}  // namespace transport
