#pragma once

#include "app/match/pair.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// What a table of pairs tells of each.
enum class MatchColumn : std::uint8_t {
  relative,
  match,
  common,
  size,
  to_send,
  source_name,
  source_first,
  source_next,
  source_last,
  source_written,
  source_snapshots,
  target_name,
  target_first,
  target_next,
  target_last,
  target_written,
  target_snapshots,
  info
};

struct MatchTable {
  std::vector<MatchColumn> columns;
  std::string top;       ///< what the topmost dataset is called
  bool plain = false;    ///< fields with tabs between them, and nothing else
  bool exact = false;    ///< bytes
  bool compares = true;  ///< with a target

  bool shows(MatchColumn column) const;
};

/// Names of columns and groups of them, with commas between; underscores may be left out. Throws std::invalid_argument
/// that says which is none.
std::vector<MatchColumn> match_columns(std::string_view names);

/// One line for each pair, with a heading and the sums.
void write_pairs(std::ostream& out, const std::vector<match::Pair>& pairs, const MatchTable& table);

}  // namespace report
