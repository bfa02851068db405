#include "app/plan/encryption.hpp"

namespace plan {

SendForm send_form(const selector::Dataset& source, const Options& options) {
  const bool raw = source.encrypted() && !options.decrypt;
  return {.raw = raw, .properties = raw || !source.encrypted(), .encrypted_by_target = options.encrypt && !raw};
}

/// A raw stream brings its own root. One without properties inherits. One with the properties of a plain dataset says
/// "encryption=off", which stays so beneath an encrypted parent (seen on OpenZFS 2.3).
EncryptionRoots::Foretold EncryptionRoots::receive(const selector::Dataset& source, const std::string& target_name) {
  const SendForm form = send_form(source, options_);
  const std::string above = root_above(target_name);
  const bool inherits = form.encrypted_by_target || !form.properties;
  std::string root = form.raw ? target_name : inherits ? above : "";
  received_[target_name] = root;
  return {.root = root,
          .plain_beneath_encrypted = root.empty() && !above.empty(),
          .plain_although_asked = root.empty() && options_.encrypt};
}

std::string EncryptionRoots::root_above(std::string_view dataset) const {
  for (auto above = selector::parent_of(dataset); !above.empty(); above = selector::parent_of(above)) {
    if (const auto found = received_.find(std::string(above)); found != received_.end()) return found->second;
    if (const selector::Dataset* ancestor = target_->find(above)) return ancestor->encryption_root;
  }
  return {};
}

}  // namespace plan
