#pragma once

#include "app/plan/options.hpp"
#include "selector/inventory.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace plan {

/// In what form a dataset leaves its host.
struct SendForm {
  bool raw = false;        ///< as it lies on disk, still encrypted
  bool properties = true;  ///< -p. A stream that carries the encryption properties could not be received in plain
  bool encrypted_by_target = false;  ///< received without them, so that it inherits the target's encryption
};

/// Encrypted datasets leave raw, unless --decrypt was asked for by name.
SendForm send_form(const selector::Dataset& source, const Options& options);

/// Foretells under which encryption root first receives will be.
class EncryptionRoots {
 public:
  explicit EncryptionRoots(const selector::Inventory* target, const Options& options)
      : target_(target), options_(options) {}

  struct Foretold {
    std::string root;                      ///< empty: it lies there in plain
    bool plain_beneath_encrypted = false;  ///< although what it is received beneath is encrypted
    bool plain_although_asked = false;     ///< nothing above it is encrypted, so --encrypt does nothing
  };
  /// To be asked for parents before their children.
  Foretold receive(const selector::Dataset& source, const std::string& target_name);

 private:
  std::string root_above(std::string_view dataset) const;

  const selector::Inventory* target_;
  const Options& options_;
  std::unordered_map<std::string, std::string> received_;  // target name -> root
};

}  // namespace plan
