#include "app/verbs/status_run.hpp"

#include "app/cli/substitute.hpp"
#include "app/holds/own_tags.hpp"
#include "app/match/find_pairs.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "app/run/holds.hpp"
#include "app/run/questions.hpp"
#include "app/status/judge.hpp"
#include "app/verbs/compared.hpp"
#include "app/verbs/parts.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <utility>

namespace app::verbs {

namespace {

using plan::Side;
using status::Level;

/// What has vanished since it was listed needs no answer.
const run::Reader::Gone k_may_be_gone = [](const std::string& /*name*/, const std::string& /*said*/) {};

}  // namespace

StatusRun::StatusRun(const StatusOptions& given, Session& session, report::Story& story)
    : given_(given), session_(session), story_(story), limits_(limits_of(given.watching)) {}

run::Shell StatusRun::shell_for(plan::Hosts& hosts) {
  session_.prepare(hosts);
  run::Shell shell(session_.runner(), story_, hosts.source, hosts.target);
  shell.end_listings_after(timeout_of(given_.watching.timeout));
  return shell;
}

std::set<std::string> StatusRun::find_names() {
  plan::Hosts hosts = hosts_of(given_.places);
  run::Shell shell = shell_for(hosts);
  run::Reader reader(shell);
  std::set<std::string> names;
  zfs::PropertyRows rows([&](const zfs::PropertyRow& row) {
    const std::string name = name_in(std::string(row.property), given_.selecting.property_format);
    if (!name.empty() && row.value != "false") names.insert(name);
  });
  reader.start(
      Side::source, zfs::get_all_local_properties(), [&rows](std::string_view line) { rows.line(line); },
      "which properties are set");
  reader.wait();
  rows.finish();
  return names;
}

status::JobStatus StatusRun::look_at(const std::string& name) {
  Job job = make_status_job(given_, name, session_.now());
  run::Shell shell = shell_for(job.hosts);
  status_ = {.job = name, .target = given_.operands.target_path, .limits = limits_};
  run::Survey survey(shell, job.options, job.hosts, job.series);
  survey.read_ahead();
  survey.read_datasets(job.selection);
  survey.read_snapshots();
  check_selection(survey.facts(), selector::property_of(job.selection));
  measure(shell, job, survey.facts());
  read_pools(shell, survey.facts());
  check_read_only(shell, has_target() ? survey.facts().target : survey.facts().source);
  return std::move(status_);
}

status::JobStatus StatusRun::look_at_none() {
  plan::Hosts hosts = hosts_of(given_.places);
  run::Shell shell = shell_for(hosts);
  status_ = {.job = "", .target = "", .limits = limits_};
  check_read_only(shell, nullptr);
  return std::move(status_);
}

void StatusRun::check_selection(const plan::Facts& facts, const std::string& property) {
  const auto has = [&facts](selector::Verdict verdict) {
    return std::ranges::find(facts.selection, verdict, &selector::Decision::verdict);
  };
  for (const std::string& pool : facts.suspended_pools)
    status_.troubles.push_back({Level::critical, "pool " + pool + " is suspended: zpool status"});
  if (const auto bad = has(selector::Verdict::bad_value); bad != facts.selection.end())
    status_.troubles.push_back(
        {Level::critical, bad->dataset->name + ": " + property + " must be true, false, child or parent"});
  if (has(selector::Verdict::selected) == facts.selection.end() && status_.troubles.empty())
    throw run::RunError(status_.job + ": no dataset is selected: zfs set " + property + "=true does it");
}

/// Snapshots of the target's own may be empty, and then they are in nobody's way.
void StatusRun::measure(run::Shell& shell, const Job& job, const plan::Facts& listed) {
  plan::Facts facts = listed;
  plan::Plan plan = plan::make_plan(facts, job.options);
  if (!plan.needs.written.empty()) {
    run::Reader reader(shell);
    run::read_properties(reader, Side::target, {{"written", plan.needs.written}},
                         [&facts](const zfs::PropertyRow& row) {
                           facts.written.insert_or_assign(std::string(row.name), zfs::parse_number(row.value));
                         },
                         {"what is in the target's own snapshots", k_may_be_gone});
    plan = plan::make_plan(facts, job.options);
  }
  status::Observer observer(facts, plan, job.options);
  complete(shell, observer);
  std::vector<match::Pair> pairs;
  if (has_target()) pairs = ::match::find_pairs({facts, plan, job.options, job.selection});
  status::add_datasets(observer.datasets(), pairs, status_);
  read_holds(shell, status_.job, plan);
}

/// That of the target; where there is none, those in which snapshots are taken.
void StatusRun::read_pools(run::Shell& shell, const plan::Facts& facts) {
  std::set<std::string> pools;
  if (has_target()) pools.emplace(zfs::pool_of(given_.operands.target_path));
  for (const selector::Decision& decision : facts.selection) {
    if (!has_target() && decision.verdict == selector::Verdict::selected) pools.emplace(decision.dataset->pool());
  }
  if (pools.empty()) return;
  const std::vector<std::string> names(pools.begin(), pools.end());
  run::Reader reader(shell);
  reader.start(
      watched_side(), zfs::get_capacity(names),
      [this](std::string_view line) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) throw zfs::ListingError("zpool list: '" + std::string(line) + "'");
        std::string_view percent = line.substr(tab + 1);
        if (percent.ends_with('%')) percent.remove_suffix(1);  // before OpenZFS 2 also with -p
        if (percent == "-") return;
        status::add_pool(std::string(line.substr(0, tab)), static_cast<unsigned>(zfs::parse_number(percent)), status_);
      },
      "how full the pool is");
  reader.wait();
}

/// A hold keeps its snapshot when the schedule has given up all others of its age. So one that nobody needs any more
/// comes to be on the oldest one, and to look at that is enough.
std::vector<std::string> StatusRun::perhaps_held(const plan::Plan& plan) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < plan.datasets.size(); ++i) {
    const zfs::Dataset& source = *plan.datasets[i].source;
    const auto oldest = std::ranges::find_if(source.snapshots, &zfs::Snapshot::ours);
    if (oldest == source.snapshots.end() || &*oldest == source.newest_of_ours() || !oldest->name->time) continue;
    const bool is_base = oldest->guid == status_.datasets[i].newest_guid;
    if (!is_base && session_.now() - *oldest->name->time > limits_.held_warning)
      names.push_back(source.name + "@" + oldest->name->text);
  }
  return names;
}

void StatusRun::read_holds(run::Shell& shell, const std::string& name, const plan::Plan& plan) {
  if (limits_.held_warning.count() == 0) return;
  std::vector<plan::Item> items;
  for (std::string& snapshot : perhaps_held(plan)) items.push_back({plan::k_no_dataset, std::move(snapshot)});
  if (items.empty()) return;
  zfs::DatedHolds holds;
  run::Reader reader(shell);
  for (auto& lot : plan::lots_of(std::move(items))) {
    std::vector<std::string> names;
    names.reserve(lot.size());
    for (plan::Item& item : lot) names.push_back(std::move(item.name));
    run::start_reading_dated_holds(
        shell, Side::source, std::move(names),
        [&](std::string_view line) { reader.keep_error([&] { zfs::parse_dated_hold(line, holds); }); },
        [&](const transport::Result& result) {
          reader.keep_error([&] { run::require(result, Side::source, "the holds"); });
        });
  }
  reader.wait();
  const auto ours = ::holds::OwnTags::of(hold_tag_of(given_.watching.hold_format, name));
  std::vector<status::HeldFor> held;
  held.reserve(holds.size());
  for (const auto& [snapshot_and_tag, since] : holds) {
    const auto& [snapshot, tag] = snapshot_and_tag;
    if (ours.contain(tag)) held.push_back({snapshot, tag, session_.now() - since});
  }
  status::add_held(std::move(held), status_);
}

/// What was listed need not be asked again.
void StatusRun::check_read_only(run::Shell& shell, const zfs::Inventory* known) {
  for (const std::string& dataset : given_.watching.read_only) {
    if (known != nullptr && known->find(dataset) != nullptr) {
      status::assert_read_only(*known, dataset, status_);
      continue;
    }
    zfs::Inventory inventory;
    run::Reader reader(shell);
    zfs::PropertyRows rows([&inventory](const zfs::PropertyRow& row) {
      inventory.add(row.name).readonly = {std::string(row.value), std::string(row.source)};
    });
    reader.start(
        watched_side(), zfs::get_read_only(dataset), [&rows](std::string_view line) { rows.line(line); },
        "whether " + dataset + " is read-only");
    reader.wait();
    rows.finish();
    status::assert_read_only(inventory, dataset, status_);
  }
}

}  // namespace app::verbs
