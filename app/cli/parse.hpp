#pragma once

#include "app/cli/config.hpp"
#include "app/cli/drop_ins.hpp"
#include "app/cli/verb.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace app::cli {

/// Nothing is to be run: print these and exit.
struct Answer {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// Reads a whole command line, argv[0] included, whose last part says as which tool the program was called; never
/// throws for what is in it. A verb that comes out has taken what was typed, but schedules, formats and hosts are still
/// the texts given. `read` reads the files that it names.
std::variant<Front, Answer> parse(std::span<const std::string_view> argv, Verbs verbs, DropIns tools = drop_ins(),
                                  const ReadConfig& read = {});

}  // namespace app::cli
