// Big states for benches and plans, made without running a command per dataset.
#include "commands.hpp"
#include "text.hpp"

#include <cstdio>

namespace fake {
namespace {

/// The knobs of a generated state, all optional.
struct Recipe {
  std::size_t pools = 1, datasets = 1000, snapshots = 20, fanout = 100;
  std::string name = "backup", pool = "tank";
  std::int64_t start = 1577836800;  // 2020-01-01
  std::int64_t step = 86400;
  std::uint64_t bytes = 4096;
};

Recipe parse(const std::string& text) {
  Recipe recipe;
  for (const auto& part : split(text, ',')) {
    const auto [key, value] = cut(part, '=');
    if (key == "name") {
      recipe.name = value;
    } else if (key == "pool") {
      recipe.pool = value;
    } else if (key == "pools") {
      recipe.pools = parse_number(value);
    } else if (key == "datasets") {
      recipe.datasets = parse_number(value);
    } else if (key == "snapshots") {
      recipe.snapshots = parse_number(value);
    } else if (key == "fanout") {
      recipe.fanout = parse_number(value);
    } else if (key == "start") {
      recipe.start = static_cast<std::int64_t>(parse_number(value));
    } else if (key == "step") {
      recipe.step = static_cast<std::int64_t>(parse_number(value));
    } else if (key == "bytes") {
      recipe.bytes = parse_number(value);
    } else {
      usage_error("--make knows pools, pool, datasets, snapshots, fanout, name, start, step and bytes, not '" + key +
                  "'");
    }
  }
  return recipe;
}

void fill(State& state, const std::string& name, const Recipe& recipe, std::uint64_t first_txg) {
  Dataset& dataset = add_dataset(state, name, false);
  dataset.snapshots.reserve(recipe.snapshots);
  for (std::size_t i = 0; i < recipe.snapshots; ++i) {
    if (recipe.bytes > 0) dataset.writes.push_back({state.new_guid(), recipe.bytes});
    const auto creation = recipe.start + recipe.step * static_cast<std::int64_t>(i);
    auto& snap = dataset.snapshots.emplace_back();
    snap.name = recipe.name + "-" + date_text(creation, "%Y%m%d%H%M%S");
    snap.guid = state.new_guid();
    snap.txg = first_txg + i;  // one transaction group for one moment, in all datasets
    snap.creation = creation;
    snap.writes = dataset.writes.size();
  }
}

}  // namespace

int make(const std::string& description) {
  const Recipe recipe = parse(description);
  for (std::size_t p = 0; p < recipe.pools; ++p) {
    const std::string pool = recipe.pool + (recipe.pools > 1 ? std::to_string(p + 1) : "");
    pool_create({pool, "/dev/fake"});
  }
  Store store(Store::Access::write);
  State& state = store.state();
  const std::uint64_t first_txg = state.txg + recipe.datasets + 100;
  for (std::size_t p = 0; p < recipe.pools; ++p) {
    const std::string pool = recipe.pool + (recipe.pools > 1 ? std::to_string(p + 1) : "");
    state.find(pool)->settings["autobackup:" + recipe.name].local = "true";
    for (std::size_t i = 0; i < recipe.datasets / recipe.pools; ++i) {
      const std::string group = pool + "/group" + std::to_string(i / recipe.fanout);
      if (i % recipe.fanout == 0) {
        fill(state, group, recipe, first_txg);
      } else {
        fill(state, group + "/fs" + std::to_string(i % recipe.fanout), recipe, first_txg);
      }
    }
  }
  state.txg = first_txg + recipe.snapshots;
  store.save();
  return 0;
}

}  // namespace fake
