#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/backup_job.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/removable.hpp"
#include "app/verbs/retrying.hpp"
#include "app/verbs/sending.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace app::verbs {

namespace {

/// What is told around a backup.
class Words {
 public:
  Words(const BackupOptions& given, std::vector<std::string> notes, Mode mode, const BackupJob& job, Session& session)
      : given_(given),
        notes_(std::move(notes)),
        is_test_(mode == Mode::test),
        job_(job),
        is_drop_in_(session.personality() == Personality::zfs_autobackup),
        header_(cli::header_line(session.personality())),
        console_(session.console()) {}

  Telling telling() {
    const bool is_snapshot_only = given_.operands.target_path.empty();
    return {.settings = [this] { tell_settings(); },
            .after_snapshotting = [this] { tell_target(); },
            .nothing_selected = "No source filesystems selected, please do a 'zfs set " + job_.property +
                                "=true' on the source datasets you want to select.",
            .remark_when_good = is_snapshot_only ? "(No target_path specified, only operated as snapshot tool.)" : "",
            .counts_missing = !is_drop_in_,
            .most = is_drop_in_ ? 255U : 254U};
  }

 private:
  report::SideSettings side(const std::string& ssh, const thinner::Schedule& schedule) const {
    report::SideSettings side{.ssh = ssh, .ssh_config = given_.places.ssh_config, .schedule = std::nullopt};
    if (given_.thinning.thinning) side.schedule = schedule;
    return side;
  }

  std::vector<std::string> all_notes() const {
    std::vector<std::string> notes = notes_;
    const bool sends = !given_.operands.target_path.empty() && given_.scope.send;
    if (sends) std::ranges::move(notes_on_crossing(given_.stream, given_.places), std::back_inserter(notes));
    if (given_.stream.compress.empty()) return notes;
    if (given_.places.is_local()) notes.emplace_back("Using compression, but transfer is local.");
    if (given_.stream.zfs_compressed)
      notes.emplace_back("Using --compress with --zfs-compressed, might be inefficient.");
    return notes;
  }

  void tell_settings() const {
    const bool has_target_path = !given_.operands.target_path.empty();
    report::tell_preamble(console_,
                          {.header = header_,
                           .notes = all_notes(),
                           .leaves_out_target_path = given_.places.is_one_host() && has_target_path,
                           .added_exclude_received = job_.added_exclude_received,
                           .is_test = is_test_,
                           .utc = given_.snapshots.utc,
                           .property = job_.property,
                           .snapshot_format = job_.snapshot_format,
                           .hold_tag = given_.sending.holds ? job_.options.hold_tag : "",
                           .source = side(given_.places.ssh_source, job_.options.keep_source.of(0))},
                          job_.options.now, job_.format.zone());
  }

  report::TargetSettings target_settings() const {
    const cli::Stream& stream = given_.stream;
    const bool asked = !stream.compress.empty() || !stream.buffer.empty() || !stream.buffer_chunk_size.empty();
    return {.side = side(given_.places.ssh_target, job_.options.keep_target.of(0)),
            .path = given_.operands.target_path,
            .piping = job_.options.settings.piping,
            .crossing = job_.options.settings.crossing,
            .rate = stream.rate,
            .send_pipes = stream.send_pipes,
            .recv_pipes = stream.recv_pipes,
            .says_why_plain = asked && !is_drop_in_};
  }

  void tell_target() const {
    if (!given_.operands.target_path.empty()) {
      report::tell_target(console_, target_settings());
    } else if (job_.options.thinning) {
      console_.title("Thinning source");
    }
  }

  const BackupOptions& given_;
  std::vector<std::string> notes_;
  bool is_test_;
  const BackupJob& job_;
  bool is_drop_in_;
  std::string header_;
  report::Console& console_;
};

class Backup final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.results, reporting_, trying_, planning_, given_.operands, given_.places,
                       given_.selecting, given_.snapshotting, given_.snapshots, given_.thinning, given_.scope,
                       given_.room, given_.removable, given_.sending, given_.rights, given_.stream, given_.receiving,
                       given_.pace, given_.waiting, given_.offline, given_.retrying, given_.obsolete, monitoring_);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.operands = cli::read_operands(operands);
    check_removable(given_.removable, given_.operands.target_path);
    notes_ = given_.settle_obsolete();
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    introduce(session.record(), given_.operands, given_.places, mode() != Mode::run);
    BackupJob job = make_job(session);
    if (mode() == Mode::run && session.lock(claims(job))) job = make_job(session);
    Words words(given_, notes_, mode(), job, session);
    return run_with_retries(given_.retrying, session, job, mode(), words.telling());
  }

 private:
  BackupJob make_job(Session& session) const {
    BackupJob job = make_backup_job(given_, session.personality(), session.now());
    job.options.explain = mode() == Mode::plan_json;
    job.options.settings.progress = session.shows_progress();
    job.stop_at_first_failure =
        session.personality() == Personality::zfs_autobackup && given_.output.verbosity() >= Verbosity::debug;
    return job;
  }

  /// Two runs with one disk would export it from each other.
  std::vector<run::Claim> claims(const BackupJob& job) const {
    std::vector<run::Claim> claims{{.name = lock_name_of(job.property, given_.places, given_.operands.target_path)}};
    if (job.import)
      claims.push_back({.name = "import " + given_.places.ssh_target + " " +
                                std::string(zfs::pool_of(given_.operands.target_path))});
    return claims;
  }

  Mode mode() const { return mode_of(trying_, planning_); }

  BackupOptions given_;
  cli::Reporting reporting_;
  cli::Monitoring monitoring_;
  cli::Trying trying_;
  cli::Planning planning_;
  std::vector<std::string> notes_;  // on what was given
};

}  // namespace

constinit const cli::VerbText k_backup{
    .name = "backup",
    .operands = "BACKUP-NAME [TARGET-PATH]",
    .summary = "Snapshot selected datasets, send them to a target, thin both sides.",
    .description =
        "Snapshots the datasets that the property autobackup:BACKUP-NAME selects, sends missing snapshots to datasets "
        "below TARGET-PATH, and thins both sides. Without TARGET-PATH it only snapshots and thins.",
    .failures = "that many datasets failed",
    .examples =
        "  On the backup server: pull from server1 into backup/server1. Dry run first, then cron:\n"
        "    {} --test --ssh-source root@server1 offsite1 backup/server1\n"
        "    {} --ssh-source root@server1 offsite1 backup/server1\n"
        "  Push to the backup server, keep daily snapshots for a week here:\n"
        "    {} --ssh-target root@backup1 --keep-source 10,1d1w offsite1 backup/server1\n"
        "  Snapshot and thin only, without a TARGET-PATH:\n"
        "    {} --keep-source 24,1h1d,1d1m local1\n",
    .make = cli::make_verb<Backup>};

}  // namespace app::verbs
