#pragma once

#include "app/run/events.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace run {

/// Adds up how far the streams of all lanes are.
class Meter {
 public:
  explicit Meter(Events& events) : events_(events) {}

  /// A stream begins; what it tells comes with the number that it gets.
  std::size_t begin();
  /// Of the stream, bytes so far and in all (0: unknown).
  void tell(std::size_t stream, std::uint64_t bytes, std::uint64_t total);

 private:
  struct Stream {
    std::uint64_t bytes = 0, total = 0;
  };
  Events& events_;
  std::vector<Stream> streams_;
  Stream all_;
};

/// The bytes in what `zfs receive -v` says when a stream has arrived: "received 1.27M stream in 0.53 seconds (…)",
/// which it rounds; 0 for other lines.
std::uint64_t received_bytes(std::string_view line);

}  // namespace run
