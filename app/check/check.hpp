#pragma once

#include "app/check/listener.hpp"
#include "app/check/surroundings.hpp"
#include "transport/runner.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace check {

/// A check as the user asked for it.
struct Options {
  std::string program = "zwinnow-check";  ///< begins the names of temporary folders and clones
  std::string target;                     ///< a block device, a file, a folder, or pool/dataset@snapshot
  std::uint64_t block_size = 4096;        ///< bytes; with `count` it gives the size of a chunk
  std::uint64_t count = 25600;            ///< blocks in a chunk
  std::uint64_t skip = 0;                 ///< chunks left out after each that is hashed; comparing: lines of the list
  std::optional<std::string>
      compare_with{};    ///< the file with the hashes to compare with, "-": stdin; none: make hashes
  bool test = false;     ///< nothing is mounted or cloned
  bool drop_in = false;  ///< says and returns what the program that it stands in for would
};

/// Makes the hashes of a target, or compares it with those of a list. Returns the exit code: the number of chunks that
/// failed, 254 at most (255 as a drop-in); 255 when the check could not be done to its end, which is told but for a
/// closed output. It throws nothing, and what was mounted or cloned is cleared away in every case; if that fails the
/// exit code is 255. While it runs the runner only notes SIGINT, SIGTERM and SIGHUP, see StopSignals.
int run(const Options& options, Listener& listener, transport::Runner& runner,
        const Surroundings& surroundings = this_machine());

}  // namespace check
