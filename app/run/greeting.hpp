#pragma once

#include "transport/crossing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace run {

/// Where Linux tells the state of each imported pool, in a file POOL/state, without asking the pool. FreeBSD has none.
inline constexpr std::string_view k_pool_states = "/proc/spl/kstat/zfs";

/// What a remote host says before its first listing.
struct Greeting {
  std::optional<std::int64_t> time;        ///< of its clock, in seconds since 1970, if it can say it
  std::optional<transport::SshEnds> ends;  ///< of the ssh connection to it
  std::vector<std::string> suspended;  ///< pools whose I/O is suspended: `zfs get` and `zfs list` of all leave them out
  std::string noise;                   ///< the first line that is none of ours: of a login file
};

/// sh text that says it, in the sh of a command that runs anyway and with what sh has itself, but for the time.
std::string greeting_text(std::string_view pool_states = k_pool_states);

/// Takes a line; true: that was it, and what comes next is the command's. Until then all is noise.
bool hear_greeting(std::string_view line, Greeting& greeting);

/// Those of this machine. What cannot be read is not suspended.
std::vector<std::string> suspended_pools_here(std::string_view pool_states = k_pool_states);

}  // namespace run
