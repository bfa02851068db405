#include "app/run/holds.hpp"

#include "app/plan/lots.hpp"
#include "app/run/blame.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"

#include <algorithm>
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

namespace {

using plan::Side;

/// Reads one side, in two steps between which the other side takes its own.
class SideReader {
 public:
  SideReader(Reader& reader, Side side, const Within& within, zfs::SnapshotNames& names, Held& into)
      : shell_(reader.shell()),
        reader_(reader),
        side_(side),
        within_(within),
        into_(into),
        listing_(into.inventory, names, held_) {}

  void start_listing() {
    std::vector<std::string> roots;
    if (!within_.root.empty()) roots.push_back(within_.root);
    const std::string what = within_.root.empty() ? "the snapshots" : "the snapshots below " + within_.root;
    shell_.start_with_greeting(
        side_, zfs::list_held(roots),
        [this](const Greeting& greeting) {
          suspended_ = greeting.suspended;
          reader_.keep_error([&] { require_silence(greeting, side_, shell_.host(side_)); });
        },
        [this](std::string_view line) {
          if (is_left_out(line.substr(0, line.find_first_of("@#\t")))) return;
          reader_.keep_error([&] { listing_.line(line); });
        },
        [this, what](const transport::Result& result) { reader_.keep_error([&] { require(result, side_, what); }); });
    if (shell_.host(side_).is_local()) suspended_ = suspended_pools_here();
  }

  void start_holds() {
    into_.inventory.sort_snapshots();
    for (auto& lot : plan::lots_of(std::move(held_))) {
      start_reading_dated_holds(
          shell_, side_, std::move(lot),
          [this](std::string_view line) { reader_.keep_error([&] { zfs::parse_dated_hold(line, into_.holds); }); },
          [this](const transport::Result& result) {
            reader_.keep_error([&] { require(result, side_, "the holds"); });
          });
    }
  }

  const std::vector<std::string>& suspended() const { return suspended_; }

 private:
  bool is_left_out(std::string_view dataset) const {
    return !within_.left_out.empty() && zfs::is_at_or_below(dataset, within_.left_out);
  }

  Shell& shell_;
  Reader& reader_;
  Side side_;
  const Within& within_;
  Held& into_;
  std::vector<std::string> held_, suspended_;
  zfs::HeldListing listing_;
};

}  // namespace

void HeldSurvey::read(const Within& in_source, const Within* in_target) {
  Reader reader(shell_);
  SideReader source(reader, Side::source, in_source, names_, source_);
  SideReader target(reader, Side::target, in_target != nullptr ? *in_target : in_source, names_, target_);
  source.start_listing();
  if (in_target != nullptr) target.start_listing();
  reader.wait();
  if (in_target != nullptr && target_.inventory.find(in_target->root) == nullptr)
    throw RunError("Target path '" + in_target->root + "' is no filesystem or volume. Please name a dataset.");
  suspended_pools_ = source.suspended();
  source.start_holds();
  if (in_target != nullptr) target.start_holds();
  reader.wait();
}

}  // namespace run
