#include "properties.hpp"

#include "options.hpp"
#include "stream.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace fake {
namespace {

constexpr std::uint64_t k_empty_filesystem = 24576, k_empty_volume = 12288;

/// Metadata takes space too: even an empty dataset has "written" something before its first snapshot.
std::uint64_t overhead(const Dataset& dataset) {
  return dataset.volume ? k_empty_volume : k_empty_filesystem;
}

const Setting* setting_of(const Settings& settings, std::string_view name) {
  const auto found = settings.find(std::string(name));
  return found == settings.end() ? nullptr : &found->second;
}

/// The value that a thing itself has for a property: its source is "local" or "received".
std::optional<Value> own_value(const Settings& settings, std::string_view name) {
  const Setting* const setting = setting_of(settings, name);
  if (setting == nullptr) return {};
  if (setting->local) return Value{*setting->local, "local", setting->received.value_or("-")};
  if (setting->received && !setting->masked) return Value{*setting->received, "received", *setting->received};
  return {};
}

std::string received_column(const Settings& settings, std::string_view name) {
  const Setting* const setting = setting_of(settings, name);
  return setting != nullptr ? setting->received.value_or("-") : "-";
}

const Settings& settings_of(const Item& item) {
  static const Settings k_none;
  if (item.snapshot != nullptr) return item.snapshot->extras ? item.snapshot->extras->settings : k_none;
  return item.bookmark != nullptr ? k_none : item.dataset->settings;
}

}  // namespace

bool key_available(const State& state, const Dataset& dataset) {
  if (dataset.encryption.cipher.empty()) return true;
  const Dataset* const root = state.find(dataset.encryption.root);
  return root != nullptr && root->key_loaded;
}

std::string PropertyReader::sized(std::uint64_t bytes) const {
  return parsable_ ? std::to_string(bytes) : human_size(bytes);
}

Value PropertyReader::inherited(const Item& item, std::string_view name, const std::string& preset) const {
  const std::string received = received_column(settings_of(item), name);
  if (item.snapshot != nullptr)
    if (auto own = own_value(settings_of(item), name)) return *own;
  for (std::string level = *item.dataset_name; !level.empty(); level = parent_of(level)) {
    const Dataset* const dataset = state_.find(level);
    if (dataset == nullptr) continue;
    if (auto value = own_value(dataset->settings, name)) {
      const bool own = item.snapshot == nullptr && level == *item.dataset_name;
      if (!own) value->source = "inherited from " + level;
      value->received = received;
      return *value;
    }
  }
  return {preset, preset == "-" ? "-" : "default", received, preset != "-"};
}

const std::vector<std::string>& PropertyReader::clones(const std::string& snapshot) const {
  if (!clones_) {
    clones_.emplace();
    for (const auto& [name, dataset] : state_.datasets)
      if (!dataset.origin.empty()) (*clones_)[dataset.origin].push_back(name);
  }
  static const std::vector<std::string> k_none;
  const auto found = clones_->find(snapshot);
  return found == clones_->end() ? k_none : found->second;
}

Value PropertyReader::mountpoint(const Item& item) const {
  std::string suffix;
  for (std::string level = *item.dataset_name; !level.empty(); level = parent_of(level)) {
    if (auto value = own_value(state_.find(level)->settings, "mountpoint")) {
      if (!suffix.empty()) {
        value->source = "inherited from " + level;
        if (value->text.starts_with("/")) value->text = (value->text == "/" ? "" : value->text) + suffix;
      }
      value->received = received_column(item.dataset->settings, "mountpoint");
      return *value;
    }
    suffix.insert(0, "/" + level.substr(level.rfind('/') + 1));
  }
  return {suffix, "default", received_column(item.dataset->settings, "mountpoint")};
}

std::optional<std::uint64_t> PropertyReader::written_since(const Item& item, std::string_view since) const {
  const auto at = since.find('@');
  const std::string dataset_name =
      at == std::string_view::npos || at == 0 ? *item.dataset_name : std::string(since.substr(0, at));
  const auto name = at == std::string_view::npos ? since : since.substr(at + 1);
  Dataset* const dataset = state_.find(dataset_name);
  if (dataset == nullptr) return {};
  std::size_t from = 0;
  if (const auto* const snap = dataset->snapshot(name); snap != nullptr) {
    from = snap->writes;
  } else if (since.find('#') != std::string_view::npos) {
    const auto* const mark = dataset->bookmark(since.substr(since.find('#') + 1));
    if (mark == nullptr) return {};
    from = mark->writes;
  } else {
    return {};
  }
  return item.dataset->bytes_between(from,
                                     item.snapshot != nullptr ? item.snapshot->writes : item.dataset->writes.size());
}

std::optional<std::uint64_t> PropertyReader::written(const Item& item) const {
  const auto& snapshots = item.dataset->snapshots;
  std::size_t index = snapshots.size(), end = item.dataset->writes.size();
  if (item.snapshot != nullptr) {
    index = static_cast<std::size_t>(item.snapshot - snapshots.data());
    end = item.snapshot->writes;
  }
  if (index > 0) return item.dataset->bytes_between(snapshots[index - 1].writes, end);
  if (item.dataset->origin.empty()) return overhead(*item.dataset) + item.dataset->bytes_between(0, end);
  return written_since(item, item.dataset->origin).value_or(0);
}

std::optional<std::string> PropertyReader::encryption(const Item& item, std::string_view name) const {
  const Encryption& key = item.dataset->encryption;
  const bool on = !key.cipher.empty();
  if (name == "encryption") return on ? key.cipher : "off";
  if (name == "keyformat") return on ? key.keyformat : "none";
  if (name == "pbkdf2iters") return key.keyformat == "passphrase" ? "350000" : "0";
  if (!on) return {};
  if (name == "encryptionroot") return key.root;
  return key_available(state_, *item.dataset) ? "available" : "unavailable";
}

std::optional<std::string> PropertyReader::computed_of_dataset(const Item& item, std::string_view name) const {
  const Dataset& dataset = *item.dataset;
  const std::uint64_t total = overhead(dataset) + dataset.bytes_between(0, dataset.writes.size());
  if (name == "available") return sized(10737418240U);
  if (name == "mounted") return dataset.mounted ? "yes" : "no";
  if (name == "origin") return dataset.origin.empty() ? std::nullopt : std::optional(dataset.origin);
  if (name == "usedbydataset" || name == "logicalused") return sized(total);
  if (name.starts_with("usedby")) return sized(0);
  if (name == "filesystem_count" || name == "snapshot_count") return "none";
  if (name == "receive_resume_token") return dataset.partial ? std::optional(resume_token(dataset)) : std::nullopt;
  return {};
}

std::optional<std::string> PropertyReader::computed(const Item& item, std::string_view name) const {
  constexpr std::array k_of_key = {"encryption", "keyformat", "pbkdf2iters", "encryptionroot", "keystatus"};
  const auto* const snap = item.snapshot;
  const auto* const mark = item.bookmark;
  const Dataset& dataset = *item.dataset;
  const std::size_t end = snap != nullptr ? snap->writes : mark != nullptr ? mark->writes : dataset.writes.size();

  if (name == "name") return item.name();
  if (name == "type") return std::string(type_name(item.type()));
  if (name == "createtxg") return std::to_string(item.txg());
  if (name == "guid") return std::to_string(snap != nullptr ? snap->guid : mark != nullptr ? mark->guid : dataset.guid);
  if (name == "creation") {
    const auto time = snap != nullptr ? snap->creation : mark != nullptr ? mark->creation : dataset.creation;
    return parsable_ ? std::to_string(time) : date_text(time, "%a %b %e %k:%M %Y");
  }
  if (name == "used") return sized(snap != nullptr ? 0 : overhead(dataset) + dataset.bytes_between(0, end));
  if (name == "referenced" || name == "logicalreferenced")
    return sized(overhead(dataset) + dataset.bytes_between(0, end));
  if (name == "written") return sized(written(item).value_or(0));
  if (name == "compressratio" || name == "refcompressratio") return parsable_ ? "1.00" : "1.00x";
  if (name == "objsetid") return std::to_string(item.txg() + 50);
  if (name == "version") return dataset.volume ? std::nullopt : std::optional<std::string>("5");
  if (name == "utf8only") return "off";
  if (name == "normalization") return "none";
  if (name == "casesensitivity") return "sensitive";
  if (name == "inconsistent") return dataset.inconsistent && snap == nullptr ? "1" : "0";
  if (std::ranges::find(k_of_key, name) != k_of_key.end()) return encryption(item, name);
  if (name == "defer_destroy") return snap->extras && snap->extras->defer_destroy ? "on" : "off";
  if (name == "userrefs") return std::to_string(snap->extras ? snap->extras->holds.size() : 0);
  if (name == "numclones") return std::to_string(clones(item.name()).size());
  if (name == "clones") return join(clones(item.name()), ",");
  return computed_of_dataset(item, name);
}

Value PropertyReader::native(const Item& item, const PropertySpec& spec) const {
  Value none{"-", "-", "-", false};
  if ((item.type() & spec.types) == 0) return none;
  if (spec.rule == Rule::computed) {
    const auto text = computed(item, spec.name);
    if (spec.name == "encryption" && text == "off") return {*text, "default", "-"};
    return text ? Value{*text, "-", "-"} : none;
  }
  if (spec.name == "mountpoint") return mountpoint(item);
  if (spec.name == "volsize" && !item.dataset->volume) return none;
  Value value{std::string(spec.preset), "default", "-"};
  if (spec.rule == Rule::inheritable) {
    value = inherited(item, spec.name, std::string(spec.preset));
  } else if (const auto own = own_value(item.dataset->settings, spec.name)) {
    value = *own;
  }
  if (item.snapshot != nullptr && spec.rule != Rule::inheritable) value.source = "-";
  if (spec.size && !parsable_ && !value.text.empty())
    value.text = value.text == "0" ? "none" : human_size(parse_size(value.text));
  return value;
}

Value PropertyReader::get(const Item& item, std::string_view name) const {
  if (const auto* const spec = find_property(name)) return native(item, *spec);
  if (name.starts_with("written@") || name.starts_with("written#")) {
    const auto since = name.starts_with("written@") ? name.substr(8) : name.substr(7);
    const auto bytes = written_since(item, since);
    return bytes ? Value{sized(*bytes), "local", "-"} : Value{"-", "-", "-", false};
  }
  if (item.bookmark != nullptr) return {"-", "-", "-", false};
  return inherited(item, name, "-");
}

std::vector<std::string> PropertyReader::all_names(const Item& item) const {
  constexpr std::array k_hidden = {"name", "numclones", "inconsistent"};
  std::vector<std::string> names;
  for (const auto& spec : property_specs())
    if (std::ranges::find(k_hidden, spec.name) == k_hidden.end() && native(item, spec).exists)
      names.emplace_back(spec.name);

  std::set<std::string> user;
  const auto collect = [&user](const Settings& settings) {
    for (const auto& [name, setting] : settings)
      if (name.find(':') != std::string::npos) user.insert(name);
  };
  if (item.bookmark != nullptr) return names;
  if (item.snapshot != nullptr) collect(settings_of(item));
  for (std::string level = *item.dataset_name; !level.empty(); level = parent_of(level))
    collect(state_.find(level)->settings);
  for (const auto& name : user)
    if (inherited(item, name, "-").exists) names.push_back(name);
  return names;
}

std::uint64_t PropertyReader::number(const Item& item, std::string_view name) const {
  const PropertyReader exact(state_, true);
  const std::string text = exact.get(item, name).text;
  try {
    return parse_number(text);
  } catch (const std::invalid_argument&) {
    return 0;
  }
}

std::pair<std::string, std::string> parse_assignment(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) usage_error("missing '=' for property=value argument");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void set_local(Item item, const std::string& name, const std::string& value, const std::string& what) {
  Settings& settings = item.snapshot != nullptr ? item.snapshot->more().settings : item.dataset->settings;
  if (is_user_property(name)) {
    settings[name].local = value;
    return;
  }
  const auto* const spec = find_property(name);
  if (spec == nullptr) throw Failure(what + ": invalid property '" + name + "'");
  const std::string canonical(spec->name);
  if (spec->rule == Rule::computed) throw Failure(what + ": '" + canonical + "' is readonly");
  if (item.snapshot != nullptr) throw Failure(what + ": this property can not be modified for snapshots");
  if ((item.type() & spec->types) == 0)
    throw Failure(what + ": '" + canonical + "' does not apply to datasets of this type");
  constexpr std::array k_switches = {"atime", "devices",  "exec",    "setuid", "readonly",
                                     "zoned", "relatime", "overlay", "nbmand", "vscan"};
  if (std::ranges::find(k_switches, canonical) != k_switches.end() && value != "on" && value != "off")
    throw Failure(what + ": '" + canonical + "' must be one of 'on | off'");
  if (canonical == "canmount" && value != "on" && value != "off" && value != "noauto")
    throw Failure(what + ": 'canmount' must be one of 'on | off | noauto'");
  if (canonical == "mountpoint" && value != "none" && value != "legacy" && !value.starts_with("/"))
    throw Failure(what + ": 'mountpoint' must be an absolute path, 'none', or 'legacy'");
  if (!spec->size) {
    settings[canonical].local = value;
    return;
  }
  try {
    settings[canonical].local = value == "none" ? "0" : std::to_string(parse_size(value));
  } catch (const std::invalid_argument&) {
    throw Failure(what + ": bad numeric value '" + value + "'");
  }
}

}  // namespace fake
