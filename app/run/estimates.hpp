#pragma once

#include "app/plan/compile.hpp"
#include "app/run/events.hpp"
#include "app/run/failures.hpp"
#include "app/run/progress.hpp"
#include "app/run/shell.hpp"
#include "app/run/traffic.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace run {

/// Asks zfs how much the streams of a phase will be, so that progress can say what part of all is done. A few at a
/// time, beside the streams themselves, which do not wait for it. Those that are known to be small are left out, and
/// those that have begun, as they tell it themselves.
class Estimates {
 public:
  /// All must outlive this.
  Estimates(const Shell& shell, Events& events, const Failures& failures, Meter& meter)
      : events_(events.beside()), shell_(shell.telling(*events_)), failures_(failures), meter_(meter) {}

  /// The answers come while somebody waits for the shell.
  void start(const plan::Phase& phase);
  /// Asks no more, and what was asked is told of. To be called when the phase has ended.
  void stop();

 private:
  struct Asked {
    plan::DatasetIndex dataset;
    const plan::Transfer* transfer;
  };

  void ask_more();
  void heard(std::string_view line);
  void answer_ended();

  std::unique_ptr<Events> events_;
  Shell shell_;
  const Failures& failures_;
  Meter& meter_;
  std::vector<Asked> to_ask_;  // the next ones last
  std::vector<Asked> asked_;   // in the command under way
  std::size_t answering_ = 0;  // index into asked_: of whom the answer is
  TransferProgress answer_{{}};
};

}  // namespace run
