#pragma once

#include <ctime>
#include <optional>
#include <string>

#include <stdlib.h>  // setenv, unsetenv: POSIX, not in <cstdlib>

/// Sets TZ for as long as it lives.
class TimeZoneGuard {
 public:
  explicit TimeZoneGuard(const std::string& name) {
    if (const char* old = ::getenv("TZ")) old_ = old;
    set(name);
  }
  ~TimeZoneGuard() { set(old_); }
  TimeZoneGuard(const TimeZoneGuard&) = delete;
  TimeZoneGuard& operator=(const TimeZoneGuard&) = delete;

 private:
  static void set(const std::optional<std::string>& name) {
    if (name) {
      ::setenv("TZ", name->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }

  std::optional<std::string> old_;
};
