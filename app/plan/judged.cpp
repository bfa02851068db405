#include "app/plan/judged.hpp"

namespace plan {

namespace {

using Kept = Judged::Kept;

Kept kept_by(const selector::Snapshot& snapshot, thinner::Verdict verdict, bool is_obsolete, bool held,
             Kept otherwise) {
  if (!snapshot.ours()) return Kept::foreign;
  if (!is_obsolete) return verdict.keep() ? Kept::by_schedule : Kept::newest_of_ours;
  if (snapshot.has_clones) return Kept::has_clones;
  return held ? Kept::held : otherwise;
}

}  // namespace

Judged judged(const selector::Snapshot& snapshot, thinner::Verdict verdict, bool is_obsolete, std::string_view held_by,
              Kept otherwise) {
  return {snapshot.name, verdict, kept_by(snapshot, verdict, is_obsolete, !held_by.empty(), otherwise), held_by};
}

}  // namespace plan
