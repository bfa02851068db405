#include "app/status/level.hpp"

#include <array>

namespace status {

namespace {

constexpr std::array<std::string_view, 4> k_names = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

int badness(Level level) {
  constexpr std::array<int, 4> k_badness = {0, 1, 3, 2};
  return k_badness.at(static_cast<std::size_t>(level));
}

}  // namespace

std::string_view name_of(Level level) {
  return k_names.at(static_cast<std::size_t>(level));
}

Level worse_of(Level one, Level other) {
  return badness(other) > badness(one) ? other : one;
}

}  // namespace status
