#include "app/holds/holds.hpp"

#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/substitute.hpp"
#include "app/plan/compile.hpp"
#include "app/report/held.hpp"
#include "app/report/story.hpp"
#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "app/verbs/held.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <iostream>
#include <optional>
#include <set>
#include <utility>

namespace app::verbs {

using zfs::Says;

namespace {

/// What the command line says.
struct HoldsOptions {
  cli::Output output;
  cli::Trying trying;
  cli::Operands operands;  ///< both may be empty
  cli::Places places;
  cli::Holding holding;
  cli::Reporting reporting;
};

/// It made ready. Where no backup is named any name will do for what is made of it.
struct HoldsJob {
  std::string plain_tag;
  std::string lock_name;
  thinner::NameFormat format;
  plan::Hosts hosts;
  std::optional<thinner::Span> age;  ///< nothing: only list
};

HoldsJob make_holds_job(const HoldsOptions& given) {
  const std::string name = given.operands.backup_name.empty() ? "any" : given.operands.backup_name;
  HoldsJob job{
      .plain_tag = hold_tag_of(given.holding.hold_format, name),
      .lock_name =
          lock_name_of(property_of(given.holding.property_format, name), given.places, given.operands.target_path),
      .format = thinner::NameFormat(cli::substitute(cli::Snapshotting{}.snapshot_format, name), thinner::Zone::local()),
      .hosts = hosts_of(given.places),
      .age = std::nullopt};
  if (!given.holding.release.empty()) job.age = ttl("--release", given.holding.release);
  return job;
}

/// One listing, with the releases that follow, to the exit code.
class Listing {
 public:
  Listing(const HoldsOptions& given, HoldsJob job, Session& session)
      : given_(given),
        job_(std::move(job)),
        session_(session),
        console_(session.console()),
        story_(console_, session.personality()) {}

  int run() {
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    console_.verbose(cli::header_line(session_.personality()));
    const std::vector<::holds::Hold> found = find(shell);
    const report::HeldTable table{.target_path = given_.operands.target_path, .age = job_.age, .now = session_.now()};
    if (given_.reporting.is_asked_for()) session_.record().holds = report::list_holds(found, table);
    if (!given_.reporting.json) report::write_holds(std::cout, found, table);
    if (!job_.age) return 0;
    for (const std::string& text : report::notes_on_releases(found, table)) note(text);
    return release(found, shell);
  }

 private:
  std::vector<::holds::Hold> find(run::Shell& shell) {
    HoldsFound found = read_holds(shell, {.target_path = given_.operands.target_path,
                                          .is_one_host = given_.places.is_one_host(),
                                          .plain_tag = job_.plain_tag,
                                          .format = job_.format,
                                          .tags = own_tags()});
    for (const std::string& pool : found.suspended_pools)
      note(report::on_suspended_pool(pool, "its holds are neither listed nor released"));
    return std::move(found.holds);
  }

  void note(const std::string& text) {
    console_.warning(text);
    session_.record().report.notes.push_back(text);
  }

  ::holds::OwnTags own_tags() const {
    if (!given_.operands.backup_name.empty()) return ::holds::OwnTags::of(job_.plain_tag);
    return ::holds::OwnTags::of_any_name(
        [format = given_.holding.hold_format](std::string_view name) { return cli::substitute(format, name); });
  }

  int release(const std::vector<::holds::Hold>& found, run::Shell& shell) {
    console_.title("Releasing");
    for (const plan::Step& step : ::holds::releases(found, *job_.age, session_.now())) {
      if (given_.trying.test)
        story_.tell_skipped(plan::side_of(step), plan::compile(step, {{}, job_.hosts}));
      else
        carry_out(step, shell);
    }
    return conclude();
  }

  void carry_out(const plan::Step& step, run::Shell& shell) {
    const auto& release = std::get<plan::Release>(step.action);
    const std::string side = release.side == plan::Side::source ? "[Source] " : "[Target] ";
    for (const plan::Item& item : release.items) console_.verbose(side + item.name + ": Releasing " + release.tag);
    const transport::Result result = shell.run(release.side, plan::compile(step, {{}, job_.hosts}));
    if (result.interrupted) throw run::Aborted();
    std::optional<run::FailedCommand> command = shell.take_failure();
    for (const auto& [snapshot, reason] : run::failed_items(release.items, result, {Says::no_such_tag, Says::gone})) {
      console_.error(std::string(side).append(snapshot).append(": FAILED: ").append(reason));
      record_failure(snapshot, reason, std::exchange(command, std::nullopt));
      failed_.insert(side + snapshot.substr(0, snapshot.find('@')));
      session_.record().report.failed = failed_.size();
    }
  }

  /// Of many that fail by one command the first has it.
  void record_failure(const std::string& snapshot, const std::string& reason,
                      std::optional<run::FailedCommand> command) {
    std::string kind = run::kind_of(reason, command);
    session_.record().report.problems.push_back({.dataset = snapshot.substr(0, snapshot.find('@')),
                                                 .kind = std::move(kind),
                                                 .message = reason,
                                                 .next_step = run::advice_on(reason),
                                                 .command = std::move(command)});
  }

  int conclude() { return session_.end({.failed = failed_.size(), .is_test = given_.trying.test}); }

  const HoldsOptions& given_;
  HoldsJob job_;
  Session& session_;
  report::Console& console_;
  report::Story story_;
  std::set<std::string> failed_;  // datasets, each with its side
};

class Holds final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.reporting, given_.trying, given_.operands, given_.places, given_.holding);
  }

  Voice voice() const override { return voice_of(Mode::run, given_.reporting); }

  void take(const std::vector<std::string>& operands) override {
    if (!operands.empty()) {
      given_.operands = cli::read_operands(operands);
    } else if (!given_.holding.release.empty()) {
      throw cli::UsageError("--release needs a BACKUP-NAME: it releases the holds of one backup");
    }
  }

  int run(Session& session) override {
    introduce(session.record(), given_.operands, given_.places, given_.trying.test);
    HoldsJob job = make_holds_job(given_);
    if (job.age && !given_.trying.test) session.lock(job.lock_name);
    return Listing(given_, std::move(job), session).run();
  }

 private:
  HoldsOptions given_;
};

}  // namespace

constinit const cli::VerbText k_holds{
    .name = "holds",
    .operands = "[BACKUP-NAME [TARGET-PATH]]",
    .summary = "List the holds that backups placed on snapshots, or release old ones.",
    .description =
        "Lists the holds that backups placed on snapshots of the source and, if given, of TARGET-PATH and its "
        "descendants: snapshot, tag, age and target. Held snapshots cannot be destroyed. A backup releases its own "
        "holds, but nobody releases the holds of a target that is no longer used: use --release for these. Without "
        "BACKUP-NAME the holds of all backups are listed.",
    .failures = "that many datasets failed",
    .examples =
        "  On server1: all snapshots that backups hold:\n"
        "    {}\n"
        "  A target was retired, backup/server1 is in use. Dry run first, then release the holds of the old target:\n"
        "    {} --test --release 90d --ssh-target root@backup1 offsite1 backup/server1\n"
        "    {} --release 90d --ssh-target root@backup1 offsite1 backup/server1\n",
    .make = cli::make_verb<Holds>};

}  // namespace app::verbs
