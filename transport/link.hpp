#pragma once

#include "transport/stages.hpp"

#include <vector>

namespace transport {

/// How a stream gets from one host to another: what each of the two hosts does to it, and what joins them.
class Link {
 public:
  /// Between any two hosts, one host included: there is nothing to cross then. Nor does another host's ssh do it where
  /// one of the two is this one.
  Link(Host from, Host to, Piping piping, Crossing crossing = {});

  /// The programs that the stream passes on either host, in their order: filters, compressor, mbuffer; then
  /// decompressor, filters, mbuffer. An mbuffer on the receiving host only where something lies between the two. With a
  /// connection of their own its ends are the last that sends and the first that receives.
  std::vector<Argv> sending() const;
  std::vector<Argv> receiving() const;

  /// The whole way of one stream: the one place that knows how the two halves are joined, by a pipe of this process and
  /// the ssh that runs a half on its host, or past this process. A runner starts the process of the receiving half
  /// first, and that of the sending half when it has started.
  Pipeline carry(Argv producer, Argv consumer) const;

 private:
  Argv end_of_connection(const std::string& rate) const;

  Host from_, to_;
  Piping piping_;
  Crossing crossing_;
};

}  // namespace transport
