#include "app/run/pools.hpp"

#include "app/run/reader.hpp"
#include "selector/commands.hpp"

#include <string_view>

namespace run {

std::vector<Pool> read_source_pools(Shell& shell) {
  std::vector<Pool> pools;
  Reader reader(shell);
  reader.start(
      plan::Side::source, selector::list_pools(),
      [&pools](std::string_view line) {
        const auto tab = line.find('\t');
        if (tab != std::string_view::npos)
          pools.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
      },
      "the health of the pools");
  reader.wait();
  return pools;
}

}  // namespace run
