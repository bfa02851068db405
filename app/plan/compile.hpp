#pragma once

#include "app/plan/settings.hpp"
#include "app/plan/steps.hpp"
#include "transport/pipeline.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// How a step is spelled: the one place for every command that changes something. The last gate too: throws
/// std::logic_error rather than spell a destroy of what is not a snapshot.
transport::Pipeline compile(const Step& step, const Context& context);

/// A snapshot that a run made and that has to go again.
struct Made {
  std::string snapshot;  ///< full name
  std::uint64_t guid = 0;
};
/// Destroys those that still have that guid, one by one, and prints the names of those that stay.
transport::Pipeline destroy_made(const std::vector<Made>& made, const Context& context);

/// Asks zfs how many bytes that stream will be.
transport::Pipeline estimate(const Transfer& transfer, const Context& context);

}  // namespace plan
