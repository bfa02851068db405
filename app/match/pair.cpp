#include "app/match/pair.hpp"

namespace match {

Standing standing_of(State state) {
  switch (state) {
    case State::up_to_date:
      return Standing::up_to_date;
    case State::syncable_full:
    case State::syncable_incremental:
    case State::needs_snapshot:
      return Standing::syncable;
    case State::source_only:
      return Standing::alone;
    default:
      return Standing::blocked;
  }
}

std::string_view name_of(State state) {
  switch (state) {
    case State::up_to_date:
      return "up_to_date";
    case State::syncable_full:
      return "syncable_full";
    case State::syncable_incremental:
      return "syncable_incremental";
    case State::needs_snapshot:
      return "needs_snapshot";
    case State::diverged:
      return "diverged";
    case State::guid_mismatch:
      return "guid_mismatch";
    case State::no_target_snapshots:
      return "no_target_snapshots";
    case State::target_written:
      return "target_written";
    case State::target_only:
      return "target_only";
    case State::source_only:
      return "source_only";
    case State::blocked:
      break;
  }
  return "blocked";
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::up_to_date:
      return "up_to_date";
    case Standing::syncable:
      return "syncable";
    case Standing::alone:
      return "alone";
    case Standing::blocked:
      break;
  }
  return "blocked";
}

std::string info_of(const Pair& pair) {
  switch (pair.state) {
    case State::up_to_date:
      return "up-to-date";
    case State::syncable_full:
      return "syncable (full)";
    case State::syncable_incremental:
      return "syncable (incremental)";
    case State::needs_snapshot:
      return "need snapshot for source: " + pair.about;
    case State::diverged:
      return "blocked sync: target diverged";
    case State::guid_mismatch:
      return "guid mismatch on: " + pair.about;
    case State::no_target_snapshots:
      return "blocked sync: no target snapshots";
    case State::target_written:
      return "blocked sync: target is written";
    case State::target_only:
      return "no source (target only)";
    case State::source_only:
      return "no target (source only)";
    case State::blocked:
      break;
  }
  return "blocked sync: " + pair.about;
}

}  // namespace match
