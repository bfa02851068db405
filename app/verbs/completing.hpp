#pragma once

#include <span>
#include <string_view>

namespace app::verbs {

/// The word that a shell asks with what could come next: `zwinnow __complete PROGRAM WORD…`, the last being typed.
inline constexpr std::string_view k_completing = "__complete";

/// Prints it for the shell, whose script is in packaging/completions: a line each, a tab and what it is about behind
/// it. A first line ":files" asks for the names of files. Datasets, backup names and hosts are this host's. Returns the
/// exit code.
int print_completions(std::span<const std::string_view> argv);

}  // namespace app::verbs
