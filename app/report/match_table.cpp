#include "app/report/match_table.hpp"

#include "app/report/amounts.hpp"
#include "app/report/columns.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <span>
#include <stdexcept>

namespace report {

namespace {

using match::Pair;
using Column = MatchColumn;

struct ColumnName {
  Column column;
  std::string_view name, synonym = {};
};

/// In the order of "all".
constexpr std::array k_columns{
    ColumnName{Column::relative, "ds_suffix", "rel_name"},
    ColumnName{Column::match, "match"},
    ColumnName{Column::common, "num_matches", "matches"},
    ColumnName{Column::size, "xfer_size", "size"},
    ColumnName{Column::to_send, "xfer_num"},
    ColumnName{Column::source_name, "src_name"},
    ColumnName{Column::source_first, "src_first"},
    ColumnName{Column::source_next, "src_next"},
    ColumnName{Column::source_last, "src_last"},
    ColumnName{Column::source_written, "src_written"},
    ColumnName{Column::source_snapshots, "src_snaps"},
    ColumnName{Column::target_name, "tgt_name"},
    ColumnName{Column::target_first, "tgt_first"},
    ColumnName{Column::target_next, "tgt_next"},
    ColumnName{Column::target_last, "tgt_last"},
    ColumnName{Column::target_written, "tgt_written"},
    ColumnName{Column::target_snapshots, "tgt_snaps"},
    ColumnName{Column::info, "info", "status"},
};

struct ColumnGroup {
  std::string_view name;
  std::array<Column, 2> columns;
};

constexpr std::array k_groups{
    ColumnGroup{"name", {Column::source_name, Column::target_name}},
    ColumnGroup{"first", {Column::source_first, Column::target_first}},
    ColumnGroup{"next", {Column::source_next, Column::target_next}},
    ColumnGroup{"last", {Column::source_last, Column::target_last}},
    ColumnGroup{"written", {Column::source_written, Column::target_written}},
    ColumnGroup{"snaps", {Column::source_snapshots, Column::target_snapshots}},
    ColumnGroup{"count", {Column::common, Column::to_send}},
};

std::string without_underscores(std::string_view name) {
  std::string text(name);
  std::erase(text, '_');
  return text;
}

void add_columns(std::string_view given, std::vector<Column>& columns) {
  const std::string name = without_underscores(given);
  const auto is_called = [&name](std::string_view its) { return !its.empty() && without_underscores(its) == name; };
  for (const ColumnName& column : k_columns) {
    if (is_called(column.name) || is_called(column.synonym)) return columns.push_back(column.column);
    if (name == "all") columns.push_back(column.column);
  }
  if (name == "all") return;
  const auto* const group = std::ranges::find_if(k_groups, is_called, &ColumnGroup::name);
  if (group == k_groups.end())
    throw std::invalid_argument("there is no column '" + std::string(given) +
                                "': zwinnow match --help names those that there are");
  columns.insert(columns.end(), group->columns.begin(), group->columns.end());
}

std::string heading_of(Column column) {
  std::string heading(std::ranges::find(k_columns, column, &ColumnName::column)->name);
  std::ranges::transform(heading, heading.begin(), [](char c) { return 'a' <= c && c <= 'z' ? c - 'a' + 'A' : c; });
  return heading;
}

/// The fields of one pair as texts.
struct Fields {
  const Pair& pair;
  const MatchTable& table;

  static std::string text(const std::string& value) { return value.empty() ? "-" : value; }
  std::string bytes(const std::optional<std::uint64_t>& value) const {
    if (!value) return "-";
    return table.exact ? std::to_string(*value) : short_bytes_text(*value);
  }
  static std::string count(const match::End& end) { return end.exists ? std::to_string(end.snapshots) : "-"; }
  std::string name() const { return pair.relative.empty() ? "[" + table.top + "]" : pair.relative; }

  std::string operator()(Column column) const {
    switch (column) {
      case Column::relative:
        return name();
      case Column::match:
        return text(pair.match);
      case Column::common:
        return std::to_string(pair.common);
      case Column::size:
        return bytes(pair.bytes);
      case Column::to_send:
        return std::to_string(pair.to_send);
      case Column::source_name:
        return text(pair.source.name);
      case Column::source_first:
        return text(pair.source.first);
      case Column::source_next:
        return text(pair.source.next);
      case Column::source_last:
        return text(pair.source.last);
      case Column::source_written:
        return bytes(pair.source.written);
      case Column::source_snapshots:
        return count(pair.source);
      case Column::target_name:
        return text(pair.target.name);
      case Column::target_first:
        return text(pair.target.first);
      case Column::target_next:
        return text(pair.target.next);
      case Column::target_last:
        return text(pair.target.last);
      case Column::target_written:
        return bytes(pair.target.written);
      case Column::target_snapshots:
        return count(pair.target);
      case Column::info:
        break;
    }
    return match::info_of(pair);
  }
};

/// "3 up-to-date, 5 syncable, 1 blocked", without those that there are none of.
std::string sums_of(const std::vector<Pair>& pairs) {
  using match::Standing;
  std::string text;
  const auto add = [&](Standing standing, std::string_view word) {
    const auto count = std::ranges::count(pairs, standing, [](const Pair& pair) { return standing_of(pair.state); });
    if (count != 0) text.append(text.empty() ? "" : ", ").append(std::to_string(count)).append(word);
  };
  add(Standing::up_to_date, " up-to-date");
  add(Standing::syncable, " syncable");
  add(Standing::blocked, " blocked");
  return text;
}

}  // namespace

bool MatchTable::shows(MatchColumn column) const {
  return std::ranges::find(columns, column) != columns.end();
}

std::vector<MatchColumn> match_columns(std::string_view names) {
  std::vector<MatchColumn> columns;
  for (std::size_t begin = 0; begin <= names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    add_columns(names.substr(begin, end - begin), columns);
    begin = end + 1;
  }
  return columns;
}

void write_pairs(std::ostream& out, const std::vector<Pair>& pairs, const MatchTable& table) {
  Rows rows;
  if (!table.plain) std::ranges::transform(table.columns, std::back_inserter(rows.emplace_back()), heading_of);
  for (const Pair& pair : pairs)
    std::ranges::transform(table.columns, std::back_inserter(rows.emplace_back()), Fields{pair, table});
  if (table.plain) return write_tabbed(out, rows);
  write_columns(out, rows);
  if (const std::string sums = sums_of(pairs); table.compares && !sums.empty()) out << sums << '\n';
  out << pairs.size() << (table.compares ? " total datasets compared\n" : " total datasets listed\n");
}

}  // namespace report
