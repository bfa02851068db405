#pragma once

#include "app/check/stop_signals.hpp"
#include "transport/lines.hpp"

#include <string>

namespace check {

/// Feeds the lines of a file to `line`, "-" is stdin. A line without an end is cut into pieces, so that no list can
/// fill the memory. Heeds signals also while it waits for more. Throws FileError.
void read_list(const std::string& path, const StopSignals& signals, const transport::LineSink& line);

}  // namespace check
