#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/handover/handover.hpp"
#include "app/report/console.hpp"
#include "app/report/story.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// What a stage does, for people.
std::string_view title_of(plan::StageKind kind);

/// The command of a stage that is a run of its own, and of a step, as they are typed.
struct HandoverCommands {
  const plan::Context& context;
  std::vector<std::string> sync;

  std::string of_sync() const;
  std::string of(const plan::Step& step) const;
};

/// A stage of a dry run: what it would tell and run. A sync is told as its command.
void rehearse(const plan::Stage& stage, const HandoverCommands& commands, Console& console, Story& story);

/// The stages as a shell script that undoes them when one fails.
void write_script(std::ostream& out, const plan::Handover& handover, const HandoverCommands& commands);
/// As data.
void write_json(std::ostream& out, const plan::Handover& handover, const HandoverCommands& commands);

/// One line for each dataset: is it writable, is it mounted?
std::vector<std::string> state_of(std::string_view side, const std::vector<zfs::Use>& uses);

}  // namespace report
