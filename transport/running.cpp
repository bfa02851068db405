#include "transport/running.hpp"

#include "transport/half_text.hpp"
#include "transport/quote.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace transport {

namespace {

constexpr auto k_grace = std::chrono::seconds(3);
constexpr auto k_grace_of_let_go = std::chrono::seconds(10);  // what is on its way comes through before
constexpr std::size_t k_longest_error_line = std::size_t{64} * 1024;
constexpr int k_not_found = 127;     // as a shell says it
constexpr int k_not_executed = 126;  // the same

/// stderr has progress lines which end with a carriage return.
LineSplitter error_splitter(LineSink sink) {
  return {"\n\r", k_longest_error_line, std::move(sink)};
}

/// The program and what it was to work on: both ends of a long command.
std::string shortened(const std::string& line) {
  constexpr std::size_t k_most = 160, k_end = 60;
  if (line.size() <= k_most) return line;
  return line.substr(0, k_most - k_end) + " … " + line.substr(line.size() - k_end);
}

bool is_ready(const std::vector<pollfd>& polls, int fd) {
  return std::ranges::any_of(polls, [fd](const pollfd& poll) { return poll.fd == fd && poll.revents != 0; });
}

}  // namespace

Running::Running(Pipeline pipeline, Sinks sinks, Runner::Done done, Surroundings& surroundings)
    : pipeline_(std::move(pipeline)),
      processes_(lower(pipeline_, [&](const Host& host) { return surroundings.connections.options(host); })),
      sinks_(std::move(sinks)),
      done_(std::move(done)),
      surroundings_(surroundings),
      members_(processes_.size()) {}

// --- Starting ---

std::vector<Host> Running::sessions() const {
  std::vector<Host> hosts;
  for (const Process& process : processes_) {
    if (!process.host.is_local()) hosts.push_back(process.host);
  }
  return hosts;
}

void Running::launch() {
  launched_ = true;
  if (pipeline_.timeout.count() != 0) times_out_at_ = Clock::now() + pipeline_.timeout;
  const auto programs = find_programs();
  if (programs) start_all(*programs);
}

/// All before the first is started: a send without its receive is of no use, and may do harm.
std::optional<std::vector<std::string>> Running::find_programs() {
  std::vector<std::string> programs;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    auto program = surroundings_.environment.find(processes_[i].argv.front());
    if (!program) {
      fail_start(i, k_not_found, "command not found");
      return std::nullopt;
    }
    programs.push_back(std::move(*program));
  }
  return programs;
}

/// The last one first: who receives is there before anything is sent.
void Running::start_all(const std::vector<std::string>& programs) {
  std::size_t index = processes_.size() - 1;
  const bool is_held = processes_.back().held != Process::Held::no;
  try {
    UniqueFd out = sinks_.out || is_held ? pipe_to_us() : UniqueFd();
    if (is_held)
      start_held(programs, std::move(out), index);
    else
      start_joined(programs, std::move(out), index);
  } catch (const std::system_error& error) {
    fail_start(index, k_not_executed, error.code().message());
  }
}

/// What the last one says.
UniqueFd Running::pipe_to_us() {
  Pipe pipe = make_pipe();
  out_.emplace(std::move(pipe.read), LineSplitter("\n", 0, [this](std::string_view line) { take_output_line(line); }));
  return std::move(pipe.write);
}

void Running::start_joined(const std::vector<std::string>& programs, UniqueFd out, std::size_t& index) {
  for (;; --index) {
    Pipe in = pipe_into(index);
    if (index == 0 && in.write.is_open()) feeder_ = Feeder(std::move(in.write), processes_.front().input);
    const int null = surroundings_.null.get();
    start_one(index, programs[index], in.read.is_open() ? in.read.get() : null, out.is_open() ? out.get() : null);
    out = std::move(in.write);  // closes our copy of what the child writes to; that of what it reads goes with `in`
    if (index == 0) return;
  }
}

void Running::start_held(const std::vector<std::string>& programs, UniqueFd out, std::size_t& index) {
  if (processes_.back().held == Process::Held::listens) meeting_.emplace();
  for (;; --index) {
    Pipe in = make_pipe();
    const bool listens = processes_[index].held == Process::Held::listens;
    members_[index].held =
        Feeder(std::move(in.write), listens ? meeting_->for_listener() : "", Feeder::Then::stay_open);
    start_one(index, programs[index], in.read.get(), out.is_open() ? out.get() : surroundings_.null.get());
    out.reset();
    if (index == 0) return;
  }
}

/// From the process before, or from us; closed ends where nothing is read.
Pipe Running::pipe_into(std::size_t index) const {
  if (index == 0 && processes_.front().input.empty()) return {};
  Pipe pipe = make_pipe();
  if (index != 0) enlarge(pipe.write);
  return pipe;
}

void Running::start_one(std::size_t index, const std::string& program, int in, int out) {
  Pipe err = make_pipe();
  Member& member = members_[index];
  member.err.emplace(std::move(err.read),
                     error_splitter([this, index](std::string_view line) { take_error_line(index, line); }));
  const Process& process = processes_[index];
  const bool starts_others = process.held != Process::Held::no && process.host.is_local();
  member.child.emplace(spawn(program, process.argv,
                             {.in = in, .out = out, .err = err.write.get(), .leads_group = starts_others},
                             surroundings_.environment, surroundings_.signals));
}

void Running::fail_start(std::size_t index, int status, const std::string& why) {
  unstarted_ = static_cast<int>(processes_[index].first_stage);
  why_unstarted_ = why;
  members_[index].wait_status = exit_status(status);
  stop(Clock::now());
}

// --- Ending ---

void Running::stop(Clock::time_point now) {
  if (!kill_at_) kill_at_ = now + k_grace;
  signal_all(SIGTERM);
  for (Member& member : members_) {
    member.held.close();
    const bool never_ran = !member.child && !member.wait_status;
    if (never_ran) member.wait_status = killed_status(SIGTERM);
  }
}

void Running::interrupt(Clock::time_point now) {
  interrupted_ = true;
  stop(now);
}

void Running::abandon(Clock::time_point now) {
  sinks_ = {};
  done_ = {};
  out_.reset();
  stop(now);
}

std::optional<Running::Clock::time_point> Running::due_at() const {
  std::optional<Clock::time_point> first;
  for (const auto& at : {times_out_at_, stop_at_, kill_at_, give_up_at_}) {
    if (at && (!first || *at < *first)) first = at;
  }
  return first;
}

void Running::end_if_due(Clock::time_point now) {
  const auto is_due = [now](std::optional<Clock::time_point>& at) {
    const bool due = at && now >= *at;
    if (due) at.reset();
    return due;
  };
  if (is_due(times_out_at_)) {
    timed_out_ = true;
    stop(now);
  }
  if (is_due(stop_at_)) stop(now);
  if (is_due(kill_at_)) {
    signal_all(SIGKILL);
    if (pipeline_.timeout.count() != 0) give_up_at_ = now + k_grace;
  }
  if (is_due(give_up_at_)) give_up();
}

/// A pool that hangs may have the kernel keep them for ever.
void Running::give_up() {
  for (Member& member : members_) {
    if (!member.child || member.wait_status) continue;
    member.child->forget();
    member.child.reset();
    member.err.reset();
    member.wait_status = killed_status(SIGKILL);
  }
  out_.reset();
}

void Running::signal_all(int number) {
  for (Member& member : members_) {
    if (member.child && !member.wait_status) member.child->signal(number);
  }
}

void Running::reap() {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    Member& member = members_[i];
    if (!member.child || member.wait_status) continue;
    member.wait_status = member.child->ended();
    if (!member.wait_status) continue;
    if (member.err) member.err->read_rest();
    if (i + 1 == members_.size() && out_) out_->read_rest();
    if (processes_[i].held == Process::Held::no) continue;
    const bool never_met = processes_[i].held == Process::Held::listens && !meeting_->has_met();
    if (*member.wait_status != 0 || never_met) let_go_of_others(i);
  }
}

/// Where no pipe tells the other half of a stream that this one is no more, it might wait for it; and what it runs may
/// not write or read any more, as a send that hangs.
void Running::let_go_of_others(std::size_t ended) {
  if (members_.size() > 1 && !stop_at_) stop_at_ = Clock::now() + k_grace_of_let_go;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i != ended) members_[i].held.close();
  }
}

bool Running::ended() const {
  return std::ranges::all_of(members_, [](const Member& member) { return member.wait_status.has_value(); });
}

void Running::finish() {
  std::vector<Ended> all;
  for (Member& member : members_) {
    all.push_back({.wait_status = *member.wait_status,
                   .stderr_tail = member.tail.text(),
                   .report = member.report,
                   .far_stderr_tail = member.far_tail.text()});
  }
  Result result = assemble(pipeline_, processes_, all, surroundings_.dialect);
  result.unstarted = unstarted_;
  result.interrupted = interrupted_;
  const bool ended_by_us = interrupted_ || unstarted_ >= 0;
  if (ended_by_us) result.connection_failed = false;  // ssh exits 255 for our SIGTERM too
  if (timed_out_ && !result.ok()) {
    result.connection_failed = true;
    result.no_answer_in = pipeline_.timeout;
    result.unanswered = shortened(sh_join(pipeline_.stages.front().argv));
  }
  if (unstarted_ >= 0) {
    StageStatus& stage = result.stages[static_cast<std::size_t>(unstarted_)];
    // An ssh that is not there has not failed to connect; it is what could not be started.
    if (!stage.host.is_local()) stage.program = "ssh";
    stage.stderr_tail = why_unstarted_;
  }
  if (done_) done_(result);
}

// --- Streams ---

void Running::add_polls(std::vector<pollfd>& polls) const {
  for (const Member& member : members_) {
    if (member.err && member.err->is_open()) polls.push_back({member.err->fd(), POLLIN, 0});
  }
  if (out_ && out_->is_open()) polls.push_back({out_->fd(), POLLIN, 0});
  const auto add = [&polls](const Feeder& feeder) {
    if (feeder.has_more()) polls.push_back({feeder.fd(), POLLOUT, 0});
  };
  add(feeder_);
  for (const Member& member : members_) add(member.held);
}

void Running::serve(const std::vector<pollfd>& polls) {
  for (Member& member : members_) {
    if (member.err && member.err->is_open() && is_ready(polls, member.err->fd())) member.err->read_some();
  }
  if (out_ && out_->is_open() && is_ready(polls, out_->fd())) out_->read_some();
  const auto write = [&polls](Feeder& feeder) {
    if (feeder.has_more() && is_ready(polls, feeder.fd())) feeder.write_some();
  };
  write(feeder_);
  for (Member& member : members_) write(member.held);
}

void Running::take_output_line(std::string_view line) {
  if (meeting_ && is_about_listening(line)) {
    if (const auto told = meeting_->hear(line)) members_.front().held.add(*told);
  } else if (sinks_.out) {
    sinks_.out(line);
  }
}

void Running::take_error_line(std::size_t index, std::string_view line) {
  Member& member = members_[index];
  const Process& process = processes_[index];
  const bool may_be_far = process.held == Process::Held::open;
  const bool is_far = may_be_far && line.starts_with(k_from_afar);
  if (is_far) line.remove_prefix(k_from_afar.size());
  if (process.reports_stages && (line.empty() || take_report(index, line))) return;  // a report begins with a newline
  if (surroundings_.connections.is_their_noise(line)) return;
  (is_far ? member.far_tail : member.tail).add(line);
  if (!sinks_.err) return;
  sinks_.err(process.first_stage + (is_far ? process.far_stage : process.own_stage), line);
}

/// The last one counts: the remote sh writes when all its stages have ended. That of a far ssh came before it.
bool Running::take_report(std::size_t index, std::string_view line) {
  std::optional<StageReport>& known = members_[index].report;
  auto report = read_stage_report(line, processes_[index].report_size());
  if (!report) return false;
  const bool has_two = processes_[index].held == Process::Held::open && known;
  known = has_two ? report_of_both(*known, *report) : std::move(report);
  return true;
}

}  // namespace transport
