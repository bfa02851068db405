#include "app/cli/values.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace app::cli {

namespace {

/// What mbuffer makes of it is its business; but it must be one number, and no option of mbuffer.
bool is_buffer_size(std::string_view text) {
  const bool graphic = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  return graphic && text.front() >= '0' && text.front() <= '9';
}

void check_item(const Option& option, Items items, std::string_view item) {
  if (item.empty()) throw UsageError(naming(option) + ": an item of the list is empty");
  if (items == Items::assignments && item.find('=') == std::string_view::npos) {
    throw UsageError(naming(option) + ": " + quoted(item) + " is not PROPERTY=VALUE");
  }
  if (item.front() == '=') throw UsageError(naming(option) + ": " + quoted(item) + " has no property name");
}

}  // namespace

std::string naming(const Option& option) {
  return "--" + std::string(option.name);
}

std::uint64_t size_in_bytes(const Option& option, std::string_view text) {
  constexpr std::string_view k_units = "KMGTPE";
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string_view unit = text.substr(digits);
  std::size_t power = 0;
  if (digits > 0 && !unit.empty()) {
    power = k_units.find(static_cast<char>(std::toupper(static_cast<unsigned char>(unit.front())))) + 1;
    if (power > 0) unit.remove_prefix(1);
    if (power > 0 && (unit == "B" || unit == "iB")) unit = {};
  }
  if (digits == 0 || !unit.empty())
    throw UsageError(naming(option) + ": " + quoted(text) + " is not a whole number of bytes such as 4096, 64K or 1M");
  const auto value = number<std::uint64_t>(option, text.substr(0, digits));
  if (value > (std::numeric_limits<std::uint64_t>::max() >> (10 * power)))
    throw UsageError(naming(option) + ": " + quoted(text) + " is too large");
  return value << (10 * power);
}

std::string checked(const Option& option, Accepts accepts, const std::string& text) {
  if (accepts == Accepts::anything) return text;
  if (text.empty()) throw UsageError(naming(option) + ": the value is empty");
  if (accepts == Accepts::buffer_size && !is_buffer_size(text)) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is not a size such as 64M or 1G");
  }
  return text;
}

std::vector<std::string> split(const Option& option, Items items, std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    check_item(option, items, text.substr(0, comma));
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

Mode plan_mode(const Option& option, std::string_view text) {
  if (text == "sh") return Mode::plan_sh;
  if (text == "json") return Mode::plan_json;
  throw UsageError(naming(option) + ": " + quoted(text) + " is neither sh nor json");
}

}  // namespace app::cli
