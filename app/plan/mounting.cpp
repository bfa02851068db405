#include "app/plan/mounting.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace plan {

namespace {

std::optional<std::string> set_by_option(const Options& options, std::string_view property) {
  std::optional<std::string> value;
  for (const std::string& assignment : options.set_properties) {
    if (assignment.starts_with(property) && assignment[property.size()] == '=')
      value = assignment.substr(property.size() + 1);
  }
  return value;
}

bool is_filtered(const Options& options, std::string_view property) {
  return std::ranges::find(options.filter_properties, property) != options.filter_properties.end();
}

/// The value that the stream and the options give the received dataset; nothing: it inherits, or has the default.
std::optional<std::string> received_value(const selector::Setting& on_source, const Options& options,
                                          std::string_view property) {
  if (auto value = set_by_option(options, property)) return value;
  if (on_source.is_set_here() && !is_filtered(options, property)) return on_source.value;
  return std::nullopt;
}

bool is_system_directory(std::string_view path) {
  constexpr std::array<std::string_view, 19> k_system = {"/",      "/bin", "/boot", "/dev",  "/etc",    "/home", "/lib",
                                                         "/lib64", "/opt", "/proc", "/root", "/run",    "/sbin", "/srv",
                                                         "/sys",   "/tmp", "/usr",  "/var",  "/var/lib"};
  return std::ranges::find(k_system, path) != k_system.end();
}

/// What stands below a mountpoint: `none` and `legacy` are inherited as they are, a path grows with the name.
std::string below(const std::string& mountpoint, std::string_view rest) {
  if (!mountpoint.starts_with('/')) return mountpoint;
  return (mountpoint == "/" ? "" : mountpoint) + std::string(rest);
}

}  // namespace

bool Mounting::mounts(const selector::Dataset& source, const std::string& target_name, bool encrypted) {
  if (source.type != selector::DatasetType::filesystem) return false;
  const std::string mountpoint =
      received_value(source.mountpoint, options_, "mountpoint").value_or(inherited(target_name));
  received_[target_name] = mountpoint;
  if (encrypted || received_value(source.canmount, options_, "canmount").value_or("on") != "on") return false;
  return mountpoint.starts_with('/') && !is_system_directory(mountpoint);
}

std::string Mounting::inherited(std::string_view dataset) const {
  for (auto above = selector::parent_of(dataset); !above.empty(); above = selector::parent_of(above)) {
    const std::string_view rest = dataset.substr(above.size());
    if (const auto found = received_.find(std::string(above)); found != received_.end())
      return below(found->second, rest);
    if (const selector::Dataset* ancestor = target_->find(above)) return below(ancestor->mountpoint.value, rest);
  }
  return "-";
}

}  // namespace plan
