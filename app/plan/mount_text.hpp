#pragma once

#include "app/plan/plan.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plan {

/// A text of sh that mounts copies read-only, parents first, and changes nothing by it: only below the target path's
/// own mountpoint, onto directories that are there, empty, and no mountpoints. Its operands are the target path, its
/// mountpoint, and the names of the copies. It passes over a copy that its canmount, mountpoint or key do not let be
/// mounted, and prints a line for each other one: the name, a tab, and "mounted" or why not.
std::string_view mount_text();

/// What the text says that it did.
class MountReport {
 public:
  void line(std::string_view line);
  /// Of those that stay unmounted: how many, the first few, and how to look into one; empty when there are none.
  std::string note(const Plan& plan) const;

 private:
  std::size_t mounted_ = 0;
  std::vector<std::pair<std::string, std::string>> left_;  // the copy's name, and why
};

}  // namespace plan
