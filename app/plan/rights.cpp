#include "app/plan/rights.hpp"

#include "app/plan/words.hpp"

namespace plan {

zfs::Permissions Allowed::on(std::string_view dataset) const {
  const auto found = account_.rights.find(std::string(dataset));
  if (found == account_.rights.end()) return below(dataset);
  zfs::Permissions all = found->second.here;
  all.insert(found->second.below.begin(), found->second.below.end());
  return all;
}

zfs::Permissions Allowed::here(std::string_view dataset) const {
  const auto found = account_.rights.find(std::string(dataset));
  return found == account_.rights.end() ? below(dataset) : found->second.here;
}

zfs::Permissions Allowed::below(std::string_view dataset) const {
  for (auto name = dataset; !name.empty(); name = zfs::parent_of(name)) {
    const auto found = account_.rights.find(std::string(name));
    if (found != account_.rights.end()) return found->second.below;
  }
  return {};
}

std::string_view there_or_above(const Facts& facts, std::string_view dataset) {
  while (!dataset.empty() && facts.target->find(dataset) == nullptr) dataset = zfs::parent_of(dataset);
  return dataset;
}

bool may_set_user_properties(const zfs::Account& account, std::string_view dataset) {
  return Allowed(account).below(dataset).contains(k_user_property);
}

bool may_set_on_new_copy(const Facts& facts, std::string_view target, const std::string& property) {
  if (!facts.target_account || facts.target_account->is_root) return true;
  return Allowed(*facts.target_account).below(there_or_above(facts, target)).contains(property);
}

std::string allow_line(const std::string& user, const zfs::Permissions& permissions, const std::string& dataset) {
  std::string list;
  for (const std::string& permission : permissions) list += (list.empty() ? "" : ",") + permission;
  return typed({"zfs", "allow", "-u", user, list, dataset});
}

std::string_view permission_for(std::string_view property) {
  if (property.find(':') != std::string_view::npos) return "userprop";
  if (property == "volsize") return {};  // comes with the volume
  return property.substr(0, property.find('@'));
}

}  // namespace plan
