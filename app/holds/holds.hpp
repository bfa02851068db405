#pragma once

#include "app/holds/own_tags.hpp"
#include "app/plan/steps.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holds {

/// What was read of one side.
struct SideFacts {
  const zfs::Inventory* inventory = nullptr;
  const zfs::DatedHolds* holds = nullptr;
};

struct Facts {
  SideFacts source;
  std::optional<SideFacts> target;  ///< nothing: no target is named
  std::string target_path;
  std::string plain_tag;  ///< of the backup name; means nothing without a target
};

/// Whom a hold serves, as far as can be told.
enum class Whose : std::uint8_t {
  this_target,     ///< the one that is named
  another_target,  ///< of the same backup name
  unknown_target
};

/// What becomes of a hold when those older than an age are to be released.
enum class Fate : std::uint8_t {
  kept_as_base,  ///< see Hold::is_base
  kept_as_young,
  released
};

/// A hold of ours.
struct Hold {
  plan::Side side = plan::Side::source;
  std::string snapshot;  ///< full name
  std::string tag;
  thinner::Time since;  ///< to the minute
  Whose whose = Whose::unknown_target;
  bool is_base = false;        ///< keeps the newest common base of the target that is named
  bool may_be_a_base = false;  ///< of a target that was not asked: the newest with this tag on its dataset

  std::string_view dataset() const { return std::string_view(snapshot).substr(0, snapshot.find('@')); }
};

/// All holds of ours, the oldest first. Pure.
std::vector<Hold> find_holds(const Facts& facts, const OwnTags& ours);

/// The one gate: nothing is released that this does not say `released` of. zfs tells no seconds, so a hold goes only
/// when it is older in any case.
Fate fate_of(const Hold& hold, const thinner::Span& age, thinner::Time now);

/// The steps that release those whose fate it is: as few as they fit into, the target's first, as in a run.
std::vector<plan::Step> releases(const std::vector<Hold>& holds, const thinner::Span& age, thinner::Time now);

/// "3 days", "1 hour": whole ones, of the largest unit up to days that fits.
std::string age_of(const Hold& hold, thinner::Time now);

}  // namespace holds
