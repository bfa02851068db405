#include "app/plan/encryption.hpp"

#include "app/plan/plan.hpp"

#include <algorithm>

namespace plan {

namespace {

bool leaves_out(const Options& options, std::string_view property) {
  return std::ranges::find(options.settings.filter_properties, property) != options.settings.filter_properties.end();
}

std::optional<std::string_view> set_to(const Options& options, std::string_view property) {
  for (const std::string_view assignment : options.settings.set_properties) {
    if (assignment.starts_with(property) && assignment.substr(property.size()).starts_with('='))
      return assignment.substr(property.size() + 1);
  }
  return std::nullopt;
}

}  // namespace

SendForm send_form(const zfs::Dataset& source, const Options& options) {
  const bool raw = source.encrypted() && !options.decrypt;
  return {.raw = raw,
          .properties = options.properties && (raw || !source.encrypted()),
          .encrypted_by_target = options.encrypt && !raw};
}

Encryption lies(const zfs::Dataset& copy) {
  const std::string_view origin = std::string_view(copy.origin).substr(0, copy.origin.find('@'));
  const bool own_key = copy.encrypted() && (copy.encryption_root == copy.name || copy.encryption_root == origin);
  return {copy.encryption_root, copy.key_loaded, own_key};
}

CopyEncryption::CopyEncryption(const zfs::Inventory* target, const Options& options,
                               const std::vector<selector::Chosen>& chosen)
    : target_(target), options_(options) {
  for (DatasetIndex i = 0; i < chosen.size() && target != nullptr; ++i) {
    if (chosen[i].source->encrypted()) selected_.emplace(chosen[i].target, Sent{i, chosen[i].source});
  }
}

Encryption CopyEncryption::above(std::string_view target_name) const {
  const std::string_view parent = zfs::parent_of(target_name);
  Encryption inherited = parent.empty() ? Encryption{} : of(parent);
  inherited.own_key = false;
  return inherited;
}

/// A raw stream brings its own root. One without properties inherits. One with the properties of a plain dataset says
/// "encryption=off", which stays so beneath an encrypted parent.
Encryption CopyEncryption::foretell(const zfs::Dataset& source, const std::string& target_name,
                                    std::string_view origin) const {
  if (!origin.empty()) return of(origin);
  const SendForm form = send_form(source, options_);
  if (form.raw) return {target_name, false, true};
  if (const auto cipher = set_to(options_, "encryption")) {
    if (*cipher == "off") return {};
    return set_to(options_, "keyformat") ? Encryption{target_name, true, true} : above(target_name);
  }
  const bool inherits = form.encrypted_by_target || !form.properties || leaves_out(options_, "encryption");
  return inherits ? above(target_name) : Encryption{};
}

std::optional<DatasetIndex> CopyEncryption::shared_root(const zfs::Dataset& source, const Encryption& copy) const {
  if (!source.encrypted() || copy.own_key) return std::nullopt;
  const auto holder = selected_.find(copy.root);
  if (holder == selected_.end() || holder->second.source->encryption_root != source.encryption_root)
    return std::nullopt;
  return holder->second.index;
}

/// A copy in plain takes what is plain, and a raw copy what is raw: a plain increment onto it, if its key is loaded,
/// would be the last.
std::optional<WrongEncryption> CopyEncryption::refuse_onto(const zfs::Dataset& source, const Encryption& copy) const {
  const bool raw = send_form(source, options_).raw;
  const auto root = shared_root(source, copy);
  if (!copy.encrypted())
    return raw ? std::optional(WrongEncryption{WrongEncryption::Kind::raw_onto_plain}) : std::nullopt;
  if (!raw) {
    if (source.encrypted() && (copy.own_key || root)) return WrongEncryption{WrongEncryption::Kind::plain_onto_raw};
    return copy.key_loaded ? std::nullopt
                           : std::optional(WrongEncryption{WrongEncryption::Kind::key_not_loaded, copy.root});
  }
  if (copy.own_key) return std::nullopt;
  if (!root) return WrongEncryption{WrongEncryption::Kind::other_root, copy.root};
  if (!sent_.contains(*root))
    return WrongEncryption{WrongEncryption::Kind::root_not_sent, selected_.at(copy.root).source->name};
  return std::nullopt;
}

Encryption CopyEncryption::of(std::string_view dataset) const {
  for (auto name = dataset; !name.empty(); name = zfs::parent_of(name)) {
    if (const auto found = sent_as_.find(std::string(name)); found != sent_as_.end()) return found->second;
    if (const zfs::Dataset* there = target_->find(name)) return lies(*there);
  }
  return {};
}

}  // namespace plan
