#pragma once

#include "thinner/zone.hpp"
#include "zfs/parse.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace report {

/// A snapshot, and where it was asked for what a run would do with it.
struct ListedSnapshot {
  zfs::SizedSnapshot snapshot;
  bool goes = false;
  std::string why{};

  std::string dataset() const { return snapshot.name.substr(0, snapshot.name.find('@')); }
  std::string name() const { return snapshot.name.substr(snapshot.name.find('@') + 1); }
};

/// What the table has.
struct SnapshotTable {
  bool plain = false;  ///< fields with tabs between them, and nothing else
  bool exact = false;  ///< bytes and seconds
  bool why = false;
  thinner::Zone zone;
};

void write_snapshots(std::ostream& out, const std::vector<ListedSnapshot>& snapshots, const SnapshotTable& table);

/// As one JSON object, in one line: see docs/json.md.
void write_snapshots_as_json(std::ostream& out, const std::vector<ListedSnapshot>& snapshots, bool why);

}  // namespace report
