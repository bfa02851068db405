#pragma once

#include <span>
#include <string>
#include <string_view>

namespace app::cli {

/// The name that was probably meant: the one with the fewest letters wrong, left out, too many or exchanged. Empty:
/// none is like it.
std::string nearest_name(std::string_view given, std::span<const std::string_view> names);

}  // namespace app::cli
