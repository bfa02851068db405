#pragma once

#include <cstdint>
#include <string_view>

namespace status {

/// How bad it is, as Nagios and everything that takes its plugins has it: the value is the exit code.
enum class Level : std::uint8_t { ok, warning, critical, unknown };

/// "OK", "WARNING", "CRITICAL" or "UNKNOWN".
std::string_view name_of(Level level);

/// The worse one: what is known to be bad is worse than what is not known.
Level worse_of(Level one, Level other);

/// Of a value that should not exceed either limit. A limit of 0 is none.
template <class Value>
Level level_of(Value value, Value warning, Value critical) {
  if (critical != Value{0} && value > critical) return Level::critical;
  return warning != Value{0} && value > warning ? Level::warning : Level::ok;
}

}  // namespace status
