#include "app/verbs/report_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/report/held.hpp"
#include "app/run/questions.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/compared.hpp"
#include "app/verbs/held.hpp"
#include "app/verbs/parts.hpp"
#include "transport/quote.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

namespace app::verbs {

namespace {

using pages::ReportedPair;

/// Asks one side, and hands on each number that it answers with.
void ask(run::Shell& shell, plan::Side side, const run::Questions& questions,
         const std::function<void(const zfs::PropertyRow&, std::uint64_t)>& answer) {
  if (questions.empty()) return;
  run::Reader reader(shell);
  run::read_properties(reader, side, questions,
                       [&](const zfs::PropertyRow& row) {
                         if (row.value != "-") answer(row, zfs::parse_number(row.value));
                       },
                       {"the sizes", [](const std::string&, const std::string&) {}});
}

/// "pool" of "pool/a" is above; "pool/ab" is not below "pool/a".
bool is_below(const std::string& name, const std::string& top) {
  return name.size() > top.size() && name.starts_with(top) && name[top.size()] == '/';
}

std::string place(const std::string& host, const std::string& dataset) {
  return host.empty() ? dataset : host + ":" + dataset;
}

}  // namespace

BackupReader::BackupReader(const ReportOptions& given, Session& session)
    : given_(given),
      session_(session),
      job_(make_match_job(given.of, session.now())),
      story_(session.console(), session.personality()) {}

void BackupReader::read(pages::Overview& overview) {
  session_.prepare(job_.hosts);
  run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
  shell.end_listings_after(job_.timeout);
  run::Survey survey(shell, job_.options, job_.hosts, job_.series);
  Compared compared = compare(survey, job_);
  for (const std::string& pool : survey.facts().suspended_pools)
    session_.console().warning(report::on_suspended_pool(pool, "it is not told of"));
  if (has_target()) put_sizes(shell, compared.pairs);
  for (match::Pair& pair : compared.pairs) overview.pairs.push_back({.pair = std::move(pair)});
  status::Observer observer(survey.facts(), compared.plan, job_.options);
  complete(shell, observer);
  put_lags(observer.datasets(), overview);
  read_sizes(shell, overview);
  read_changes(shell, overview);
  read_backup_holds(shell, overview);
  put_restores(overview);
}

thinner::NameFormat BackupReader::format() const {
  const cli::NamedBackup& backup = given_.of.backup;
  return {cli::substitute(backup.snapshot_format, backup.name), thinner::Zone::local()};
}

void BackupReader::put_lags(const std::vector<status::DatasetStatus>& all, pages::Overview& overview) {
  std::unordered_map<std::string_view, const status::DatasetStatus*> by_source;
  for (const status::DatasetStatus& one : all) by_source[one.source] = &one;
  for (ReportedPair& one : overview.pairs) {
    const auto found = by_source.find(one.pair.source.name);
    if (found == by_source.end()) continue;
    one.newest_at = found->second->newest_time;
    one.lag = found->second->lag;
  }
}

/// What each dataset takes with its snapshots, and without its children.
void BackupReader::read_sizes(run::Shell& shell, pages::Overview& overview) const {
  run::Questions on_source, on_target;
  std::unordered_map<std::string, std::optional<std::uint64_t>*> of_source, of_target;
  const auto put_question = [](const match::End& end, run::Questions& questions, auto& places, auto& bytes) {
    if (!end.exists) return;
    places[end.name] = &bytes;
    for (const char* property : {"usedbydataset", "usedbysnapshots"}) questions[property].push_back(end.name);
  };
  for (ReportedPair& one : overview.pairs) {
    put_question(one.pair.source, on_source, of_source, one.source_bytes);
    put_question(one.pair.target, on_target, of_target, one.copy_bytes);
  }
  if (has_target() && !on_target.empty()) on_target["available"].push_back(on_target["usedbydataset"].front());
  const auto add = [](auto& places, const zfs::PropertyRow& row, std::uint64_t bytes) {
    const auto found = places.find(std::string(row.name));
    if (found != places.end()) *found->second = found->second->value_or(0) + bytes;
  };
  ask(shell, plan::Side::source, on_source,
      [&](const zfs::PropertyRow& row, std::uint64_t bytes) { add(of_source, row, bytes); });
  ask(shell, plan::Side::target, on_target, [&](const zfs::PropertyRow& row, std::uint64_t bytes) {
    if (row.property != "available") return add(of_target, row, bytes);
    overview.target_free = std::max(overview.target_free.value_or(0), bytes);
  });
}

/// What was written since the oldest snapshot of the backup, by day.
void BackupReader::read_changes(run::Shell& shell, pages::Overview& overview) const {
  const thinner::NameFormat names = format();
  struct Since {
    ReportedPair* pair;
    std::string property;
    std::chrono::seconds time;
  };
  std::unordered_map<std::string, Since> since;
  run::Questions questions;
  for (ReportedPair& one : overview.pairs) {
    const match::End& source = one.pair.source;
    const auto made = source.first.starts_with('@') ? names.time_of(source.first.substr(1)) : std::nullopt;
    if (!made || overview.now - *made < std::chrono::hours(1)) continue;
    const std::string property = "written" + source.first;
    since.emplace(source.name, Since{&one, property, overview.now - *made});
    questions[property].push_back(source.name);
  }
  ask(shell, plan::Side::source, questions, [&](const zfs::PropertyRow& row, std::uint64_t bytes) {
    const auto found = since.find(std::string(row.name));
    if (found == since.end() || found->second.property != row.property) return;
    const double days = static_cast<double>(found->second.time.count()) / 86'400;
    found->second.pair->changed_a_day = static_cast<std::uint64_t>(static_cast<double>(bytes) / days);
  });
}

void BackupReader::read_backup_holds(run::Shell& shell, pages::Overview& overview) {
  const std::string tag = hold_tag_of(given_.reported.hold_format, given_.of.backup.name);
  const HoldsFound found = read_holds(shell, {.target_path = given_.of.target(),
                                              .is_one_host = given_.of.places.is_one_host(),
                                              .plain_tag = tag,
                                              .format = format(),
                                              .tags = ::holds::OwnTags::of(tag)});
  overview.holds =
      report::list_holds(found.holds, {.target_path = given_.of.target(), .age = std::nullopt, .now = session_.now()});
}

/// A command for each tree of copies; one that has no copy has nothing to come back from.
void BackupReader::put_restores(pages::Overview& overview) const {
  std::vector<const ReportedPair*> copies;
  for (const ReportedPair& one : overview.pairs) {
    const bool is_copy = one.pair.source.exists && one.pair.target.exists && one.pair.target.snapshots != 0;
    if (is_copy) copies.push_back(&one);
  }
  for (const ReportedPair* top : copies) {
    const auto holds_it = [&](const ReportedPair* other) {
      return is_below(top->pair.source.name, other->pair.source.name) &&
             is_below(top->pair.target.name, other->pair.target.name);
    };
    if (std::ranges::any_of(copies, holds_it)) continue;
    std::uint64_t bytes = 0;
    for (const ReportedPair* one : copies) {
      const std::string& name = one->pair.target.name;
      if (one == top || is_below(name, top->pair.target.name)) bytes += one->copy_bytes.value_or(0);
    }
    const std::string command = transport::sh_join(
        std::vector<std::string>{"zwinnow", "restore", place(overview.target_host, top->pair.target.name),
                                 place(overview.source_host, top->pair.source.name)});
    overview.restores.push_back({command, bytes});
  }
}

}  // namespace app::verbs
