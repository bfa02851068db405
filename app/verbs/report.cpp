#include "app/cli/operands.hpp"
#include "app/pages/overview.hpp"
#include "app/report/last_run.hpp"
#include "app/run/errors.hpp"
#include "app/verbs/page_file.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/report_job.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>

namespace app::verbs {

namespace {

/// What a run leaves is some kilobytes; a file that is larger than this was put there by something else.
constexpr std::uintmax_t k_largest_status = 64'000'000;

std::string text_of_file(const std::filesystem::path& path) {
  std::error_code why;
  if (std::filesystem::file_size(path, why) > k_largest_status || why)
    throw report::NoRun(why ? why.message() : "it is too large");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad() || !file.is_open()) throw report::NoRun("it cannot be read");
  return text;
}

/// The last line of a file to which each run has appended one, or all of it.
report::LastRun read_run(const std::filesystem::path& path) {
  std::string text = text_of_file(path);
  text.erase(text.find_last_not_of("\r\n\t ") + 1);
  const auto line = text.rfind('\n');
  return report::parse_run(line == std::string::npos ? text : text.substr(line + 1));
}

std::vector<std::filesystem::path> status_files(const std::string& folder) {
  std::error_code why;
  std::vector<std::filesystem::path> files;
  for (auto it = std::filesystem::directory_iterator(folder, why); !why && it != std::filesystem::directory_iterator();
       it.increment(why)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (why) throw run::RunError("--status-dir: cannot read " + folder + ": " + why.message());
  std::ranges::sort(files);
  return files;
}

class Report final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.of.output, given_.of.hearing, given_.of.selecting, given_.of.backup, given_.of.places,
                       given_.reported, given_.page);
  }

  void take(const std::vector<std::string>& operands) override {
    if (given_.page.html.empty()) throw cli::ImpossibleRequest("where does the page go? Say it by --html FILE");
    std::vector<std::string> words = operands;
    if (!given_.of.backup.name.empty()) words.insert(words.begin(), given_.of.backup.name);
    if (words.empty()) {
      if (given_.reported.status_dir.empty())
        throw cli::ImpossibleRequest(
            "what is reported? Name a BACKUP-NAME, or where runs leave their results: --status-dir");
      return;
    }
    const cli::Operands read = cli::read_operands(words);
    given_.of.backup.name = read.backup_name;
    given_.of.route.target.dataset = read.target_path;
  }

  Voice voice() const override { return Voice::on_stderr; }

  int run(Session& session) override {
    pages::Overview overview{.name = given_.of.backup.name,
                             .target = given_.of.target(),
                             .source_host = given_.of.places.ssh_source,
                             .target_host = given_.of.places.ssh_target,
                             .now = session.now()};
    introduce(session.record(), {.backup_name = overview.name, .target_path = overview.target}, given_.of.places,
              false);
    if (!given_.reported.status_dir.empty()) read_runs(overview);
    if (!overview.name.empty()) read_backup(overview, session);
    write_file("--html", given_.page.html, pages::to_html(overview, thinner::Zone::local()));
    return 0;
  }

 private:
  void read_backup(pages::Overview& overview, Session& session) const {
    overview.source_schedule = thinner::describe(schedule("--keep-source", given_.reported.keep_source));
    overview.target_schedule = thinner::describe(schedule("--keep-target", given_.reported.keep_target));
    BackupReader(given_, session).read(overview);
  }

  /// The newest first, of a backup its own; a file that is no result is told of.
  void read_runs(pages::Overview& overview) const {
    for (const std::filesystem::path& path : status_files(given_.reported.status_dir)) {
      try {
        report::LastRun run = read_run(path);
        const bool is_meant = overview.name.empty() || (run.job == overview.name && run.target == overview.target);
        if (is_meant) overview.runs.push_back(std::move(run));
      } catch (const report::NoRun& error) {
        overview.unread.push_back(path.string() + " is no result of a run: " + error.what());
      }
    }
    std::ranges::stable_sort(overview.runs, std::ranges::greater(), &report::LastRun::end);
  }

  ReportOptions given_;
};

}  // namespace

constinit const cli::VerbText k_report{
    .name = "report",
    .operands = "[BACKUP-NAME [TARGET-PATH]]",
    .summary = "Write a page about a backup: how far it is, how large, and how it comes back.",
    .description =
        "Writes one page for a browser: each dataset with its copy and its lag, sizes and changes per day, the last "
        "runs with their errors and the next steps, the schedules, the holds, and the commands that restore all of it. "
        "Without BACKUP-NAME it tells only how the last runs of all jobs went. Nothing is changed.",
    .failures = "",
    .examples =
        "  The backup offsite1 of server1, on the backup server, every hour from cron:\n"
        "    {} offsite1 backup/server1 --ssh-source root@server1 --status-dir /var/lib/zwinnow --html "
        "/var/www/offsite1.html\n"
        "  All jobs of this host:\n"
        "    {} --status-dir /var/lib/zwinnow --html /var/www/backups.html\n",
    .make = cli::make_verb<Report>};

}  // namespace app::verbs
