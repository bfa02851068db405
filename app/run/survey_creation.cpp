#include "app/plan/lots.hpp"
#include "app/run/survey.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <chrono>
#include <memory>
#include <unordered_map>

namespace run {

using plan::Side;

/// By the clock of this host, as all that is thinned. What has vanished since the snapshots were listed, or was
/// replaced by another of its name, has no time.
void Survey::read_creation(const std::vector<const zfs::Dataset*>& datasets) {
  std::vector<std::string> names;
  for (const zfs::Dataset* dataset : datasets) {
    names.push_back(dataset->name);
    facts_.created[dataset].assign(dataset->snapshots.size(), std::nullopt);
  }
  const auto ahead = facts_.clock_ahead.find(Side::source);
  const std::chrono::seconds off{ahead == facts_.clock_ahead.end() ? 0 : ahead->second};
  struct Current {
    const zfs::Dataset* dataset = nullptr;
    std::unordered_map<std::uint64_t, std::size_t> places;  // by guid
  };
  for (auto& lot : plan::lots_of(names)) {
    auto current = std::make_shared<Current>();
    const auto line = [this, current, off](std::string_view text) {
      const auto [snapshot, guid, time] = zfs::parse_creation(text);
      const std::string_view name = snapshot.substr(0, snapshot.find('@'));
      if (current->dataset == nullptr || current->dataset->name != name) {
        *current = {source_.find(name), {}};
        if (current->dataset == nullptr) return;
        const std::vector<zfs::Snapshot>& all = current->dataset->snapshots;
        for (std::size_t i = 0; i < all.size(); ++i) current->places.emplace(all[i].guid, i);
      }
      const auto place = current->places.find(guid);
      if (place != current->places.end()) facts_.created.at(current->dataset).at(place->second) = time - off;
    };
    reader_.start(Side::source, zfs::list_creation(lot), line, "when the snapshots were made", losing());
  }
}

}  // namespace run
