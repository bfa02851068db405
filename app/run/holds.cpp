#include "app/run/holds.hpp"

#include "app/run/blame.hpp"
#include "selector/commands.hpp"

#include <algorithm>

namespace run {

void start_reading_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots, selector::HoldTags& holds,
                         Shell::Done done) {
  const std::vector<std::string> argv = selector::list_holds(snapshots);
  const auto line = [&holds](std::string_view text) { selector::parse_hold_line(text, holds); };
  shell.start(side, argv, line,
              [&shell, &holds, side, snapshots = std::move(snapshots),
               done = std::move(done)](const transport::Result& result) mutable {
                if (!result.ok() && !result.connection_failed && !result.interrupted) {
                  const auto gone = blamed(result, "");
                  const std::size_t left_out = std::erase_if(snapshots, [&gone](const std::string& snapshot) {
                    const auto found = gone.find(snapshot);
                    return found != gone.end() && found->second.find("does not exist") != std::string::npos;
                  });
                  if (left_out != 0 && !snapshots.empty())
                    return start_reading_holds(shell, side, std::move(snapshots), holds, std::move(done));
                  if (left_out != 0) {
                    transport::Result none_left;
                    none_left.stages.emplace_back();
                    if (done) done(none_left);
                    return;
                  }
                }
                if (done) done(result);
              });
}

}  // namespace run
