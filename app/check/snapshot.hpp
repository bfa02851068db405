#pragma once

#include "app/check/commands.hpp"
#include "app/check/listener.hpp"
#include "app/check/shell.hpp"
#include "app/check/stop_signals.hpp"
#include "app/check/surroundings.hpp"

#include <memory>
#include <string>

namespace check {

/// What it takes to make a snapshot readable. `program` begins the names of what is made for it.
struct Workshop {
  Shell& shell;
  Listener& listener;
  const StopSignals& signals;
  const Surroundings& surroundings;
  std::string program;
};

/// A snapshot whose content can be reached under a path while this lives.
class ReadableSnapshot {
 public:
  ReadableSnapshot() = default;
  virtual ~ReadableSnapshot() = default;  // each clears away what is left to clear away
  ReadableSnapshot(const ReadableSnapshot&) = delete;
  ReadableSnapshot& operator=(const ReadableSnapshot&) = delete;

  /// Returns the path. Throws std::runtime_error when it cannot be made, Interrupted.
  virtual std::string open() = 0;

  /// Clears away what `open` has made, however far it came; signals do not stop it. False, and an error told, if
  /// something is left. Does nothing the second time.
  virtual bool close() = 0;

  /// Tells of the commands that `open` and `close` would run.
  virtual void rehearse() = 0;
};

/// Asks whether the snapshot is a filesystem's, which is mounted, or a volume's, of which a clone is made. Throws
/// std::runtime_error if it does not exist, Interrupted.
std::unique_ptr<ReadableSnapshot> find_snapshot(const SnapshotName& name, const Workshop& workshop);

}  // namespace check
