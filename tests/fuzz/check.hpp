#pragma once

#include <cstdio>
#include <cstdlib>

/// A promise that the fuzzer tries to break; unlike assert() it is there in every build.
inline void check(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}
