#pragma once

#include <string>

namespace run {

/// Puts a file in the place of the one of that name, or of none, so that whoever reads it sees one of them whole, also
/// after a crash; and every user may read it, whatever the umask is. Throws std::system_error, and leaves the old one
/// then.
void write_whole(const std::string& path, const std::string& text);

}  // namespace run
