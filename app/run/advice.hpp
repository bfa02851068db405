#pragma once

#include <string>

namespace run {

/// What a zfs command said, with the next step behind it where one is known.
std::string with_advice(std::string said);

}  // namespace run
