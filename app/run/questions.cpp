#include "app/run/questions.hpp"

#include "app/plan/lots.hpp"
#include "zfs/commands.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace run {

/// One answer may hold thousands of datasets, but one operand of the command only so many names.
void read_properties(Reader& reader, plan::Side side, const Questions& questions,
                     const std::function<void(const zfs::PropertyRow&)>& answer, const Asking& asking) {
  constexpr std::size_t k_bytes_of_names = 60'000;
  zfs::PropertyRows rows(answer);
  std::vector<std::string> properties, datasets;
  std::size_t bytes = 0;
  const auto ask = [&] {
    std::ranges::sort(datasets);
    datasets.erase(std::unique(datasets.begin(), datasets.end()), datasets.end());
    for (auto& lot : plan::lots_of(std::exchange(datasets, {}))) {
      reader.start(
          side, zfs::get_these_properties(lot, properties), [&rows](std::string_view l) { rows.line(l); }, asking.what,
          asking.gone);
    }
    reader.wait();
    properties.clear();
    bytes = 0;
  };
  for (const auto& [property, of_datasets] : questions) {
    if (bytes + property.size() > k_bytes_of_names) ask();
    bytes += property.size() + std::string_view(",").size();
    properties.push_back(property);
    datasets.insert(datasets.end(), of_datasets.begin(), of_datasets.end());
  }
  ask();
}

}  // namespace run
