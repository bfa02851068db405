#pragma once

#include "app/cli/groups.hpp"
#include "app/run/lock.hpp"
#include "app/verbs/session.hpp"

#include <string>
#include <vector>

namespace app::verbs {

// --- Where verbs work that take datasets on hosts ---

/// "server1:tank/a" may be a dataset of this host whose pool has a colon in its name. Then it is that, and a NOTE says
/// so.
cli::Endpoint settle(const cli::Endpoint& given, Session& session);
void settle(cli::Route& route, Session& session);

cli::Places places_of(const cli::Route& route);

/// What no two runs may do at a time, in either direction, whatever they are.
std::string lock_name_of(const cli::Route& route);
/// That, and the tree of the target; or the trees of both.
std::vector<run::Claim> claims_on_target(const cli::Route& route);
std::vector<run::Claim> claims_on_both(const cli::Route& route);

/// Reads SRC and DST; `first` is what SRC is called. Throws UsageError, MissingOperand and ImpossibleRequest.
void take_route(const std::vector<std::string>& operands, cli::Route& route, const std::string& first = "SRC");

}  // namespace app::verbs
