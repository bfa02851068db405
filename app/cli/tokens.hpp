#pragma once

#include "app/cli/options.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app::cli {

/// An option as it was given; `value` is empty for a flag.
struct Given {
  const Option* option = nullptr;
  std::string value;
  std::string place{};  ///< "FILE, line 3", where it was given; empty: on the command line
};

/// A command line taken apart, both parts in the order given.
struct Tokens {
  std::vector<Given> options;
  std::vector<std::string> positionals;
};

/// Takes `arguments` (program name and verb left out) apart. Under a drop-in name a prefix that fits one long option
/// stands for it. Nothing behind --help or --version is looked at. Throws UsageError for an option that is unknown,
/// ambiguous, or whose value is missing or too much.
Tokens read_tokens(std::span<const std::string_view> arguments, const Front& front);

}  // namespace app::cli
