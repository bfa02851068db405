#include "app/report/fate_text.hpp"

namespace report {

std::string reason_of(const plan::Fate& fate, const plan::Retention& retention) {
  using Kept = plan::Fate::Kept;
  switch (fate.kept) {
    case Kept::by_schedule:
      if (fate.verdict.reason == thinner::Reason::newest &&
          retention.of(*fate.name->series).keep_newest == thinner::k_keep_all)
        return "no schedule thins it";
      if (fate.verdict.reason == thinner::Reason::newest)
        return "one of the last " + std::to_string(retention.of(*fate.name->series).keep_newest);
      if (fate.verdict.reason == thinner::Reason::young)
        return "no older than " + thinner::in_words(retention.of(*fate.name->series).young);
      if (fate.verdict.reason == thinner::Reason::clock_step)
        return "nothing is thinned there: a step in time would cost most of the snapshots before it";
      if (fate.verdict.reason == thinner::Reason::unknown_age) return "it has changed since it was listed";
      if (fate.verdict.reason == thinner::Reason::within_ttl) return "its name says how long it lives";
      return "oldest in its block of: " + thinner::describe(retention.of(*fate.name->series).rules[fate.verdict.rule]);
    case Kept::newest_of_ours:
      return "the newest of ours always stays";
    case Kept::common_base:
      return "the common base always stays";
    case Kept::foreign:
      return "not ours: its name does not match the snapshot format";
    case Kept::held:
      return "held by '" + std::string(fate.held_by) + "'";
    case Kept::has_clones:
      return "it has clones";
    case Kept::wanted_by_target:
      return "the target still wants it";
    case Kept::not_sent:
    case Kept::expired:
      break;
  }
  return "no rule of the schedule keeps it";
}

}  // namespace report
