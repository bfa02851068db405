#include "app/verify/sample.hpp"

namespace verify {

namespace {

constexpr std::uint64_t k_prime = 1000003;
constexpr std::uint64_t k_path_factor = 65599;
constexpr std::uint64_t k_spread = 618033;  // the golden section of the prime: neighbours come to lie far apart

bool chooses(unsigned percent, std::uint64_t number) {
  return number % k_prime * k_spread % k_prime < std::uint64_t{percent} * 10000;
}

}  // namespace

bool chooses_path(unsigned percent, std::string_view path) {
  if (percent >= k_all) return true;
  std::uint64_t hash = 0;
  for (const char c : path) hash = (hash * k_path_factor + static_cast<unsigned char>(c)) % k_prime;
  return chooses(percent, hash);
}

bool chooses_chunk(unsigned percent, std::uint64_t chunk) {
  return percent >= k_all || chooses(percent, chunk);
}

}  // namespace verify
