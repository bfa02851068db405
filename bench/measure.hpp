#pragma once

#include <functional>

namespace bench {

struct Measured {
  double seconds = 0;
  double peak_mib = 0;
};

/// Runs `work` in a process of its own; it returns the seconds that count. The peak is of that whole process.
Measured measure(const std::function<double()>& work);

/// Of the processor, not of the clock on the wall: other programs on the machine do not count.
double seconds_of(const std::function<void()>& work);

}  // namespace bench
