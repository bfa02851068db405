#include "app/check/stop_signals.hpp"

#include <cerrno>
#include <ctime>

#include <poll.h>

namespace check {

namespace {

constexpr std::array<int, 4> k_signals = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

// NOLINTNEXTLINE(readability-identifier-naming)
volatile std::sig_atomic_t g_stop_signal = 0;

void note(int number) {
  g_stop_signal = number;
}

}  // namespace

StopSignals::StopSignals() {
  g_stop_signal = 0;
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int number : k_signals) {
    if (number != SIGPIPE) sigaddset(&blocked, number);
  }
  ::sigprocmask(SIG_BLOCK, &blocked, &original_mask_);
  open_mask_ = original_mask_;
  for (const int number : k_signals) sigdelset(&open_mask_, number);

  for (std::size_t i = 0; i < k_signals.size(); ++i) {
    saved_[i].number = k_signals[i];
    ::sigaction(k_signals[i], nullptr, &saved_[i].action);
    if (saved_[i].action.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    sigemptyset(&action.sa_mask);
    action.sa_handler = k_signals[i] == SIGPIPE ? SIG_IGN : note;
    ::sigaction(k_signals[i], &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (const Saved& saved : saved_) ::sigaction(saved.number, &saved.action, nullptr);
  ::sigprocmask(SIG_SETMASK, &original_mask_, nullptr);
}

void StopSignals::heed() const {
  sigset_t before;
  ::sigprocmask(SIG_SETMASK, &open_mask_, &before);  // lets in what is waiting
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (g_stop_signal != 0) throw Interrupted();
}

void StopSignals::wait_readable(int fd) const {
  pollfd poll{.fd = fd, .events = POLLIN, .revents = 0};
  do {
    heed();
  } while (::ppoll(&poll, 1, nullptr, &open_mask_) < 0 && errno == EINTR);
  heed();
}

void StopSignals::sleep(std::chrono::milliseconds time) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  timespec timeout{};
  timeout.tv_sec = static_cast<time_t>(seconds.count());
  timeout.tv_nsec = static_cast<long>(std::chrono::nanoseconds(time - seconds).count());
  ::ppoll(nullptr, 0, &timeout, &open_mask_);
}

}  // namespace check
