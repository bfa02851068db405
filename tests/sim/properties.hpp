#pragma once

#include "items.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

/// How a property gets its value.
enum class Rule { computed, inheritable, own, set_once };

struct PropertySpec {
  std::string_view name;
  unsigned types;  ///< what it applies to
  Rule rule;
  std::string_view preset;  ///< default value as -p shows it
  bool size = false;        ///< shown shortened without -p; 0 is shown as "none" for `own` ones
};

/// Every property this fake knows, in the order of `zfs get all`.
const std::vector<PropertySpec>& property_specs();
/// By name or short name ("avail"); nullptr if unknown.
const PropertySpec* find_property(std::string_view name);
bool is_user_property(std::string_view name);

struct Value {
  std::string text;      ///< "-" when there is none
  std::string source;    ///< local | received | default | inherited from X | temporary | -
  std::string received;  ///< for the RECEIVED column
  bool exists = true;    ///< false: `get all` leaves it out
};

/// Reads any property of anything, as `zfs get` (with or without -p) shows it.
class PropertyReader {
 public:
  PropertyReader(State& state, bool parsable) : state_(state), parsable_(parsable) {}

  Value get(const Item& item, std::string_view name) const;
  /// Native properties that have a value, then user properties: the list of `zfs get all`.
  std::vector<std::string> all_names(const Item& item) const;
  /// The number behind a size or count, for sorting.
  std::uint64_t number(const Item& item, std::string_view name) const;

 private:
  Value inherited(const Item& item, std::string_view name, const std::string& preset) const;
  Value native(const Item& item, const PropertySpec& spec) const;
  std::optional<std::string> computed(const Item& item, std::string_view name) const;
  std::optional<std::string> computed_of_dataset(const Item& item, std::string_view name) const;
  std::optional<std::string> encryption(const Item& item, std::string_view name) const;
  std::optional<std::uint64_t> written(const Item& item) const;
  std::optional<std::uint64_t> written_since(const Item& item, std::string_view since) const;
  Value mountpoint(const Item& item) const;
  std::string sized(std::uint64_t bytes) const;

  const std::vector<std::string>& clones(const std::string& snapshot) const;

  State& state_;
  bool parsable_;
  /// Made at the first question: asking every dataset for every snapshot would take hours on a big state.
  mutable std::optional<std::map<std::string, std::vector<std::string>>> clones_;
};

/// Whether the dataset's key can be used: always so for a dataset that is not encrypted.
bool key_available(const State& state, const Dataset& dataset);

/// Sets a local value as zfs stores it; throws Failure (prefixed with `what`: "cannot set property for 'x'") if zfs
/// would refuse.
void set_local(Item item, const std::string& name, const std::string& value, const std::string& what);

/// Splits "property=value"; a missing '=' is a usage error.
std::pair<std::string, std::string> parse_assignment(const std::string& text);

/// The token of an interrupted receive, empty if there is none.
std::string resume_token(const Dataset& dataset);

}  // namespace fake
