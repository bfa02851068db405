#pragma once

#include "app/plan/steps.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace verify {

using plan::Side;

inline constexpr std::array k_sides = {Side::source, Side::target};

constexpr std::size_t index(Side side) {
  return static_cast<std::size_t>(side);
}
constexpr Side other(Side side) {
  return side == Side::source ? Side::target : Side::source;
}
inline std::string on_the(Side side) {
  return side == Side::source ? " on the source" : " on the target";
}
/// What belongs to each side.
template <class T>
using BySide = std::array<T, 2>;

}  // namespace verify
