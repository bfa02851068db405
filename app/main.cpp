#include "app/cli/parse.hpp"
#include "app/verbs/completing.hpp"
#include "app/verbs/config_file.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"
#include "transport/runner.hpp"

#include <exception>
#include <iostream>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace {

int run_line(const std::vector<std::string_view>& argv) {
  if (argv.size() > 1 && argv[1] == app::verbs::k_completing)
    return app::verbs::print_completions(std::span(argv).subspan(2));
  const auto parsed = app::cli::parse(argv, app::verbs::all(), app::cli::drop_ins(), app::verbs::read_config_file);
  if (const auto* answer = std::get_if<app::cli::Answer>(&parsed)) {
    std::cout << answer->out << std::flush;
    std::cerr << answer->err << std::flush;
    return answer->exit_code;
  }
  return app::Session(std::get<app::cli::Front>(parsed), argv).run();
}

}  // namespace

int main(int argc, char** argv) {
  transport::open_standard_fds();
  try {
    return run_line({argv, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "! " << error.what() << std::endl;
  }
  return app::cli::k_could_not_run;
}
