#pragma once

#include "transport/connections.hpp"
#include "transport/meeting.hpp"
#include "transport/outcome.hpp"
#include "transport/spawn.hpp"
#include "transport/streams.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

namespace transport {

/// What all pipelines of a runner share.
struct Surroundings {
  const Dialect& dialect;
  Signals signals;
  Environment environment;
  UniqueFd null;
  Connections connections;
};

/// One pipeline from its start to its end. Whoever owns it calls `serve`, `reap` and `end_if_due` when poll says so.
class Running {
 public:
  using Clock = std::chrono::steady_clock;

  Running(Pipeline pipeline, Sinks sinks, Runner::Done done, Surroundings& surroundings);

  /// Starts the processes. A program that is not found ends the pipeline before any is started.
  void launch();
  bool launched() const { return launched_; }

  /// The remote host of each ssh that it is made of.
  std::vector<Host> sessions() const;

  /// Sends SIGTERM to all, and SIGKILL to those that have not ended three seconds later.
  void stop(Clock::time_point now);
  /// Ends it because we were asked to end; also in place of `launch`.
  void interrupt(Clock::time_point now);
  /// Ends it without a word to anybody from here on.
  void abandon(Clock::time_point now);

  void add_polls(std::vector<pollfd>& polls) const;
  void serve(const std::vector<pollfd>& polls);
  /// Looks which children have ended.
  void reap();
  /// When it is to be looked after again, if it is: its time-out, SIGKILL, or giving up are due.
  std::optional<Clock::time_point> due_at() const;
  void end_if_due(Clock::time_point now);

  bool ended() const;
  /// Tells whoever waits for it. Once, when it has ended.
  void finish();

 private:
  /// A process and what we hold of it. Not started when `child` is empty and `ended` is set.
  struct Member {
    std::optional<Child> child;
    std::optional<LineStream> err;
    Tail tail, far_tail;  ///< the other: of what came by a far ssh
    std::optional<StageReport> report;
    std::optional<int> wait_status;
    Feeder held;  ///< what holds it, if anything does
  };

  std::optional<std::vector<std::string>> find_programs();
  void start_all(const std::vector<std::string>& programs);
  void start_joined(const std::vector<std::string>& programs, UniqueFd out, std::size_t& index);
  void start_held(const std::vector<std::string>& programs, UniqueFd out, std::size_t& index);
  void start_one(std::size_t index, const std::string& program, int in, int out);
  Pipe pipe_into(std::size_t index) const;
  UniqueFd pipe_to_us();
  void take_output_line(std::string_view line);
  void let_go_of_others(std::size_t ended);
  void fail_start(std::size_t index, int status, const std::string& why);
  void take_error_line(std::size_t index, std::string_view line);
  bool take_report(std::size_t index, std::string_view line);
  void signal_all(int number);
  void give_up();

  Pipeline pipeline_;
  std::vector<Process> processes_;
  Sinks sinks_;
  Runner::Done done_;
  Surroundings& surroundings_;
  std::vector<Member> members_;
  std::optional<LineStream> out_;
  Feeder feeder_;
  std::optional<Meeting> meeting_;  ///< of halves that are connected with each other
  std::optional<Clock::time_point> times_out_at_, stop_at_, kill_at_, give_up_at_;
  bool launched_ = false;
  int unstarted_ = -1;
  std::string why_unstarted_;
  bool interrupted_ = false, timed_out_ = false;
};

}  // namespace transport
