#pragma once

#include "app/cli/groups.hpp"

#include <string>
#include <vector>

namespace app::cli {

/// BACKUP-NAME [TARGET-PATH]. Throws UsageError, ImpossibleRequest and MissingOperand.
Operands read_operands(const std::vector<std::string>& words);

/// Text from outside for use in a one-line message: in single quotes, control characters as \xNN.
/// Of a name that becomes part of a property's name, of snapshot names and of hold tags. `what` is what it is called in
/// messages. Throws ImpossibleRequest.
void check_name(std::string_view name, std::string_view what);

std::string quoted(std::string_view text);

}  // namespace app::cli
