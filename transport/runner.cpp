#include "transport/runner.hpp"

#include "transport/running.hpp"
#include "transport/ssh_settings.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

#include <unistd.h>

extern char** environ;  // not every system's unistd.h has it

namespace transport {

Result Runner::run(Pipeline pipeline, Sinks sinks) {
  Result result;
  start(std::move(pipeline), std::move(sinks), [&result](const Result& ended) { result = ended; });
  wait();
  return result;
}

void Runner::sleep(std::span<pollfd> fds, const timespec* timeout) {
  ::ppoll(fds.data(), static_cast<nfds_t>(fds.size()), timeout, nullptr);
}

class ProcessRunner::Impl {
 public:
  explicit Impl(const Dialect& dialect)
      : surroundings_{.dialect = dialect,
                      .signals = {},
                      .environment = Environment(environ),
                      .null = open_null(),
                      .connections = {}} {}
  ~Impl();
  void start(Pipeline pipeline, Sinks sinks, Done done);
  void wait_until(const std::function<bool()>& is_enough);
  void abandon();
  void go_on_after_signal() {
    Signals::forget_stop_signal();
    stopping_ = false;
  }
  void only_note_signals(bool only) {
    only_notes_ = only;
    if (!only) Signals::forget_stop_signal();
  }
  const Signals& signals() const { return surroundings_.signals; }
  void share_connection(const Host& host) { surroundings_.connections.share(host); }

 private:
  using Clock = Running::Clock;

  void launch_what_fits();
  bool finish_ended();
  void poll_once();
  void sleep_for_events(std::vector<pollfd>& polls) const;
  void heed_signal();
  void close_connections();

  Surroundings surroundings_;
  std::vector<std::unique_ptr<Running>> running_;  // pointers, for a sink may start more while one is served
  bool stopping_ = false, only_notes_ = false;
  bool must_reap_ = false;  // still, when a sink has thrown before all were looked at
};

ProcessRunner::Impl::~Impl() {
  try {
    abandon();
    close_connections();
  } catch (...) {  // a sink may throw; the children that are left are killed with their owners
    running_.clear();
  }
}

void ProcessRunner::Impl::start(Pipeline pipeline, Sinks sinks, Done done) {
  auto running = std::make_unique<Running>(std::move(pipeline), std::move(sinks), std::move(done), surroundings_);
  if (stopping_) running->interrupt(Clock::now());
  running_.push_back(std::move(running));
  launch_what_fits();
}

/// In their order, so that none waits for ever. One that needs more than there are at all begins when it is alone.
void ProcessRunner::Impl::launch_what_fits() {
  std::vector<Host> open;
  std::size_t launched = 0;
  for (const auto& running : running_) {
    if (running->ended()) continue;
    const std::vector<Host> more = running->sessions();
    const bool has_sessions = open.empty() || std::ranges::all_of(more, [&](const Host& host) {
                                const auto sessions = std::ranges::count(open, host) + std::ranges::count(more, host);
                                return static_cast<std::size_t>(sessions) <= k_most_sessions;
                              });
    if (!running->launched()) {
      if (!has_sessions || launched == k_most_pipelines) return;
      running->launch();
    }
    ++launched;
    open.insert(open.end(), more.begin(), more.end());
  }
}

void ProcessRunner::Impl::wait_until(const std::function<bool()>& is_enough) {
  while (!running_.empty() && !is_enough()) {
    if (!finish_ended()) poll_once();
  }
}

/// Tells of one pipeline that has ended, if one has; `done` may have started others then.
bool ProcessRunner::Impl::finish_ended() {
  const auto found = std::ranges::find_if(running_, [](const auto& running) { return running->ended(); });
  if (found == running_.end()) return false;
  const std::unique_ptr<Running> ended = std::move(*found);
  running_.erase(found);
  launch_what_fits();
  ended->finish();
  return true;
}

void ProcessRunner::Impl::poll_once() {
  std::vector<pollfd> polls;
  for (const auto& running : running_) running->add_polls(polls);
  if (!must_reap_) sleep_for_events(polls);
  heed_signal();

  const auto now = Clock::now();
  must_reap_ = Signals::take_child_ended() || must_reap_;
  const std::size_t count = running_.size();
  for (std::size_t i = 0; i < count; ++i) {
    running_[i]->serve(polls);
    if (must_reap_) running_[i]->reap();
    running_[i]->end_if_due(now);
  }
  must_reap_ = false;
}

void ProcessRunner::Impl::sleep_for_events(std::vector<pollfd>& polls) const {
  std::optional<Clock::time_point> due;
  for (const auto& running : running_) {
    const auto at = running->due_at();
    if (at && (!due || *at < *due)) due = at;
  }
  if (!due) {
    surroundings_.signals.wait(polls, nullptr);
    return;
  }
  const auto left = std::max(Clock::duration::zero(), *due - Clock::now());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  timespec timeout{};
  timeout.tv_sec = static_cast<time_t>(seconds.count());
  timeout.tv_nsec = static_cast<long>(std::chrono::nanoseconds(left - seconds).count());
  surroundings_.signals.wait(polls, &timeout);
}

void ProcessRunner::Impl::heed_signal() {
  if (stopping_ || only_notes_ || Signals::stop_signal() == 0) return;
  stopping_ = true;
  for (const auto& running : running_) running->interrupt(Clock::now());
}

void ProcessRunner::Impl::abandon() {
  for (const auto& running : running_) running->abandon(Clock::now());
  while (!std::ranges::all_of(running_, [](const auto& running) { return running->ended(); })) poll_once();
  running_.clear();
}

void ProcessRunner::Impl::close_connections() {
  const auto program = surroundings_.environment.find("ssh");
  if (!program) return;
  const int null = surroundings_.null.get();
  for (const Argv& argv : surroundings_.connections.close_commands()) {
    Child child = spawn(*program, argv, {null, null, null}, surroundings_.environment, surroundings_.signals);
    while (!child.ended()) surroundings_.signals.wait({}, nullptr);
  }
}

ProcessRunner::ProcessRunner(const Dialect& dialect) : impl_(std::make_unique<Impl>(dialect)) {}

ProcessRunner::~ProcessRunner() = default;

void ProcessRunner::start(Pipeline pipeline, Sinks sinks, Done done) {
  impl_->start(std::move(pipeline), std::move(sinks), std::move(done));
}

void ProcessRunner::wait_until(const std::function<bool()>& is_enough) {
  impl_->wait_until(is_enough);
}

void ProcessRunner::abandon() {
  impl_->abandon();
}

void ProcessRunner::go_on_after_signal() {
  impl_->go_on_after_signal();
}

void ProcessRunner::only_note_signals(bool only) {
  impl_->only_note_signals(only);
}

bool ProcessRunner::is_asked_to_stop() {
  constexpr timespec k_now{};
  impl_->signals().wait({}, &k_now);  // lets in what is waiting
  return Signals::stop_signal() != 0;
}

void ProcessRunner::sleep(std::span<pollfd> fds, const timespec* timeout) {
  impl_->signals().wait(fds, timeout);
}

Host ProcessRunner::prepare(Host host) {
  if (host.is_local()) return host;
  SshSettings settings;
  Sinks sinks;
  sinks.out = [&settings](std::string_view line) { read_ssh_setting(line, settings); };
  const Result result = run({{{Host::local(), ssh_settings_command(host)}}}, sinks);
  if (result.interrupted) return host;
  if (!result.ok()) throw HostError("ssh does not accept " + host.destination() + ": " + result.error());

  host.default_options = default_ssh_options(settings);
  if (!settings.multiplexes) impl_->share_connection(host);
  return host;
}

}  // namespace transport
