// zfs create, clone, rename, promote, and the writing of data
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>
#include <iterator>

namespace fake {
namespace {

/// Throws when a dataset of this name cannot be made.
void check_free(State& state, const std::string& name, const std::string& what) {
  if (const auto wrong = name_problem(name, k_datasets); !wrong.empty()) throw Failure(what + ": " + wrong);
  if (state.find(name) != nullptr) throw Failure(what + ": dataset already exists");
  if (name.find('/') == std::string::npos) throw Failure(what + ": missing dataset name");
  if (!state.pools.contains(pool_of(name))) throw Failure(what + ": no such pool '" + pool_of(name) + "'");
  const Dataset* const parent = state.find(parent_of(name));
  if (parent == nullptr) throw Failure(what + ": parent does not exist");
  if (parent->volume) throw Failure(what + ": parent is not a filesystem");
}

void inherit_encryption(State& state, const std::string& name, const std::string& what) {
  const Dataset& parent = *state.find(parent_of(name));
  if (!key_available(state, parent)) throw Failure(what + ": encryption root's key is not loaded or provided");
  state.find(name)->encryption = parent.encryption;
}

/// Takes -o encryption, keyformat and keylocation out of the settings: they make the dataset an encryption root.
void apply_encryption(State& state, const std::string& name, std::map<std::string, std::string>& settings) {
  const auto cipher = settings.find("encryption");
  if (cipher == settings.end()) return;
  Dataset& dataset = *state.find(name);
  if (cipher->second == "off") {
    dataset.encryption = {};
  } else if (settings.contains("keyformat")) {
    dataset.encryption = {cipher->second == "on" ? "aes-256-gcm" : cipher->second, name, settings["keyformat"],
                          state.new_guid()};
    dataset.key_loaded = true;
    if (!settings.contains("keylocation")) settings["keylocation"] = "prompt";
  }
  settings.erase("encryption");
  settings.erase("keyformat");
  settings.erase("pbkdf2iters");
}

void create_one(State& state, const std::string& name, const std::string& volsize,
                std::map<std::string, std::string> settings, bool automount) {
  const std::string what = "cannot create '" + name + "'";
  check_free(state, name, what);
  Dataset& dataset = add_dataset(state, name, !volsize.empty());
  const auto cipher = settings.find("encryption");
  if (cipher == settings.end() || cipher->second != "off") inherit_encryption(state, name, what);
  apply_encryption(state, name, settings);
  const auto self = state.datasets.find(name);
  const Item item{&self->first, &self->second, nullptr, nullptr};
  if (dataset.volume) {
    dataset.settings["volsize"].local = std::to_string(parse_size(volsize));
    if (!settings.contains("refreservation")) settings["refreservation"] = volsize;
  }
  for (const auto& [property, value] : settings) set_local(item, property, value, what);
  if (automount) mount_if_allowed(state, name);
}

}  // namespace

void create_parents(State& state, const std::string& name) {
  const std::string parent = parent_of(name);
  if (parent.empty() || state.find(parent) != nullptr) return;
  create_parents(state, parent);
  create_one(state, parent, {}, {}, true);
}

Dataset& add_dataset(State& state, const std::string& name, bool volume) {
  Dataset& dataset = state.datasets[name];
  dataset.volume = volume;
  dataset.guid = state.new_guid();
  dataset.txg = ++state.txg;
  dataset.creation = now();
  return dataset;
}

int create(const Args& args) {
  const Options options(args, "o:pV:usPnvb:");
  const std::string& name = options.single("dataset");
  std::map<std::string, std::string> settings;
  for (const auto& text : options.values('o')) {
    const auto [property, value] = parse_assignment(text);
    if (!settings.emplace(property, value).second) usage_error("property '" + property + "' specified multiple times");
  }
  if (options.has('V') && options.has('s')) settings.emplace("refreservation", "none");
  if (options.has('n')) return 0;
  Store store(Store::Access::write);
  State& state = store.state();
  if (options.has('p')) {
    if (state.find(name) != nullptr) return 0;
    if (state.pools.contains(pool_of(name))) create_parents(state, name);
  }
  create_one(state, name, options.value('V'), settings, !options.has('u'));
  store.save();
  return 0;
}

int clone(const Args& args) {
  const Options options(args, "o:pu");
  if (options.operands().size() < 2) usage_error("missing source dataset argument");
  const std::string &from = options.operands()[0], &name = options.operands()[1];
  Store store(Store::Access::write);
  State& state = store.state();
  const Item origin = open_item(state, from, k_snapshot);
  if (options.has('p') && state.find(name) == nullptr) create_parents(state, name);
  const std::string what = "cannot create '" + name + "'";
  check_free(state, name, what);
  if (pool_of(name) != pool_of(from)) throw Failure(what + ": source and target pools differ");
  const Dataset& source = *origin.dataset;
  const std::vector<Write> content(source.writes.begin(),
                                   source.writes.begin() + static_cast<std::ptrdiff_t>(origin.snapshot->writes));
  Dataset& made = add_dataset(state, name, source.volume);
  made.origin = from;
  made.writes = content;
  made.encryption = source.encryption;
  if (const auto size = source.settings.find("volsize"); size != source.settings.end())
    made.settings["volsize"] = size->second;
  const auto self = state.datasets.find(name);
  for (const auto& text : options.values('o')) {
    const auto [property, value] = parse_assignment(text);
    set_local({&self->first, &self->second, nullptr, nullptr}, property, value, what);
  }
  if (!options.has('u')) mount_if_allowed(state, name);
  store.save();
  return 0;
}

namespace {

void rename_origins(State& state, const std::string& from, const std::string& to) {
  for (auto& [name, dataset] : state.datasets) {
    if (dataset.origin.starts_with(from + "@") || dataset.origin.starts_with(from + "/"))
      dataset.origin = to + dataset.origin.substr(from.size());
    auto& root = dataset.encryption.root;
    if (root == from || root.starts_with(from + "/")) root = to + root.substr(from.size());
  }
}

void rename_snapshot(State& state, const std::string& from, const std::string& to, bool recursive) {
  const std::string name = cut(from, '@').second, target = cut(to, '@').second.empty() ? to : cut(to, '@').second;
  const std::string dataset_name = cut(from, '@').first;
  const auto rename_in = [&](const std::string& owner, Dataset& dataset) {
    Snapshot* const snap = dataset.snapshot(name);
    if (snap == nullptr) return;
    if (dataset.snapshot(target) != nullptr)
      throw Failure("cannot rename '" + owner + "@" + name + "': dataset already exists");
    snap->name = target;
    for (const auto& clone_name : state.clones_of(owner + "@" + name))
      state.find(clone_name)->origin = owner + "@" + target;
  };
  open_item(state, from, k_snapshot);
  rename_in(dataset_name, *state.find(dataset_name));
  if (!recursive) return;
  const auto [first, last] = state.below(dataset_name);
  for (auto it = first; it != last; ++it) rename_in(it->first, it->second);
}

/// A clone of an encryption root becomes that in its place. The key has to be loaded anew.
void move_encryption_root(State& state, const std::string& from, const std::string& to) {
  Dataset &source = *state.find(from), &clone = *state.find(to);
  if (source.encryption.cipher.empty() || source.encryption.root != from) return;
  for (auto& [name, dataset] : state.datasets) {
    if (dataset.encryption.root == from) dataset.encryption.root = to;
  }
  clone.settings["keylocation"] = source.settings["keylocation"];
  source.settings.erase("keylocation");
  source.key_loaded = clone.key_loaded = false;
}

/// Those up to the origin go with it. Of two with one name the kernel makes a panic: OpenZFS 2.3.9,
/// "VERIFY(avl_find(tree, new_node, &where) == NULL) failed".
void move_bookmarks(Dataset& source, Dataset& clone, std::uint64_t up_to) {
  const auto moves = [up_to](const Bookmark& bookmark) { return bookmark.txg <= up_to; };
  for (const Bookmark& bookmark : source.bookmarks) {
    if (moves(bookmark) && std::ranges::count(clone.bookmarks, bookmark.name, &Bookmark::name) != 0)
      throw Failure("kernel panic: the clone and its origin both have the bookmark #" + bookmark.name);
  }
  std::ranges::copy_if(source.bookmarks, std::back_inserter(clone.bookmarks), moves);
  std::erase_if(source.bookmarks, moves);
}

}  // namespace

int rename(const Args& args) {
  const Options options(args, "fpru");
  if (options.operands().size() < 2) usage_error("missing target dataset argument");
  const std::string &from = options.operands()[0], &to = options.operands()[1];
  Store store(Store::Access::write);
  State& state = store.state();
  if (from.find('@') != std::string::npos) {
    rename_snapshot(state, from, to, options.has('r'));
    store.save();
    return 0;
  }
  open_dataset(state, from, options.has('u') ? k_filesystem : k_datasets);
  if (options.has('p')) create_parents(state, to);
  const std::string what = "cannot rename '" + from + "'";
  if (pool_of(from) != pool_of(to)) throw Failure(what + ": datasets must be within same pool");
  if (to.starts_with(from + "/"))
    throw Failure(what + ": New dataset name cannot be a descendant of current dataset name");
  try {
    check_free(state, to, "cannot create '" + to + "'");
  } catch (const Failure& failure) {
    const std::string text = failure.what();
    throw Failure(what + text.substr(text.find("': ") + 1));
  }
  std::vector<std::string> moved = {from};
  const auto [first, last] = state.below(from);
  for (auto it = first; it != last; ++it) moved.push_back(it->first);
  for (const auto& name : moved) {
    auto node = state.datasets.extract(name);
    node.key() = to + name.substr(from.size());
    state.datasets.insert(std::move(node));
  }
  rename_origins(state, from, to);
  store.save();
  return 0;
}

int promote(const Args& args) {
  const Options options(args, "");
  const std::string& name = options.single("clone filesystem");
  Store store(Store::Access::write);
  State& state = store.state();
  Dataset& clone_set = open_dataset(state, name);
  if (clone_set.origin.empty()) throw Failure("cannot promote '" + name + "': not a cloned filesystem");
  const auto [source_name, snap_name] = cut(clone_set.origin, '@');
  Dataset& source = *state.find(source_name);
  const auto last = std::ranges::find(source.snapshots, snap_name, &Snapshot::name) + 1;
  for (auto it = source.snapshots.begin(); it != last; ++it)
    if (clone_set.snapshot(it->name) != nullptr)
      throw Failure("cannot promote '" + name + "': snapshot name '" + name + "@" + it->name +
                    "' from origin \nconflicts with '" + name + "@" + it->name + "' from target");
  move_bookmarks(source, clone_set, (last - 1)->txg);
  // The origin and all before it move to the clone, and with them the clones that hang on them.
  std::vector<Snapshot> moved;
  for (auto it = source.snapshots.begin(); it != last; ++it) {
    for (const auto& other : state.clones_of(source_name + "@" + it->name))
      state.find(other)->origin = name + "@" + it->name;
    moved.push_back(std::move(*it));
  }
  source.snapshots.erase(source.snapshots.begin(), last);
  clone_set.snapshots.insert(clone_set.snapshots.begin(), std::make_move_iterator(moved.begin()),
                             std::make_move_iterator(moved.end()));
  move_encryption_root(state, source_name, name);
  clone_set.origin = source.origin;
  source.origin = name + "@" + snap_name;
  store.save();
  return 0;
}

int fake_write(const Args& args) {
  const Options options(args, "");
  if (options.operands().size() != 2) usage_error("fakewrite DATASET BYTES");
  Store store(Store::Access::write);
  Dataset& dataset = open_dataset(store.state(), options.operands()[0]);
  ++store.state().txg;
  dataset.writes.push_back({store.state().new_guid(), parse_size(options.operands()[1])});
  store.save();
  return 0;
}

}  // namespace fake
