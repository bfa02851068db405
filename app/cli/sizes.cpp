#include "app/cli/sizes.hpp"

#include "app/cli/operands.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <string>
#include <system_error>

namespace app::cli {

std::uint64_t parse_size(std::string_view text) {
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
    throw std::invalid_argument(quoted(text) + " is not a whole number of bytes such as 4096, 64K or 1M");
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || value > (std::numeric_limits<std::uint64_t>::max() >> (10 * power)))
    throw std::invalid_argument(quoted(text) + " is too large");
  return value << (10 * power);
}

}  // namespace app::cli
