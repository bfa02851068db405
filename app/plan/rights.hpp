#pragma once

#include "app/plan/facts.hpp"
#include "zfs/account.hpp"

#include <string>
#include <string_view>

namespace plan {

/// The permission for user properties, such as records.
inline const std::string k_user_property = "userprop";

/// What one user may do, on datasets that were asked about and on those below them.
class Allowed {
 public:
  /// `account` must outlive this.
  explicit Allowed(const zfs::Account& account) : account_(account) {}

  /// On a dataset that is there. Which of its permissions zfs looks for on the dataset, and which below it, where its
  /// snapshots are, is not told apart.
  zfs::Permissions on(std::string_view dataset) const;
  zfs::Permissions here(std::string_view dataset) const;
  zfs::Permissions below(std::string_view dataset) const;

 private:
  const zfs::Account& account_;
};

/// The dataset itself, or what is nearest above it on the target.
std::string_view there_or_above(const Facts& facts, std::string_view dataset);

/// On this dataset and on what is below it.
bool may_set_user_properties(const zfs::Account& account, std::string_view dataset);
/// May the target's user set that property on what is received as a new copy? True where nobody asked.
bool may_set_on_new_copy(const Facts& facts, std::string_view target, const std::string& property);

/// The command, for root, which gives them.
std::string allow_line(const std::string& user, const zfs::Permissions& permissions, const std::string& dataset);

/// The permission that it takes to set a property; empty: none.
std::string_view permission_for(std::string_view property);

}  // namespace plan
