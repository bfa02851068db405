#pragma once

#include "app/plan/options.hpp"
#include "app/plan/steps.hpp"
#include "transport/pipeline.hpp"
#include "transport/stages.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// What the commands depend on besides the step.
struct Context {
  transport::Host source, target;
  std::string backup_name;             ///< for hooks
  bool progress = false;               ///< send -v -P
  bool force = false;                  ///< recv -F
  bool ignore_receive_errors = false;  ///< what has not arrived is found out afterwards
  transport::Piping piping;
  std::vector<std::string> filter_properties, set_properties, set_snapshot_properties;
};

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

/// Where a step runs; a transfer counts as the source's.
Side side_of(const Step& step);

/// A failing exit that changes nothing of what was wanted, for the printed script: `|| :`.
bool tolerates_failure(const Step& step);

}  // namespace plan
