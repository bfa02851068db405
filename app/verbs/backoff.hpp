#pragma once

#include <chrono>
#include <cstdint>

namespace app::verbs {

/// How long to wait before a try: twice as long as before the try before it, an hour at most (or as long as the first
/// wait, where that is longer), and up to a quarter less, so that many hosts that lost one server do not all come back
/// at once. `tries` were made after the first, `chance` is from 0 to below 1.
std::chrono::seconds wait_before_try(std::chrono::seconds first, std::uint32_t tries, double chance);

}  // namespace app::verbs
