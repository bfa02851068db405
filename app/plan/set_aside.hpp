#pragma once

#include <string_view>

namespace plan {

/// What a dataset is called that `rollback --keep` sets aside, after its own name: as long as that is not finished, and
/// with the time from then on.
inline constexpr std::string_view k_rolling_back = ".zwinnow-rolling-back";
inline constexpr std::string_view k_rolled_back = ".rolled-back-";

}  // namespace plan
