#include "app/verbs/removable.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/verb.hpp"
#include "zfs/inventory.hpp"

#include <algorithm>
#include <string_view>

namespace app::verbs {

namespace {

/// zpool import shows an id as a number; a pool's name begins with a letter.
bool is_id(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

void check_pool(const std::string& given, std::string_view pool) {
  if (given == cli::k_pool_of_target || given == pool || is_id(given)) return;
  throw cli::ImpossibleRequest("--import-target=" + given + ": TARGET-PATH lies in the pool " + std::string(pool) +
                               ": leave the value out, or give the id that zpool import shows");
}

void check_key(const std::string& dataset, std::string_view pool) {
  if (dataset == pool || dataset.starts_with(std::string(pool) + "/")) return;
  throw cli::ImpossibleRequest("--load-key=" + dataset + ": it does not lie in the imported pool " + std::string(pool));
}

}  // namespace

void check_removable(const cli::Removable& given, const std::string& target_path) {
  if (!given.is_given()) {
    if (!given.import_from.empty() || !given.load_keys.empty())
      throw cli::ImpossibleRequest("--import-from and --load-key go with --import-target");
    return;
  }
  if (target_path.empty()) throw cli::ImpossibleRequest("--import-target needs a TARGET-PATH");
  const std::string_view pool = zfs::pool_of(target_path);
  check_pool(given.import_target, pool);
  std::ranges::for_each(given.load_keys, [&](const std::string& dataset) { check_key(dataset, pool); });
  for (const std::string& directory : given.import_from) {
    if (!directory.starts_with('/'))
      throw cli::ImpossibleRequest("--import-from=" + directory + ": give the whole path of a directory");
  }
}

std::optional<run::ImportRules> import_rules_of(const cli::Removable& given) {
  if (!given.is_given()) return std::nullopt;
  run::ImportRules rules{.pool = given.import_target, .from = given.import_from, .keys = given.load_keys};
  if (rules.pool == cli::k_pool_of_target) rules.pool.clear();
  if (rules.from.empty()) rules.from = {"/dev/disk/by-id"};
  return rules;
}

}  // namespace app::verbs
