#pragma once

#include "app/plan/steps.hpp"
#include "app/run/events.hpp"
#include "app/run/greeting.hpp"
#include "transport/runner.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace run {

/// A command that failed: as one would type it, and the end of what it said.
struct FailedCommand {
  std::string line, said;
  bool is_unconnected = false;  ///< ssh itself failed
  bool is_unanswered = false;   ///< it was ended, for it took too long
};

/// The one place through which every external command of a run goes: it is told of, counted by whoever listens, and
/// run.
class Shell {
 public:
  Shell(transport::Runner& runner, Events& events, transport::Host source, transport::Host target)
      : runner_(runner), events_(events), source_(std::move(source)), target_(std::move(target)) {}

  /// The same hosts for work of which others hear.
  Shell telling(Events& events) const {
    Shell same(runner_, events, source_, target_);
    same.patience_ = patience_;
    return same;
  }
  /// A listing that takes longer is ended: it counts as a connection that failed. 0: none is.
  void end_listings_after(std::chrono::seconds time) { patience_ = time; }

  using Done = std::function<void(const transport::Result&)>;

  /// Starts a pipeline; `done` is called from wait(). Lines on stderr that only tell progress go to `progress` when
  /// there is one.
  void start(plan::Side side, transport::Pipeline pipeline, transport::LineSink out, Done done,
             transport::LineSink progress = {});
  /// Starts one command on that side, a listing.
  void start(plan::Side side, std::vector<std::string> argv, transport::LineSink out, Done done);
  /// The same; from a remote host `greet` hears that first.
  void start_with_greeting(plan::Side side, std::vector<std::string> argv, std::function<void(const Greeting&)> greet,
                           transport::LineSink out, Done done);
  void wait() { runner_.wait(); }
  void wait_until(const std::function<bool()>& is_enough) { runner_.wait_until(is_enough); }
  void abandon() { runner_.abandon(); }
  /// See transport::Runner.
  void go_on_after_signal() { runner_.go_on_after_signal(); }

  /// start + wait for one.
  transport::Result run(plan::Side side, transport::Pipeline pipeline, transport::LineSink out = {},
                        transport::LineSink progress = {});
  transport::Result run(plan::Side side, std::vector<std::string> argv, transport::LineSink out = {});

  /// When the last command of that side had ended.
  std::chrono::steady_clock::time_point answered_at(plan::Side side) const {
    return side == plan::Side::source ? source_answered_ : target_answered_;
  }
  /// The last command that has failed since this was asked last; nothing: none has. So of many that fail by one the
  /// first has it.
  std::optional<FailedCommand> take_failure() { return std::exchange(failure_, std::nullopt); }

  const transport::Host& host(plan::Side side) const { return side == plan::Side::source ? source_ : target_; }

 private:
  void remember(const transport::Pipeline& pipeline, const transport::Result& result);
  transport::Pipeline on(plan::Side side, std::vector<std::string> argv) const {
    return {{{host(side), std::move(argv)}}, patience_};
  }

  transport::Runner& runner_;
  Events& events_;
  transport::Host source_, target_;
  std::chrono::seconds patience_{0};
  std::optional<FailedCommand> failure_;
  std::chrono::steady_clock::time_point source_answered_, target_answered_;
};

}  // namespace run
