#pragma once

#include <string>
#include <string_view>

namespace run {

/// The next step after what a zfs command said; empty where none is known.
std::string advice_on(std::string_view said);

/// What a zfs command said, with the next step behind it where one is known.
std::string with_advice(const std::string& said);

}  // namespace run
