// Carries a plan out on a World, as zfs would: what it would refuse becomes a violation.
#include "world.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

struct Apply {
  World& world;
  const plan::Plan& plan;
  const plan::Options& options;
  plan::DatasetIndex index;

  Side& target() const { return world.targets.at(options.target_path); }
  Side& side(plan::Side which) const { return which == plan::Side::source ? world.source : target(); }
  void refuse(const std::string& why) const { world.violations.push_back(why); }

  WorldDataset* find(plan::Side which, const std::string& name) const {
    const auto found = side(which).datasets.find(name);
    if (found == side(which).datasets.end()) refuse("no dataset " + name);
    return found == side(which).datasets.end() ? nullptr : &found->second;
  }
  WorldSnapshot* find_snapshot(plan::Side which, const std::string& full_name) const {
    const auto at = full_name.find('@');
    if (at == std::string::npos) return refuse("no snapshot's name: " + full_name), nullptr;
    WorldDataset* const dataset = find(which, full_name.substr(0, at));
    if (dataset == nullptr) return nullptr;
    WorldSnapshot* const snapshot = dataset->named(full_name.substr(at + 1));
    if (snapshot == nullptr) refuse("no snapshot " + full_name);
    return snapshot;
  }

  void operator()(const plan::CreateSnapshots& step) const {
    std::set<std::string> named;
    for (const plan::Item& item : step.items) named.insert(item.name);
    if (!step.recursive_roots.empty()) check_covers(step.recursive_roots, named);
    for (const std::string& name : named) {
      WorldDataset* const dataset = find(plan::Side::source, name);
      if (dataset == nullptr) continue;
      if (dataset->named(step.snapshot) != nullptr) refuse("snapshot exists: " + name + "@" + step.snapshot);
      world.snapshot(*dataset, step.snapshot, dataset->written);
      dataset->written = 0;
    }
  }

  void check_covers(const std::vector<std::string>& roots, const std::set<std::string>& named) const {
    std::set<std::string> covered;
    for (const auto& [name, dataset] : world.source.datasets) {
      if (std::ranges::any_of(roots, [&, &n = name](const auto& r) { return selector::is_at_or_below(n, r); })) {
        covered.insert(name);
      }
    }
    if (covered != named) refuse("snapshot -r makes others than the named ones");
  }

  void check_parent(const std::string& name) const {
    if (!target().datasets.contains(std::string(selector::parent_of(name)))) refuse("no parent for " + name);
  }

  /// What a new dataset of that name inherits.
  const WorldDataset* parent_of(const std::string& name) const {
    const auto found = target().datasets.find(std::string(selector::parent_of(name)));
    return found == target().datasets.end() ? nullptr : &found->second;
  }
  void inherit_encryption(const std::string& name, WorldDataset& dataset) const {
    const WorldDataset* const parent = parent_of(name);
    dataset.encrypted = parent != nullptr && parent->encrypted;
    dataset.key_from.clear();
    if (!dataset.encrypted) return;
    dataset.key_from = World::root_of(std::string(selector::parent_of(name)), *parent);
    if (!World::key_is_loaded(target(), name)) refuse("inherited key must be loaded: " + name);
    dataset.locked_by = target().datasets.at(dataset.key_from).key;
  }

  void operator()(const plan::CreateParent& step) const {
    check_parent(step.dataset);
    if (target().datasets.contains(step.dataset)) refuse("dataset exists: " + step.dataset);
    WorldDataset& made = world.add_on_target(options.target_path, step.dataset);
    made.canmount = {"off", "local"};
    inherit_encryption(step.dataset, made);
  }

  void operator()(const plan::AbortReceive& step) const {
    WorldDataset* const dataset = find(plan::Side::target, step.dataset);
    if (dataset == nullptr) return;
    if (!dataset->partial) refuse("nothing to abort: " + step.dataset);
    dataset->partial.reset();
    if (dataset->snapshots.empty()) target().datasets.erase(step.dataset);
  }

  void operator()(const plan::DestroySnapshots& step) const {
    WorldDataset* const dataset = find(step.side, step.dataset);
    if (dataset == nullptr) return;
    if (step.snapshots.empty()) refuse("a destroy of nothing");
    for (const std::string& name : step.snapshots) {
      WorldSnapshot* const snapshot = find_snapshot(step.side, step.dataset + "@" + name);
      if (snapshot != nullptr) destroy(step, *dataset, *snapshot);
    }
  }

  void destroy(const plan::DestroySnapshots& step, WorldDataset& dataset, WorldSnapshot& snapshot) const {
    const std::string full_name = step.dataset + "@" + snapshot.name;
    // What the run does when zfs refuses: our own tag on a target snapshot that is to go serves nobody.
    if (step.side == plan::Side::target && index != plan::k_no_dataset) snapshot.tags.erase(plan.datasets[index].tag);
    if (step.side == plan::Side::target && !snapshot.tags.empty()) return world.spared.push_back(full_name);
    if (!snapshot.tags.empty()) return refuse("held: " + full_name);
    if (snapshot.has_clones) return refuse("has clones: " + full_name);
    if (dataset.partial && dataset.partial->contents.from_guid == snapshot.guid)
      return refuse("is received onto: " + full_name);
    const auto at = dataset.snapshots.begin() + (&snapshot - dataset.snapshots.data());
    (at + 1 == dataset.snapshots.end() ? dataset.written : (at + 1)->written) += at->written;
    dataset.snapshots.erase(at);
  }

  void operator()(const plan::Rollback& step) const {
    const WorldSnapshot* const snapshot = find_snapshot(plan::Side::target, step.snapshot);
    if (snapshot == nullptr) return;
    WorldDataset& dataset = *find(plan::Side::target, step.snapshot.substr(0, step.snapshot.find('@')));
    if (snapshot != &dataset.snapshots.back()) refuse("more recent snapshots exist: " + step.snapshot);
    dataset.written = 0;
  }

  void operator()(const plan::Transfer& step) const {
    if (!step.between.empty()) check_range(step);
    for (const plan::Transfer& single : singles_of(step)) transfer(single);
    if (!step.record.empty()) set_record(step.target, step.record);
  }

  /// What zfs send -I sends is all that is there between the two.
  void check_range(const plan::Transfer& step) const {
    if (!step.token.empty() || step.base.empty() || step.base.find_first_of("@#") != std::string::npos)
      refuse("no start of a range: " + step.base);
    if (options.force) refuse("a range for recv -F: " + step.source);
    const WorldDataset* const from = find(plan::Side::source, step.source);
    if (from == nullptr) return;
    const auto at = [&](const std::string& name) {
      return std::ranges::find(from->snapshots, name, &WorldSnapshot::name);
    };
    std::vector<std::string> names;
    for (auto next = at(step.base); next < at(step.snapshot); ++next) names.push_back(next->name);
    if (names.empty() ||
        !std::ranges::equal(std::next(names.begin()), names.end(), step.between.begin(), step.between.end()))
      refuse("-I sends other snapshots: " + step.source + "@" + step.snapshot);
  }

  void transfer(const plan::Transfer& step) const {
    WorldDataset* const from = find(plan::Side::source, step.source);
    const WorldSnapshot* const sent = find_snapshot(plan::Side::source, step.source + "@" + step.snapshot);
    if (from == nullptr || sent == nullptr) return;
    if (step.raw != (from->encrypted && !options.decrypt)) refuse("raw or not: " + step.source);
    if (step.base.empty()) return receive_in_full(step, *from, *sent);
    if (step.makes_target()) return receive_clone(step, *from, *sent);
    if (step.base.front() == '#') return receive_from_bookmark(step, *from, *sent);
    const WorldSnapshot* const base = find_snapshot(plan::Side::source, step.source + "@" + step.base);
    if (base == nullptr) return;
    if (base->txg >= sent->txg) refuse("not an earlier snapshot: " + step.base);
    receive_increment(step, *from, *base, *sent);
  }

  void check_token(const plan::Transfer& step, const WorldDataset& there, const WorldSnapshot& sent,
                   std::uint64_t base_guid) const {
    if (!there.partial && !step.token.empty()) refuse("nothing to resume: " + step.target);
    if (there.partial && step.token.empty()) refuse("partially received: " + step.target);
    if (!there.partial || step.token.empty()) return;
    const selector::TokenContents& contents = there.partial->contents;
    if (there.partial->token != step.token || contents.to_guid != sent.guid || contents.from_guid != base_guid) {
      refuse("the token is for another stream: " + step.target);
    }
    if (contents.raw != step.raw) refuse("raw or not, in the token: " + step.target);
  }

  void receive_in_full(const plan::Transfer& step, const WorldDataset& from, const WorldSnapshot& sent) const {
    check_parent(step.target);
    const auto found = target().datasets.find(step.target);
    if (found != target().datasets.end()) {
      if (!found->second.partial) refuse("destination exists: " + step.target);
      if (!found->second.snapshots.empty()) refuse("destination has snapshots: " + step.target);
      check_token(step, found->second, sent, 0);
    } else {
      if (!step.token.empty()) refuse("nothing to resume: " + step.target);
      world.add_on_target(options.target_path, step.target);
    }
    WorldDataset& there = target().datasets.at(step.target);
    there.type = from.type;
    encrypt_new(step, there);
    arrive(step, from, there, sent);
  }

  void encrypt_new(const plan::Transfer& step, WorldDataset& there) const {
    const bool left_out = std::ranges::count(options.filter_properties, "encryption") != 0;
    there.key_from.clear();
    there.key_loaded = !step.raw;
    there.encrypted = step.raw;
    if (!step.raw && (step.encrypt || left_out || !step.properties)) inherit_encryption(step.target, there);
  }

  /// Of an increment. What has its own key on the source takes it along; what has another's only brings what that
  /// opens.
  void check_encryption(const plan::Transfer& step, const WorldSnapshot& base, const WorldDataset& there) const {
    if (step.raw && !there.encrypted) return refuse("raw onto a copy in plain: " + step.target);
    if (step.raw && base.in_plain) return refuse("IV set guid mismatch: " + step.target);
    if (!step.raw && !World::key_is_loaded(target(), step.target))
      refuse("inherited key must be loaded: " + step.target);
  }

  void receive_from_bookmark(const plan::Transfer& step, const WorldDataset& from, const WorldSnapshot& sent) const {
    const auto found = std::ranges::find(from.bookmarks, step.base.substr(1), &selector::Bookmark::name);
    if (found == from.bookmarks.end()) return refuse("no such bookmark: " + step.base);
    if (step.raw && (!world.source.version || *world.source.version < selector::Version{2, 1, 6}))
      refuse("raw from a bookmark: " + step.base);
    if (found->createtxg >= sent.txg) refuse("not an earlier one: " + step.base);
    WorldSnapshot base;
    base.guid = found->guid;
    receive_increment(step, from, base, sent);
  }

  void receive_clone(const plan::Transfer& step, const WorldDataset& from, const WorldSnapshot& sent) const {
    const WorldSnapshot* const origin = find_snapshot(plan::Side::source, step.base);
    if (origin == nullptr || step.base != from.origin) return refuse("not its origin: " + step.base);
    const bool is_there = std::ranges::any_of(
        target().datasets, [&](const auto& there) { return there.second.with_guid(origin->guid) != nullptr; });
    if (!is_there) refuse("the origin is not on the target: " + step.base);
    receive_in_full(step, from, sent);
    // Its origin's, whatever the stream says.
    for (const auto& [name, there] : target().datasets) {
      if (there.with_guid(origin->guid) == nullptr || name == step.target) continue;
      WorldDataset& clone = target().datasets.at(step.target);
      clone.encrypted = there.encrypted;
      clone.key_from = there.encrypted ? World::root_of(name, there) : "";
    }
  }

  void receive_increment(const plan::Transfer& step, const WorldDataset& from, const WorldSnapshot& base,
                         const WorldSnapshot& sent) const {
    WorldDataset* const there = find(plan::Side::target, step.target);
    if (there == nullptr) return;
    check_token(step, *there, sent, base.guid);
    const auto begin = std::ranges::find(there->snapshots, base.guid, &WorldSnapshot::guid);
    if (begin == there->snapshots.end())
      return refuse("the base is not on the target: " + step.target + "@" + step.base);
    for (auto later = begin + 1; later != there->snapshots.end(); ++later) {
      if (step.raw || later->written != 0) refuse("the base is not the newest: " + step.target + "@" + later->name);
    }
    check_encryption(step, *begin, *there);
    if (there->written != 0) refuse("destination has been modified: " + step.target);
    if (there->named(sent.name) != nullptr) refuse("snapshot exists: " + step.target + "@" + sent.name);
    arrive(step, from, *there, sent);
  }

  void arrive(const plan::Transfer& step, const WorldDataset& from, WorldDataset& there,
              const WorldSnapshot& sent) const {
    if (there.encrypted && step.embedded_data) refuse("incompatible embedded data: " + step.target);
    there.partial.reset();
    there.written = 0;
    world.copy(sent, there).in_plain = !step.raw;
    if (!step.raw) return;
    there.locked_by = from.locked_by;
    if (!from.key_from.empty() && !there.key_from.empty()) return;  // it stays below the root that it has
    there.key_from.clear();
    there.key = from.locked_by;
  }

  void operator()(const plan::Verify& step) const {
    for (const plan::Item& item : step.items) find_snapshot(plan::Side::target, item.name);
  }
  /// What `-r` reaches must be what is meant.
  template <class Tagging>
  void check_reach(const Tagging& step) const {
    if (step.recursive_roots.empty()) return;
    std::set<std::string> reached, meant;
    for (const std::string& root : step.recursive_roots) {
      const auto at = root.find('@');
      const std::string name = root.substr(at + 1);
      for (auto& [dataset, contents] : side(step.side).datasets) {
        if (selector::is_at_or_below(dataset, root.substr(0, at)) && contents.named(name) != nullptr)
          reached.insert(dataset + "@" + name);
      }
    }
    for (const plan::Item& item : step.items) meant.insert(item.name);
    if (reached != meant) refuse("-r from " + step.recursive_roots.front() + " reaches others than are meant");
  }
  void operator()(const plan::Hold& step) const {
    check_reach(step);
    for (const plan::Item& item : step.items) {
      if (WorldSnapshot* const snapshot = find_snapshot(step.side, item.name)) snapshot->tags.insert(step.tag);
    }
  }
  void operator()(const plan::Release& step) const {
    check_reach(step);
    for (const plan::Item& item : step.items) {
      WorldSnapshot* const snapshot = find_snapshot(step.side, item.name);
      if (snapshot == nullptr) continue;
      const bool was_there = snapshot->tags.erase(step.tag) != 0;
      // The source's tags are read beforehand, so that this would be idle; the target's are not.
      if (!was_there && step.side == plan::Side::source) refuse("no such tag: " + item.name);
    }
  }
  void operator()(const plan::Mount& step) const {
    for (const plan::Item& item : step.items) find(plan::Side::target, item.name);
  }
  void operator()(const plan::Hook&) const {}
  void operator()(const plan::DestroyDataset& step) const {
    WorldDataset* const dataset = find(plan::Side::target, step.dataset);
    if (dataset == nullptr) return;
    if (!dataset->snapshots.empty()) refuse("has snapshots: " + step.dataset);
    for (const auto& [name, other] : target().datasets) {
      if (name != step.dataset && selector::is_at_or_below(name, step.dataset)) refuse("has children: " + step.dataset);
    }
    target().datasets.erase(step.dataset);
  }
  void operator()(const plan::Clone& step) const {
    WorldSnapshot* const origin = find_snapshot(plan::Side::target, step.snapshot);
    if (origin == nullptr) return;
    if (target().datasets.contains(step.dataset)) return refuse("exists: " + step.dataset);
    origin->has_clones = true;
    WorldDataset clone = target().datasets.at(step.snapshot.substr(0, step.snapshot.find('@')));
    clone.guid = world.new_guid();
    clone.origin = step.snapshot;
    clone.key_from = clone.encrypted ? World::root_of(step.snapshot.substr(0, step.snapshot.find('@')), clone) : "";
    clone.written = 0;
    clone.snapshots.clear();
    clone.record.reset();
    clone.partial.reset();
    target().datasets.emplace(step.dataset, std::move(clone));
  }
  void operator()(const plan::Promote& step) const {
    WorldDataset* const clone = find(plan::Side::target, step.dataset);
    if (clone == nullptr) return;
    const auto at = clone->origin.find('@');
    if (at == std::string::npos) return refuse("no clone: " + step.dataset);
    WorldDataset& parent = target().datasets.at(clone->origin.substr(0, at));
    const auto origin = std::ranges::find(parent.snapshots, clone->origin.substr(at + 1), &WorldSnapshot::name);
    clone->snapshots.assign(parent.snapshots.begin(), origin + 1);
    parent.snapshots.erase(parent.snapshots.begin(), origin + 1);
    if (clone->key_from == clone->origin.substr(0, at)) {
      clone->key_from.clear();
      parent.key_from = step.dataset;
      for (auto& [name, other] : target().datasets) {
        if (other.key_from == clone->origin.substr(0, at)) other.key_from = step.dataset;
      }
    }
    parent.origin = step.dataset + clone->origin.substr(at);
    clone->origin.clear();
  }
  static std::string renamed_name(const std::string& name, const plan::Rename& step) {
    const bool moves = selector::is_at_or_below(name.substr(0, name.find('@')), step.from);
    return moves ? step.to + name.substr(step.from.size()) : name;
  }
  void operator()(const plan::Rename& step) const {
    if (find(plan::Side::target, step.from) == nullptr) return;
    if (target().datasets.contains(step.to)) return refuse("exists: " + step.to);
    std::map<std::string, WorldDataset> renamed;
    for (auto& [name, dataset] : target().datasets) {
      dataset.origin = renamed_name(dataset.origin, step);
      dataset.key_from = renamed_name(dataset.key_from, step);
      renamed.emplace(renamed_name(name, step), std::move(dataset));
    }
    target().datasets = std::move(renamed);
  }
  void operator()(const plan::SetProperty& step) const { find(plan::Side::target, step.dataset); }
  void operator()(const plan::Unmount& step) const { find(plan::Side::target, step.dataset); }
  void operator()(const plan::WriteRecords& step) const {
    for (const plan::CopyRecord& copy : step.copies) set_record(copy.dataset, copy.record);
  }
  void set_record(const std::string& copy, const std::string& record) const {
    WorldDataset* const dataset = find(plan::Side::target, copy);
    if (dataset == nullptr) return;
    if (dataset->record && selector::to_text(*dataset->record) == record) refuse("recorded anew: " + copy);
    dataset->record = selector::parse_record(record);
  }
  void operator()(const plan::CreateBookmark& step) const {
    const WorldSnapshot* const snapshot = find_snapshot(plan::Side::source, step.snapshot);
    WorldDataset* const dataset = find(plan::Side::source, step.bookmark.substr(0, step.bookmark.find('#')));
    if (snapshot == nullptr || dataset == nullptr) return;
    dataset->bookmarks.push_back({step.bookmark.substr(step.bookmark.find('#') + 1), snapshot->guid, snapshot->txg});
  }
  void operator()(const plan::DestroyBookmark& step) const {
    WorldDataset* const dataset = find(plan::Side::source, step.bookmark.substr(0, step.bookmark.find('#')));
    if (dataset == nullptr) return;
    const std::string name = step.bookmark.substr(step.bookmark.find('#') + 1);
    if (std::erase_if(dataset->bookmarks, [&](const auto& b) { return b.name == name; }) == 0)
      refuse("no such bookmark: " + step.bookmark);
  }
};

void World::apply(const plan::Step& step, const plan::Plan& plan, const plan::Options& options) {
  std::visit(Apply{*this, plan, options, step.dataset}, step.action);
}

void World::apply(const plan::Plan& plan, const plan::Options& options, std::size_t limit) {
  for (const plan::Step& step : steps_of(plan)) {
    if (limit-- == 0) return;
    apply(step, plan, options);
  }
}

std::vector<plan::Transfer> singles_of(const plan::Transfer& range) {
  std::vector<plan::Transfer> singles;
  std::string base = range.base;
  for (const std::string& snapshot : range.snapshots()) {
    plan::Transfer& single = singles.emplace_back(range);
    single.between.clear();
    single.base = std::exchange(base, snapshot);
    single.snapshot = snapshot;
    if (singles.size() > 1) single.record.clear();  // the first one has set it
  }
  return singles;
}

void World::break_off(const plan::Step& step, std::size_t arrived, const plan::Plan& plan,
                      const plan::Options& options) {
  const auto& range = std::get<plan::Transfer>(step.action);
  const auto singles = singles_of(range);
  for (std::size_t i = 0; i < arrived; ++i) apply({singles.at(i), step.dataset, ""}, plan, options);
  WorldDataset& from = source.datasets.at(range.source);
  interrupt_receive(targets.at(options.target_path).datasets.at(range.target),
                    *from.named(singles.at(arrived).snapshot), from.named(singles.at(arrived).base)->guid, range.raw);
}
