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

/// One stage of a half-pipeline: it says its exit status on descriptor 3, and its command has neither that nor 4.
std::string member(const std::string& command, std::size_t index) {
  return "{ " + command + " 3>&- 4>&-; echo " + std::to_string(index) + "=$? >&3; }";
}

/// A pipeline which fails if any stage fails and then reports them all; dash has no pipefail. The report is collected
/// first and printed when all have ended, on a line of its own, so that no stage can write into or after it.
std::string half_pipeline(const std::vector<std::string>& commands) {
  std::string members;
  for (std::size_t i = 0; i < commands.size(); ++i) members += (i > 0 ? " | " : "") + member(commands[i], i);
  const std::string count = std::to_string(commands.size());
  return "exec 4>&1; s=$({ " + members + " >&4; } 3>&1); set -- $s; case $#$s in *=[1-9]*) ;; " + count +
         "*) exit 0;; esac; { echo; echo " + std::string(k_stage_report) + " $s; } >&2; exit 1";
}

/// What sh has to do, after PATH is set; `spell` turns an argv into a command line.
template <class Spell>
std::string body(std::span<const Stage> stages, Spell spell) {
  if (stages.size() == 1) return stages.front().preface + "exec " + spell(stages.front().argv);
  std::vector<std::string> commands;
  commands.reserve(stages.size());
  for (const Stage& stage : stages) commands.push_back(spell(stage.argv));
  return half_pipeline(commands);
}

std::string sh_text(std::span<const Stage> stages) {
  const bool encode =
      std::ranges::any_of(stages, [](const Stage& stage) { return std::ranges::any_of(stage.argv, needs_encoding); });
  if (!encode) return body(stages, words);
  const std::string text = body(stages, [](const Argv& argv) { return sh_join(argv); });
  return "eval \"$(printf \"" + octal_encoded(text) + "\")\"";
}

}  // namespace

std::string remote_operand(std::span<const Stage> stages) {
  return "exec sh -c '" + std::string(k_path) + sh_text(stages) + "'";
}

std::string remote_sh_operand() {
  return "exec sh";
}

std::string remote_script(const Stage& stage) {
  // The command must not read what sh has not read of the script.
  return std::string(k_path) + stage.preface + "exec " + sh_join(stage.argv) + " </dev/null\n";
}

}  // namespace transport
