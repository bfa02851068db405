#include "app/plan/fate.hpp"

namespace plan {

using Kept = Fate::Kept;

Fate fate_of(const zfs::Snapshot& snapshot, thinner::Verdict verdict, bool is_given_up, bool has_clones,
             std::string_view held_by) {
  const auto kept = [&] {
    if (!snapshot.ours()) return Kept::foreign;
    if (!is_given_up) return verdict.keep() ? Kept::by_schedule : Kept::newest_of_ours;
    if (has_clones) return Kept::has_clones;
    return held_by.empty() ? Kept::expired : Kept::held;
  };
  return {snapshot.name, verdict, kept(), held_by};
}

}  // namespace plan
