#include "app/cli/operands.hpp"
#include "app/report/status_lines.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/status_run.hpp"
#include "app/verbs/verbs.hpp"

#include <exception>
#include <iostream>
#include <utility>

namespace app::verbs {

namespace {

constexpr int k_unknown = static_cast<int>(status::Level::unknown);

class Status final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.reporting, given_.operands, given_.selecting,
                       given_.backup, given_.places, given_.watching, given_.monitoring);
  }

  void take(const std::vector<std::string>& operands) override {
    if (!operands.empty()) given_.operands = cli::read_operands(operands);
  }

  Voice voice() const override { return Voice::on_stderr; }

  /// Whoever watches takes any other code for a plugin that is broken.
  int run(Session& session) override {
    introduce(session.record(), given_.operands, given_.places, false);
    try {
      return tell(look(session), session);
    } catch (const std::exception& error) {
      return tell_unknown(error.what(), session.record());
    }
  }

 private:
  std::vector<status::JobStatus> look(Session& session) {
    report::Story story(session.console(), session.personality());
    StatusRun run(given_, session, story);
    std::vector<status::JobStatus> all;
    if (!given_.operands.backup_name.empty()) {
      all.push_back(run.look_at(given_.operands.backup_name));
      return all;
    }
    for (const std::string& name : run.find_names()) {
      all.push_back(run.look_at(name));
      given_.watching.read_only.clear();  // looked at once
    }
    if (all.empty() && !given_.watching.read_only.empty()) all.push_back(run.look_at_none());
    if (all.empty())
      throw run::RunError("no dataset has a property " + property_of(given_.selecting.property_format, "name") +
                          ": no backup is set up on " +
                          (given_.places.ssh_source.empty() ? "this host" : given_.places.ssh_source));
    return all;
  }

  int tell(std::vector<status::JobStatus> all, Session& session) {
    auto level = status::Level::ok;
    for (const status::JobStatus& job : all) level = worse_of(level, job.level());
    if (!given_.reporting.json) {
      report::write_status(std::cout, all, session.now(), given_.output.verbosity() >= Verbosity::verbose);
      if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    }
    session.record().status = std::move(all);
    return static_cast<int>(level);
  }

  int tell_unknown(const std::string& why, report::RunRecord& record) const {
    if (!given_.reporting.json) std::cout << report::unknown_status(why) << std::endl;
    record.report.problems.push_back({.dataset = "", .kind = "not_done", .message = why, .next_step = ""});
    record.result = "not_done";
    return k_unknown;
  }

  StatusOptions given_;
};

}  // namespace

constinit const cli::VerbText k_status{
    .name = "status",
    .operands = "[BACKUP-NAME [TARGET-PATH]]",
    .summary = "Tell a monitor whether a backup is well: a plugin for Nagios and the like.",
    .description =
        "Tells in one line whether the copies of a backup below TARGET-PATH are complete, for how long they have "
        "lacked something, whether something is in the way of the next stream, and how full the pool is; then come "
        "the numbers for graphs, and a line for each dataset that is in trouble. Without TARGET-PATH: whether the "
        "datasets are snapshotted. Without BACKUP-NAME: the same for each backup that is set up on this host. All of "
        "it is told from ZFS itself. Nothing is changed, and no permission is needed. A dataset that does not change "
        "needs no new snapshot, so its age says nothing.",
    .failures = "",
    .examples =
        "  On the backup server: is the backup of server1 younger than 26 hours?\n"
        "    {} --warning 26h --critical 2d --ssh-source root@server1 offsite1 backup/server1\n"
        "  A line for each dataset:\n"
        "    {} -v offsite1 backup/server1\n"
        "  On a host that only takes snapshots:\n"
        "    {} --warning 2h --critical 6h local1\n"
        "  On the backup server: nobody writes to copies:\n"
        "    {} --assert-readonly backup/server1\n",
    .make = cli::make_verb<Status>,
    .exit_codes =
        "  0  OK\n"
        "  1  WARNING\n"
        "  2  CRITICAL\n"
        "  3  UNKNOWN: it could not be looked at, or the command line cannot be read\n",
    .could_not_run = k_unknown};

}  // namespace app::verbs
