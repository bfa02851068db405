#pragma once

#include "app/match/pair.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace match {

/// How much there is to send, told by a few numbers of each source dataset, so that no snapshot has to be opened: what
/// was written to it since the match, or in all; without what no snapshot has yet. Not known of a match that is a
/// bookmark.
class Sizes {
 public:
  /// They must outlive this.
  explicit Sizes(std::vector<Pair>& pairs);

  /// What must be known: by property, the datasets.
  const std::map<std::string, std::vector<std::string>>& questions() const { return questions_; }
  /// Of a property that was not asked for of that dataset nothing is taken.
  void answer(std::string_view dataset, std::string_view property, std::string_view value);
  /// All answers are in.
  void put();

 private:
  struct Sum {
    Pair* pair = nullptr;
    std::vector<std::string> properties{};
    std::size_t answers = 0;
    std::uint64_t bytes = 0;
  };

  std::unordered_map<std::string, Sum> sums_;  // by dataset
  std::map<std::string, std::vector<std::string>> questions_;
};

}  // namespace match
