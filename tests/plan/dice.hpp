#pragma once

#include <cstdint>
#include <random>
#include <vector>

/// Of a seed, so that what came up comes up again.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  std::size_t index_of(const T& all) {
    return static_cast<std::size_t>(below(static_cast<int>(all.size())));
  }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[index_of(all)];
  }

 private:
  std::mt19937 random_;
};
