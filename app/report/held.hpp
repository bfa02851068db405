#pragma once

#include "app/holds/holds.hpp"
#include "app/report/run_json.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace report {

/// What a table of holds tells besides them.
struct HeldTable {
  std::string target_path;           ///< empty: none is named
  std::optional<thinner::Span> age;  ///< what is older is released; nothing: only list
  thinner::Time now;
};

/// One line for each hold in columns, with a heading, and the totals.
void write_holds(std::ostream& out, const std::vector<holds::Hold>& found, const HeldTable& table);

/// The same for JSON.
std::vector<HeldSnapshot> list_holds(const std::vector<holds::Hold>& found, const HeldTable& table);

/// What may be lost by the releases.
std::vector<std::string> notes_on_releases(const std::vector<holds::Hold>& found, const HeldTable& table);

}  // namespace report
