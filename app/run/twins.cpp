#include "app/run/twins.hpp"

#include "app/plan/compile.hpp"
#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"
#include "zfs/says.hpp"

namespace run {

namespace {

using plan::Side;

/// A tree that is not there is no failure.
void start_reading(Reader& reader, Shell& shell, Side side, const std::string& root, zfs::UseListing& listing) {
  shell.start(
      side, zfs::get_uses(root), [&](std::string_view line) { reader.keep_error([&] { listing.line(line); }); },
      [&reader, side, root](const transport::Result& result) {
        const bool is_missing = !result.ok() && !result.connection_failed && !result.interrupted &&
                                zfs::says(result.stages.back().stderr_tail, zfs::Says::gone);
        if (!is_missing) reader.keep_error([&] { require(result, side, "how " + root + " is used"); });
      });
}

}  // namespace

Twins read_twins(Shell& shell, const std::string& source, const std::string& target) {
  Reader reader(shell);
  zfs::UseListing of_source, of_target;
  start_reading(reader, shell, Side::source, source, of_source);
  start_reading(reader, shell, Side::target, target, of_target);
  reader.wait();
  return {of_source.finish(), of_target.finish()};
}

std::vector<zfs::Use> read_promoted(Shell& shell, const std::string& target) {
  Reader reader(shell);
  zfs::UseListing listing;
  start_reading(reader, shell, Side::target, target, listing);
  reader.wait();
  std::vector<zfs::Use> uses = listing.finish();
  if (uses.empty()) return uses;
  zfs::ReceivedListing received(uses);
  reader.start(
      Side::target, zfs::get_received_canmount(target), [&](std::string_view line) { received.line(line); },
      "what came with the streams of " + target);
  reader.wait();
  return uses;
}

std::string Steps::carry_out(const plan::Step& step) {
  shell_.take_failure();
  events_.step_starts(step);
  const transport::Result result = shell_.run(plan::side_of(step), plan::compile(step, context_));
  if (result.interrupted) throw Aborted();
  if (result.ok()) return {};
  const std::string& said = result.stages.back().stderr_tail;
  const bool mounted =
      std::holds_alternative<plan::MountDataset>(step.action) && zfs::says(said, zfs::Says::mounted_already);
  const bool unmounted = std::holds_alternative<plan::Unmount>(step.action) && zfs::says(said, zfs::Says::not_mounted);
  if (mounted || unmounted) return {};
  const auto* const hook = std::get_if<plan::Hook>(&step.action);
  const std::string what = hook == nullptr ? "" : std::string(plan::name_of(hook->when)) + " failed: ";
  return what + with_advice(result.error());
}

}  // namespace run
