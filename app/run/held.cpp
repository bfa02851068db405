#include "app/run/held.hpp"

#include "app/plan/lots.hpp"
#include "app/run/holds.hpp"
#include "app/run/reader.hpp"
#include "selector/commands.hpp"

#include <algorithm>

namespace run {

namespace {

using plan::Side;

/// Reads one side, in two steps between which the other side takes its own.
class SideReader {
 public:
  SideReader(Shell& shell, Reader& reader, Side side, const Within& within, selector::SnapshotNames& names, Held& into)
      : shell_(shell),
        reader_(reader),
        side_(side),
        within_(within),
        into_(into),
        listing_(into.inventory, names, held_) {}

  void start_listing() {
    std::vector<std::string> roots;
    if (!within_.root.empty()) roots.push_back(within_.root);
    reader_.start(
        side_, selector::list_held(roots),
        [this](std::string_view line) {
          if (!is_left_out(line.substr(0, line.find_first_of("@#\t")))) listing_.line(line);
        },
        within_.root.empty() ? "the snapshots" : "the snapshots below " + within_.root);
  }

  void start_holds() {
    into_.inventory.sort_snapshots();
    for (auto& lot : plan::lots_of(std::move(held_))) {
      start_reading_dated_holds(
          shell_, side_, std::move(lot),
          [this](std::string_view line) { reader_.keep_error([&] { selector::parse_dated_hold(line, into_.holds); }); },
          [this](const transport::Result& result) {
            reader_.keep_error([&] { require(result, side_, "the holds"); });
          });
    }
  }

 private:
  bool is_left_out(std::string_view dataset) const {
    return !within_.left_out.empty() && selector::is_at_or_below(dataset, within_.left_out);
  }

  Shell& shell_;
  Reader& reader_;
  Side side_;
  const Within& within_;
  Held& into_;
  std::vector<std::string> held_;
  selector::HeldListing listing_;
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
  source.start_holds();
  if (in_target != nullptr) target.start_holds();
  reader.wait();
}

}  // namespace run
