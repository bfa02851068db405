#pragma once

#include "items.hpp"
#include "options.hpp"

#include <vector>

namespace fake {

// One function per command, given what follows the command's name; the result is the exit code. A Failure thrown
// means 1.

int list(const Args& args);
int get(const Args& args);

int set(const Args& args);
int inherit(const Args& args);

int create(const Args& args);
int clone(const Args& args);
int rename(const Args& args);
int promote(const Args& args);

int mount(const Args& args);
int unmount(const Args& args);
int share(const Args& args);
int load_key(const Args& args);
int unload_key(const Args& args);
int change_key(const Args& args);

int snapshot(const Args& args);
int bookmark(const Args& args);
int rollback(const Args& args);
int hold(const Args& args);
int release(const Args& args);
int holds(const Args& args);
int destroy(const Args& args);

int allow(const Args& args);

int send(const Args& args);
int receive(const Args& args);

/// Not in the real zfs: `zfs fakewrite DATASET BYTES` puts data on a dataset.
int fake_write(const Args& args);

int pool_create(const Args& args);
int pool_destroy(const Args& args);
int pool_import(const Args& args);
int pool_export(const Args& args);
int pool_list(const Args& args);
int pool_status(const Args& args);
int pool_get(const Args& args);
int pool_set(const Args& args);

/// Not a zfs command: `fake_zfs --make pools=1,datasets=100000,snapshots=20,…` writes a big state.
int make(const std::string& description);

// --- Shared steps ---

/// Parses `-t filesystem,snapshot`; an unknown name is a usage error.
unsigned parse_types(const std::string& list);

struct Walk {
  unsigned types = k_datasets;     ///< what is listed
  unsigned operand_types = k_any;  ///< what an operand may be
  bool recursive = false;
  std::size_t depth = static_cast<std::size_t>(-1);
};

/// Everything the operands (none: all pools) lead to, sorted the way zfs sorts; `failed` is set when an operand could
/// not be opened.
std::vector<Item> collect(State& state, const std::vector<std::string>& operands, const Walk& walk, bool& failed);

/// The dataset's new guid, txg and time; does not look whether the name is free.
Dataset& add_dataset(State& state, const std::string& name, bool volume);

/// Makes what is missing above a dataset, as -p and receive -d do.
void create_parents(State& state, const std::string& name);

/// Mounts if the properties and the key allow it.
void mount_if_allowed(State& state, const std::string& name);

/// Drops writes after the snapshot's, and every later snapshot and bookmark.
void roll_back(Dataset& dataset, const Snapshot& snapshot);

}  // namespace fake
