#pragma once

#include "app/run/shell.hpp"
#include "zfs/account.hpp"

#include <optional>
#include <string>
#include <vector>

namespace run {

/// Without asking: nobody else can be meant.
bool is_known_to_be_root(const transport::Host& host);

/// Who works on that side, and what is allowed on the datasets there. Nothing: he cannot be asked, as on a host that
/// lets only certain commands through. Throws RunError where there is no connection.
std::optional<zfs::Account> read_account(Shell& shell, plan::Side side, const std::vector<std::string>& datasets);

}  // namespace run
