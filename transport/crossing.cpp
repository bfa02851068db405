#include "transport/crossing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>

namespace transport {

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

bool is_interface(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

}  // namespace

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool good = error == std::errc{} && end == text.data() + text.size() && port != 0;
  return good ? std::optional(port) : std::nullopt;
}

PortRange parse_ports(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = read_port(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : read_port(text.substr(dash + 1));
  if (!first || !last || *first > *last)
    throw std::invalid_argument("'" + std::string(text) + "' is no range of ports such as 3000-3999");
  return {*first, *last};
}

std::optional<SshEnds> read_ssh_ends(std::string_view ssh_connection) {
  const auto words = words_of(ssh_connection);
  const bool good =
      words.size() == 4 && is_address(words[0]) && read_port(words[1]) && is_address(words[2]) && read_port(words[3]);
  if (!good) return std::nullopt;
  return SshEnds{std::string(words[0]), std::string(words[2])};
}

bool is_address(std::string_view text) {
  const auto percent = text.find('%');
  const std::string address(text.substr(0, percent));
  std::array<unsigned char, 16> bytes{};
  if (percent == std::string_view::npos && ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return true;
  if (percent != std::string_view::npos && !is_interface(text.substr(percent + 1))) return false;
  return ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
}

/// A remote host is known by the address at which ssh reached it, and this one by that which it was reached from.
Crossing with_addresses(Crossing crossing, const std::optional<SshEnds>& to_source,
                        const std::optional<SshEnds>& to_target) {
  if (!crossing.connects()) return crossing;
  if (crossing.listener.empty()) {
    if (to_target) crossing.listener = to_target->server;
    if (!to_target && to_source) crossing.listener = to_source->client;
  }
  if (!crossing.sender.empty()) return crossing;
  crossing.sender_has_it = to_source.has_value();
  if (to_source) crossing.sender = to_source->server;
  if (!to_source && to_target) crossing.sender = to_target->client;
  return crossing;
}

}  // namespace transport
