#include "app/report/columns.hpp"

#include <algorithm>
#include <ostream>

namespace report {

void write_columns(std::ostream& out, const Rows& rows, const std::vector<std::size_t>& right) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - row[i].size(), ' ');
      const bool stands_right = std::ranges::find(right, i) != right.end();
      line.append(i == 0 ? "" : "  ").append(stands_right ? blanks + row[i] : row[i] + blanks);
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
}

void write_tabbed(std::ostream& out, const Rows& rows) {
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : "\t") << row[i];
    out << '\n';
  }
}

}  // namespace report
