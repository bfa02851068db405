#include "app/run/account.hpp"

#include "app/run/reader.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <unistd.h>

namespace run {

bool is_known_to_be_root(const transport::Host& host) {
  if (host.is_local()) return ::geteuid() == 0;
  return host.destination().starts_with("root@") || host.destination().starts_with("ssh://root@");
}

std::optional<zfs::Account> read_account(Shell& shell, plan::Side side, const std::vector<std::string>& datasets) {
  zfs::Account account;
  zfs::AccountListing listing(account);
  bool is_understood = true;
  const auto attempt = [&is_understood](auto&& act) {
    try {
      act();
    } catch (const zfs::ListingError&) {
      is_understood = false;
    }
  };
  const transport::Result result = shell.run(side, zfs::get_account(datasets), [&](std::string_view line) {
    if (is_understood) attempt([&] { listing.line(line); });
  });
  if (result.connection_failed || result.interrupted) require(result, side, "what its user is allowed");
  if (is_understood) attempt([&] { listing.finish(); });
  return result.ok() && is_understood ? std::optional(account) : std::nullopt;
}

}  // namespace run
