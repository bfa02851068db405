#pragma once

#include "app/cli/options.hpp"
#include "app/cli/tokens.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace app::cli {

// Values of options, read from what was typed. Each throws UsageError with the option, the value and the reason.

/// The option as it is typed.
std::string naming(const Option& option);

template <class Number>
Number number(const Option& option, std::string_view text) {
  Number value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range && stop == end) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is too large");
  }
  if (error != std::errc() || stop != end) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is not a whole number, 0 or more, without a unit");
  }
  return value;
}

/// Units are powers of 1024, as with zfs.
std::uint64_t size_in_bytes(const Option& option, std::string_view text);
std::string checked(const Option& option, Accepts accepts, const std::string& text);
/// The items between commas.
std::vector<std::string> split(const Option& option, Items items, std::string_view text);
Mode plan_mode(const Option& option, std::string_view text);

}  // namespace app::cli
