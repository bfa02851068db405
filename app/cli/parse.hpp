#pragma once

#include "app/request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace app::cli {

/// What the command line's meaning depends on besides itself.
struct Environment {
  bool stderr_is_tty = false;
};

/// Nothing is to be run: print these and exit.
struct Answer {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// Which tool the program was called as, by the last part of `program` (argv[0]).
Personality personality_of(std::string_view program);

/// Reads a whole command line, argv[0] included; never throws for what is in it. A Request is complete and consistent,
/// but its schedules, formats and hosts are still the texts given.
std::variant<Request, Answer> parse(std::span<const std::string_view> argv, const Environment& environment);

}  // namespace app::cli
