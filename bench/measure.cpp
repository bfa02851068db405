#include "bench/measure.hpp"

#include <array>
#include <ctime>
#include <iostream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

namespace {

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

Measured measure(const std::function<double()>& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  std::cout.flush();
  const pid_t child = ::fork();
  if (child == 0) {
    int status = 1;
    try {
      const double seconds = work();
      status = ::write(ends[1], &seconds, sizeof seconds) == sizeof seconds ? 0 : 1;
    } catch (const std::exception& error) {
      std::cerr << "bench: " << error.what() << '\n';
    }
    ::_exit(status);
  }
  ::close(ends[1]);
  Measured measured;
  const bool told = ::read(ends[0], &measured.seconds, sizeof measured.seconds) == sizeof measured.seconds;
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!told || status != 0) throw std::runtime_error("a measurement failed");
  measured.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return measured;
}

double seconds_of(const std::function<void()>& work) {
  const double began = processor_seconds();
  work();
  return processor_seconds() - began;
}

}  // namespace bench
