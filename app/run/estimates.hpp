#pragma once

#include "app/run/events.hpp"
#include "app/run/lane.hpp"
#include "app/run/shell.hpp"
#include "zfs/progress.hpp"

#include <memory>
#include <vector>

namespace run {

/// Asks zfs how much the streams of a phase will be, so that progress can say what part of all is done: one after the
/// other, beside the streams themselves, and no longer than these take. Those that are known to be small are left out,
/// and those that have begun, as they tell it themselves.
class Estimates {
 public:
  /// All must outlive this.
  Estimates(const Shell& shell, Events& events, Execution& all)
      : events_(events.beside()), shell_(shell.telling(*events_)), all_(all) {}

  ~Estimates() { shell_.abandon(); }
  Estimates(const Estimates&) = delete;
  Estimates& operator=(const Estimates&) = delete;

  /// The answers come while somebody waits for the shell.
  void start(const plan::Phase& phase);
  /// When the streams have ended: nothing else may be under way.
  void stop();

 private:
  struct Asked {
    plan::DatasetIndex dataset;
    const plan::Transfer* transfer;
  };

  void ask_next();

  std::unique_ptr<Events> events_;
  Shell shell_;
  Execution& all_;
  std::vector<Asked> to_ask_;  // the next one last
  zfs::TransferProgress answer_{{}};
};

}  // namespace run
