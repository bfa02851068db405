#pragma once

#include <string>

namespace app::verbs {

/// Writes a file whole or not at all, for whoever reads it meanwhile; what is no regular file, such as /dev/stdout, is
/// written to. `option`: it was given with. Throws run::RunError.
void write_file(const std::string& option, const std::string& path, const std::string& text);

}  // namespace app::verbs
