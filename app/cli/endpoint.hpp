#pragma once

#include <string>
#include <string_view>

namespace app::cli {

/// A dataset somewhere: `[user@]host:pool/dataset[@snapshot]`, or without a host one of this host. An IPv6 address
/// stands in brackets. `localhost:` is this host, for names with a colon in them; `user@localhost:` is reached by ssh.
struct Endpoint {
  std::string text;      ///< as it was given
  std::string host;      ///< as ssh takes it; empty: this host
  std::string dataset;   ///< without the snapshot
  std::string snapshot;  ///< the part after '@'; empty: none was named
  /// What was read as a host is the beginning of this pool's name where this host has such a pool; empty: it cannot be.
  std::string pool_if_local;

  /// The same dataset, taken for one of this host.
  Endpoint as_local() const;
};

/// `what` is what the operand is called in messages. Throws ImpossibleRequest.
Endpoint read_endpoint(std::string_view text, std::string_view what);

}  // namespace app::cli
