#pragma once

#include <string>

namespace app::verbs {

/// Asks whoever sits before the terminal, unless `yes`. Throws run::RunError where the answer is not yes, and where
/// nobody can answer.
void confirm(const std::string& question, bool yes);

}  // namespace app::verbs
