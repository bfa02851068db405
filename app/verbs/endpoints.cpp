#include "app/verbs/endpoints.hpp"

#include "app/cli/operands.hpp"
#include "app/run/pools.hpp"

#include <algorithm>
#include <utility>

namespace app::verbs {

cli::Endpoint settle(const cli::Endpoint& given, Session& session) {
  if (given.pool_if_local.empty() || !run::has_pool_here(session.runner(), given.pool_if_local)) return given;
  session.console().warning("'" + given.pool_if_local + "' is a pool of this host, so " + given.text +
                            " is taken for its dataset. For a host write user@" + given.text);
  return given.as_local();
}

void settle(cli::Route& route, Session& session) {
  route.source = settle(route.source, session);
  route.target = settle(route.target, session);
}

cli::Places places_of(const cli::Route& route) {
  return {.ssh_config = route.ssh_config,
          .ssh_source = route.source.host,
          .ssh_target = route.target.host,
          .ssh_options = route.ssh_options};
}

std::string lock_name_of(const cli::Route& route) {
  std::string one = route.source.host + " " + route.source.dataset;
  std::string other = route.target.host + " " + route.target.dataset;
  if (other < one) std::swap(one, other);
  return "sync " + one + " " + other;
}

std::vector<run::Claim> claims_on_target(const cli::Route& route) {
  std::vector<run::Claim> claims = run::claims_on_tree(route.target.host, route.target.dataset);
  claims.push_back({.name = lock_name_of(route)});
  return claims;
}

std::vector<run::Claim> claims_on_both(const cli::Route& route) {
  std::vector<run::Claim> claims = claims_on_target(route);
  if (route.source.dataset.empty()) return claims;
  for (run::Claim& claim : run::claims_on_tree(route.source.host, route.source.dataset)) {
    if (std::ranges::find(claims, claim) == claims.end()) claims.push_back(std::move(claim));
  }
  return claims;
}

void take_route(const std::vector<std::string>& operands, cli::Route& route, const std::string& first) {
  if (operands.empty()) throw cli::MissingOperand(first);
  if (operands.size() == 1) throw cli::MissingOperand("DST");
  if (operands.size() > 2) throw cli::UsageError("unexpected argument " + cli::quoted(operands[2]) + " after DST");
  route.source = cli::read_endpoint(operands[0], first);
  route.target = cli::read_endpoint(operands[1], "DST");
  if (!route.target.snapshot.empty())
    throw cli::ImpossibleRequest("DST " + cli::quoted(route.target.text) +
                                 ": a copy has the snapshots of its source: leave out the @" + route.target.snapshot);
}

}  // namespace app::verbs
