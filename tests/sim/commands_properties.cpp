// zfs set, inherit
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>

namespace fake {
namespace {

/// All of them or none.
void set_all(const Item& item, const std::string& name,
             const std::vector<std::pair<std::string, std::string>>& assignments) {
  Settings& settings = item.snapshot != nullptr ? item.snapshot->more().settings : item.dataset->settings;
  const Settings before = settings;
  try {
    for (const auto& [property, value] : assignments)
      set_local(item, property, value, "cannot set property for '" + name + "'");
  } catch (const Failure& failure) {
    settings = before;
    throw Refusal(failure.what());
  }
}

}  // namespace

int set(const Args& args) {
  const Options options(args, "u");
  std::vector<std::pair<std::string, std::string>> assignments;
  std::vector<std::string> names;
  for (const auto& word : options.operands()) {
    if (names.empty() && word.find('=') != std::string::npos) {
      assignments.push_back(parse_assignment(word));
    } else {
      names.push_back(word);
    }
  }
  if (assignments.empty() && names.size() < 2) usage_error("missing property=value argument(s)");
  if (names.empty()) usage_error("missing dataset name(s)");

  Store store(Store::Access::write);
  int status = 0;
  for (const auto& name : names) {
    try {
      set_all(open_item(store.state(), name, k_datasets | k_snapshot), name, assignments);
    } catch (const Refusal& refusal) {
      complain(refusal.what());
      status = Refusal::k_exit;
    } catch (const Failure& failure) {
      complain(failure.what());
      status = std::max(status, 1);
    }
  }
  store.save();
  return status;
}

namespace {

void inherit_one(Settings& settings, const std::string& property, bool back_to_received) {
  const auto found = settings.find(property);
  if (found == settings.end()) return;
  found->second.local.reset();
  found->second.masked = !back_to_received && found->second.received.has_value();
  if (!found->second.received) settings.erase(found);
}

}  // namespace

int inherit(const Args& args) {
  const Options options(args, "rS");
  if (options.operands().empty()) usage_error("missing property argument");
  if (options.operands().size() < 2) usage_error("missing dataset argument");
  const std::string& property = options.operands().front();
  const auto* const spec = find_property(property);
  if (spec == nullptr && !is_user_property(property)) usage_error("invalid property '" + property + "'");
  if (spec != nullptr && spec->rule == Rule::computed) {
    complain(property + " property is read-only");
    return 1;
  }
  if (spec != nullptr && spec->rule != Rule::inheritable && !options.has('S')) {
    complain("'" + property + "' property cannot be inherited");
    if (property == "quota" || property == "reservation" || property == "refquota" || property == "refreservation") {
      complain("use 'zfs set " + property + "=none' to clear");
      complain("use 'zfs inherit -S " + property + "' to revert to received value");
    }
    return 1;
  }
  const std::string canonical = spec != nullptr ? std::string(spec->name) : property;

  Store store(Store::Access::write);
  int status = 0;
  for (auto name = options.operands().begin() + 1; name != options.operands().end(); ++name) {
    try {
      const Item item = open_item(store.state(), *name, k_datasets | k_snapshot);
      inherit_one(item.snapshot != nullptr ? item.snapshot->more().settings : item.dataset->settings, canonical,
                  options.has('S'));
      if (!options.has('r')) continue;
      const auto [first, last] = store.state().below(*name);
      for (auto it = first; it != last; ++it) inherit_one(it->second.settings, canonical, options.has('S'));
    } catch (const Failure& failure) {
      complain(failure.what());
      status = 1;
    }
  }
  store.save();
  return status;
}

}  // namespace fake
