#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace report {

using Rows = std::vector<std::vector<std::string>>;

/// A table: columns as wide as they must be, two blanks between them. Those whose numbers are in `right` stand at the
/// right of theirs. All rows have the same number of fields.
void write_columns(std::ostream& out, const Rows& rows, const std::vector<std::size_t>& right = {});

/// The same for programs: a tab between fields.
void write_tabbed(std::ostream& out, const Rows& rows);

}  // namespace report
