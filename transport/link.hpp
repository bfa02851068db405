#pragma once

#include "transport/stages.hpp"

#include <vector>

namespace transport {

/// How a stream gets from one host to another: what each of the two hosts does to it, and what joins them.
class Link {
 public:
  /// Between any two hosts, one host included.
  Link(Host from, Host to, Piping piping);

  /// The programs that the stream passes on either host, in their order: filters, compressor, mbuffer; then
  /// decompressor, filters, mbuffer. An mbuffer on the receiving host only where something lies between the two.
  std::vector<Argv> sending() const;
  std::vector<Argv> receiving() const;

  /// The whole way of one stream: the one place that knows how the two halves are joined, by a pipe of this process,
  /// and by the ssh that runs a half on its host. A runner starts the process of the receiving half first, and that of
  /// the sending half when it has started.
  Pipeline carry(Argv producer, Argv consumer) const;

 private:
  Host from_, to_;
  Piping piping_;
};

}  // namespace transport
