#pragma once

#include "zfs/use.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// How a dataset is used while its side has the use of the tree. The other side gets the same when it takes over.
struct Role {
  bool read_only = false;
  bool mounted = false;
  std::string canmount;  ///< "-": a volume

  bool operator==(const Role&) const = default;
};

/// The value of zfs::k_handover_property: "readonly=off,canmount=on,mounted=yes".
std::string to_text(const Role& role);
/// None: that is no role.
std::optional<Role> parse_role(std::string_view text);

/// It was given up, and is not taken back yet. Only what is set on the dataset itself counts: user properties are
/// inherited, and travel with streams.
bool is_remembered(const zfs::Use& use);
/// As it remembers, or as it is.
Role role_of(const zfs::Use& use);

/// As one that was given up is.
zfs::Use copy_of(const Role& role);

// --- What is to be set, as "name=value", so that it is so ---

/// A copy that is not mounted at boot, and remembers what it was.
std::vector<std::string> to_give_up(const zfs::Use& use, const Role& role);
std::vector<std::string> to_take_over(const Role& role, const zfs::Use& now);
/// What was taken over, back.
std::vector<std::string> to_be_a_copy(const Role& role);

}  // namespace plan
