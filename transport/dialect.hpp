#pragma once

#include <span>
#include <string_view>

namespace transport {

/// How the programs that are run word their errors, as far as it decides which line tells most. Only ssh and what
/// buffers or compresses a stream are known here; whoever runs other programs says how these speak.
struct Dialect {
  /// A complaint may go on in a second line, which begins so; the two become one line with that between them.
  struct Continuation {
    std::string_view start, joint;
  };
  std::span<const std::string_view> complaints;  ///< how a line begins in which a command complains
  std::span<const std::string_view>
      consequences;  ///< somewhere in it: a reader got too little, as somebody before failed
  std::span<const Continuation> continuations;
};

/// Nothing is known.
inline constexpr Dialect k_no_dialect{};

}  // namespace transport
