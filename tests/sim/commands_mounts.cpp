// zfs mount, unmount, share, load-key, unload-key, change-key
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <cstdio>

#include <unistd.h>

namespace fake {
namespace {

std::string property_of(State& state, const std::string& name, std::string_view property) {
  return PropertyReader(state, true).get(open_item(state, name), property).text;
}

void mount_one(State& state, const std::string& name) {
  Dataset& dataset = open_dataset(state, name, k_filesystem);
  const std::string what = "cannot mount '" + name + "': ";
  const std::string mountpoint = property_of(state, name, "mountpoint");
  if (mountpoint == "legacy") throw Failure(what + "legacy mountpoint\nuse mount(8) to mount this filesystem");
  if (mountpoint == "none") throw Failure(what + "no mountpoint set");
  if (property_of(state, name, "canmount") == "off") throw Failure(what + "'canmount' property is set to 'off'");
  if (dataset.mounted) throw Failure(what + "filesystem already mounted");
  if (dataset.inconsistent)
    throw Failure(
        what + "Contains partially-completed state from \"zfs receive -s\", which can be resumed with \"zfs send -t\"");
  if (!key_available(state, dataset)) throw Failure(what + "encryption key not loaded");
  dataset.mounted = true;
}

}  // namespace

void mount_if_allowed(State& state, const std::string& name) {
  Dataset& dataset = *state.find(name);
  if (dataset.volume || dataset.mounted || dataset.inconsistent) return;
  const std::string mountpoint = property_of(state, name, "mountpoint");
  dataset.mounted = mountpoint != "legacy" && mountpoint != "none" && property_of(state, name, "canmount") == "on" &&
                    key_available(state, dataset);
}

int mount(const Args& args) {
  const Options options(args, "avflO:o:");
  if (options.operands().empty() && !options.has('a')) {
    Store store(Store::Access::read);
    for (const auto& [name, dataset] : store.state().datasets)
      if (dataset.mounted)
        std::printf("%-30s  %s\n", name.c_str(), property_of(store.state(), name, "mountpoint").c_str());
    return 0;
  }
  Store store(Store::Access::write);
  if (options.has('a')) {
    for (const auto& [name, dataset] : store.state().datasets) mount_if_allowed(store.state(), name);
  } else {
    mount_one(store.state(), options.single("filesystem"));
  }
  store.save();
  return 0;
}

int unmount(const Args& args) {
  const Options options(args, "afu");
  Store store(Store::Access::write);
  if (options.has('a')) {
    for (auto& [name, dataset] : store.state().datasets) dataset.mounted = false;
  } else {
    const std::string& name = options.single("filesystem");
    Dataset& dataset = open_dataset(store.state(), name, k_filesystem);
    if (!dataset.mounted) throw Failure("cannot unmount '" + name + "': not currently mounted");
    dataset.mounted = false;
    const auto [first, last] = store.state().below(name);
    for (auto it = first; it != last; ++it) it->second.mounted = false;
  }
  store.save();
  return 0;
}

namespace {

Dataset& open_encryption_root(State& state, const std::string& name, const std::string& what) {
  Dataset& dataset = open_dataset(state, name);
  if (dataset.encryption.cipher.empty()) throw Refusal(what + ": '" + name + "' is not encrypted.");
  if (dataset.encryption.root != name)
    throw Refusal(what + ": Keys must be loaded for encryption root of '" + name + "' (" + dataset.encryption.root +
                  ").");
  return dataset;
}

/// It and what is below it and had the same encryption root have another one.
void move_below(State& state, const std::string& name, const std::string& root) {
  const std::string old = state.find(name)->encryption.root;
  for (auto& [other, one] : state.datasets) {
    const bool is_below = other == name || other.starts_with(name + "/");
    if (is_below && one.encryption.root == old) one.encryption.root = root;
  }
}

}  // namespace

int load_key(const Args& args) {
  const Options options(args, "anrL:");
  Store store(Store::Access::write);
  const std::string& name = options.single("dataset");
  Dataset& dataset = open_encryption_root(store.state(), name, "Key load error");
  if (dataset.key_loaded && !options.has('n')) throw Refusal("Key load error: Key already loaded for '" + name + "'.");
  if (options.has('n')) return 0;
  const bool asks = !options.has('L') && property_of(store.state(), name, "keylocation") == "prompt";
  if (char first = 0; asks && ::read(STDIN_FILENO, &first, 1) <= 0) throw Refusal("Key load error: encryption failure");
  dataset.key_loaded = true;
  store.save();
  return 0;
}

int share(const Args& args) {
  const Options options(args, "al");
  Store store(Store::Access::read);
  open_dataset(store.state(), options.single("filesystem"), k_filesystem);
  return 0;
}

int unload_key(const Args& args) {
  const Options options(args, "ar");
  Store store(Store::Access::write);
  const std::string& name = options.single("dataset");
  Dataset& dataset = open_encryption_root(store.state(), name, "Key unload error");
  if (!dataset.key_loaded) throw Refusal("Key unload error: Key already unloaded for '" + name + "'.");
  for (const auto& [other, one] : store.state().datasets)
    if (one.mounted && one.encryption.root == name && !one.encryption.cipher.empty())
      throw Refusal("Key unload error: '" + name + "' is busy.");
  dataset.key_loaded = false;
  store.save();
  return 0;
}

int change_key(const Args& args) {
  const Options options(args, "ilo:");
  Store store(Store::Access::write);
  const std::string& name = options.single("dataset");
  Dataset& dataset = open_dataset(store.state(), name);
  if (dataset.encryption.cipher.empty()) throw Refusal("Key change error: Dataset not encrypted.");
  if (!key_available(store.state(), dataset)) throw Refusal("Key change error: Dataset key must be loaded.");
  const Dataset* const parent = store.state().find(parent_of(name));
  if (options.has('i')) {
    if (parent == nullptr || parent->encryption.cipher.empty())
      throw Refusal("Key change error: Parent must be encrypted.");
    move_below(store.state(), name, parent->encryption.root);
    dataset.key_loaded = false;
    dataset.settings.erase("keylocation");
  } else {
    move_below(store.state(), name, name);
    dataset.key_loaded = true;
    for (const auto& text : options.values('o')) {
      const auto [property, value] = parse_assignment(text);
      if (property == "keyformat") dataset.encryption.keyformat = value;
      if (property == "keylocation") dataset.settings[property].local = value;
    }
  }
  store.save();
  return 0;
}

}  // namespace fake
