#include "app/cli/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace app::cli {

namespace {

/// Capitals, and what stands between words, are no differences.
std::string plain(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_' || c == '.') c = '-';
  }
  return out;
}

/// How many letters must be changed, left out, put in, or exchanged with the next one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool are_exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (are_exchanged) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view given, std::span<const std::string_view> names) {
  constexpr std::size_t k_longest = 64;  // no option is as long
  if (given.size() > k_longest) return {};
  const std::string wanted = plain(given);
  std::size_t least = std::max<std::size_t>(2, given.size() / 3) + 1;
  std::string_view nearest;
  for (const std::string_view name : names) {
    const std::size_t wrong = distance(wanted, plain(name));
    if (wrong < least) {
      least = wrong;
      nearest = name;
    }
  }
  return std::string(nearest);
}

}  // namespace app::cli
