#include "app/check/stop_signals.hpp"

#include <ctime>

namespace check {

void StopSignals::heed() const {
  if (runner_.is_asked_to_stop()) throw Interrupted();
}

void StopSignals::wait_readable(int fd) const {
  pollfd poll{.fd = fd, .events = POLLIN, .revents = 0};
  do {
    heed();
    runner_.sleep({&poll, 1}, nullptr);
  } while (poll.revents == 0);
  heed();
}

void StopSignals::sleep(std::chrono::milliseconds time) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  timespec timeout{};
  timeout.tv_sec = static_cast<time_t>(seconds.count());
  timeout.tv_nsec = static_cast<long>(std::chrono::nanoseconds(time - seconds).count());
  runner_.sleep({}, &timeout);
}

}  // namespace check
