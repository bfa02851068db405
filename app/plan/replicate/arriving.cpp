#include "app/plan/replicate/arriving.hpp"

#include "app/plan/encryption.hpp"
#include "app/plan/replicate/read_only.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace plan {

namespace {

struct Effect {
  std::string_view property;
  std::string_view what;  ///< it does
  std::string_view none;  ///< the value that does nothing
};

constexpr std::array k_effects = {
    Effect{"quota", "counts the snapshots of the copy, too, so that a longer history may not fit", "none"},
    Effect{"refquota", "limits what can be received", "none"},
    Effect{"sharenfs", "exports the copy where it is mounted", "off"},
    Effect{"sharesmb", "exports the copy where it is mounted", "off"},
    Effect{"com.sun:auto-snapshot", "has tools there snapshot the copy, which diverges by that", "false"},
};

bool is_overridden(const Options& options, std::string_view property) {
  const auto sets = [&](std::string_view assignment) { return assignment.substr(0, assignment.find('=')) == property; };
  return std::ranges::find(options.settings.filter_properties, property) != options.settings.filter_properties.end() ||
         std::ranges::any_of(options.settings.set_properties, sets);
}

bool does_nothing(std::string_view value) {
  constexpr std::array<std::string_view, 5> k_nothing = {"0", "none", "off", "false", "-"};
  return std::ranges::find(k_nothing, value) != k_nothing.end();
}

/// Not when it has come before, or a local value there hides it.
bool arrives(const DatasetPlan& dataset, std::string_view property, const Facts& facts, const Options& options) {
  if (dataset.received.empty() || !send_form(*dataset.source, options).properties) return false;
  if (is_share(property) && leaves_unshared(facts, options, dataset.target)) return false;
  const zfs::Setting* const sent = dataset.source->effect(property);
  if (sent == nullptr || does_nothing(sent->value)) return false;
  const zfs::Setting* const there = dataset.there == nullptr ? nullptr : dataset.there->effect(property);
  return there == nullptr || (there->source == "received" && there->value != sent->value);
}

}  // namespace

std::vector<std::string> notes_on_arriving(const std::vector<DatasetPlan>& datasets, const Facts& facts,
                                           const Options& options) {
  std::vector<std::string> notes;
  if (options.restoring) return notes;
  for (const Effect& effect : k_effects) {
    if (is_overridden(options, effect.property)) continue;
    std::vector<const DatasetPlan*> with;
    for (const DatasetPlan& dataset : datasets) {
      if (arrives(dataset, effect.property, facts, options)) with.push_back(&dataset);
    }
    if (with.empty()) continue;
    const std::string property(effect.property);
    const std::string& first = with.front()->target;
    std::string note = "[Target] " + first + and_more(with.size());
    note.append(": ").append(property).append("=").append(with.front()->source->effect(property)->value);
    note.append(" comes with the stream, and ").append(effect.what).append(". ");
    note.append(typed({"zfs", "set", property + "=" + std::string(effect.none), first}))
        .append(" undoes it for good; --filter-properties=");
    note.append(property).append(" keeps it from new copies");
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace plan
