#include "app/run/pools.hpp"

#include "app/run/greeting.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <filesystem>
#include <string_view>

namespace run {

std::vector<Pool> read_source_pools(Shell& shell) {
  std::vector<Pool> pools;
  Reader reader(shell);
  reader.start(
      plan::Side::source, zfs::list_pools(),
      [&pools](std::string_view line) {
        const auto tab = line.find('\t');
        if (tab != std::string_view::npos)
          pools.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1)), false});
      },
      "the health of the pools");
  reader.wait();
  return pools;
}

void read_scrubs(Shell& shell, std::vector<Pool>& pools, bool resilvers_count) {
  std::vector<std::string> names;
  for (const Pool& pool : pools) {
    if (pool.answers()) names.push_back(pool.name);
  }
  if (names.empty()) return;
  zfs::ScrubListing scrubs;
  Reader reader(shell);
  reader.start(
      plan::Side::source, zfs::get_pool_status(names), [&scrubs](std::string_view line) { scrubs.line(line); },
      "what is done in the pools");
  reader.wait();
  for (Pool& pool : pools)
    pool.is_scrubbed =
        scrubs.scrubbed().contains(pool.name) || (resilvers_count && scrubs.resilvered().contains(pool.name));
}

bool has_pool_here(transport::Runner& runner, const std::string& name) {
  const std::filesystem::path pools = k_pool_states;  // on Linux, where the module is loaded
  std::error_code unreadable;
  if (std::filesystem::is_directory(pools, unreadable)) return std::filesystem::is_directory(pools / name, unreadable);
  return runner.run({{{transport::Host::local(), zfs::list_pool(name)}}}).ok();
}

}  // namespace run
