#include "app/check/names.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/substitute.hpp"
#include "app/plan/compile.hpp"
#include "app/report/preamble.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"
#include "app/verify/script.hpp"
#include "app/verify/verifier.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <sstream>
#include <stdexcept>

namespace app::verbs {

namespace {

constexpr std::size_t k_verified_at_a_time = 2;

/// "5%" or "5".
unsigned percent(std::string_view text) {
  const std::string_view digits = text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0));
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
  if (is_number && value >= 1 && value <= 100) return value;
  throw std::invalid_argument("--sample: '" + std::string(text) + "' is no part such as 5%, from 1% to 100%");
}

/// Begins the names of folders and clones: that of no other run, on whatever host.
std::string unique_prefix() {
  std::random_device random;
  std::ostringstream text;
  text << "zwinnow-verify-" << std::hex << random() << random();
  return text.str();
}

/// What the command line says.
struct VerifyOptions {
  cli::Output output;
  cli::Trying trying;
  cli::Operands operands;
  cli::Places places;
  cli::Selecting selecting;
  cli::Comparing comparing;
};

/// It made ready.
struct VerifyJob {
  std::string property;
  std::string snapshot_format;  ///< empty: any
  thinner::NameFormat format;
  plan::Options options;
  selector::SelectionRules selection;
  plan::Hosts hosts;
  ::verify::Settings settings;

  std::vector<zfs::Series> series() const { return {{options.settings.backup_name, format}}; }
};

/// Looks only: it neither snapshots nor sends nor thins nor holds.
plan::Options looking_only(const VerifyOptions& given, thinner::Time now) {
  plan::Options options;
  options.now = now;
  options.settings.backup_name = given.operands.backup_name;
  options.mapping = mapping_of(given.operands.target_path, given.comparing.strip_path);
  options.exclude_snapshots = patterns_of("--exclude-snapshot-pattern", given.comparing.exclude_snapshot_patterns);
  options.send = options.thinning = options.holds = false;
  return options;
}

VerifyJob make_verify_job(const VerifyOptions& given, thinner::Time now) {
  const std::string& name = given.operands.backup_name;
  const std::string property = property_of(given.selecting.property_format, name);
  const std::string format = cli::substitute(given.comparing.snapshot_format, name);
  return {
      .property = property,
      .snapshot_format = format,
      .format = thinner::NameFormat(
          format.empty() ? cli::substitute(cli::Snapshotting{}.snapshot_format, name) : format, thinner::Zone::local()),
      .options = looking_only(given, now),
      .selection = rules_of(given.selecting, given.places, given.operands.target_path),
      .hosts = hosts_of(given.places),
      .settings = {.percent = percent(given.comparing.sample),
                   .jobs = given.comparing.jobs.value_or(k_verified_at_a_time),
                   .prefix = unique_prefix(),
                   .selection_property = property}};
}

/// Tells a verification on the console.
class VerificationTeller final : public ::verify::Listener {
 public:
  VerificationTeller(report::Console& console, run::JobReport& report) : console_(console), report_(report) {}

  void verifying(const ::verify::Pair& pair) override {
    console_.verbose("[Target] " + pair.target_snapshot + ": Verifying...");
  }
  void verified(const ::verify::Pair& pair, const ::verify::Findings& findings) override {
    console_.verbose("[Target] " + pair.target_snapshot + ": Ok, the same as " + pair.source_snapshot + " (" +
                     std::to_string(findings.hashed) + " of " + std::to_string(findings.listed) +
                     (pair.is_volume() ? " chunks" : " files") + " hashed)");
    record(pair, run::DatasetOutcome::verified);
  }
  void failed(const ::verify::Pair& pair, const std::string& reason, const std::vector<std::string>& details) override {
    constexpr std::size_t k_shown = 10;
    console_.error("[Target] " + pair.target + ": FAILED: " + reason);
    for (std::size_t i = 0; i < std::min(k_shown, details.size()); ++i) console_.error("  " + details[i]);
    if (details.size() > k_shown) console_.error("  and " + std::to_string(details.size() - k_shown) + " more");
    record(pair, run::DatasetOutcome::failed);
    report_.problems.push_back({.dataset = pair.source->name,
                                .kind = details.empty() ? "not_verified" : "differs",
                                .message = reason,
                                .next_step = ""});
  }
  /// In a dry run.
  void left_out(const ::verify::Pair& pair) { record(pair, run::DatasetOutcome::not_done); }
  void at_work(std::size_t done, std::size_t count) override {
    console_.progress("Verified " + std::to_string(done) + " of " + std::to_string(count) + " datasets");
  }
  void left_behind(::verify::Side side, const std::string& what) override {
    console_.error((side == ::verify::Side::source ? "[Source] " : "[Target] ") + what);
  }

 private:
  void record(const ::verify::Pair& pair, run::DatasetOutcome outcome) {
    report_.datasets.push_back({.source = pair.source->name, .target = pair.target, .outcome = outcome});
  }

  report::Console& console_;
  run::JobReport& report_;
};

/// One verification, to the exit code.
class Verification {
 public:
  Verification(const VerifyOptions& given, VerifyJob job, Session& session)
      : given_(given),
        job_(std::move(job)),
        session_(session),
        console_(session.console()),
        story_(console_, session.personality()) {}

  int run() {
    tell_settings();
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    run::Survey survey(shell, job_.options, job_.hosts, job_.series());
    survey.read_ahead();
    survey.read_datasets(selector::ByProperty{job_.property, job_.selection});
    console_.title("Selecting");
    const std::size_t bad = story_.tell_selection(survey.facts(), job_.property);
    survey.read_snapshots();
    const auto which = job_.snapshot_format.empty() ? ::verify::Which::any : ::verify::Which::ours;
    const auto pairs = ::verify::make_pairs(survey.facts(), job_.options, which);
    if (pairs.empty() && bad == 0) throw run::RunError(nothing_selected());

    console_.title("Verifying");
    if (given_.trying.test) return conclude(bad + rehearse(pairs, shell));
    VerificationTeller teller(console_, session_.record().report);
    return conclude(bad + ::verify::Verifier(shell, teller, pairs, job_.settings).run());
  }

 private:
  std::string nothing_selected() const {
    return "No source filesystems selected: nothing to verify. Datasets are selected by 'zfs set " + job_.property +
           "=true' on the source.";
  }

  void tell_settings() {
    report::tell_preamble(
        console_,
        {.header = cli::header_line(session_.personality()),
         .notes = {},
         .leaves_out_target_path = given_.places.is_one_host(),
         .added_exclude_received = false,
         .is_test = given_.trying.test,
         .utc = false,
         .property = job_.property,
         .snapshot_format = job_.snapshot_format.empty() ? "any" : job_.snapshot_format,
         .hold_tag = "",
         .source = {.ssh = given_.places.ssh_source, .ssh_config = given_.places.ssh_config, .schedule = std::nullopt}},
        job_.options.now, job_.format.zone());
    console_.title("Target settings");
    if (!given_.places.ssh_target.empty()) console_.verbose("[Target] SSH to: " + given_.places.ssh_target);
    console_.verbose("[Target] Copies are under: " + given_.operands.target_path);
  }

  /// Returns how many are known to fail.
  std::size_t rehearse(const std::vector<::verify::Pair>& pairs, const run::Shell& shell) {
    VerificationTeller teller(console_, session_.record().report);
    std::size_t failed = 0;
    bool has_volume = false;
    bool has_filesystem = false;
    for (const ::verify::Pair& pair : pairs) {
      if (!pair.problem.empty()) {
        teller.failed(pair, pair.problem, {});
        ++failed;
        continue;
      }
      (pair.is_volume() ? has_volume : has_filesystem) = true;
      teller.verifying(pair);
      teller.left_out(pair);
      for (const ::verify::Side side : ::verify::k_sides) tell_skipped(pair, side, shell.host(side));
    }
    if (has_filesystem) tell_text("FILESYSTEM", ::verify::filesystem_text());
    if (has_volume) tell_text("VOLUME", ::verify::volume_text());
    return failed;
  }

  void tell_skipped(const ::verify::Pair& pair, ::verify::Side side, const transport::Host& host) {
    const std::string where = host.is_local() ? "" : " on " + host.destination() + ":";
    const auto command = ::verify::command_for(pair, side, job_.settings);
    console_.command(std::string(side == ::verify::Side::source ? "[Source]" : "[Target]") + where + " CMDSKIP> " +
                     ::verify::shorten(command, pair.is_volume() ? "VOLUME" : "FILESYSTEM"));
  }

  void tell_text(const std::string& name, const std::string& text) {
    console_.title("The text of " + name);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) console_.command("  " + line);
  }

  int conclude(std::size_t failed) {
    session_.record().report.failed = failed;
    return session_.end({.failed = failed,
                         .is_test = given_.trying.test,
                         .good = "All datasets verified ok",
                         .good_test = "",
                         .test_note = "TEST MODE - DID NOT VERIFY ANYTHING!"});
  }

  const VerifyOptions& given_;
  VerifyJob job_;
  Session& session_;
  report::Console& console_;
  report::Story story_;
};

class Verify final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, reporting_, given_.trying, given_.operands, given_.places, given_.selecting,
                       given_.comparing, monitoring_, results_);
  }

  Voice voice() const override { return voice_of(Mode::run, reporting_); }

  void take(const std::vector<std::string>& operands) override {
    given_.operands = cli::read_operands(operands);
    if (given_.operands.target_path.empty()) throw cli::MissingOperand("TARGET-PATH");
  }

  int run(Session& session) override {
    introduce(session.record(), given_.operands, given_.places, given_.trying.test);
    return Verification(given_, make_verify_job(given_, session.now()), session).run();
  }

 private:
  VerifyOptions given_;
  cli::Reporting reporting_;
  cli::Monitoring monitoring_;
  cli::ResultFiles results_;
};

}  // namespace

constinit const cli::VerbText k_verify{
    .name = "verify",
    .operands = "BACKUP-NAME TARGET-PATH",
    .summary = "Compare the newest common snapshots of source and target.",
    .description =
        "Compares the newest common snapshot (by guid) of every dataset that the property autobackup:BACKUP-NAME "
        "selects. Filesystems: names, types, modes, owners, sizes and contents. Volumes: every byte. Snapshots are "
        "mounted in temporary directories, and volumes are cloned temporarily, on the host where they are. Both are "
        "removed afterwards.",
    .failures = "that many datasets differ or could not be verified",
    .examples =
        "  On the backup server, once a month: do the copies match server1?\n"
        "    {} --ssh-source root@server1 offsite1 backup/server1\n"
        "  Five percent of the files and volume chunks, four datasets in parallel:\n"
        "    {} --sample 5% --jobs 4 --ssh-source root@server1 offsite1 backup/server1\n",
    .make = cli::make_verb<Verify>};

}  // namespace app::verbs
