#pragma once

#include <iosfwd>
#include <string_view>

namespace check {

/// Writes a line and flushes it, so that a line is either there or known not to be. SIGPIPE must be ignored. Throws
/// OutputClosed when the reader has gone, FileError when it cannot be written for another reason, such as a full disk.
void put_line(std::ostream& out, std::string_view line);

}  // namespace check
