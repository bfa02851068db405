#include "app/plan/replicate/restoring.hpp"
#include "app/run/survey.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

namespace run {

using plan::Side;

namespace {

/// A dataset's rows come in one run. Others of that name are what somebody wrote into a property of another dataset.
class OneRun {
 public:
  template <class Map>
  auto& of(Map& all, std::string_view dataset) {
    if (current_ != dataset && all.contains(dataset))
      throw zfs::ListingError("zfs get lists " + std::string(dataset) + " twice: a property of " + current_ +
                              " may contain forged rows");
    current_ = dataset;
    return all[current_];
  }

 private:
  std::string current_;
};

bool is_off(std::string_view value) {
  return value == "false" || value == "-";
}

}  // namespace

/// What the copies' properties were on their sources, and what would select what may be set aside.
void Survey::read_restoring() {
  OneRun of_copies, of_target;
  zfs::PropertyRows received([&](const zfs::PropertyRow& row) {
    std::vector<plan::CopyProperty>& properties = of_copies.of(facts_.copy_properties, row.name);
    if (row.value != "-") {
      properties.push_back({std::string(row.property), std::string(row.value)});
    } else if (row.source == "local") {
      properties.push_back({std::string(row.property), std::nullopt});
    }
  });
  for (const std::string& root : source_roots_) {
    reader_.start(
        Side::source, zfs::get_received_properties(root, levels_), [&](std::string_view l) { received.line(l); },
        "the properties that the copies had on their source", losing());
  }
  const std::string& root = options_.mapping.root();
  zfs::PropertyRows in_force([&](const zfs::PropertyRow& row) {
    std::vector<std::string>& properties = of_target.of(facts_.selecting_properties, row.name);
    const bool is_own = row.source == "local" || row.source == "received" || row.name == root;
    if (plan::selects(row.property) && is_own && !is_off(row.value)) properties.emplace_back(row.property);
  });
  if (target_.find(root) != nullptr) {
    reader_.start(
        Side::target, zfs::get_all_properties(root), [&](std::string_view l) { in_force.line(l); },
        "the properties of what is in the place", [](const std::string&, const std::string&) {});
  }
  reader_.wait();
  if (target_.find(root) != nullptr && !zfs::parent_of(root).empty()) read_above_target();  // it may be set aside
  set_aside_ = plan::set_aside(facts_, options_);
  if (!set_aside_) return;
  facts_.set_aside = &*set_aside_;
  facts_.target = &set_aside_->target;
}

}  // namespace run
