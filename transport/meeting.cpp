#include "transport/meeting.hpp"

#include "transport/crossing.hpp"
#include "transport/half_text.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace transport {

namespace {

std::string random_token() {
  std::array<unsigned char, k_token_size / 2> bytes{};
  // So few come at once, or not at all.
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "no random bytes for a token");
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string token;
  for (const unsigned char byte : bytes) token.append({k_digits[byte >> 4U], k_digits[byte & 15U]});
  return token;
}

}  // namespace

Meeting::Meeting() : token_(random_token()) {}

/// The port goes into a command line over there, so it must be one.
std::optional<std::string> Meeting::hear(std::string_view line) {
  if (has_met_ || !is_about_listening(line)) return std::nullopt;
  const auto port = read_port(line.substr(k_listens.size()));
  if (!port) return std::nullopt;
  has_met_ = true;
  return token_ + " " + std::to_string(*port) + "\n";
}

bool is_about_listening(std::string_view line) {
  return line.starts_with(k_listens);
}

}  // namespace transport
