#include "app/report/held.hpp"

#include "app/report/columns.hpp"

#include <algorithm>
#include <cstddef>
#include <ostream>

namespace report {

namespace {

using holds::Fate;
using holds::Hold;
using plan::Side;

std::string target_of(const Hold& hold, const HeldTable& table) {
  switch (hold.whose) {
    case holds::Whose::this_target:
      return table.target_path;
    case holds::Whose::another_target:
      return "another target";
    case holds::Whose::unknown_target:
      break;
  }
  return "unknown target";
}

std::string note_on(const Hold& hold, const HeldTable& table) {
  if (!table.age) return hold.is_base ? "common base" : "";
  switch (holds::fate_of(hold, *table.age, table.now)) {
    case Fate::kept_as_base:
      return "stays: common base";
    case Fate::kept_as_young:
      return "stays: not that old";
    case Fate::released:
      break;
  }
  return hold.may_be_a_base ? "release, may be a base" : "release";
}

std::size_t count_released(const std::vector<Hold>& found, const HeldTable& table, bool possible_bases_only = false) {
  if (!table.age) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(found, [&](const Hold& hold) {
    return holds::fate_of(hold, *table.age, table.now) == Fate::released &&
           (hold.may_be_a_base || !possible_bases_only);
  }));
}

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " hold" : " holds");
}

}  // namespace

void write_holds(std::ostream& out, const std::vector<Hold>& found, const HeldTable& table) {
  Rows rows;
  if (!found.empty()) rows.push_back({"SIDE", "SNAPSHOT", "TAG", "AGE", "TARGET", ""});
  for (const Hold& hold : found) {
    rows.push_back({hold.side == Side::source ? "source" : "target", hold.snapshot, hold.tag,
                    holds::age_of(hold, table.now), target_of(hold, table), note_on(hold, table)});
  }
  write_columns(out, rows);
  const auto on_source = static_cast<std::size_t>(std::ranges::count(found, Side::source, &Hold::side));
  out << counted(found.size()) << " of ours: " << on_source << " on the source";
  if (!table.target_path.empty()) out << ", " << found.size() - on_source << " on the target";
  if (table.age) out << "; " << count_released(found, table) << " to be released";
  out << '.' << std::endl;
}

std::vector<HeldSnapshot> list_holds(const std::vector<Hold>& found, const HeldTable& table) {
  std::vector<HeldSnapshot> list;
  for (const Hold& hold : found) {
    const bool goes = table.age && holds::fate_of(hold, *table.age, table.now) == Fate::released;
    list.push_back({hold.side, hold.snapshot, hold.tag, hold.since, target_of(hold, table), hold.is_base, goes});
  }
  return list;
}

std::vector<std::string> notes_on_releases(const std::vector<Hold>& found, const HeldTable& table) {
  const std::size_t count = count_released(found, table, true);
  if (count == 0) return {};
  const std::string who = table.target_path.empty()
                              ? "No TARGET-PATH is named, so no target was asked what it needs"
                              : "Targets other than " + table.target_path + " were not asked what they need";
  return {
      who + ". " + counted(count) +
      " to be released (marked above) may be on the common base of one: when such a snapshot is destroyed, that target "
      "must be sent the whole dataset anew."};
}

}  // namespace report
