#include "app/run/held.hpp"

#include "app/plan/lots.hpp"
#include "app/run/holds.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"

#include <algorithm>

namespace run {

namespace {

using plan::Side;

/// Reads one side, in two steps between which the other side takes its own.
class SideReader {
 public:
  SideReader(Shell& shell, Reader& reader, Side side, const Within& within, zfs::SnapshotNames& names, Held& into)
      : shell_(shell),
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
  SideReader source(shell_, reader, Side::source, in_source, names_, source_);
  SideReader target(shell_, reader, Side::target, in_target != nullptr ? *in_target : in_source, names_, target_);
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
