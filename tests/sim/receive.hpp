#pragma once

#include "items.hpp"
#include "options.hpp"
#include "stream.hpp"

#include <optional>
#include <string>

namespace fake {

/// Applies one stream to a state, with the checks and words of the real receive.
class Receiver {
 public:
  /// `destination` is the full name of the snapshot to make. The arguments must outlive the receiver.
  Receiver(State& state, const Stream& stream, const Options& options, const std::string& destination);

  /// Gives the exit code; throws Failure when the stream is refused (the state is then not to be saved).
  int run();

 private:
  static bool is_encryption_property(const std::string& name);
  bool excludes(const std::string& property) const;

  void check_property_options() const;
  void check_properties_apply() const;
  void check_existing(const Dataset& existing) const;
  void check_new();
  void check_base(Dataset& dataset) const;
  bool already_there(const Dataset& dataset) const;

  std::string origin_by_guid() const;
  void create();
  void force_back(Dataset& dataset, const Snapshot& base) const;
  void apply_properties(Dataset& dataset, bool is_new) const;
  std::optional<std::string> assigned(const std::string& property) const;
  void set_encryption(Dataset& dataset, const std::string& name, const std::string& value) const;
  int keep_partial(Dataset& dataset);
  void finish(Dataset& dataset);
  void report_received() const;

  State& state_;
  const Stream& stream_;
  const Options& options_;
  std::string destination_, name_, snapshot_name_, what_;
  bool new_filesystem_ = false, created_ = false;
};

}  // namespace fake
