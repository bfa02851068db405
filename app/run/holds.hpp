#pragma once

#include "app/run/shell.hpp"
#include "zfs/parse.hpp"

#include <string>
#include <vector>

namespace run {

/// Starts reading the holds of snapshots into `holds`. One of them that another tool has destroyed since makes `zfs
/// holds` say nothing of the others: it is left out, and the rest read again. `done` (may be empty) gets the last
/// result, from Shell::wait(), and `holds` must live until then.
void start_reading_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots, zfs::HoldTags& holds,
                         Shell::Done done);

/// The same with the time of each hold: `line` gets what zfs::parse_dated_hold reads, some of it perhaps twice.
void start_reading_dated_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots,
                               transport::LineSink line, Shell::Done done);

}  // namespace run
