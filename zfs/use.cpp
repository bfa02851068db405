#include "zfs/use.hpp"

#include <algorithm>
#include <utility>

namespace zfs {

namespace {

Use* find_use(std::vector<Use>& uses, std::string_view name) {
  const auto found = std::ranges::find(uses, name, &Use::name);
  return found == uses.end() ? nullptr : &*found;
}

}  // namespace

/// A dataset's rows come in one run: others of that name are what somebody wrote into a property of his own.
void UseListing::row(const PropertyRow& row) {
  if (uses_.empty() || uses_.back().name != row.name) {
    if (find_use(uses_, row.name) != nullptr)
      throw ListingError("zfs get lists " + std::string(row.name) + " twice: a property of " + uses_.back().name +
                         " may contain forged rows");
    uses_.push_back({.name = std::string(row.name)});
  }
  Use& use = uses_.back();
  if (row.property == "type") {
    use.is_volume = row.value == "volume";
  } else if (row.property == "readonly") {
    use.read_only = row.value == "on";
    use.read_only_from = Setting{std::string(row.value), std::string(row.source)}.inherited_from();
  } else if (row.property == "mounted") {
    use.mounted = row.value == "yes";
  } else if (row.property == "keystatus") {
    use.lacks_key = row.value == "unavailable";
  } else if (row.property == "canmount") {
    use.canmount = row.value;
  } else if (row.property == "mountpoint") {
    use.mountpoint = row.value;
  } else if (row.property == k_handover_property) {
    use.remembered = {std::string(row.value), std::string(row.source)};
  }
}

std::vector<Use> UseListing::finish() {
  rows_.finish();
  std::ranges::sort(uses_, {}, &Use::name);
  return std::move(uses_);
}

ReceivedListing::ReceivedListing(std::vector<Use>& uses)
    : rows_([&uses](const PropertyRow& row) {
        Use* const use = find_use(uses, row.name);
        if (use != nullptr && row.value != "-") use->came_with = row.value;
      }) {}

}  // namespace zfs
