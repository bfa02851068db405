#pragma once

#include "app/plan/plan.hpp"
#include "zfs/account.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// What a user who is not root needs on a side, as `zfs allow` names it.
struct Wanted {
  zfs::Permissions needed;      ///< without them zfs refuses what the job does, or leaves out what it asks for
  zfs::Permissions properties;  ///< without them properties of the source do not arrive; all else does
  zfs::Permissions records{};   ///< without them copies do not record their source; all else is done
  zfs::Permissions on_new{};    ///< properties that new copies get; without them they go without
};

/// Which job it is decides, and for the target also what is selected, what is there, and which properties are set on
/// the source (Facts::set_properties, as far as it was read).
Wanted wanted_on(Side side, const Facts& facts, const Options& options);

/// Below these all is that the job works on: the topmost selected datasets, or the target path.
std::vector<std::string> tops_of(Side side, const Facts& facts, const Options& options);

/// The datasets there that it works on by themselves. Where what was given at the tops does not do, this may.
std::vector<std::string> datasets_of(Side side, const Plan& plan, const Facts& facts);

/// What a user lacks who is not root, below a top.
struct Lack {
  Side side = Side::source;
  std::string top;
  zfs::Permissions needed, properties, records{};
};

/// Pure: by what was read of both accounts. Of a dataset that was not asked about, what was given above it decides. The
/// plan tells whether there are tags of earlier runs to release.
std::vector<Lack> lacks(const Plan& plan, const Facts& facts, const Options& options);

}  // namespace plan
