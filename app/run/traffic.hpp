#pragma once

#include "app/plan/steps.hpp"
#include "app/run/events.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace run {

/// What was sent, or destroyed, and in what time.
struct Traffic {
  std::size_t snapshots = 0;                   ///< that were sent
  std::uint64_t bytes = 0;                     ///< as `zfs receive` rounds them
  std::chrono::steady_clock::duration time{};  ///< of the streams
  std::size_t destroyed_on_source = 0, destroyed_on_target = 0;
  std::size_t streams = 0;

  std::size_t destroyed() const { return destroyed_on_source + destroyed_on_target; }
  Traffic& operator+=(const Traffic& other);
};
/// Datasets that reported progress; k_no_dataset: target datasets that no selected one stands for.
using TrafficOf = std::map<plan::DatasetIndex, Traffic>;

/// Adds up how far the streams of all lanes are, and how much is still to come.
class Meter {
 public:
  explicit Meter(Events& events) : events_(events) {}

  /// The stream of that dataset up to that snapshot is so many bytes, or will be; which counts until it says so itself.
  void expect(plan::DatasetIndex dataset, const std::string& snapshot, std::uint64_t bytes);
  /// It has neither begun nor is it known that it never will.
  bool expects(plan::DatasetIndex dataset, const std::string& snapshot) const;
  /// Nothing more is to be expected: what is known is all.
  void knows_all() { knows_all_ = true; }
  /// Of this dataset.
  void expects_no_more(plan::DatasetIndex dataset);

  /// A stream begins; what becomes of it is told with the number that it gets.
  std::size_t begin(plan::DatasetIndex dataset, const std::string& snapshot);
  /// Of the stream, bytes so far and in all (0: unknown).
  void tell(std::size_t stream, std::uint64_t bytes, std::uint64_t total);
  void end(std::size_t stream, bool arrived);

 private:
  struct Stream {
    std::uint64_t bytes = 0, total = 0;
    bool ended = false;
  };
  struct Expected {
    std::uint64_t bytes = 0;            ///< while it has not begun
    std::optional<std::size_t> stream;  ///< its number when it has
  };

  void set(std::size_t stream, std::uint64_t bytes, std::uint64_t total);

  Events& events_;
  std::vector<Stream> streams_;
  struct OfDataset {
    std::map<std::string, Expected> streams;  // by snapshot
    bool ended = false;
  };
  std::unordered_map<plan::DatasetIndex, OfDataset> expected_;
  std::uint64_t bytes_ = 0, total_ = 0;  // of all that has begun or is expected
  bool knows_all_ = false;
};

/// The bytes in what `zfs receive -v` says when a stream has arrived: "received 1.27M stream in 0.53 seconds (…)",
/// which it rounds; 0 for other lines.
std::uint64_t received_bytes(std::string_view line);

}  // namespace run
