#include "app/run/survey.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/retain/tags.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "app/run/holds.hpp"
#include "app/run/questions.hpp"
#include "selector/copies.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"
#include "zfs/says.hpp"

#include <algorithm>
#include <ctime>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace run {

using plan::Side;

namespace {

/// Did the command fail for nothing but this? Every complaint on its stderr says so.
bool only_says(const transport::Result& result, zfs::Says reason) {
  if (result.ok() || result.connection_failed || result.interrupted) return false;
  const auto lines = result.complaints();
  return !lines.empty() && std::ranges::all_of(lines, [&](std::string_view line) { return zfs::says(line, reason); });
}

/// Of what is gone on the target its own step says so.
Reader::Gone not_minding() {
  return [](const std::string&, const std::string&) {};
}

/// As many as fit into one command.
std::vector<std::string> take_lot(const std::vector<plan::SourceSnapshot>& snapshots, std::size_t& next) {
  std::vector<std::string> lot;
  for (std::size_t bytes = 0; next < snapshots.size(); ++next) {
    std::string name = snapshots[next].full_name();
    bytes += plan::operand_bytes(name);
    if (bytes > plan::k_command_bytes && !lot.empty()) break;
    lot.push_back(std::move(name));
  }
  return lot;
}

}  // namespace

Survey::Survey(Shell& shell, const plan::Options& options, const plan::Hosts& hosts, std::vector<zfs::Series> series)
    : shell_(shell),
      reader_(shell),
      target_lister_(shell),
      options_(options),
      hosts_(hosts),
      names_(std::move(series)) {
  facts_.source = &source_;
  facts_.names = &names_;
  if (!options.mapping.root().empty()) facts_.target = &target_;
}

void Survey::meet(Side side, const Greeting& greeting) {
  if (greeting.time) facts_.clock_ahead[side] = *greeting.time - std::time(nullptr);
  (side == Side::source ? facts_.ssh_to_source : facts_.ssh_to_target) = greeting.ends;
  if (side == Side::source && source_roots_.empty()) facts_.suspended_pools = greeting.suspended;
  reader_.keep_error([&] { require_silence(greeting, side, shell_.host(side)); });
}

void Survey::read_datasets(const selector::Selection& selection) {
  const std::string& selection_property = selector::property_of(selection);
  const selector::Reach reach = selector::reach_of(selection);
  if (!reach.root.empty()) source_roots_ = {reach.root};
  levels_ = reach.levels;
  zfs::DatasetListing source(source_, selection_property);
  zfs::DatasetListing target(target_, "");
  std::size_t left = facts_.target == nullptr ? 1 : 2;
  shell_.start_with_greeting(
      Side::source, zfs::get_source_datasets(selection_property, source_roots_, levels_),
      [this](const Greeting& greeting) { meet(Side::source, greeting); },
      [&](std::string_view l) { reader_.keep_error([&] { source.line(l); }); },
      [&](const transport::Result& result) {
        --left;
        reader_.keep_error([&] { require(result, Side::source, "the datasets"); });
      });
  if (shell_.host(Side::source).is_local() && source_roots_.empty()) facts_.suspended_pools = suspended_pools_here();
  if (facts_.target != nullptr) {
    // Its failure is told apart below: a target path that does not exist is the user's to create.
    shell_.start_with_greeting(
        Side::target, zfs::get_target_datasets(options_.mapping.root(), levels_),
        [this](const Greeting& greeting) { meet(Side::target, greeting); },
        [&](std::string_view l) { reader_.keep_error([&] { target.line(l); }); },
        [&](const transport::Result& result) {
          --left;
          reader_.keep_error([&] {
            if (only_says(result, zfs::Says::gone)) return miss_target();
            require(result, Side::target, "the datasets below " + options_.mapping.root());
            if (may_read_ahead_) start_listing_target();
          });
        });
  }
  reader_.wait_until([&left] { return left == 0; });
  source.finish();
  target.finish();
  if (lacks_target_) read_above_target();
  if (facts_.target != nullptr && !lacks_target_ && target_.find(options_.mapping.root()) == nullptr) {
    throw NoTarget("Target path '" + options_.mapping.root() + "' is no filesystem or volume. Please name a dataset.");
  }
  facts_.selection = selector::select(source_, selection);
  takes_copies_ = selector::takes_copies(selection);
}

/// With what is below it.
Reader::Gone Survey::losing() {
  return [this](const std::string& name, const std::string& said) {
    for (const zfs::Dataset* dataset : selector::selected_of(facts_.selection)) {
      if (zfs::is_at_or_below(dataset->name, name))
        facts_.lost[dataset->name] = "it has vanished since it was listed: " + said;
    }
  };
}

/// Known from the datasets alone: then there will be a transfer, and its features can be read along with the snapshots.
bool Survey::something_changed() const {
  return !options_.snapshot_name.empty() && options_.min_change > 0 &&
         std::ranges::any_of(facts_.selection, [this](const selector::Decision& decision) {
           return decision.verdict == selector::Verdict::selected && decision.dataset->written >= options_.min_change;
         });
}

void Survey::read_features() {
  if (facts_.target == nullptr || !options_.send || facts_.source_features) return;
  facts_.source_features.emplace();
  facts_.target_features.emplace();
  std::set<std::string> pools;
  for (const zfs::Dataset* dataset : selector::selected_of(facts_.selection)) pools.emplace(dataset->pool());
  const std::vector<std::string> source_pools(pools.begin(), pools.end());
  const std::vector<std::string> target_pools{std::string(zfs::pool_of(options_.mapping.root()))};
  reader_.start(
      Side::source, zfs::get_pool_features(source_pools),
      [this](std::string_view l) { zfs::parse_feature_line(l, *facts_.source_features); }, "the features of the pools");
  reader_.start(
      Side::target, zfs::get_pool_features(target_pools),
      [this](std::string_view l) { zfs::parse_feature_line(l, *facts_.target_features); }, "the features of the pool");
  if (options_.bookmarks) read_version();
  read_pool_roots(source_pools);
  start_finding_helpers();
}

/// Copies record the guid of the pool's root, which the listing of a tree does not have.
void Survey::read_pool_roots(const std::vector<std::string>& pools) {
  std::vector<std::string> unlisted;
  std::ranges::copy_if(pools, std::back_inserter(unlisted),
                       [this](const std::string& pool) { return source_.find(pool) == nullptr; });
  if (unlisted.empty()) return;
  auto listing = std::make_shared<zfs::DatasetListing>(source_, "");
  shell_.start(
      Side::source, zfs::get_these_datasets(unlisted), [listing](std::string_view line) { listing->line(line); },
      [this, listing](const transport::Result& result) {
        reader_.keep_error([&] {
          require(result, Side::source, "the pool");
          listing->finish();
        });
      });
}

/// A ZFS that does not know the question is older than what is asked for.
void Survey::read_version() {
  const auto is_encrypted = [](const selector::Decision& decision) { return decision.dataset->encrypted(); };
  if (options_.decrypt || std::ranges::none_of(facts_.selection, is_encrypted)) return;
  shell_.start(
      Side::source, zfs::get_version(),
      [this](std::string_view line) { zfs::parse_version_line(line, facts_.source_version); },
      [this](const transport::Result& result) {
        if (!result.connection_failed && !result.interrupted) return;
        reader_.keep_error([&] { require(result, Side::source, "the version of ZFS"); });
      });
}

void Survey::read_snapshots() {
  const std::vector<const zfs::Dataset*> selected = selector::selected_of(facts_.selection);
  const std::set<const zfs::Dataset*> wanted(selected.begin(), selected.end());
  if (selected.empty()) return stop_listing_target();
  zfs::SnapshotListing source(source_, names_,
                              [&wanted](const zfs::Dataset& dataset) { return wanted.contains(&dataset); });
  for (auto& roots : plan::lots_of(selector::roots_of(selected))) {
    // Bookmarks too: an earlier run may have left nothing else as the base.
    auto listing = zfs::are_many(selected.size()) ? zfs::list_shared("snapshot,bookmark", roots, levels_)
                                                  : zfs::list_snapshots_and_bookmarks(roots, levels_);
    reader_.start(
        Side::source, std::move(listing), [&](std::string_view l) { source.line(l); }, "the snapshots", losing());
  }
  if (facts_.target != nullptr) start_listing_target();
  if (something_changed()) {
    read_features();
    start_reading_permissions();
  }
  reader_.wait();
  take_target_listing();
  source_.sort_snapshots();
  target_.sort_snapshots();
  if (options_.restoring) read_restoring();
  if (!takes_copies_) selector::leave_out_copies(facts_.selection);
}

plan::Plan Survey::make_plan() {
  for (;;) {
    facts_.target_user_is_unknown = is_unknown(Side::target);
    plan::Plan plan = plan::make_plan(facts_, options_);
    const bool changes_something = plan.needs.any() || !plan.phases.empty();  // as far as a draft can tell
    const bool asks = changes_something && start_reading_permissions();
    if (!plan.needs.any() && !asks) {
      if (!plan.phases.empty()) check_permissions(plan);
      return plan;
    }
    read_needs(plan.needs);
  }
}

void Survey::could_not_snapshot(const plan::Plan& plan, const Snapshotter::Outcome& outcome) {
  for (const auto& [index, reason] : outcome.gone) {
    facts_.lost[plan.datasets[index].source->name] = "it cannot be snapshotted: " + reason;
  }
  for (const auto& [index, reason] : outcome.refused) {
    const std::string& name = plan.datasets[index].source->name;
    const bool lacks_space = zfs::says(reason, zfs::Says::out_of_space);
    facts_.unsnapshotted[name] =
        "it cannot be snapshotted: " + reason +
        (lacks_space
             ? " (what has a refreservation needs as much free space as it holds: zfs set refreservation=none " + name +
                   " lets it do without)"
             : "");
  }
}

void Survey::read_written_since(const std::vector<const zfs::Dataset*>& datasets) {
  Questions questions;
  for (const zfs::Dataset* dataset : datasets) {
    questions["written@" + dataset->newest_of_ours()->name->text].push_back(dataset->name);
    facts_.written_since[dataset->name] = 0;
  }
  read_properties(reader_, Side::source, questions,
                  [this](const zfs::PropertyRow& row) {
                    const zfs::Dataset* const dataset = source_.find(row.name);
                    if (dataset == nullptr || row.value == "-") return;
                    if (row.property == "written@" + dataset->newest_of_ours()->name->text)
                      facts_.written_since[dataset->name] = zfs::parse_number(row.value);
                  },
                  {"what was written since our snapshots", losing()});
}

void Survey::read_needs(const plan::Needs& needs) {
  // Whether anything changed decides whether the rest is needed at all: first this, alone.
  if (!needs.written_since.empty()) return read_written_since(needs.written_since);

  zfs::PropertyRows written([this](const zfs::PropertyRow& row) {
    facts_.written[std::string(row.name)] = row.value == "-" ? 0 : zfs::parse_number(row.value);
  });
  for (auto& lot : plan::lots_of(needs.written)) {
    for (const std::string& snapshot : lot) facts_.written[snapshot] = 0;
    reader_.start(
        Side::target, zfs::get_written(lot), [&](std::string_view l) { written.line(l); },
        "what the target's own snapshots hold", not_minding());
  }
  read_next_source_holds(std::make_shared<std::vector<plan::SourceSnapshot>>(snapshots_asked_for(needs)), 0);
  for (const std::string& snapshot : needs.target_holds) facts_.target_holds.at(snapshot);
  for (auto& lot : plan::lots_of(needs.target_holds)) {
    start_reading_holds(shell_, Side::target, lot, facts_.target_holds, [this](const transport::Result& result) {
      reader_.keep_error([&] { require(result, Side::target, "the holds"); });
    });
  }
  for (const std::string& token : needs.tokens) {
    zfs::TokenContents& contents = facts_.tokens[token];
    const auto line = [&contents](std::string_view l) { zfs::parse_token_line(l, contents); };
    // The answer comes on stdout or on stderr, by system, and a token that is no longer any good is no failure: zfs may
    // say what is in it all the same.
    shell_.start(
        Side::source, transport::Pipeline{{{shell_.host(Side::source), zfs::describe_token(token)}}}, line,
        [this, &contents](const transport::Result& result) {
          if (zfs::says(result.stages.back().stderr_tail, zfs::Says::never_resumable)) contents.refused = true;
          if (!result.connection_failed && !result.interrupted) return;
          reader_.keep_error([&] { require(result, Side::source, "what a resume token stands for"); });
        },
        line);
  }
  read_creation(needs.created);
  if (!needs.local_properties.empty()) read_local_properties(needs.local_properties);
  if (needs.features) read_features();
  reader_.wait();
}

/// Those whose holds are asked for. From now on they are among the facts.
std::vector<plan::SourceSnapshot> Survey::snapshots_asked_for(const plan::Needs& needs) {
  std::vector<plan::SourceSnapshot> snapshots = needs.holds;
  for (const plan::SourceSnapshot& snapshot : needs.holds) facts_.source_holds.at(snapshot.full_name());
  for (const zfs::Dataset* dataset : needs.all_holds) {
    const plan::DatasetHolds known(facts_.source_holds, dataset->name);
    for (const zfs::Snapshot& snapshot : dataset->snapshots) {
      if (!known.are_known(snapshot)) snapshots.push_back({dataset, &snapshot});
    }
    facts_.source_holds.know_all_of(dataset->name);
  }
  return snapshots;
}

/// Millions of snapshots come in hundreds of commands, so none is put together before it can begin.
void Survey::read_next_source_holds(const std::shared_ptr<const std::vector<plan::SourceSnapshot>>& snapshots,
                                    std::size_t next) {
  const std::vector<std::string> lot = take_lot(*snapshots, next);
  if (lot.empty()) return;
  start_reading_holds(shell_, Side::source, lot, facts_.source_holds,
                      [this, snapshots, next](const transport::Result& result) {
                        reader_.keep_error([&] { require(result, Side::source, "the holds"); });
                        if (result.ok()) read_next_source_holds(snapshots, next);
                      });
}

/// What a clone that takes the dataset's place is to get too: not what it has from its origin by nature, or will be
/// given with the first stream.
void Survey::read_local_properties(const std::vector<std::string>& datasets) {
  const auto comes_by_itself = [](std::string_view property) {
    return property == zfs::k_record_property || property == "volsize" || property == "encryption" ||
           property == "keyformat" || property == "keylocation" || property == "pbkdf2iters";
  };
  for (const std::string& dataset : datasets) facts_.local_properties[dataset];
  for (auto& lot : plan::lots_of(datasets)) {
    auto rows = std::make_shared<zfs::PropertyRows>([this, comes_by_itself](const zfs::PropertyRow& row) {
      if (comes_by_itself(row.property)) return;
      facts_.local_properties[std::string(row.name)].push_back(zfs::assignment_of(row.property, row.value));
    });
    reader_.start(
        Side::target, zfs::get_local_properties(lot), [rows](std::string_view line) { rows->line(line); },
        "the properties that are set there", not_minding());
  }
}

}  // namespace run
