#pragma once

#include <cstdint>
#include <string_view>

namespace verify {

/// A whole comparison in place of a sample.
inline constexpr unsigned k_all = 100;

// What belongs to a sample of so many percent depends on nothing but these, so both sides choose the same. The texts of
// script.cpp choose by the same arithmetic.

bool chooses_path(unsigned percent, std::string_view path);
/// The first chunk belongs to every sample.
bool chooses_chunk(unsigned percent, std::uint64_t chunk);

}  // namespace verify
