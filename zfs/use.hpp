#pragma once

#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zfs {

/// How a dataset is used on its host: may it be written to, is it mounted, is it mounted at boot?
struct Use {
  std::string name;
  bool is_volume = false;
  bool read_only = false;
  std::string read_only_from{};  ///< the dataset that it inherits readonly from; empty: none
  bool mounted = false;
  bool lacks_key = false;    ///< it is encrypted, and its key is not loaded
  std::string canmount{};    ///< "on", "noauto", "off"; "-": a volume
  std::string mountpoint{};  ///< a path, "none", "legacy"; "-": a volume
  Setting remembered{};      ///< k_handover_property
  std::string came_with{};   ///< the canmount that came with its stream; empty: none

  /// zfs itself mounts it, when it is told to.
  bool has_place() const { return !is_volume && mountpoint.starts_with('/'); }
};

/// What a dataset was before it was handed over, on that dataset, so long as the handover is under way.
inline constexpr std::string_view k_handover_property = "zwinnow:handover";

/// Reads the answer to get_uses. Throws ListingError when a line is not what it should be.
class UseListing {
 public:
  UseListing() : rows_([this](const PropertyRow& r) { row(r); }) {}
  UseListing(const UseListing&) = delete;
  UseListing& operator=(const UseListing&) = delete;

  void line(std::string_view line) { rows_.line(line); }
  /// To be called after the last line. By name, parents before their children.
  std::vector<Use> finish();

 private:
  void row(const PropertyRow& row);

  std::vector<Use> uses_;
  PropertyRows rows_;
};

/// Reads the answer to get_received_canmount.
class ReceivedListing {
 public:
  explicit ReceivedListing(std::vector<Use>& uses);
  void line(std::string_view line) { rows_.line(line); }

 private:
  PropertyRows rows_;
};

}  // namespace zfs
