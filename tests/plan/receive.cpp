// A stream and what zfs makes of it on a World: what it takes, what it refuses, and under which key it lies then.
#include "on_world.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace {

struct Receive : OnWorld {
  /// What zfs send -I sends is all that is there between the two.
  void check_range(const plan::Transfer& step) const {
    if (!step.token.empty() || step.base.empty() || step.base.find_first_of("@#") != std::string::npos)
      refuse("no start of a range: " + step.base);
    if (options.settings.force) refuse("a range for recv -F: " + step.source);
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
    const zfs::TokenContents& contents = there.partial->contents;
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
      world.add_on_target(options.mapping.root(), step.target);
    }
    WorldDataset& there = target().datasets.at(step.target);
    there.type = from.type;
    encrypt_new(step, there);
    arrive(step, from, there, sent);
  }

  void encrypt_new(const plan::Transfer& step, WorldDataset& there) const {
    const bool left_out = std::ranges::count(options.settings.filter_properties, "encryption") != 0;
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
    const auto found = std::ranges::find(from.bookmarks, step.base.substr(1), &zfs::Bookmark::name);
    if (found == from.bookmarks.end()) return refuse("no such bookmark: " + step.base);
    if (step.raw && (!world.source.version || *world.source.version < zfs::Version{2, 1, 6}))
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
};

}  // namespace

void receive(const OnWorld& on, const plan::Transfer& step) {
  const Receive zfs{on};
  if (!step.between.empty()) zfs.check_range(step);
  for (const plan::Transfer& single : singles_of(step)) zfs.transfer(single);
  if (!step.record.empty()) zfs.set_record(step.target, step.record);
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
