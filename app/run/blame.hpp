#pragma once

#include "app/plan/steps.hpp"
#include "transport/runner.hpp"
#include "zfs/says.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace run {

/// By name.
using Reasons = std::map<std::string, std::string>;
using Harmless = std::vector<zfs::Says>;

/// The names in quotes in the error lines of a zfs command that serves many, each with its line. Harmless lines are
/// left out. A line that names nothing goes under "".
Reasons blamed(const transport::Result& result, const Harmless& harmless);

/// Why that snapshot (full name) is blamed, or its dataset; null if neither is.
const std::string* reason_for(const Reasons& reasons, const std::string& snapshot);

/// Which items of a hold or release failed, each with the reason. A tag that is there already on hold, or gone already
/// on release, is what was wanted. Nothing when zfs names none of them.
std::optional<Reasons> named_items(const std::vector<plan::Item>& items, const transport::Result& result,
                                   const Harmless& harmless);
/// The same; when zfs names none, all failed.
Reasons failed_items(const std::vector<plan::Item>& items, const transport::Result& result, const Harmless& harmless);

// --- What to do about it ---

/// The next step after what a zfs command said; empty where none is known.
std::string advice_on(std::string_view said);

/// What a zfs command said, with the next step behind it where one is known.
std::string with_advice(const std::string& said);

}  // namespace run
