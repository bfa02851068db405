#pragma once

#include "transport/pipeline.hpp"

#include <string>
#include <vector>

namespace transport {

/// The multiplexed ssh connections that belong to this run alone: one per host, over which all its commands go. Their
/// sockets lie in a private folder, which is made when the first one is needed.
class Connections {
 public:
  Connections() = default;
  ~Connections();  // removes the folder; `close_commands` must have been run before
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// From now on commands on `host` share one connection.
  void share(const Host& host);

  /// The options which make an ssh to `host` use, or open, its shared connection. None for hosts that do not share, or
  /// when no folder can be made.
  Argv options(const Host& host);

  /// The commands which close what is open.
  std::vector<Argv> close_commands() const;

  /// True for what ssh says when two commands open the connection at the same time: the second goes on without it.
  bool is_their_noise(std::string_view stderr_line) const;

 private:
  std::string socket(std::size_t index) const { return folder_ + "/" + std::to_string(index); }
  void make_folder();

  std::vector<Host> hosts_;  // the index into it names the socket
  std::string folder_;       // empty: not made
  bool tried_ = false;
};

}  // namespace transport
