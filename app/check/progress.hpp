#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace check {

/// Tells how far something is, at most once in a second.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;

  Progress(std::function<void(std::string_view)> tell, Now now)
      : tell_(std::move(tell)), now_(std::move(now)), told_(now_()) {}

  /// Calls `text` only when it is time for a line.
  template <class Text>
  void update(const Text& text) {
    const auto now = now_();
    if (now - told_ < std::chrono::seconds(1)) return;
    told_ = now;
    tell_(text());
  }

 private:
  std::function<void(std::string_view)> tell_;
  Now now_;
  Clock::time_point told_;
};

}  // namespace check
