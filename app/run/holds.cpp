#include "app/run/holds.hpp"

#include "app/run/blame.hpp"
#include "zfs/commands.hpp"

#include <span>
#include <utility>

namespace run {

namespace {

/// How the holds of snapshots are asked for, and what becomes of each line of the answer.
struct Asking {
  zfs::Argv (*command)(std::span<const std::string> snapshots);
  transport::LineSink line;
};

bool is_gone(const Reasons& reasons, const std::string& snapshot) {
  const std::string* const reason = reason_for(reasons, snapshot);
  return reason != nullptr && zfs::says(*reason, zfs::Says::gone);
}

void start_asking(Shell& shell, plan::Side side, std::vector<std::string> snapshots, const Asking& asking,
                  Shell::Done done) {
  const std::vector<std::string> argv = asking.command(snapshots);
  shell.start(side, argv, asking.line,
              [&shell, side, asking, snapshots = std::move(snapshots),
               done = std::move(done)](const transport::Result& result) mutable {
                if (!result.ok() && !result.connection_failed && !result.interrupted) {
                  const auto reasons = blamed(result, {});
                  const std::size_t left_out =
                      std::erase_if(snapshots, [&](const std::string& snapshot) { return is_gone(reasons, snapshot); });
                  if (left_out != 0 && !snapshots.empty())
                    return start_asking(shell, side, std::move(snapshots), asking, std::move(done));
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

}  // namespace

void start_reading_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots, zfs::HoldTags& holds,
                         Shell::Done done) {
  const auto line = [&holds](std::string_view text) { zfs::parse_hold_line(text, holds); };
  start_asking(shell, side, std::move(snapshots), {zfs::list_holds, line}, std::move(done));
}

void start_reading_dated_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots,
                               transport::LineSink line, Shell::Done done) {
  start_asking(shell, side, std::move(snapshots), {zfs::list_dated_holds, std::move(line)}, std::move(done));
}

}  // namespace run
