#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/words.hpp"
#include "app/report/amounts.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/job_run.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/restore_files.hpp"
#include "app/verbs/restore_job.hpp"
#include "app/verbs/sending.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <utility>

namespace app::verbs {

namespace {

/// What is told around a restore.
class RestoreWords {
 public:
  RestoreWords(const RestoreOptions& given, const Job& job, Mode mode, Session& session)
      : given_(given),
        job_(job),
        mode_(mode),
        header_(cli::header_line(session.personality())),
        console_(session.console()) {}

  Telling telling() const {
    return {.settings = [this] { tell_settings(); },
            .after_snapshotting = [this] { tell_target(); },
            .nothing_selected = "every dataset of " + given_.route.source.text + " is excluded",
            .remark_when_good = "",
            .at_end = [this](const run::JobReport& report) { tell_end(report); }};
  }

 private:
  report::SideSettings side(const cli::Endpoint& endpoint) const {
    return {.ssh = endpoint.host, .ssh_config = given_.route.ssh_config, .schedule = std::nullopt};
  }

  void tell_settings() const {
    report::tell_preamble(console_,
                          {.header = header_,
                           .notes = {},
                           .is_test = mode_ == Mode::test,
                           .utc = false,
                           .property = "",
                           .datasets = given_.route.source.text,
                           .snapshot_format = "",
                           .hold_tag = "",
                           .source = side(given_.route.source)},
                          job_.options.now, zone_of(false));
  }

  void tell_target() const {
    report::tell_target(console_, {.side = side(given_.route.target),
                                   .path = given_.route.target.dataset,
                                   .piping = job_.options.settings.piping,
                                   .crossing = job_.options.settings.crossing,
                                   .rate = given_.stream.rate,
                                   .send_pipes = given_.stream.send_pipes,
                                   .recv_pipes = given_.stream.recv_pipes,
                                   .says_why_plain = !given_.stream.compress.empty() || !given_.stream.buffer.empty()});
  }

  void tell_end(const run::JobReport& report) const {
    if (mode_ != Mode::run) return;
    if (const std::string text = report::text_of_streams(report); !text.empty()) console_.summary(text);
  }

  const RestoreOptions& given_;
  const Job& job_;
  Mode mode_;
  std::string header_;
  report::Console& console_;
};

class Restore final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.results, reporting_, trying_, planning_, given_.route,
                       given_.covering, given_.restoring, given_.rights, given_.stream, given_.receiving, given_.pace,
                       given_.waiting);
  }

  void take(const std::vector<std::string>& operands) override {
    if (restores_files()) {
      take_files(operands);
    } else {
      take_route(operands, given_.route, "BACKUP");
      const cli::Restoring& files = given_.restoring;
      if (files.lists || !files.into.empty() || !files.at.empty())
        throw cli::ImpossibleRequest("--list, --to and --at are about files: name them with --file PATH");
    }
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    if (restores_files()) return run_on_files(session);
    settle(given_.route, session);
    const cli::Route& route = given_.route;
    introduce(session.record(), {.backup_name = "restore", .target_path = route.target.dataset}, places_of(route),
              mode() != Mode::run);
    if (mode() == Mode::run) session.lock(claims_on_target(route));
    Job job = make_restore_job(given_, session.now());
    job.options.explain = mode() == Mode::plan_json;
    job.options.settings.progress = session.shows_progress();
    tell_crossing(given_.stream, places_of(route), session.console());
    const RestoreWords words(given_, job, mode(), session);
    return JobRun(session, job, mode(), words.telling()).run();
  }

 private:
  Mode mode() const { return mode_of(trying_, planning_); }
  bool restores_files() const { return !given_.restoring.files.empty(); }

  void take_files(const std::vector<std::string>& operands) {
    if (operands.empty()) throw cli::MissingOperand("BACKUP");
    if (operands.size() > 1)
      throw cli::UsageError("unexpected argument " + cli::quoted(operands[1]) + ": with --file give --to DIR");
    given_.route.source = cli::read_endpoint(operands[0], "BACKUP");
    if (!given_.route.source.snapshot.empty())
      throw cli::ImpossibleRequest("with --file say --at TIME instead of @" + given_.route.source.snapshot);
    if (asks_for_crossing(given_.stream))
      throw cli::ImpossibleRequest("--transport and --direct are about datasets: files travel by ssh");
    if (is_plan(mode())) throw cli::ImpossibleRequest("--plan is about datasets: for files use --test or --list");
    take_place();
  }

  /// --to [HOST:]DIR
  void take_place() {
    std::string& into = given_.restoring.into;
    const auto colon = into.find(':');
    if (colon != std::string::npos && colon < into.find('/')) {
      given_.route.target.host = into.substr(0, colon);
      into.erase(0, colon + 1);
      if (given_.route.target.host == "localhost") given_.route.target.host.clear();
    }
    if (into.empty()) into = ".";
  }

  int run_on_files(Session& session) {
    given_.route.source = settle(given_.route.source, session);
    introduce(session.record(), {.backup_name = "restore", .target_path = given_.restoring.into},
              places_of(given_.route), mode() != Mode::run);
    return RestoreFiles(given_, mode(), session).run();
  }

  RestoreOptions given_;
  cli::Reporting reporting_;
  cli::Trying trying_;
  cli::Planning planning_;
};

}  // namespace

constinit const cli::VerbText k_restore{
    .name = "restore",
    .operands = "BACKUP [DST]",
    .summary = "Bring datasets or files back from a backup.",
    .description =
        "Sends the dataset BACKUP and its descendants to DST, with all snapshots and with the properties that they had "
        "on their source. BACKUP and DST are [user@]host:pool/dataset, or pool/dataset on this host; BACKUP@SNAPSHOT "
        "restores up to that snapshot. If BACKUP records that its source was DST, the datasets are mounted, shared and "
        "limited as before, and keys are loaded where keylocation tells them. Elsewhere they get canmount=noauto, and "
        "neither mountpoint, shares nor quotas. If DST exists and is as one of its snapshots in BACKUP, only what is "
        "newer is sent; otherwise DST is set aside, not destroyed. An interrupted restore is resumed by running it "
        "again. With --file, files or folders are taken out of the newest snapshot that has them, instead of datasets; "
        "their checksums are compared, and nothing is overwritten.",
    .failures = "that many datasets failed",
    .examples =
        "  Bring a lost tree back to server1, dry run first:\n"
        "    {} --test backup/server1/tank/vm root@server1:tank/vm\n"
        "    {} backup/server1/tank/vm root@server1:tank/vm\n"
        "  Go back to Monday's state, and keep today's beside it:\n"
        "    {} backup1:backup/tank/home@mon tank/home\n"
        "  Look at a copy elsewhere:\n"
        "    {} root@backup1:backup/tank/home tank/home-from-backup\n"
        "  Which versions of a file there are, and the one of Monday noon:\n"
        "    {} --file /tank/home/anna/report --list root@backup1:backup/tank/home\n"
        "    {} --file /tank/home/anna/report --at '2026-03-02 12:00' --to /tmp root@backup1:backup/tank/home\n",
    .make = cli::make_verb<Restore>};

}  // namespace app::verbs
