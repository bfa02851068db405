#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

/// Ends the command with this exit code; the text, if any, has been printed.
struct Exit {
  int code;
};

/// An error in zfs's words ("cannot open 'x': dataset does not exist"); `main` prints it and exits 1.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The same where zfs ends with -1: exit code 255.
class Refusal : public Failure {
 public:
  static constexpr int k_exit = 255;
  using Failure::Failure;
};

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// For a field of the state file or the stream: no tab, newline or backslash stays bare.
std::string escape(std::string_view text);
std::string unescape(std::string_view text);

/// POSIX single quotes where needed, as the log shows a command.
std::string shell_quote(std::string_view word);

/// 1536 -> "1.50K", the way zfs shortens sizes.
std::string human_size(std::uint64_t bytes);
/// "10M" -> 10485760; throws std::invalid_argument when it is no size.
std::uint64_t parse_size(std::string_view text);
/// Lower-case hexadecimal without a prefix.
std::string hex(std::uint64_t number);
/// Local time by strftime's `format`.
std::string date_text(std::int64_t epoch, const char* format);

/// A decimal number; anything else throws std::invalid_argument.
std::uint64_t parse_number(std::string_view text);

std::string getenv_or(const char* name, std::string fallback);

/// Prints to stderr, adding the newline.
void complain(std::string_view line);

}  // namespace fake
