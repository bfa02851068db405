#include "world.hpp"

#include "app/plan/retain/tags.hpp"
#include "selector/copies.hpp"

#include <algorithm>
#include <utility>

WorldSnapshot* WorldDataset::named(const std::string& name) {
  const auto found = std::ranges::find(snapshots, name, &WorldSnapshot::name);
  return found == snapshots.end() ? nullptr : &*found;
}

const WorldSnapshot* WorldDataset::with_guid(std::uint64_t wanted) const {
  const auto found = std::ranges::find(snapshots, wanted, &WorldSnapshot::guid);
  return found == snapshots.end() ? nullptr : &*found;
}

World::World() = default;

WorldDataset& World::add_source(const std::string& name) {
  WorldDataset& dataset = source.datasets[name];
  dataset.guid = new_guid();
  return dataset;
}

Side& World::add_target(const std::string& path) {
  Side& side = targets[path];
  side.datasets[path].guid = new_guid();
  return side;
}

WorldDataset& World::add_on_target(const std::string& path, const std::string& name) {
  WorldDataset& dataset = targets.at(path).datasets[name];
  dataset.guid = new_guid();
  return dataset;
}

WorldSnapshot& World::snapshot(WorldDataset& dataset, const std::string& name, std::uint64_t written) {
  dataset.snapshots.push_back({.name = name,
                               .guid = new_guid(),
                               .txg = ++txg_,
                               .written = written,
                               .has_clones = false,
                               .tags = {},
                               .in_plain = false});
  return dataset.snapshots.back();
}

WorldSnapshot& World::copy(const WorldSnapshot& original, WorldDataset& dataset) {
  dataset.snapshots.push_back({.name = original.name,
                               .guid = original.guid,
                               .txg = ++txg_,
                               .written = original.written,
                               .has_clones = false,
                               .tags = {},
                               .in_plain = false});
  return dataset.snapshots.back();
}

zfs::SourceRecord World::record_of(const std::string& name) const {
  return {source.datasets.at(std::string(zfs::pool_of(name))).guid, source.datasets.at(name).guid, name};
}

void World::interrupt_receive(WorldDataset& dataset, const WorldSnapshot& to, std::uint64_t from_guid, bool raw) {
  dataset.partial =
      Partial{"1-token-" + std::to_string(to.guid) + "-" + std::to_string(from_guid) + (raw ? "-raw" : ""),
              {.to_guid = to.guid, .from_guid = from_guid, .to_name = "source@" + to.name, .raw = raw}};
}

std::string World::root_of(const std::string& name, const WorldDataset& dataset) {
  return dataset.key_from.empty() ? name : dataset.key_from;
}

bool World::key_is_loaded(const Side& side, const std::string& name) {
  const WorldDataset& dataset = side.datasets.at(name);
  return !dataset.encrypted || side.datasets.at(root_of(name, dataset)).key_loaded;
}

bool World::opens(const Side& side, const std::string& name) {
  const WorldDataset& dataset = side.datasets.at(name);
  return !dataset.encrypted || side.datasets.at(root_of(name, dataset)).key == dataset.locked_by;
}

void World::change_key(Side& side, const std::string& name) {
  const int key = ++side.datasets.at(name).key;
  for (auto& [other, dataset] : side.datasets) {
    if (dataset.encrypted && root_of(other, dataset) == name) dataset.locked_by = key;
  }
}

// --- Planning ---

/// A copy bears the property that its source has.
Side World::listed_with(const Side& target, const std::string& target_path) const {
  Side listed = source;
  for (auto [name, dataset] : target.datasets) {
    dataset.selection = {"-", "-"};
    if (zfs::is_at_or_below(name, target_path)) dataset.selection = {"true", "received"};
    listed.datasets.emplace(name, std::move(dataset));
  }
  return listed;
}

void World::describe(const Side& side, const std::string& below, zfs::Inventory& inventory,
                     zfs::SnapshotNames& names) const {
  for (const auto& [name, dataset] : side.datasets) {
    if (!below.empty() && !zfs::is_at_or_below(name, below)) continue;
    zfs::Dataset& listed = inventory.add(name);
    listed.type = dataset.type;
    listed.guid = dataset.guid;
    listed.written = dataset.written;
    listed.is_incomplete = dataset.incomplete;
    if (dataset.encrypted) listed.encryption_root = root_of(name, dataset);
    listed.key_loaded = key_is_loaded(side, name);
    listed.origin = dataset.origin;
    listed.bookmarks = dataset.bookmarks;
    listed.selection = dataset.selection;
    listed.canmount = dataset.canmount;
    listed.mountpoint = dataset.mountpoint;
    listed.record = dataset.record;
    listed.readonly = dataset.readonly;
    if (dataset.partial) listed.resume_token = dataset.partial->token;
    for (const WorldSnapshot& snapshot : dataset.snapshots) {
      // What a partial receive starts from counts as cloned.
      const bool receiving = dataset.partial && dataset.partial->contents.from_guid == snapshot.guid;
      listed.snapshots.push_back({.name = &names.intern(snapshot.name),
                                  .guid = snapshot.guid,
                                  .createtxg = snapshot.txg,
                                  .has_clones = snapshot.has_clones || receiving,
                                  .has_more_clones = snapshot.has_clones && receiving});
    }
  }
}

namespace {

/// The dataset and the snapshot of a full snapshot name; null if there is none.
std::pair<const WorldDataset*, const WorldSnapshot*> look_up(const Side& side, const std::string& full_name) {
  const auto at = full_name.find('@');
  const auto dataset = side.datasets.find(full_name.substr(0, at));
  if (at == std::string::npos || dataset == side.datasets.end()) return {nullptr, nullptr};
  const auto& snapshots = dataset->second.snapshots;
  const auto found = std::ranges::find(snapshots, full_name.substr(at + 1), &WorldSnapshot::name);
  return {&dataset->second, found == snapshots.end() ? nullptr : &*found};
}

std::uint64_t written_since_ours(const zfs::Dataset& listed, const WorldDataset& dataset) {
  std::uint64_t bytes = dataset.written;
  for (std::size_t i = listed.snapshots.size(); i-- > 0 && !listed.snapshots[i].ours();) {
    bytes += dataset.snapshots[i].written;
  }
  return bytes;
}

}  // namespace

void World::answer(const plan::Needs& needs, const plan::Options& options, Planned& planned) const {
  plan::Facts& facts = planned.facts;
  if (!needs.written_since.empty()) {
    for (const zfs::Dataset* dataset : needs.written_since) {
      facts.written_since[dataset->name] = written_since_ours(*dataset, source.datasets.at(dataset->name));
    }
    return;  // it decides whether the rest is needed
  }
  for (const std::string& name : needs.written) {
    facts.written[name] = look_up(targets.at(options.mapping.root()), name).second->written;
  }
  const auto tell = [&](zfs::HoldTags& holds, const Side& side, const std::string& name) {
    planned.asked_holds.push_back((&side == &source ? "source " : "target ") + name);
    const auto& tags = look_up(side, name).second->tags;
    holds.at(name).assign(tags.begin(), tags.end());
  };
  for (const plan::SourceSnapshot& held : needs.holds) tell(facts.source_holds, source, held.full_name());
  for (const zfs::Dataset* dataset : needs.all_holds) {
    for (const zfs::Snapshot& snapshot : dataset->snapshots) {
      if (!plan::DatasetHolds(facts.source_holds, dataset->name).are_known(snapshot))
        tell(facts.source_holds, source, plan::SourceSnapshot{dataset, &snapshot}.full_name());
    }
    facts.source_holds.know_all_of(dataset->name);
  }
  for (const std::string& name : needs.target_holds) tell(facts.target_holds, targets.at(options.mapping.root()), name);
  for (const std::string& token : needs.tokens) {
    for (const auto& [name, dataset] : targets.at(options.mapping.root()).datasets) {
      if (dataset.partial && dataset.partial->token == token) facts.tokens[token] = dataset.partial->contents;
    }
  }
  for (const std::string& name : needs.local_properties) facts.local_properties[name] = {"compression=off"};
  if (!needs.features) return;
  facts.source_version = source.version;
  facts.source_features.emplace();
  facts.target_features.emplace();
  for (const auto& [name, dataset] : source.datasets) {
    for (const std::string& feature : source.features)
      (*facts.source_features)[std::string(zfs::pool_of(name))].emplace(feature,
                                                                        !source.unused_features.contains(feature));
  }
  for (const std::string& feature : targets.at(options.mapping.root()).features) {
    (*facts.target_features)[std::string(zfs::pool_of(options.mapping.root()))].emplace(feature, true);
  }
}

std::unique_ptr<Planned> World::plan(const plan::Options& options, zfs::SnapshotNames* names) {
  auto planned = std::make_unique<Planned>();
  if (names == nullptr) {
    planned->own_names =
        std::make_unique<zfs::SnapshotNames>(thinner::NameFormat("test-%Y%m%d%H%M%S", thinner::Zone::utc()));
    names = planned->own_names.get();
  }
  if (one_host && !options.mapping.root().empty()) {
    describe(listed_with(targets.at(options.mapping.root()), options.mapping.root()), "", planned->source, *names);
  } else {
    describe(source, "", planned->source, *names);
  }
  if (!options.mapping.root().empty())
    describe(targets.at(options.mapping.root()), options.mapping.root(), planned->target, *names);
  plan::Facts& facts = planned->facts;
  facts.source = &planned->source;
  facts.target = options.mapping.root().empty() ? nullptr : &planned->target;
  facts.names = names;
  facts.lost = lost;
  facts.unsnapshotted = unsnapshotted;
  facts.selection = selector::select(planned->source, rules);
  for (const selector::Decision& decision : facts.selection) {  // of others no snapshots are kept
    if (decision.verdict == selector::Verdict::selected) continue;
    zfs::Dataset& other = *planned->source.find(decision.dataset->name);
    other.has_unread_of_ours = std::ranges::any_of(other.snapshots, &zfs::Snapshot::ours);
    other.snapshots.clear();
  }
  if (!rules.include_received) selector::leave_out_copies(facts.selection);
  for (;;) {
    planned->plan = plan::make_plan(facts, options);
    if (!planned->plan.needs.any()) return planned;
    if (++planned->rounds > 6) {
      violations.emplace_back("the plan needs ever more");
      return planned;
    }
    answer(planned->plan.needs, options, *planned);
  }
}

std::uint64_t common_base(const WorldDataset& source, const WorldDataset& target) {
  const auto& all = source.snapshots;
  const auto base =
      std::find_if(all.rbegin(), all.rend(), [&](const auto& s) { return target.with_guid(s.guid) != nullptr; });
  std::uint64_t txg = base == all.rend() ? 0 : base->txg;
  for (const zfs::Bookmark& bookmark : source.bookmarks) {
    if (target.with_guid(bookmark.guid) != nullptr) txg = std::max(txg, bookmark.createtxg);
  }
  return txg;
}
