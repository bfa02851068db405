#include "app/verbs/restore_files.hpp"

#include "app/cli/verb.hpp"
#include "app/cli/words.hpp"
#include "app/report/story.hpp"
#include "app/retrieve/script.hpp"
#include "app/retrieve/versions.hpp"
#include "app/run/errors.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/sending.hpp"
#include "transport/link.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <iostream>
#include <utility>

#include <unistd.h>

namespace app::verbs {

using plan::Side;

namespace {

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string size_in_words(const retrieve::Version& version) {
  if (version.kind == 'd') return "folder";
  return version.kind == 'f' ? std::to_string(version.bytes) + " bytes" : "link or device";
}

std::string when(std::int64_t seconds) {
  static const thinner::NameFormat k_time("%Y-%m-%d %H:%M:%S", thinner::Zone::local());
  return k_time.name_at(thinner::Time{std::chrono::seconds{seconds}});
}

}  // namespace

RestoreFiles::RestoreFiles(const RestoreOptions& given, Mode mode, Session& session)
    : given_(given),
      mode_(mode),
      session_(session),
      story_(session.console(), session.personality()),
      hosts_(hosts_of(places_of(given.route))) {}

int RestoreFiles::run() {
  session_.prepare(hosts_);
  shell_.emplace(session_.runner(), story_, hosts_.source, hosts_.target);
  shell_->end_listings_after(timeout_of(given_.pace.timeout));
  look_at_backup();
  std::size_t failed = 0;
  for (const std::string& path : given_.restoring.files) {
    try {
      given_.restoring.lists ? list(path) : restore(path);
    } catch (const run::RunError& error) {
      session_.console().error(path + ": FAILED: " + error.what());
      ++failed;
    }
  }
  return session_.end({.failed = failed,
                       .is_test = mode_ == Mode::test,
                       .good = given_.restoring.lists ? "" : "All files are as they were in the backup"});
}

/// Which datasets it has, and where its source was mounted.
void RestoreFiles::look_at_backup() {
  const std::string& root = given_.route.source.dataset;
  zfs::PropertyRows rows([&](const zfs::PropertyRow& row) {
    if (row.property == "mountpoint") {
      datasets_.emplace_back(row.name);
      if (row.name == root && row.value != "-") mountpoint_ = row.value;
    } else if (row.property == zfs::k_record_property && row.name == root && mountpoint_.empty()) {
      if (const auto record = zfs::parse_record(row.value)) mountpoint_ = "/" + record->name;
    }
  });
  for (const std::string& line : ask(Side::source, zfs::get_mountpoints(root), "the datasets of " + root))
    rows.line(line);
}

std::vector<std::string> RestoreFiles::ask(Side side, transport::Argv argv, const std::string& what) {
  std::vector<std::string> lines;
  const transport::Result result =
      shell_->run(side, std::move(argv), [&lines](std::string_view line) { lines.emplace_back(line); });
  if (result.interrupted) throw run::Aborted();
  if (!result.ok()) throw run::RunError("cannot read " + what + ": " + result.error());
  return lines;
}

void RestoreFiles::list(const std::string& path) {
  const retrieve::Location at = find(path);
  std::size_t found = 0;
  const auto lines = ask(Side::source, retrieve::find_versions({at.dataset, at.path, until(), false}), path);
  for (const std::string& line : lines) {
    const auto version = retrieve::parse_version(line);
    if (!version) continue;
    ++found;
    std::cout << when(version->creation) << "  " << version->snapshot << "  " << size_in_words(*version) << '\n';
  }
  if (found == 0) throw run::RunError("no snapshot of " + at.dataset + " has " + at.path);
}

void RestoreFiles::restore(const std::string& path) {
  const retrieve::Location at = find(path);
  const auto lines = ask(Side::source, retrieve::find_versions({at.dataset, at.path, until(), true}), path);
  const auto version = lines.empty() ? std::nullopt : retrieve::parse_version(lines.front());
  if (!version)
    throw run::RunError("no snapshot of " + at.dataset + (given_.restoring.at.empty() ? "" : " of that time") +
                        " has " + at.path);
  const std::string place = place_of(at.path);
  session_.console().verbose("[Source] " + version->snapshot + ": " + at.path + " (" + size_in_words(*version) +
                             ") -> " + place);
  if (mode_ == Mode::test) return;
  const std::string staging = given_.restoring.into + "/.zwinnow-restore-" + std::to_string(::getpid());
  try {
    carry_over(version->snapshot, at.path, staging);
    ask(Side::target, retrieve::put_in_place(staging, at.path, place, given_.restoring.overwrite), place);
  } catch (...) {
    shell_->go_on_after_signal();
    shell_->run(Side::target, retrieve::clear_away(staging));
    throw;
  }
  shell_->run(Side::target, retrieve::clear_away(staging));
  session_.console().summary(place + ": restored from " + version->snapshot + ", its checksums compared");
}

/// Into a folder of its own, and proven there.
void RestoreFiles::carry_over(const std::string& snapshot, const std::string& path, const std::string& staging) {
  const transport::Link link(hosts_.source, hosts_.target,
                             piping_of(given_.stream, places_of(given_.route), given_.pace));
  const transport::Result result =
      shell_->run(Side::source, link.carry(retrieve::send_files(snapshot, path), retrieve::receive_files(staging)));
  if (result.interrupted) throw run::Aborted();
  if (!result.ok()) throw run::RunError(result.error());
  const auto there = ask(Side::source, retrieve::hash_files(snapshot, path), "the checksums there");
  const auto here = ask(Side::target, retrieve::hash_files_here(staging, path), "the checksums here");
  if (!retrieve::are_equal(there, here))
    throw run::RunError("what arrived is not what is in " + snapshot + ", so it was thrown away: run it again");
}

retrieve::Location RestoreFiles::find(const std::string& path) const {
  const std::string& root = given_.route.source.dataset;
  if (auto location = retrieve::locate(path, root, mountpoint_, datasets_)) return *std::move(location);
  throw run::RunError(mountpoint_.empty() || !path.starts_with('/')
                          ? "give a path within " + root + ", without .."
                          : root + " was mounted at " + mountpoint_ + ", and the path is not below that");
}

std::string RestoreFiles::place_of(const std::string& path) const {
  return given_.restoring.into + "/" + last_part(path);
}

/// 0: any time.
std::int64_t RestoreFiles::until() const {
  const std::string& text = given_.restoring.at;
  if (text.empty()) return 0;
  return time_of("--at", text, thinner::Zone::local()).time_since_epoch().count();
}

}  // namespace app::verbs
