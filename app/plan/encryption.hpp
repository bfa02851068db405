#pragma once

#include "app/plan/options.hpp"
#include "app/plan/steps.hpp"
#include "zfs/inventory.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plan {

/// In what form a dataset leaves its host.
struct SendForm {
  bool raw = false;        ///< as it lies on disk, still encrypted
  bool properties = true;  ///< -p. A stream that carries the encryption properties could not be received in plain
  bool encrypted_by_target = false;  ///< received without them, so that it inherits the target's encryption
};

/// Encrypted datasets leave raw, unless --decrypt was asked for by name.
SendForm send_form(const zfs::Dataset& source, const Options& options);

/// Under whose key something lies on the target.
struct Encryption {
  std::string root{};      ///< the dataset that has the key; empty: it lies there in plain
  bool key_loaded = true;  ///< of an encrypted one
  bool own_key = false;    ///< or that of its origin, which has its own: a raw stream brings all that it needs

  bool encrypted() const { return !root.empty(); }
};

/// As listed.
Encryption lies(const zfs::Dataset& copy);

/// Why a stream must not go onto a copy, or below what is there: zfs would refuse it, or take it and leave behind what
/// cannot be opened or continued. docs/encryption.md shows each with what zfs says.
struct WrongEncryption {
  enum class Kind : std::uint8_t {
    raw_onto_plain,
    plain_onto_raw,
    key_not_loaded,      ///< of `root`, on the target, which is to encrypt a plain stream
    parent_not_created,  ///< `parent` is to be created below `root`, whose key is not loaded on the target
    other_root,          ///< a raw stream, and the copy has its key from `root`: no copy of the source's root
    root_not_sent        ///< a raw stream, and the copy has its key from that of `root`, which this run does not send
  };
  Kind kind = Kind::raw_onto_plain;
  std::string root{};
  std::string parent{};
  std::string set_aside_as{};  ///< what the copy could be renamed to
};

/// How copies lie on the target: those that are there, and, foretold, those that this run receives.
class CopyEncryption {
 public:
  /// `target` null: snapshot-only, nothing is asked. The others must outlive this.
  CopyEncryption(const zfs::Inventory* target, const Options& options, const std::vector<selector::Chosen>& chosen);

  /// What a dataset of that name would inherit.
  Encryption above(std::string_view target_name) const;
  /// How a first receive will lie. `origin` is the dataset on the target that it will be a clone of; empty: none.
  Encryption foretell(const zfs::Dataset& source, const std::string& target_name, std::string_view origin) const;
  /// That one is sent, and will lie so. To be told of parents before their children.
  void will_send(DatasetIndex index, const std::string& target_name, const Encryption& copy) {
    sent_.insert(index);
    sent_as_[target_name] = copy;
  }

  /// Why nothing of `source` may be sent onto a copy that is there, or onto the origin of a clone.
  std::optional<WrongEncryption> refuse_onto(const zfs::Dataset& source, const Encryption& copy) const;
  /// The selected dataset whose copy has the key of this one's raw copy, where both have one root on the source. They
  /// go together: each raw increment brings its own key, locked with that of the root.
  std::optional<DatasetIndex> shared_root(const zfs::Dataset& source, const Encryption& copy) const;

 private:
  Encryption of(std::string_view dataset) const;

  const zfs::Inventory* target_;
  const Options& options_;
  struct Sent {
    DatasetIndex index;
    const zfs::Dataset* source;
  };
  std::unordered_map<std::string, Sent> selected_;       // what is encrypted on the source, by target name
  std::unordered_map<std::string, Encryption> sent_as_;  // by target name
  std::set<DatasetIndex> sent_;
};

}  // namespace plan
