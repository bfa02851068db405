#include "app/check/check.hpp"

#include "app/check/put_line.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/report/console.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <iostream>
#include <string_view>

namespace app::verbs {

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

class Check final : public cli::Verb {
 public:
  cli::Groups groups() override { return cli::Groups(output_, trying_, hashing_); }

  void take(const std::vector<std::string>& operands) override {
    if (operands.size() > 1) throw cli::UsageError("unexpected argument " + cli::quoted(operands[1]) + " after TARGET");
    if (operands.empty() || operands[0].empty()) throw cli::MissingOperand("TARGET");
    if (hashing_.block_size == 0 || hashing_.count == 0)
      throw cli::UsageError("--block-size and --count are 1 or more");
    hashing_.target = operands[0];
  }

  int run(Session& session) override {
    session.console().verbose(cli::header_line(session.personality()));
    session.console().verbose("");
    CheckTeller teller(session.console());
    return ::check::run(options(session.personality()), teller, session.runner());
  }

 private:
  ::check::Options options(Personality personality) const {
    ::check::Options options;
    options.drop_in = personality == Personality::zfs_check;
    options.program = options.drop_in ? "zfs-check" : "zwinnow-check";
    options.target = hashing_.target;
    options.block_size = hashing_.block_size;
    options.count = hashing_.count;
    options.skip = hashing_.skip;
    if (!hashing_.compare_with.empty()) options.compare_with = hashing_.compare_with;
    options.test = trying_.test;
    return options;
  }

  cli::Output output_;
  cli::Trying trying_;
  cli::Hashing hashing_;
};

}  // namespace

constinit const cli::VerbText k_check{
    .name = "check",
    .operands = "TARGET",
    .summary = "Hash a snapshot, device, file or directory, or compare it with saved hashes.",
    .description =
        "Prints a hash for each chunk of TARGET: a snapshot (pool/dataset@name), a device, a file or a directory. With "
        "--check it compares TARGET with such hashes. Equal data gives equal lines on every host.",
    .failures = "that many chunks differ or could not be read",
    .examples =
        "  Compare a snapshot with its copy on the backup server:\n"
        "    {} tank/data@offsite1-20260301030000 | ssh backup1 {} "
        "backup/server1/tank/data@offsite1-20260301030000 --check\n"
        "  Save the hashes of a directory, and compare later:\n"
        "    {} /srv/photos > photos.hashes\n"
        "    {} /srv/photos --check photos.hashes\n"
        "  Hash only every tenth chunk of a volume:\n"
        "    {} --skip 9 /dev/zvol/tank/vm\n",
    .make = cli::make_verb<Check>};

}  // namespace app::verbs
