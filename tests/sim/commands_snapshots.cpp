// zfs snapshot, bookmark, rollback, hold, release, holds
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdio>

namespace fake {
namespace {

struct Wanted {
  std::string dataset, snapshot;
  std::string full() const { return dataset + "@" + snapshot; }
};

/// The snapshots that the operands ask for. Anything that cannot be opened is, as with the real zfs, a usage error;
/// what is there in part is passed over by -r.
std::vector<Wanted> wanted_snapshots(State& state, const Options& options) {
  if (options.operands().empty()) usage_error("missing snapshot argument");
  std::vector<Wanted> wanted;
  const bool recursive = options.has('r');
  const auto add = [&](const std::string& name, const Dataset& dataset, const std::string& snap) {
    if (!dataset.inconsistent || !recursive) wanted.push_back({name, snap});
  };
  for (const auto& operand : options.operands()) {
    const auto [name, snap] = cut(operand, '@');
    if (operand.find('@') == std::string::npos) usage_error("");
    try {
      add(name, open_dataset(state, name), snap);
    } catch (const Failure& failure) {
      usage_error(failure.what());
    }
    if (!recursive) continue;
    const auto [first, last] = state.below(name);
    for (auto it = first; it != last; ++it) add(it->first, it->second, snap);
  }
  return wanted;
}

/// All or nothing: prints why not and returns false.
bool can_snapshot(State& state, const std::vector<Wanted>& wanted) {
  bool possible = true;
  for (const auto& one : wanted) {
    if (const auto wrong = name_problem(one.full(), k_snapshot); !wrong.empty()) {
      complain("cannot create snapshot '" + one.full() + "': " + wrong);
      return false;
    }
  }
  for (const auto& one : wanted) {
    if (pool_of(one.dataset) == pool_of(wanted.front().dataset)) continue;
    complain("cannot create snapshots : multiple snapshots of same fs not allowed");
    return false;
  }
  std::vector<std::string> owners;
  owners.reserve(wanted.size());
  for (const auto& one : wanted) owners.push_back(one.dataset);
  std::ranges::sort(owners);
  if (std::ranges::adjacent_find(owners) != owners.end()) {
    complain("cannot create snapshots : multiple snapshots of same fs not allowed");
    return false;
  }
  for (const auto& one : wanted) {
    Dataset& dataset = *state.find(one.dataset);
    if (dataset.snapshot(one.snapshot) == nullptr && !dataset.inconsistent) continue;
    complain("cannot create snapshot '" + one.full() +
             "': " + (dataset.inconsistent ? "dataset is busy" : "dataset already exists"));
    possible = false;
  }
  return possible;
}

}  // namespace

int snapshot(const Args& args) {
  const Options options(args, "ro:");
  std::vector<std::pair<std::string, std::string>> settings;
  for (const auto& text : options.values('o')) settings.push_back(parse_assignment(text));

  Store store(Store::Access::write);
  State& state = store.state();
  const auto wanted = wanted_snapshots(state, options);
  if (!can_snapshot(state, wanted)) {
    if (wanted.size() > 1) complain("no snapshots were created");
    return 1;
  }
  const std::uint64_t txg = ++state.txg;
  for (const auto& one : wanted) {
    auto& [name, dataset] = *state.datasets.find(one.dataset);
    auto& made = dataset.snapshots.emplace_back();
    made.name = one.snapshot;
    made.guid = state.new_guid();
    made.txg = txg;
    made.creation = now();
    made.writes = dataset.writes.size();
    made.ivset = dataset.encryption.cipher.empty() ? 0 : made.guid;
    for (const auto& [property, value] : settings)
      set_local({&name, &dataset, &made, nullptr}, property, value, "cannot create snapshot '" + one.full() + "'");
  }
  store.save();
  return 0;
}

namespace {

/// Was what the dataset has now once in the other one, up to that transaction group at least?
bool comes_from(State& state, std::string name, const std::string& other, std::uint64_t txg) {
  for (;;) {
    const auto [owner, snap] = cut(state.find(name)->origin, '@');
    if (owner.empty()) return false;
    if (owner == other) return txg <= state.find(owner)->snapshot(snap)->txg;
    name = owner;
  }
}

}  // namespace

int bookmark(const Args& args) {
  const Options options(args, "");
  if (options.operands().size() < 2) usage_error("missing bookmark argument");
  if (options.operands().size() > 2) usage_error("too many arguments");
  std::string from = options.operands()[0], to = options.operands()[1];
  if (to.starts_with("#")) to = from.substr(0, from.find_first_of("@#")) + to;
  if (from.starts_with("@") || from.starts_with("#")) from = cut(to, '#').first + from;

  Store store(Store::Access::write);
  State& state = store.state();
  const std::string what = "cannot create bookmark '" + to + "': ";
  if (const auto wrong = name_problem(to, k_bookmark); !wrong.empty()) throw Failure(what + wrong);
  Item source;
  try {
    source = open_item(state, from, k_snapshot | k_bookmark);
  } catch (const Failure& failure) {
    usage_error(failure.what());
  }
  const auto [name, mark] = cut(to, '#');
  Dataset* const dataset = state.find(name);
  if (dataset == nullptr) throw Failure(what + "dataset does not exist");
  const std::uint64_t txg = source.snapshot != nullptr ? source.snapshot->txg : source.bookmark->txg;
  if (dataset != source.dataset && !comes_from(state, name, *source.dataset_name, txg))
    throw Failure(what + "source is not an ancestor of the new bookmark's dataset");
  if (dataset->bookmark(mark) != nullptr) throw Failure(what + "bookmark exists");
  Bookmark made;
  if (source.snapshot != nullptr) {
    const Snapshot& snap = *source.snapshot;
    made = {mark, snap.guid, snap.txg, snap.creation, snap.writes, snap.ivset};
  } else {
    made = *source.bookmark;
    made.name = mark;
  }
  const auto place = std::ranges::lower_bound(dataset->bookmarks, mark, {}, &Bookmark::name);
  dataset->bookmarks.insert(place, made);
  ++state.txg;
  store.save();
  return 0;
}

void roll_back(Dataset& dataset, const Snapshot& snapshot) {
  const std::uint64_t txg = snapshot.txg;
  dataset.writes.resize(snapshot.writes);
  // The argument lies in the vector: nothing of it is used from here on.
  std::erase_if(dataset.snapshots, [txg](const Snapshot& one) { return one.txg > txg; });
  std::erase_if(dataset.bookmarks, [txg](const Bookmark& one) { return one.txg > txg; });
}

int rollback(const Args& args) {
  const Options options(args, "rRf");
  const std::string& name = options.single("dataset");
  Store store(Store::Access::write);
  State& state = store.state();
  const Item target = open_item(state, name, k_snapshot);
  std::vector<std::string> later, busy;
  for (const auto& snap : target.dataset->snapshots) {
    if (snap.txg <= target.snapshot->txg) continue;
    later.push_back(*target.dataset_name + "@" + snap.name);
    if (snap.held()) busy.push_back(later.back());
  }
  for (const auto& mark : target.dataset->bookmarks)
    if (mark.txg > target.snapshot->txg) later.push_back(*target.dataset_name + "#" + mark.name);
  if (!later.empty() && !options.has('r') && !options.has('R'))
    throw Failure("cannot rollback to '" + name + "': more recent snapshots or bookmarks exist\n" +
                  "use '-r' to force deletion of the following snapshots and bookmarks:\n" + join(later, "\n"));
  if (!busy.empty()) throw Failure("cannot destroy '" + busy.front() + "': snapshot is busy");
  roll_back(*target.dataset, *target.snapshot);
  ++state.txg;
  store.save();
  return 0;
}

namespace {

/// The snapshots one operand of hold or release means; empty when there is none.
std::vector<Item> held_items(State& state, const std::string& operand, bool recursive) {
  const auto [name, snap] = cut(operand, '@');
  open_dataset(state, name);
  std::vector<Item> items;
  const auto add = [&, snap_name = snap](const std::string& owner, Dataset& dataset) {
    if (Snapshot* const found = dataset.snapshot(snap_name)) items.push_back({&owner, &dataset, found, nullptr});
  };
  const auto self = state.datasets.find(name);
  add(self->first, self->second);
  if (!recursive) return items;
  const auto [first, last] = state.below(name);
  for (auto it = first; it != last; ++it) add(it->first, it->second);
  return items;
}

/// One transaction per operand: `apply` gets all its items, or a Failure is reported and the next operand comes.
template <class Apply>
int for_each_held(const Args& args, const std::string& missing, Apply apply) {
  const Options options(args, "r");
  if (options.operands().size() < 2) usage_error("missing arguments");
  const std::string& tag = options.operands().front();
  Store store(Store::Access::write);
  int status = 0;
  for (auto operand = options.operands().begin() + 1; operand != options.operands().end(); ++operand) {
    try {
      if (operand->find('@') == std::string::npos) throw Failure("'" + *operand + "' is not a snapshot");
      const auto items = held_items(store.state(), *operand, options.has('r'));
      if (items.empty()) throw Failure(missing + " '" + *operand + "': dataset does not exist");
      apply(items, tag);
      ++store.state().txg;
    } catch (const Failure& failure) {
      complain(failure.what());
      status = 1;
    }
  }
  store.save();
  return status;
}

auto with_tag(Snapshot& snapshot, const std::string& tag) {
  return std::ranges::find(snapshot.more().holds, tag, &Hold::tag);
}

}  // namespace

int hold(const Args& args) {
  if (args.size() > 1 && args.front().starts_with(".")) usage_error("tag may not start with '.'");
  const std::string what = "cannot hold snapshot";
  return for_each_held(args, what, [&what](const std::vector<Item>& items, const std::string& tag) {
    for (const auto& item : items)
      if (with_tag(*item.snapshot, tag) != item.snapshot->more().holds.end())
        throw Failure(what + " '" + item.name() + "': tag already exists on this dataset");
    for (const auto& item : items) item.snapshot->more().holds.push_back({tag, now()});
  });
}

int release(const Args& args) {
  const std::string what = "cannot release hold from snapshot";
  return for_each_held(args, what, [&what](const std::vector<Item>& items, const std::string& tag) {
    const auto carries = [&tag](const Item& item) {
      return with_tag(*item.snapshot, tag) != item.snapshot->more().holds.end();
    };
    if (std::ranges::none_of(items, carries))
      throw Failure(what + " '" + items.front().name() + "': no such tag on this dataset");
    for (const auto& item : items) {
      if (!carries(item)) continue;
      item.snapshot->more().holds.erase(with_tag(*item.snapshot, tag));
      if (item.snapshot->held() || !item.snapshot->extras->defer_destroy) continue;
      const std::uint64_t guid = item.snapshot->guid;
      std::erase_if(item.dataset->snapshots, [guid](const Snapshot& one) { return one.guid == guid; });
    }
  });
}

int holds(const Args& args) {
  const Options options(args, "rHp");
  if (options.operands().empty()) usage_error("missing snapshot argument");
  Store store(Store::Access::read);
  std::vector<std::vector<std::string>> rows;
  int status = 0;
  bool found = false;
  for (const auto& operand : options.operands()) {
    try {
      if (operand.find('@') == std::string::npos) throw Failure("'" + operand + "' is not a snapshot");
      if (!options.has('r')) open_item(store.state(), operand, k_snapshot);
      for (const auto& item : held_items(store.state(), operand, options.has('r'))) {
        found = true;
        for (const auto& hold : item.snapshot->more().holds)
          rows.push_back({item.name(), hold.tag,
                          options.has('p') ? std::to_string(hold.time) : date_text(hold.time, "%a %b %e %k:%M %Y")});
      }
    } catch (const Failure& failure) {
      complain(failure.what());
      status = 1;
    }
  }
  if (!found) complain("no datasets available");
  if (options.has('H')) {
    for (const auto& row : rows) std::printf("%s\n", join(row, "\t").c_str());
    return status;
  }
  std::size_t name_width = 4, tag_width = 3;
  for (const auto& row : rows) {
    name_width = std::max(name_width, row[0].size());
    tag_width = std::max(tag_width, row[1].size());
  }
  if (!rows.empty()) rows.insert(rows.begin(), {"NAME", "TAG", "TIMESTAMP"});
  for (const auto& row : rows)
    std::printf("%-*s  %-*s  %s\n", static_cast<int>(name_width), row[0].c_str(), static_cast<int>(tag_width),
                row[1].c_str(), row[2].c_str());
  return status;
}

}  // namespace fake
