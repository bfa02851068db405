#include "app/cli/check.hpp"

#include "app/check/check.hpp"
#include "app/check/put_line.hpp"
#include "app/cli/help.hpp"
#include "app/report/console.hpp"
#include "transport/runner.hpp"

#include <iostream>

namespace app::cli {

namespace {

/// Tells a check on the console; its results go to stdout unadorned.
class CheckTeller final : public ::check::Listener {
 public:
  explicit CheckTeller(report::Console& console) : console_(console) {}

  void result(std::string_view line) override { ::check::put_line(std::cout, line); }
  void error(std::string_view text) override { console_.error(text); }
  void warning(std::string_view text) override { console_.warning(text); }
  void verbose(std::string_view text) override { console_.verbose(text); }
  void debug(std::string_view text) override { console_.debug(text); }
  void command(std::string_view text) override { console_.command(text); }
  void output(std::string_view text) override { console_.output(text); }
  void progress(std::string_view text) override { console_.progress(text); }

 private:
  report::Console& console_;
};

::check::Options options_of(const Request& request) {
  ::check::Options options;
  options.drop_in = request.personality == Personality::zfs_check;
  options.program = options.drop_in ? "zfs-check" : "zwinnow-check";
  options.target = request.check_target;
  options.block_size = request.block_size;
  options.count = request.count;
  options.skip = request.skip;
  if (!request.compare_with.empty()) options.compare_with = request.compare_with;
  options.test = request.mode == Mode::test;
  return options;
}

}  // namespace

int check(const Request& request) {
  report::Console console(std::cout, std::cerr, request.verbosity, false, request.progress);
  console.verbose(header_line(request.personality));
  console.verbose("");
  CheckTeller teller(console);
  transport::ProcessRunner runner;
  return ::check::run(options_of(request), teller, runner);
}

}  // namespace app::cli
