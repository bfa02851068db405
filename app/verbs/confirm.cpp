#include "app/verbs/confirm.hpp"

#include "app/run/errors.hpp"

#include <iostream>

#include <unistd.h>

namespace app::verbs {

bool confirm(const std::string& question) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
    throw run::RunError(question + " There is no terminal to ask on: --yes answers yes");
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace app::verbs
