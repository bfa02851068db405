#pragma once

#include "app/cli/config.hpp"

#include <string>

namespace app::verbs {

/// Reads what --config names: /etc/zwinnow/NAME.conf, or with a slash in it that file. What others could write is
/// refused, as commands are run from it. ZWINNOW_CONFIG_DIR stands for /etc/zwinnow. Throws cli::UsageError.
cli::ConfigFile read_config_file(const std::string& name);

}  // namespace app::verbs
