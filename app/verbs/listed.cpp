#include "app/verbs/listed.hpp"

#include "app/plan/lots.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace app::verbs {

std::vector<report::ListedSnapshot> read_listed(run::Shell& shell, const plan::Facts& facts) {
  const std::vector<const zfs::Dataset*> datasets = selector::selected_of(facts.selection);
  std::map<std::string, std::vector<report::ListedSnapshot>, std::less<>> by_dataset;
  for (const zfs::Dataset* dataset : datasets) by_dataset[dataset->name];
  run::Reader reader(shell);
  for (const auto& roots : plan::lots_of(selector::roots_of(datasets))) {
    reader.start(
        plan::Side::source, zfs::list_sized_snapshots(roots),
        [&by_dataset](std::string_view line) {
          report::ListedSnapshot listed{.snapshot = zfs::parse_sized_snapshot(line)};
          const auto found = by_dataset.find(listed.dataset());
          if (found != by_dataset.end()) found->second.push_back(std::move(listed));
        },
        "the snapshots");
  }
  reader.wait();
  std::vector<report::ListedSnapshot> all;
  for (const zfs::Dataset* dataset : datasets) {
    for (report::ListedSnapshot& listed : by_dataset[dataset->name]) all.push_back(std::move(listed));
  }
  return all;
}

}  // namespace app::verbs
