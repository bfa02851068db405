#include "app/plan/mounting.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace plan {

namespace {

std::optional<std::string> set_by_option(const Options& options, std::string_view property) {
  std::optional<std::string> value;
  for (const std::string& assignment : options.set_properties) {
    if (assignment.starts_with(property) && assignment[property.size()] == '=') value = assignment.substr(property.size() + 1);
  }
  return value;
}

bool is_filtered(const Options& options, std::string_view property) {
  return std::ranges::find(options.filter_properties, property) != options.filter_properties.end();
}

/// The value that the stream and the options give the received dataset; nothing: it inherits, or has the default.
std::optional<std::string> received_value(const selector::Setting& on_source, const Options& options, std::string_view property) {
  if (auto value = set_by_option(options, property)) return value;
  if (on_source.is_set_here() && !is_filtered(options, property)) return on_source.value;
  return std::nullopt;
}

/// The mountpoint that a child of `dataset` would inherit: none counts only when it is said, as a path always grows with the name.
std::string inherited_mountpoint(const selector::Inventory& target, std::string_view dataset) {
  for (auto above = selector::parent_of(dataset); !above.empty(); above = selector::parent_of(above)) {
    if (const selector::Dataset* ancestor = target.find(above)) return ancestor->mountpoint.value;
  }
  return "-";
}

bool is_system_directory(std::string_view path) {
  constexpr std::array<std::string_view, 19> k_system = {"/",    "/bin", "/boot", "/dev", "/etc",  "/home", "/lib", "/lib64", "/opt", "/proc",
                                                         "/root", "/run", "/sbin", "/srv", "/sys", "/tmp",  "/usr", "/var",   "/var/lib"};
  return std::ranges::find(k_system, path) != k_system.end();
}

}  // namespace

bool mounts_after_receive(const selector::Dataset& source, const selector::Inventory& target, const std::string& target_name,
                          const Options& options) {
  if (source.type != selector::DatasetType::filesystem || source.encrypted) return false;
  if (received_value(source.canmount, options, "canmount").value_or("on") != "on") return false;
  const std::string mountpoint = received_value(source.mountpoint, options, "mountpoint").value_or(inherited_mountpoint(target, target_name));
  return mountpoint != "none" && mountpoint != "legacy" && !is_system_directory(mountpoint);
}

}  // namespace plan
