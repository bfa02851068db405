#pragma once

#include <string>

namespace app::verbs {

/// Asks who sits before it, on stderr. Throws run::RunError where nobody does, with the option that answers in advance.
bool confirm(const std::string& question);

}  // namespace app::verbs
