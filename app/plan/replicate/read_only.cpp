#include "app/plan/replicate/read_only.hpp"

#include "app/plan/encryption.hpp"
#include "app/plan/rights.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace plan {

namespace {

using zfs::Dataset;

constexpr std::size_t k_most_named = 3;  // in a command

/// The last one counts.
std::optional<std::string> set_by_option(const Options& options, std::string_view property) {
  std::optional<std::string> value;
  for (const std::string& assignment : options.settings.set_properties) {
    if (assignment.starts_with(property) && assignment[property.size()] == '=')
      value = assignment.substr(property.size() + 1);
  }
  return value;
}

/// Foretells which new copies are read-only. To be asked for parents before their children.
class Foretold {
 public:
  Foretold(const Facts& facts, const Options& options) : facts_(facts), options_(options) {}

  bool is_read_only(const Dataset& source, const std::string& target) {
    const auto own = arrives_with(source, target);
    return received_[target] = own ? *own == "on" : inherits(target);
  }

 private:
  std::optional<std::string> arrives_with(const Dataset& source, const std::string& target) const {
    if (auto value = set_by_option(options_, "readonly")) return value;
    if (makes_read_only(facts_, options_, target)) return "on";
    const bool is_filtered =
        std::ranges::find(options_.settings.filter_properties, "readonly") != options_.settings.filter_properties.end();
    const bool is_sent = source.readonly.is_set_here() && send_form(source, options_).properties;
    return is_sent && !is_filtered ? std::optional(source.readonly.value) : std::nullopt;
  }

  bool inherits(std::string_view dataset) const {
    for (auto above = zfs::parent_of(dataset); !above.empty(); above = zfs::parent_of(above)) {
      if (const auto found = received_.find(std::string(above)); found != received_.end()) return found->second;
      if (const Dataset* const ancestor = facts_.target->find(above)) return ancestor->stays_read_only();
    }
    return false;
  }

  const Facts& facts_;
  const Options& options_;
  std::unordered_map<std::string, bool> received_;  // by target name
};

/// Of a copy that is not there yet canmount is not asked for.
bool can_be_mounted(const DatasetPlan& dataset) {
  return dataset.source->type == zfs::DatasetType::filesystem &&
         (dataset.there == nullptr || dataset.there->canmount.value != "off");
}

/// What is below another one of them inherits from that.
std::string cure(const std::vector<std::string>& names) {
  std::vector<std::string> words{"zfs", "set", "readonly=on"};
  for (const std::string& name : names) {
    if (words.size() > 3 && zfs::is_at_or_below(name, words.back())) continue;
    if (words.size() == 3 + k_most_named) break;
    words.push_back(name);
  }
  return typed(words);
}

}  // namespace

bool makes_read_only(const Facts& facts, const Options& options, const std::string& target) {
  return options.protect_copies && !set_by_option(options, "readonly") &&
         may_set_on_new_copy(facts, target, "readonly");
}

bool is_share(std::string_view property) {
  return property == "sharenfs" || property == "sharesmb";
}

bool leaves_unshared(const Facts& facts, const Options& options, const std::string& target) {
  const auto stays_as_it_is = [&](const char* share) {
    const Dataset* const there = facts.target->find(target);
    return (there != nullptr && there->effect(share) != nullptr) || !may_set_on_new_copy(facts, target, share);
  };
  return options.protect_copies && !stays_as_it_is("sharenfs") && !stays_as_it_is("sharesmb");
}

std::vector<std::string> settings_to_keep(const Facts& facts, const Options& options, const Dataset& there) {
  std::vector<std::string> kept;
  const auto keep = [&](const std::string& property, const zfs::Setting& setting) {
    if (setting.source == "local" && may_set_on_new_copy(facts, there.name, property))
      kept.push_back(zfs::assignment_of(property, setting.value));
  };
  if (!options.keep_settings) return kept;
  keep("readonly", there.readonly);
  keep("canmount", there.canmount);
  keep("mountpoint", there.mountpoint);
  for (const auto& [property, setting] : there.effects) keep(property, setting);
  return kept;
}

bool leaves_unmounted(const Facts& facts, const Options& options, const std::string& target) {
  return !options.mount_copies && !set_by_option(options, "canmount") && may_set_on_new_copy(facts, target, "canmount");
}

bool leaves_unreserved(const Facts& facts, const Options& options, const std::string& target) {
  return options.protect_copies && may_set_on_new_copy(facts, target, "refreservation");
}

std::vector<std::string> notes_on_writable(const std::vector<DatasetPlan>& datasets,
                                           const std::vector<DatasetDraft>& drafts, const Facts& facts,
                                           const Options& options) {
  if (options.restoring) return {};
  Foretold foretold(facts, options);
  std::vector<std::string> writable;
  for (DatasetIndex i = 0; i < datasets.size(); ++i) {
    const DatasetPlan& dataset = datasets[i];
    if (!can_be_mounted(dataset)) continue;
    if (drafts[i].first_receive) {
      if (!foretold.is_read_only(*dataset.source, dataset.target)) writable.push_back(dataset.target);
    } else if (dataset.there != nullptr && !dataset.there->snapshots.empty()) {
      if (!dataset.there->stays_read_only()) writable.push_back(dataset.target);
    }
  }
  if (writable.empty()) return {};
  std::ranges::sort(writable);
  const std::string copies = writable.size() == 1 ? " copy is" : " copies are";
  return {"[Target] " + std::to_string(writable.size()) + copies + " not read-only: " + few_of(writable) +
          ". Mounting or reading a copy may change it, and zfs then refuses the next increment. To prevent this: " +
          cure(writable)};
}

}  // namespace plan
