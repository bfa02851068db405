// zfs destroy
#include "commands.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

namespace fake {
namespace {

std::string held_message(const std::string& snapshot) {
  return "cannot destroy snapshot " + snapshot + ": it's being held. Run 'zfs holds -r " + snapshot +
         "' to see holders.";
}

/// What a destroy of one operand would take away, and how it talks.
class Destroyer {
 public:
  Destroyer(State& state, const Options& options) : state_(state), options_(options) {}

  int bookmark(const std::string& name) {
    const auto [owner, mark] = cut(name, '#');
    Dataset* const dataset = state_.find(owner);
    if (dataset == nullptr || dataset->bookmark(mark) == nullptr)
      throw Failure("bookmark '" + name + "' does not exist.");
    if (!dry()) std::erase_if(dataset->bookmarks, [mark = mark](const Bookmark& one) { return one.name == mark; });
    return 0;
  }

  int snapshots(const std::string& name) {
    const auto [owner, spec] = cut(name, '@');
    const auto self = state_.datasets.find(owner);
    open_dataset(state_, owner);
    gather(self->first, self->second, spec);
    if (options_.has('r') || options_.has('R')) {
      const auto [first, last] = state_.below(owner);
      for (auto it = first; it != last; ++it) gather(it->first, it->second, spec);
    }
    if (chosen_.empty()) throw Failure("could not find any snapshots to destroy; check snapshot names.");
    if (!check_clones()) return 1;
    announce();
    return dry() ? 0 : remove_snapshots();
  }

  int dataset(const std::string& name) {
    open_dataset(state_, name);
    if (name.find('/') == std::string::npos && !options_.has('r') && !options_.has('R'))
      throw Failure("cannot destroy '" + name + "': operation does not apply to pools\nuse 'zfs destroy -r " + name +
                    "' to destroy all datasets in the pool\nuse 'zpool destroy " + name +
                    "' to destroy the pool itself");
    if (!check_dependents(name)) return 1;
    std::vector<std::string> doomed = {name};
    const auto [first, last] = state_.below(name);
    for (auto it = first; it != last; ++it) doomed.push_back(it->first);
    if (name.find('/') == std::string::npos) doomed.erase(doomed.begin());
    std::ranges::reverse(doomed);
    for (const auto& one : doomed) say(one);
    return dry() || remove_tree(name) ? 0 : 1;
  }

 private:
  bool dry() const { return options_.has('n'); }
  void say(const std::string& name) const {
    if (options_.has('p')) {
      std::printf("destroy\t%s\n", name.c_str());
    } else if (options_.has('v')) {
      std::printf("%s %s\n", dry() ? "would destroy" : "will destroy", name.c_str());
    }
  }
  void announce() const {
    for (const auto& item : chosen_) say(item.name());
    if (options_.has('p')) {
      std::printf("reclaim\t%llu\n", static_cast<unsigned long long>(reclaimed()));
    } else if (options_.has('v')) {
      std::printf("%s 0B\n", dry() ? "would reclaim" : "will reclaim");
    }
  }

  /// As if all that was written before a snapshot had been overwritten after it.
  std::uint64_t reclaimed() const {
    std::uint64_t bytes = 0;
    for (const auto& item : chosen_) {
      const auto* const first = item.dataset->snapshots.data();
      const std::size_t from = item.snapshot == first ? 0 : (item.snapshot - 1)->writes;
      bytes += item.dataset->bytes_between(from, item.snapshot->writes);
    }
    return bytes;
  }

  /// "a,b%c": single names and ranges (either end may be missing). A name that does not exist is passed over.
  void gather(const std::string& owner, Dataset& dataset, const std::string& spec) {
    for (const auto& part : split(spec, ',')) {
      const auto [first, last] = cut(part, '%');
      const bool range = part.find('%') != std::string::npos;
      bool inside = range && first.empty();
      for (auto& snap : dataset.snapshots) {
        if (snap.name == first) inside = true;
        if (inside && (range || snap.name == first)) choose({&owner, &dataset, &snap, nullptr});
        if (snap.name == (range ? last : first)) inside = false;
      }
    }
  }
  void choose(const Item& item) {
    const bool there = std::ranges::any_of(chosen_, [&](const Item& one) { return one.snapshot == item.snapshot; });
    if (!there) chosen_.push_back(item);
  }

  bool check_clones() const {
    if (options_.has('R') || options_.has('d')) return true;
    bool free = true;
    for (const auto& item : chosen_) {
      const auto clones = state_.clones_of(item.name());
      if (clones.empty()) continue;
      complain("cannot destroy '" + item.name() +
               "': snapshot has dependent clones\nuse '-R' to destroy the following datasets:\n" + join(clones, "\n"));
      free = false;
    }
    return free;
  }

  int remove_snapshots() {
    std::set<std::string> clones;
    if (options_.has('R'))
      for (const auto& item : chosen_)
        for (const auto& name : state_.clones_of(item.name())) clones.insert(name);
    bool busy = false;
    for (const auto& item : chosen_) {
      if (!item.snapshot->held() || options_.has('d')) continue;
      complain(held_message(item.name()));
      busy = true;
    }
    if (busy) return 1;
    for (const auto& name : clones) state_.datasets.erase(name);
    std::set<std::uint64_t> doomed;
    for (const auto& item : chosen_) {
      if (item.snapshot->held() || !state_.clones_of(item.name()).empty()) {
        item.snapshot->more().defer_destroy = true;
      } else {
        doomed.insert(item.snapshot->guid);
      }
    }
    std::set<Dataset*> owners;
    for (const auto& item : chosen_) owners.insert(item.dataset);
    for (auto* const owner : owners)
      std::erase_if(owner->snapshots, [&doomed](const Snapshot& one) { return doomed.contains(one.guid); });
    return 0;
  }

  /// Children and snapshots below `name`, deepest first, in the order zfs names them.
  std::vector<std::string> dependents(const std::string& name) const {
    std::vector<std::string> names;
    const auto [first, last] = state_.below(name);
    for (auto it = first; it != last; ++it)
      if (parent_of(it->first) == name) {
        const auto deeper = dependents(it->first);
        names.insert(names.end(), deeper.begin(), deeper.end());
        names.push_back(it->first);
      }
    for (const auto& snap : state_.find(name)->snapshots) names.push_back(name + "@" + snap.name);
    return names;
  }

  bool check_dependents(const std::string& name) const {
    const auto below = dependents(name);
    const std::string kind = state_.find(name)->volume ? "volume" : "filesystem";
    if (!options_.has('r') && !options_.has('R')) {
      if (below.empty()) return true;
      complain("cannot destroy '" + name + "': " + kind +
               " has children\nuse '-r' to destroy the following datasets:\n" + join(below, "\n"));
      return false;
    }
    std::vector<std::string> outside;
    const std::string inside = name + "/";
    for (const auto& one : below)
      for (const auto& clone_name : state_.clones_of(one))
        if (clone_name != name && !clone_name.starts_with(inside)) outside.push_back(clone_name);
    if (outside.empty()) return true;
    if (options_.has('R')) {
      for (const auto& one : outside) state_.datasets.erase(one);
      return true;
    }
    complain("cannot destroy '" + name + "': " + kind +
             " has dependent clones\nuse '-R' to destroy the following datasets:\n" + join(outside, "\n"));
    return false;
  }

  /// Deepest first. What is held stays, with all datasets above it; the rest goes nevertheless.
  bool remove_tree(const std::string& name) {
    std::vector<std::string> children;
    const auto [first, last] = state_.below(name);
    for (auto it = first; it != last; ++it)
      if (parent_of(it->first) == name) children.push_back(it->first);
    bool free = true;
    for (const auto& child : children)
      if (!remove_tree(child)) free = false;
    Dataset& dataset = *state_.find(name);
    bool held = false;
    for (const auto& snap : dataset.snapshots) {
      if (!snap.held()) continue;
      complain(held_message(name + "@" + snap.name));
      held = true;
    }
    if (held) return false;
    dataset.snapshots.clear();
    if (!free) complain("cannot unmount '/" + name + "': pool or dataset is busy");
    if (free && name.find('/') != std::string::npos) state_.datasets.erase(name);
    return free;
  }

  State& state_;
  const Options& options_;
  std::vector<Item> chosen_;
};

}  // namespace

int destroy(const Args& args) {
  const Options options(args, "rRnvdfp");
  const std::string& name = options.single("dataset");
  Store store(Store::Access::write);
  Destroyer destroyer(store.state(), options);
  int status = 0;
  if (name.find('@') != std::string::npos) {
    status = destroyer.snapshots(name);
  } else if (name.find('#') != std::string::npos) {
    status = destroyer.bookmark(name);
  } else {
    status = destroyer.dataset(name);
  }
  if (options.has('n')) return status;
  ++store.state().txg;
  store.save();
  return status;
}

}  // namespace fake
