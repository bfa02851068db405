#include "app/cli/operands.hpp"

#include "app/cli/verb.hpp"

#include <algorithm>
#include <string_view>

namespace app::cli {

namespace {

void check_target_path(std::string_view path) {
  if (path.empty()) throw ImpossibleRequest("Target should not be empty; leave it out to take snapshots only");
  if (path.front() == '/') throw ImpossibleRequest("Target should not start with a /");
  const bool missing_part = path.back() == '/' || path.find("//") != std::string_view::npos;
  if (missing_part || path.find_first_of("@#") != std::string_view::npos) {
    throw ImpossibleRequest("Target " + quoted(path) + " is not the name of a dataset, such as backup/server1");
  }
}

}  // namespace

void check_name(std::string_view name, std::string_view what) {
  const auto allowed = [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alphanumeric || std::string_view("-_.:+").find(c) != std::string_view::npos;
  };
  if (name.empty()) throw ImpossibleRequest(std::string(what) + " should not be empty");
  if (!std::ranges::all_of(name, allowed)) {
    throw ImpossibleRequest(std::string(what) + " " + quoted(name) + " should have letters, digits and -_.:+ only");
  }
}

Operands read_operands(const std::vector<std::string>& words) {
  if (words.size() > 2) throw UsageError("unexpected argument " + quoted(words[2]) + " after TARGET-PATH");
  if (words.empty()) throw MissingOperand("BACKUP-NAME");
  check_name(words[0], "BACKUP-NAME");
  if (words.size() == 1) return {.backup_name = words[0], .target_path = ""};
  check_target_path(words[1]);
  return {.backup_name = words[0], .target_path = words[1]};
}

std::string quoted(std::string_view text) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
    } else {
      out.append("\\x").append(1, k_hex[byte >> 4U]).append(1, k_hex[byte & 0xfU]);
    }
  }
  return out += "'";
}

}  // namespace app::cli
