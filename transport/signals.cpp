#include "transport/signals.hpp"

namespace transport {

namespace {

constexpr std::array<int, 5> k_signals = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGPIPE};

// NOLINTBEGIN(readability-identifier-naming)
volatile std::sig_atomic_t g_stop_signal = 0;
volatile std::sig_atomic_t g_child_ended = 0;
// NOLINTEND(readability-identifier-naming)

void note_stop(int number) {
  g_stop_signal = number;
}
void note_child(int /*number*/) {
  g_child_ended = 1;
}

struct sigaction action_for(int number) {
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  switch (number) {
    case SIGPIPE:
      action.sa_handler = SIG_IGN;
      break;
    case SIGCHLD:
      action.sa_handler = note_child;
      action.sa_flags = SA_NOCLDSTOP;
      break;
    default:
      action.sa_handler = note_stop;
  }
  return action;
}

bool is_stop(int number) {
  return number == SIGINT || number == SIGTERM || number == SIGHUP;
}

}  // namespace

Signals::Signals() {
  g_stop_signal = 0;
  g_child_ended = 0;

  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int number : k_signals) {
    if (number != SIGPIPE) sigaddset(&blocked, number);
  }
  ::sigprocmask(SIG_BLOCK, &blocked, &original_mask_);
  wait_mask_ = original_mask_;
  for (const int number : k_signals) sigdelset(&wait_mask_, number);

  for (std::size_t i = 0; i < k_signals.size(); ++i) {
    saved_[i].number = k_signals[i];
    ::sigaction(k_signals[i], nullptr, &saved_[i].action);
    if (is_stop(k_signals[i]) && saved_[i].action.sa_handler == SIG_IGN) continue;
    const struct sigaction action = action_for(k_signals[i]);
    ::sigaction(k_signals[i], &action, nullptr);
  }
}

Signals::~Signals() {
  for (const Saved& saved : saved_) ::sigaction(saved.number, &saved.action, nullptr);
  ::sigprocmask(SIG_SETMASK, &original_mask_, nullptr);
}

void Signals::wait(std::span<pollfd> fds, const timespec* timeout) const {
  if (::ppoll(fds.data(), static_cast<nfds_t>(fds.size()), timeout, &wait_mask_) < 0) {
    for (pollfd& fd : fds) fd.revents = 0;  // interrupted: nothing was looked at
    return;
  }
  // While descriptors are always ready ppoll may never let a signal in.
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, &wait_mask_, &blocked);
  ::sigprocmask(SIG_SETMASK, &blocked, nullptr);
}

bool Signals::take_child_ended() {
  const bool ended = g_child_ended != 0;
  g_child_ended = 0;
  return ended;
}

int Signals::stop_signal() {
  return g_stop_signal;
}

void Signals::forget_stop_signal() {
  g_stop_signal = 0;
}

void Signals::restore_in_child() const {
  for (const Saved& saved : saved_) {
    struct sigaction action = saved.action;
    if (!is_stop(saved.number)) action.sa_handler = SIG_DFL;
    ::sigaction(saved.number, &action, nullptr);
  }
  ::sigprocmask(SIG_SETMASK, &original_mask_, nullptr);
}

}  // namespace transport
