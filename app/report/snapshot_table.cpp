#include "app/report/snapshot_table.hpp"

#include "app/report/amounts.hpp"
#include "app/report/columns.hpp"
#include "app/report/json.hpp"
#include "app/version.hpp"

#include <date/date.h>

#include <cstdint>
#include <ostream>

namespace report {

namespace {

using LineJson = Json<rapidjson::Writer<rapidjson::StringBuffer>>;

std::int64_t seconds_of(thinner::Time time) {
  return time.time_since_epoch().count();
}

std::string time_text(thinner::Time time, const SnapshotTable& table) {
  if (table.exact) return std::to_string(seconds_of(time));
  return date::format("%F %R", std::chrono::sys_seconds{std::chrono::seconds(table.zone.to_wall(time))});
}

std::vector<std::string> row_of(std::size_t number, const ListedSnapshot& listed, const SnapshotTable& table) {
  const zfs::SizedSnapshot& snapshot = listed.snapshot;
  const std::string bytes = std::to_string(snapshot.used);
  std::vector<std::string> row{std::to_string(number),
                               listed.dataset(),
                               listed.name(),
                               time_text(snapshot.created, table),
                               table.exact ? bytes : bytes_text(snapshot.used),
                               bytes,
                               std::to_string(snapshot.holds),
                               std::to_string(snapshot.clones)};
  if (table.why) row.push_back((listed.goes ? "goes: " : "stays: ") + listed.why);
  return row;
}

std::uint64_t bytes_of(const std::vector<ListedSnapshot>& snapshots) {
  std::uint64_t sum = 0;
  for (const ListedSnapshot& listed : snapshots) sum += listed.snapshot.used;
  return sum;
}

}  // namespace

void write_snapshots(std::ostream& out, const std::vector<ListedSnapshot>& snapshots, const SnapshotTable& table) {
  Rows rows;
  if (!table.plain) rows.push_back({"#", "DATASET", "SNAPSHOT", "CREATED", "SIZE", "BYTES", "HOLDS", "CLONES"});
  if (!table.plain && table.why) rows.back().emplace_back("WHY");
  for (std::size_t i = 0; i < snapshots.size(); ++i) rows.push_back(row_of(i + 1, snapshots[i], table));
  if (table.plain) return write_tabbed(out, rows);
  if (!snapshots.empty()) write_columns(out, rows, {0, 4, 5, 6, 7});
  const std::uint64_t bytes = bytes_of(snapshots);
  out << snapshots.size() << (snapshots.size() == 1 ? " snapshot, " : " snapshots, ")
      << (table.exact ? std::to_string(bytes) + " bytes" : bytes_text(bytes))
      << " that no other snapshot or dataset shares.\n";
}

void write_snapshots_as_json(std::ostream& out, const std::vector<ListedSnapshot>& snapshots, bool why) {
  LineJson json;
  json.object();
  json.text("zwinnow", app::k_version);
  json.text("verb", "list");
  json.array("snapshots");
  for (const ListedSnapshot& listed : snapshots) {
    json.object();
    json.text("dataset", listed.dataset());
    json.text("snapshot", listed.name());
    json.number("created", static_cast<std::uint64_t>(seconds_of(listed.snapshot.created)));
    json.number("used", listed.snapshot.used);
    json.number("holds", listed.snapshot.holds);
    json.number("clones", listed.snapshot.clones);
    if (why) {
      json.flag("goes", listed.goes);
      json.text("why", listed.why);
    }
    json.end_object();
  }
  json.end_array();
  json.number("count", snapshots.size());
  json.number("used", bytes_of(snapshots));
  json.end_object();
  out << json.result() << '\n';
}

}  // namespace report
