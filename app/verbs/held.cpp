#include "app/verbs/held.hpp"

#include "app/run/holds.hpp"

#include <optional>

namespace app::verbs {

HoldsFound read_holds(run::Shell& shell, const HoldsAsked& asked) {
  zfs::SnapshotNames names(asked.format);
  run::HeldSurvey survey(shell, names);
  const bool has_target = !asked.target_path.empty();
  const run::Within on_source{.root = "", .left_out = asked.is_one_host ? asked.target_path : ""};
  const run::Within on_target{.root = asked.target_path, .left_out = ""};
  survey.read(on_source, has_target ? &on_target : nullptr);
  const auto read = [](const run::Held& held) { return ::holds::SideFacts{&held.inventory, &held.holds}; };
  ::holds::Facts facts{.source = read(survey.source()),
                       .target = std::nullopt,
                       .target_path = asked.target_path,
                       .plain_tag = asked.plain_tag};
  if (has_target) facts.target = read(survey.target());
  return {::holds::find_holds(facts, asked.tags), survey.suspended_pools()};
}

}  // namespace app::verbs
