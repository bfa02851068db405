#pragma once

#include <string>
#include <string_view>

namespace report {

/// The text with every byte that is not part of valid UTF-8 replaced by U+FFFD: user properties and stderr may hold
/// anything.
std::string valid_utf8(std::string_view text);

}  // namespace report
