#include "app/cli/verify.hpp"

#include "app/check/names.hpp"
#include "app/cli/help.hpp"
#include "app/cli/job.hpp"
#include "app/report/console.hpp"
#include "app/report/preamble.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verify/script.hpp"
#include "app/verify/verifier.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace app::cli {

namespace {

constexpr std::size_t k_default_jobs = 2;

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

/// The job of a backup that would neither snapshot nor send nor thin.
Request as_verification(Request request) {
  request.snapshot = request.send = request.thinning = request.holds = false;
  if (!request.only_snapshot_format.empty()) request.snapshot_format = request.only_snapshot_format;
  return request;
}

/// Tells a verification on the console.
class VerificationTeller final : public ::verify::Listener {
 public:
  explicit VerificationTeller(report::Console& console) : console_(console) {}

  void verifying(const ::verify::Pair& pair) override {
    console_.verbose("[Target] " + pair.target_snapshot + ": Verifying...");
  }
  void verified(const ::verify::Pair& pair, const ::verify::Findings& findings) override {
    console_.verbose("[Target] " + pair.target_snapshot + ": Ok, the same as " + pair.source_snapshot + " (" +
                     std::to_string(findings.hashed) + " of " + std::to_string(findings.listed) +
                     (pair.is_volume() ? " chunks" : " files") + " hashed)");
  }
  void failed(const ::verify::Pair& pair, const std::string& reason, const std::vector<std::string>& details) override {
    constexpr std::size_t k_shown = 10;
    console_.error("[Target] " + pair.target + ": FAILED: " + reason);
    for (std::size_t i = 0; i < std::min(k_shown, details.size()); ++i) console_.error("  " + details[i]);
    if (details.size() > k_shown) console_.error("  and " + std::to_string(details.size() - k_shown) + " more");
  }
  void at_work(std::size_t done, std::size_t count) override {
    console_.progress("Verified " + std::to_string(done) + " of " + std::to_string(count) + " datasets");
  }
  void left_behind(::verify::Side side, const std::string& what) override {
    console_.error((side == ::verify::Side::source ? "[Source] " : "[Target] ") + what);
  }

 private:
  report::Console& console_;
};

/// One verification, from the parsed request to the exit code.
class Verification {
 public:
  Verification(const Request& request, report::Console& console)
      : request_(as_verification(request)),
        job_(make_job(request_, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()))),
        console_(console),
        story_(console, request.personality),
        settings_{.percent = percent(request.sample),
                  .jobs = request.jobs.value_or(k_default_jobs),
                  .prefix = unique_prefix(),
                  .selection_property = job_.property} {}

  int run() {
    tell_settings();
    run::Shell shell(runner_, story_, runner_.prepare(job_.context.source), runner_.prepare(job_.context.target));
    run::Survey survey(shell, job_.options, job_.context, job_.format);
    survey.read_ahead();
    survey.read_datasets(job_.property, job_.selection);
    console_.title("Selecting");
    const std::size_t bad = story_.tell_selection(survey.facts(), job_.property);
    survey.read_snapshots();
    const auto which = request_.only_snapshot_format.empty() ? ::verify::Which::any : ::verify::Which::ours;
    const auto pairs = ::verify::make_pairs(survey.facts(), job_.options, which);
    if (pairs.empty() && bad == 0) throw run::RunError(nothing_selected());

    console_.title("Verifying");
    if (request_.mode == Mode::test) return conclude(bad + rehearse(pairs, shell));
    VerificationTeller teller(console_);
    return conclude(bad + ::verify::Verifier(shell, teller, pairs, settings_).run());
  }

 private:
  std::string nothing_selected() const {
    return "No source filesystems selected: nothing to verify. Datasets are selected by 'zfs set " + job_.property +
           "=true' on the source.";
  }

  void tell_settings() {
    report::tell_preamble(console_, request_, job_.options.now,
                          {.header = header_line(request_.personality),
                           .property = job_.property,
                           .snapshot_format = request_.only_snapshot_format.empty() ? "any" : job_.snapshot_format,
                           .same_host = job_.same_host,
                           .added_exclude_received = false},
                          job_.options, job_.format.zone());
    console_.title("Target settings");
    if (!request_.ssh_target.empty()) console_.verbose("[Target] SSH to: " + request_.ssh_target);
    console_.verbose("[Target] Copies are under: " + request_.target_path);
  }

  /// Returns how many are known to fail.
  std::size_t rehearse(const std::vector<::verify::Pair>& pairs, const run::Shell& shell) {
    VerificationTeller teller(console_);
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
      for (const ::verify::Side side : ::verify::k_sides) tell_skipped(pair, side, shell.host(side));
    }
    if (has_filesystem) tell_text("FILESYSTEM", ::verify::filesystem_text());
    if (has_volume) tell_text("VOLUME", ::verify::volume_text());
    return failed;
  }

  void tell_skipped(const ::verify::Pair& pair, ::verify::Side side, const transport::Host& host) {
    const std::string where = host.is_local() ? "" : " on " + host.destination() + ":";
    const auto command = ::verify::command_for(pair, side, settings_);
    console_.command(std::string(side == ::verify::Side::source ? "[Source]" : "[Target]") + where + " CMDSKIP> " +
                     ::verify::shorten(command, pair.is_volume() ? "VOLUME" : "FILESYSTEM"));
  }

  void tell_text(const std::string& name, const std::string& text) {
    console_.title("The text of " + name);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) console_.command("  " + line);
  }

  int conclude(std::size_t failed) {
    if (failed > 0)
      console_.error(std::to_string(failed) + " dataset(s) failed!");
    else if (request_.mode != Mode::test)
      console_.title("All datasets verified ok");
    if (request_.mode == Mode::test) {
      console_.verbose("");
      console_.warning("TEST MODE - DID NOT VERIFY ANYTHING!");
    }
    return static_cast<int>(std::min<std::size_t>(failed, k_could_not_run - 1));
  }

  Request request_;
  Job job_;
  report::Console& console_;
  report::Story story_;
  ::verify::Settings settings_;
  transport::ProcessRunner runner_;
};

}  // namespace

int verify(const Request& request) {
  report::Console console(std::cout, std::cerr, request.verbosity, false, request.progress);
  try {
    return Verification(request, console).run();
  } catch (const std::exception& error) {
    console.error(error.what());
  }
  return k_could_not_run;
}

}  // namespace app::cli
