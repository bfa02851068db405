#pragma once

#include "app/cli/tokens.hpp"
#include "app/cli/verb.hpp"

#include <functional>
#include <string>

namespace app::cli {

/// A file of options that --config named.
struct ConfigFile {
  std::string path, text;
};

/// Reads the file of that name. Throws UsageError with the path and why it cannot be read.
using ReadConfig = std::function<ConfigFile(const std::string& name)>;

/// Puts the options of each file where --config stood, so that those behind it win; and the operands of the files where
/// the command line has none. `front` learns what stood where. Throws UsageError with file, line and reason.
void expand_configs(Tokens& tokens, Front& front, const ReadConfig& read);

/// What operands are called in a file: "backup-name", "target-path".
std::vector<std::string> operand_names(std::string_view operands);

}  // namespace app::cli
