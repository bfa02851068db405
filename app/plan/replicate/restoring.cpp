#include "app/plan/replicate/restoring.hpp"

#include "app/plan/rights.hpp"
#include "zfs/record.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace plan {

namespace {

/// They come with the stream itself, or are zfs's own.
constexpr std::array<std::string_view, 11> k_by_themselves = {
    "version",    "utf8only",    "normalization", "casesensitivity", "volblocksize", "volsize",
    "encryption", "keylocation", "keyformat",     "pbkdf2iters",     "origin"};

/// What acts on the host, or on others that are there.
constexpr std::array<std::string_view, 10> k_of_the_original_place = {
    "mountpoint", "canmount",    "sharenfs",       "sharesmb",         "quota",
    "refquota",   "reservation", "refreservation", "filesystem_limit", "snapshot_limit"};

constexpr std::string_view k_canmount = "canmount=";

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool selects(std::string_view property) {
  return property.starts_with("autobackup:") || property == "com.sun:auto-snapshot" ||
         property.starts_with("com.sun:auto-snapshot:");
}

bool is_original_place(const Facts& facts, const Options& options, std::string_view copy, std::string_view target) {
  if (options.restoring->as_original) return true;
  for (std::string_view name = copy; !name.empty(); name = zfs::parent_of(name)) {
    const zfs::Dataset* const dataset = facts.source->find(name);
    if (dataset != nullptr && dataset->record)
      return dataset->record->name + std::string(copy.substr(name.size())) == target;
  }
  return false;
}

RestoredProperties restored_properties(const Facts& facts, const Options& options, const zfs::Dataset& copy,
                                       const std::string& target) {
  RestoredProperties all;
  const auto known = facts.copy_properties.find(copy.name);
  if (known == facts.copy_properties.end()) return all;
  const bool goes_home = is_original_place(facts, options, copy.name, target);
  const auto may_set = [&](std::string_view property) {
    return may_set_on_new_copy(facts, target, std::string(permission_for(property)));
  };
  for (const CopyProperty& property : known->second) {
    if (is_one_of(k_by_themselves, property.name) || !may_set(property.name)) continue;
    const bool stays_away = !goes_home && is_one_of(k_of_the_original_place, property.name);
    if (!property.received || stays_away || property.name == zfs::k_record_property) {
      all.leaves_out.push_back(property.name);
    } else {
      const bool would_select = !goes_home && selects(property.name);
      all.sets.push_back(would_select ? property.name + "=false"
                                      : zfs::assignment_of(property.name, *property.received));
    }
  }
  const bool is_filesystem = copy.type == zfs::DatasetType::filesystem;
  if (!goes_home && is_filesystem && may_set("canmount")) all.sets.push_back(std::string(k_canmount) + "noauto");
  return all;
}

std::string final_canmount(const RestoredProperties& properties) {
  const auto found = std::ranges::find_if(
      properties.sets, [](const std::string& assignment) { return assignment.starts_with(k_canmount); });
  return found == properties.sets.end() ? "on" : found->substr(k_canmount.size());
}

}  // namespace plan
