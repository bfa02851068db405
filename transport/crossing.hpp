#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace transport {

/// Both numbers included.
struct PortRange {
  std::uint16_t first = 3000, last = 3999;

  unsigned size() const { return last - first + 1U; }
  bool operator==(const PortRange&) const = default;
};

/// Nothing where it is none: 1 to 65535.
std::optional<std::uint16_t> read_port(std::string_view text);

/// "3000-3999", or one port; throws std::invalid_argument for what is none.
PortRange parse_ports(std::string_view text);

/// How a stream gets from its source's host to its target's.
struct Crossing {
  enum class Way : std::uint8_t {
    here,    ///< through this process, which reaches either host by ssh
    push,    ///< the source's host sends it, by an ssh of its own
    pull,    ///< the target's host gets it, by an ssh of its own
    tcp,     ///< by a connection between both hosts, from socat to socat
    mbuffer  ///< the same, from mbuffer to mbuffer
  };
  Way way = Way::here;

  // --- Of a connection: the target's host listens ---
  PortRange ports{};
  std::string listener{};         ///< the address of the target's host on which it listens
  std::string sender{};           ///< the only address that it lets in
  bool sender_has_it = false;     ///< the source's host has that address itself, and connects from it
  std::chrono::seconds idle{90};  ///< a connection ends when nothing has come for so long; 0: it never does

  bool connects() const { return way == Way::tcp || way == Way::mbuffer; }
  bool by_far_ssh() const { return way == Way::push || way == Way::pull; }
  bool operator==(const Crossing&) const = default;
};

/// How long the source's host tries to connect.
inline constexpr std::chrono::seconds k_connect_limit{30};

/// The ends of an ssh connection as the host sees them that was reached by it: SSH_CONNECTION there.
struct SshEnds {
  std::string client, server;

  bool operator==(const SshEnds&) const = default;
};

/// "CLIENT PORT SERVER PORT"; nothing where that is not what it is, as it comes from another host.
std::optional<SshEnds> read_ssh_ends(std::string_view ssh_connection);

/// An IPv4 or IPv6 address in numbers, perhaps with the interface that it is of (fe80::1%eth0).
bool is_address(std::string_view text);
inline bool is_ipv6(std::string_view address) {
  return address.find(':') != std::string_view::npos;
}

/// Fills in the addresses that nobody gave, from the ends of the ssh connections to the remote hosts. What is not known
/// stays empty.
Crossing with_addresses(Crossing crossing, const std::optional<SshEnds>& to_source,
                        const std::optional<SshEnds>& to_target);

}  // namespace transport
