#include "app/cli/drop_ins.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/plan/words.hpp"
#include "app/report/amounts.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/as_zelta.hpp"
#include "app/verbs/confirm.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/job_run.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/retrying.hpp"
#include "app/verbs/sending.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/sync_job.hpp"
#include "app/verbs/two_way_sync.hpp"
#include "app/verbs/verbs.hpp"

#include <array>
#include <optional>
#include <utility>

namespace app::verbs {

namespace {

/// What is told around a sync.
class SyncWords {
 public:
  SyncWords(const SyncOptions& given, const SyncJob& job, Mode mode, Session& session)
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
            .before_it_is_done = [this](const plan::Plan& plan) { confirm_initial(plan); },
            .at_end = [this](const run::JobReport& report) { tell_end(report); }};
  }

 private:
  /// A mistyped DST, or a copy that is thought to be there, shows itself by what is sent in full.
  void confirm_initial(const plan::Plan& plan) const {
    if (!given_.syncing.confirm_initial) return;
    std::vector<std::string> full;
    for (const plan::DatasetPlan& dataset : plan.datasets) {
      const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome);
      if (transfers != nullptr && transfers->base.empty())
        full.push_back(dataset.source->name + " as " + dataset.target);
    }
    if (full.empty()) return;
    confirm(std::to_string(full.size()) + " dataset(s) will be sent in full: " + plan::few_of(full) + ". Go on?",
            given_.syncing.yes);
  }

  report::SideSettings side(const cli::Endpoint& endpoint, const std::string& keep,
                            const thinner::Schedule& schedule) const {
    report::SideSettings side{.ssh = endpoint.host, .ssh_config = given_.route.ssh_config, .schedule = std::nullopt};
    if (!keep.empty()) side.schedule = schedule;
    return side;
  }

  std::string in_words() const {
    std::string words = given_.route.source.text;
    if (given_.covering.levels) words += ", " + std::to_string(*given_.covering.levels) + " level(s)";
    for (const std::string& pattern : given_.covering.excluded) words.append(", without ").append(pattern);
    return words;
  }

  void tell_settings() const {
    report::tell_preamble(
        console_,
        {.header = header_,
         .notes = {},
         .is_test = mode_ == Mode::test,
         .utc = given_.snapshots.utc,
         .property = "",
         .datasets = in_words(),
         .snapshot_format = job_.snapshot_format,
         .hold_tag = given_.sending.holds ? job_.options.hold_tag : "",
         .source = side(given_.route.source, given_.syncing.keep_source, job_.options.keep_source.of(0))},
        job_.options.now, zone_of(given_.snapshots.utc));
  }

  void tell_target() const {
    const cli::Stream& stream = given_.stream;
    report::tell_target(console_,
                        {.side = side(given_.route.target, given_.syncing.keep_target, job_.options.keep_target.of(0)),
                         .path = given_.route.target.dataset,
                         .piping = job_.options.settings.piping,
                         .crossing = job_.options.settings.crossing,
                         .rate = stream.rate,
                         .send_pipes = stream.send_pipes,
                         .recv_pipes = stream.recv_pipes,
                         .says_why_plain = !stream.compress.empty() || !stream.buffer.empty()});
  }

  void tell_end(const run::JobReport& report) const {
    if (mode_ == Mode::run && report.streams != 0) console_.summary(report::text_of_streams(report));
  }

  const SyncOptions& given_;
  const SyncJob& job_;
  Mode mode_;
  std::string header_;
  report::Console& console_;
};

class Sync final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.results, reporting_, trying_, planning_, given_.route,
                       given_.covering, given_.filtering, given_.snapshots, given_.syncing, given_.braking,
                       given_.sending, given_.room, given_.waiting, given_.offline, given_.retrying, given_.rights,
                       given_.stream, given_.receiving, given_.pace, monitoring_);
  }

  void take(const std::vector<std::string>& operands) override {
    take_route(operands, given_.route);
    check_options();
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    settle(given_.route, session);
    const cli::Route& route = given_.route;
    introduce(session.record(), {.backup_name = given_.syncing.name, .target_path = route.target.dataset},
              places_of(route), mode() != Mode::run);
    SyncJob job = make_sync_job(given_, session.now());
    if (job.options.has_unlisted)
      session.console().warning("-R sends the whole tree; --depth only limits what is listed");
    tell_crossing(given_.stream, places_of(route), session.console());
    if (mode() == Mode::run && session.lock(lock_name_of(route))) job = make_sync_job(given_, session.now());
    if (given_.syncing.direction == "forward") return run_one(session, given_, std::move(job), false);
    const auto one_way = [&](const SyncOptions& given, SyncJob part) {
      return run_one(session, given, std::move(part), true);
    };
    return sync_two_ways(session, given_, mode(), one_way);
  }

 private:
  int run_one(Session& session, const SyncOptions& given, SyncJob job, bool is_part) const {
    job.options.explain = mode() == Mode::plan_json;
    job.options.settings.progress = session.shows_progress();
    const SyncWords words(given, job, mode(), session);
    Telling telling = words.telling();
    telling.is_part = is_part;
    if (const cli::DropIn* const tool = cli::drop_in_of(session.personality())) telling.most = tool->most_failed;
    if (session.personality() == Personality::zelta && mode() == Mode::run) end_like_zelta(session, telling);
    return run_with_retries(given.retrying, session, job, mode(), telling);
  }

  Mode mode() const { return mode_of(trying_, planning_); }

  void check_options() const {
    const cli::Syncing& syncing = given_.syncing;
    cli::check_name(syncing.name, "--name");
    if (syncing.intermediate && syncing.newest_only)
      throw cli::ImpossibleRequest("-I sends all missing snapshots and -i the newest alone: leave one out");
    if (syncing.replicate) check_replicate();
    if (syncing.direction == "auto" && given_.offline.ok)
      throw cli::ImpossibleRequest("--direction=auto asks both hosts for the way: leave out --offline-ok");
    if (syncing.direction == "auto" && !given_.route.source.snapshot.empty())
      throw cli::ImpossibleRequest("--direction=auto sends what is newest, on either side: leave out the @" +
                                   given_.route.source.snapshot);
    if (!given_.route.source.snapshot.empty() && (syncing.if_written || syncing.always))
      throw cli::ImpossibleRequest("SRC names the snapshot to be sent, so none is taken: leave out -s and -S");
  }

  /// One stream brings all that there is.
  void check_replicate() const {
    const auto refuse = [](const std::string& option, const std::string& why) {
      throw cli::ImpossibleRequest("-R sends the whole tree in one stream, " + why + ": leave out " + option);
    };
    if (!given_.covering.excluded.empty()) refuse("-X", "with what is excluded");
    if (given_.filtering.filters()) refuse("what leaves datasets or snapshots out", "with all of them");
    if (!given_.sending.properties) refuse("--no-properties", "with its properties");
    if (given_.syncing.newest_only) refuse("-i", "with all snapshots");
    if (given_.syncing.direction == "auto") refuse("--direction=auto", "one way");
    if (!given_.route.source.snapshot.empty()) refuse("the @" + given_.route.source.snapshot, "with all snapshots");
    if (given_.sending.clones != "never") refuse("--clones", "with its clones as such");
    if (given_.sending.decrypt || given_.sending.encrypt) refuse("--decrypt and --encrypt", "encrypted as it is");
    if (!given_.sending.pre_transfer_cmds.empty() || !given_.sending.post_transfer_cmds.empty())
      refuse("the commands for each dataset", "not dataset by dataset");
  }

  SyncOptions given_;
  cli::Reporting reporting_;
  cli::Monitoring monitoring_;
  cli::Trying trying_;
  cli::Planning planning_;
};

}  // namespace

constinit const cli::VerbText k_sync{
    .name = "sync",
    .operands = "SRC DST",
    .summary = "Bring a tree of datasets to another place, with all its snapshots.",
    .description =
        "Sends the dataset SRC and its descendants to DST, so that the tree of SRC becomes the tree of DST. Each is "
        "[user@]host:pool/dataset, or pool/dataset on this host; SRC@SNAPSHOT sends up to that snapshot. The first run "
        "creates DST. Later runs send what is missing. Datasets that were written since their newest snapshot are "
        "snapshotted first. No property is needed.",
    .failures = "that many datasets failed",
    .examples =
        "  Pull a tree from server1, dry run first:\n"
        "    {} --test root@server1:tank/vm backup/vm\n"
        "    {} root@server1:tank/vm backup/vm\n"
        "  Push one dataset without its descendants:\n"
        "    {} -d 1 tank/home root@backup1:backup/home\n"
        "  Every 15 minutes by cron, without what need not be kept:\n"
        "    {} -X '*/swap,/tmp' tank root@backup1:backup/tank\n"
        "  Twins: each dataset from where it is in use to the other host:\n"
        "    {} --direction=auto tank/jail root@host2:tank/jail\n"
        "  Keep a week of this job's snapshots here, a year there:\n"
        "    {} --keep-source 1h1d,1d1w --keep-target 1d1m,1w1y tank/home backup/home\n",
    .make = cli::make_verb<Sync>};

}  // namespace app::verbs
