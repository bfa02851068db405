#pragma once

#include "transport/dialect.hpp"

#include <array>
#include <string_view>

namespace zfs {

inline constexpr std::array<std::string_view, 4> k_complaints = {"cannot ", "could not ",
                                                                 "internal error: ", "warning: cannot "};
inline constexpr std::array<std::string_view, 2> k_consequences = {"failed to read from stream", "incomplete stream"};
inline constexpr std::array k_continuations = {
    transport::Dialect::Continuation{"since most recent snapshot", " "},
    transport::Dialect::Continuation{"match incremental source", " "},
    transport::Dialect::Continuation{"must specify -F", ", "},
};

/// How zfs and zpool speak, from OpenZFS 2.1 to 2.3.
inline constexpr transport::Dialect k_dialect{
    .complaints = k_complaints, .consequences = k_consequences, .continuations = k_continuations};

}  // namespace zfs
