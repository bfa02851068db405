#include "app/cli/allow.hpp"
#include "app/cli/backup.hpp"
#include "app/cli/check.hpp"
#include "app/cli/holds.hpp"
#include "app/cli/parse.hpp"
#include "app/cli/verify.hpp"
#include "transport/runner.hpp"

#include <iostream>
#include <string_view>
#include <variant>
#include <vector>

#include <unistd.h>

int main(int argc, char** argv) {
  transport::open_standard_fds();
  const std::vector<std::string_view> words(argv, argv + argc);
  const auto parsed = app::cli::parse(words, {.stderr_is_tty = ::isatty(STDERR_FILENO) == 1});
  if (const auto* answer = std::get_if<app::cli::Answer>(&parsed)) {
    std::cout << answer->out << std::flush;
    std::cerr << answer->err << std::flush;
    return answer->exit_code;
  }
  const auto& request = std::get<app::Request>(parsed);
  switch (request.verb) {
    case app::Verb::check:
      return app::cli::check(request);
    case app::Verb::allow:
      return app::cli::allow(request);
    case app::Verb::verify:
      return app::cli::verify(request);
    case app::Verb::holds:
      return app::cli::holds(request, words);
    case app::Verb::backup:
      break;
  }
  return app::cli::backup(request, words);
}
