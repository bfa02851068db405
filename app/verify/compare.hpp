#pragma once

#include "app/verify/listing.hpp"
#include "app/verify/sides.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace verify {

/// What became of a comparison.
struct Findings {
  /// A line for each path, or part of a volume, that differs or could not be read: its name made safe to print, and
  /// what.
  std::vector<std::string> differences;
  BySide<bool> unreadable{};  ///< by side: something there could not be read
  std::uint64_t hashed = 0;   ///< files, or parts of a volume, of which both sides gave a hash
  std::uint64_t listed = 0;   ///< of so many

  bool equal() const { return differences.empty(); }
};

/// Compares what the two sides print, line by line as it comes.
class Comparison {
 public:
  virtual ~Comparison() = default;
  /// Throws ListingError.
  virtual void line(Side side, std::string_view line) = 0;
  /// What was found, in the order of names. Throws ListingError if a listing has not come to its end.
  virtual Findings finish() = 0;
};

std::unique_ptr<Comparison> compare_trees(unsigned percent);
std::unique_ptr<Comparison> compare_volumes(unsigned percent);

}  // namespace verify
