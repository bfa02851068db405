// zpool create, destroy, import, export, list, status, get, set
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace fake {
namespace {

/// The features of a pool that OpenZFS 2.3 makes, with the state they have while it is empty.
constexpr std::array<std::pair<const char*, const char*>, 40> k_features = {{
    {"async_destroy", "enabled"},
    {"empty_bpobj", "active"},
    {"lz4_compress", "active"},
    {"multi_vdev_crash_dump", "enabled"},
    {"spacemap_histogram", "active"},
    {"enabled_txg", "active"},
    {"hole_birth", "active"},
    {"extensible_dataset", "active"},
    {"embedded_data", "active"},
    {"bookmarks", "enabled"},
    {"filesystem_limits", "enabled"},
    {"large_blocks", "enabled"},
    {"large_dnode", "enabled"},
    {"sha512", "enabled"},
    {"skein", "enabled"},
    {"edonr", "enabled"},
    {"userobj_accounting", "active"},
    {"encryption", "enabled"},
    {"project_quota", "active"},
    {"device_removal", "enabled"},
    {"obsolete_counts", "enabled"},
    {"zpool_checkpoint", "enabled"},
    {"spacemap_v2", "active"},
    {"allocation_classes", "enabled"},
    {"resilver_defer", "enabled"},
    {"bookmark_v2", "enabled"},
    {"redaction_bookmarks", "enabled"},
    {"redacted_datasets", "enabled"},
    {"bookmark_written", "enabled"},
    {"log_spacemap", "active"},
    {"livelist", "enabled"},
    {"device_rebuild", "enabled"},
    {"zstd_compress", "enabled"},
    {"draid", "enabled"},
    {"zilsaxattr", "enabled"},
    {"head_errlog", "active"},
    {"blake3", "enabled"},
    {"block_cloning", "enabled"},
    {"vdev_zaps_v2", "active"},
    {"redaction_list_spill", "enabled"},
}};

bool is_named_in(const char* variable, const std::string& pool) {
  const char* const name = std::getenv(variable);
  return name != nullptr && pool == name;
}

bool is_suspended(const std::string& pool) {
  return is_named_in("FAKE_ZPOOL_SUSPENDED", pool);
}

Pool& open_pool(State& state, const std::string& name) {
  const auto found = state.pools.find(name);
  if (found == state.pools.end() || !found->second.imported) throw Failure("cannot open '" + name + "': no such pool");
  return found->second;
}

/// name -> (value, source), in the order of `zpool get all`.
std::vector<std::array<std::string, 3>> pool_properties(const Pool& pool, bool parsable) {
  std::vector<std::array<std::string, 3>> rows = {{"size", parsable ? "10737418240" : "10G", "-"},
                                                  {"capacity", parsable ? "0" : "0%", "-"},
                                                  {"altroot", "-", "default"},
                                                  {"health", "ONLINE", "-"},
                                                  {"guid", std::to_string(pool.guid), "-"},
                                                  {"version", "-", "default"},
                                                  {"bootfs", "-", "default"},
                                                  {"delegation", "on", "default"},
                                                  {"autoreplace", "off", "default"},
                                                  {"cachefile", "-", "default"},
                                                  {"failmode", "wait", "default"},
                                                  {"listsnapshots", "off", "default"},
                                                  {"autoexpand", "off", "default"},
                                                  {"free", parsable ? "10737418240" : "10G", "-"},
                                                  {"allocated", parsable ? "0" : "0B", "-"},
                                                  {"readonly", "off", "-"},
                                                  {"ashift", "0", "default"},
                                                  {"comment", "-", "default"}};
  for (auto& row : rows)
    if (const auto found = pool.properties.find(row[0]); found != pool.properties.end())
      row[1] = *found->second.local, row[2] = "local";
  for (const auto& [feature, status] : pool.features) rows.push_back({"feature@" + feature, status, "local"});
  for (const auto& [name, setting] : pool.properties)
    if (is_user_property(name)) rows.push_back({name, *setting.local, "local"});
  return rows;
}

void set_pool(Pool& pool, const std::string& name, const std::string& value) {
  if (name.starts_with("feature@")) {
    pool.features[name.substr(8)] = value;
  } else {
    pool.properties[name].local = value;
  }
}

}  // namespace

int pool_create(const Args& args) {
  const Options options(args, "fndo:O:m:R:t:");
  if (options.operands().empty()) usage_error("missing pool name argument");
  if (options.operands().size() < 2) usage_error("missing vdev specification");
  const std::string& name = options.operands().front();
  Store store(Store::Access::write);
  State& state = store.state();
  if (state.pools.contains(name)) throw Failure("cannot create '" + name + "': pool already exists");
  Pool& pool = state.pools[name];
  pool.guid = state.new_guid();
  for (const auto& [feature, status] : k_features) pool.features[feature] = options.has('d') ? "disabled" : status;
  for (const auto& text : options.values('o')) {
    const auto [property, value] = parse_assignment(text);
    set_pool(pool, property, value);
  }
  add_dataset(state, name, false);
  const auto self = state.datasets.find(name);
  const Item item{&self->first, &self->second, nullptr, nullptr};
  if (options.has('m')) set_local(item, "mountpoint", options.value('m'), "cannot create '" + name + "'");
  std::string cipher, keyformat = "raw", keylocation = "prompt";
  for (const auto& text : options.values('O')) {
    const auto [property, value] = parse_assignment(text);
    if (property == "encryption") {
      cipher = value == "on" ? "aes-256-gcm" : value;
    } else if (property == "keyformat") {
      keyformat = value;
    } else if (property == "keylocation") {
      keylocation = value;
    } else {
      set_local(item, property, value, "cannot create '" + name + "'");
    }
  }
  if (!cipher.empty() && cipher != "off") {
    item.dataset->encryption = {cipher, name, keyformat, state.new_guid()};
    item.dataset->key_loaded = true;
    item.dataset->settings["keylocation"].local = keylocation;
  }
  mount_if_allowed(state, name);
  store.save();
  return 0;
}

int pool_destroy(const Args& args) {
  const Options options(args, "f");
  const std::string& name = options.single("pool");
  Store store(Store::Access::write);
  open_pool(store.state(), name);
  const auto [first, last] = store.state().below(name);
  store.state().datasets.erase(first, last);
  store.state().datasets.erase(name);
  store.state().pools.erase(name);
  store.save();
  return 0;
}

namespace {

/// An exported pool's datasets go on in the state under a name no dataset can have, so that nothing else has to know.
void move_datasets(State& state, const std::string& from, const std::string& to) {
  std::vector<std::string> names;
  if (state.find(from) != nullptr) names.push_back(from);
  const auto [first, last] = state.below(from);
  for (auto it = first; it != last; ++it) names.push_back(it->first);
  for (const auto& name : names) {
    auto node = state.datasets.extract(name);
    node.key() = to + name.substr(from.size());
    node.mapped().mounted = false;
    state.datasets.insert(std::move(node));
  }
}

}  // namespace

int pool_export(const Args& args) {
  const Options options(args, "af");
  const std::string& name = options.single("pool");
  Store store(Store::Access::write);
  open_pool(store.state(), name).imported = false;
  move_datasets(store.state(), name, "exported:" + name);
  store.save();
  return 0;
}

int pool_import(const Args& args) {
  const Options options(args, "afNd:o:R:");
  Store store(Store::Access::write);
  State& state = store.state();
  const std::string& which = options.single("pool");
  const auto by_guid =
      std::ranges::find_if(state.pools, [&](const auto& pool) { return std::to_string(pool.second.guid) == which; });
  const std::string name = by_guid == state.pools.end() ? which : by_guid->first;
  const auto found = state.pools.find(name);
  if (found == state.pools.end()) throw Failure("cannot import '" + name + "': no such pool available");
  if (found->second.imported) throw Failure("cannot import '" + name + "': a pool with that name already exists");
  found->second.imported = true;
  move_datasets(state, "exported:" + name, name);
  for (auto it = state.datasets.lower_bound(name); it != state.datasets.end() && pool_of(it->first) == name; ++it)
    if (!options.has('N')) mount_if_allowed(state, it->first);
  store.save();
  return 0;
}

int pool_list(const Args& args) {
  const Options options(args, "Hpvo:");
  const auto columns = split(options.value('o', "name,size,allocated,free,capacity,health"), ',');
  Store store(Store::Access::read);
  auto names = options.operands();
  if (names.empty())
    for (const auto& [name, pool] : store.state().pools)
      if (pool.imported) names.push_back(name);
  if (names.empty() && !options.has('H')) complain("no pools available");
  bool found = names.empty();  // one of several is enough for exit code 0
  for (const auto& name : names) {
    try {
      const auto rows = pool_properties(open_pool(store.state(), name), options.has('p'));
      found = true;
      std::vector<std::string> cells;
      for (const auto& column : columns) {
        std::string cell = column == "name" ? name : "-";
        for (const auto& row : rows)
          if (row[0] == column) cell = row[1];
        if (column == "health" && is_suspended(name)) cell = "SUSPENDED";
        cells.push_back(cell);
      }
      std::printf("%s\n", join(cells, options.has('H') ? "\t" : "  ").c_str());
    } catch (const Failure& failure) {
      complain(failure.what());
    }
  }
  return found ? 0 : 1;
}

int pool_status(const Args& args) {
  const Options options(args, "");
  Store store(Store::Access::read);
  for (const auto& name : options.operands()) {
    open_pool(store.state(), name);
    const bool is_scrubbed = is_named_in("FAKE_ZPOOL_SCRUBBED", name);
    const bool is_resilvered = is_named_in("FAKE_ZPOOL_RESILVERED", name);
    std::printf("%s  pool: %s\n state: ONLINE\n", &name == &options.operands().front() ? "" : "\n", name.c_str());
    if (is_scrubbed)
      std::printf(
          "  scan: scrub in progress since Sun Mar  1 12:00:00 2026\n"
          "\t1.00G / 1.00G scanned, 200M / 1.00G issued at 50.0M/s\n\t0B repaired, 20.00%% done, no estimated "
          "completion time\n");
    if (is_resilvered)
      std::printf(
          "  scan: resilver in progress since Sun Mar  1 12:00:00 2026\n"
          "\t1.00G / 1.00G scanned, 200M / 1.00G issued at 50.0M/s\n\t200M resilvered, 20.00%% done, no estimated "
          "completion time\n");
    std::printf(
        "config:\n\n\tNAME        STATE     READ WRITE CKSUM\n\t%-10s  ONLINE       0     0     0\n\n"
        "errors: No known data errors\n",
        name.c_str());
  }
  return 0;
}

int pool_get(const Args& args) {
  const Options options(args, "Hpo:");
  if (options.operands().empty()) usage_error("missing property argument");
  const auto wanted = split(options.operands().front(), ',');
  const auto fields = split(options.value('o', "name,property,value,source"), ',');
  Args names(options.operands().begin() + 1, options.operands().end());
  Store store(Store::Access::read);
  if (names.empty())
    for (const auto& [name, pool] : store.state().pools) names.push_back(name);
  for (const auto& name : names) {
    if (store.state().pools.contains(name)) continue;
    if (name == names.front()) throw Failure("Cannot get properties of " + name + ": no such pool available.");
    usage_error("Expected a list of vdevs in \"" + names.front() + "\", but got:\n\t" + name + " (unknown)\n");
  }
  const auto print = [&fields](const std::string& pool, const std::array<std::string, 3>& row) {
    std::vector<std::string> cells;
    for (const auto& field : fields)
      cells.push_back(field == "name" ? pool : field == "property" ? row[0] : field == "value" ? row[1] : row[2]);
    std::printf("%s\n", join(cells, "\t").c_str());
  };
  for (const auto& name : names) {
    const auto rows = pool_properties(open_pool(store.state(), name), options.has('p'));
    for (const auto& property : wanted) {
      bool known = property == "all";
      for (const auto& row : rows) {
        if (property != "all" && property != row[0]) continue;
        known = true;
        print(name, row);
      }
      const bool may_be_absent = property.starts_with("feature@") || is_user_property(property);
      if (!known && !may_be_absent) usage_error("bad property list: invalid property '" + property + "'");
      if (!known && is_user_property(property)) print(name, {property, "-", "-"});
    }
  }
  return 0;
}

int pool_set(const Args& args) {
  const Options options(args, "");
  if (options.operands().size() != 2) usage_error("missing pool name");
  const auto [property, value] = parse_assignment(options.operands().front());
  Store store(Store::Access::write);
  set_pool(open_pool(store.state(), options.operands()[1]), property, value);
  store.save();
  return 0;
}

}  // namespace fake
