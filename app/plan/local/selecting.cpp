#include "app/plan/local/selecting.hpp"

#include <set>

namespace plan {

namespace {

constexpr std::string_view k_of_auto_snapshot = "com.sun:auto-snapshot";

}  // namespace

bool is_selecting(std::string_view property) {
  return property.starts_with("autobackup:") || property == k_of_auto_snapshot ||
         property.starts_with(std::string(k_of_auto_snapshot) + ":");
}

std::vector<std::string> deselecting(const OwnProperties& properties) {
  std::set<std::string> names{std::string(k_of_auto_snapshot)};
  for (const auto& [dataset, of_dataset] : properties) {
    for (const OwnProperty& property : of_dataset) {
      if (is_selecting(property.name)) names.insert(property.name);
    }
  }
  std::vector<std::string> assignments;
  assignments.reserve(names.size());
  for (const std::string& name : names) assignments.push_back(name + "=false");
  return assignments;
}

}  // namespace plan
