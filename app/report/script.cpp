#include "app/report/script.hpp"

#include "app/plan/explain.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/recursive.hpp"
#include "zfs/commands.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace report {

namespace {

/// What streams start from: full name of a snapshot or bookmark -> guid, on each side, as they are listed.
class Bases {
 public:
  Bases(const plan::Plan& plan, const plan::Facts& facts) : facts_(facts), names_(plan.names) {
    for (const plan::DatasetPlan& dataset : plan.datasets) {
      const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome);
      if (transfers != nullptr && !transfers->base.empty()) add(dataset, transfers->base);
    }
  }

  std::map<std::string, std::uint64_t> source, target;

 private:
  void add(const plan::DatasetPlan& dataset, const std::string& base) {
    const auto at = base.find('@');
    if (at != std::string::npos) return add_snapshot(dataset, base.substr(0, at), base.substr(at + 1));
    if (!base.starts_with('#')) return add_snapshot(dataset, dataset.source->name, base);
    for (const zfs::Bookmark& bookmark : dataset.source->bookmarks) {
      if (bookmark.name == base.substr(1)) add_guid(dataset, dataset.source->name + base, bookmark.guid);
    }
  }

  void add_snapshot(const plan::DatasetPlan& dataset, const std::string& owner, const std::string& name) {
    const zfs::Dataset* const there = facts_.source->find(owner);
    if (there == nullptr) return;
    for (const zfs::Snapshot& snapshot : there->snapshots) {
      if (snapshot.name->text == name) add_guid(dataset, std::string(owner).append("@").append(name), snapshot.guid);
    }
  }

  /// Its copy is that in the target, but for an origin, which arrives in this run or is watched over by its own stream.
  void add_guid(const plan::DatasetPlan& dataset, const std::string& name, std::uint64_t guid) {
    source[name] = guid;
    if (dataset.there == nullptr) return;
    for (const zfs::Snapshot& copy : dataset.there->snapshots) {
      if (copy.guid == guid) target[names_.listed(dataset.target + "@" + copy.name->text)] = guid;
    }
  }

  const plan::Facts& facts_;
  const plan::NewNames& names_;
};

void write_guard(std::ostream& out, const transport::Host& host, const std::map<std::string, std::uint64_t>& bases) {
  std::vector<std::string> names;
  names.reserve(bases.size());
  for (const auto& [name, guid] : bases) names.push_back(name);
  for (const auto& lot : plan::lots_of(names)) {
    out << "check_guids \"$(" << transport::to_sh({{{host, zfs::list_base_guids(lot)}}}) << ")\" <<'GUIDS'\n";
    for (const std::string& name : lot) out << name << '\t' << bases.at(name) << '\n';
    out << "GUIDS\n";
  }
}

constexpr std::string_view k_head = R"sh(#!/bin/sh
# What zwinnow would run. Made for the pools as they are now: if they have changed since, make it anew.
set -e
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin

# The snapshots and bookmarks that the streams start from must still be there, with the guids that were planned on.
check_guids() {
  if [ "$(printf '%s\n' "$1" | sort)" != "$(sort)" ]; then
    echo 'The pools have changed since this script was made: make it anew.' >&2
    exit 1
  fi
}
)sh";

std::string command(const plan::Step& step, const plan::Context& context) {
  std::string text = transport::to_sh(plan::compile(step, context));
  if (plan::is_recursive(step)) {  // one that zfs refuses keeps it from doing the others
    text += " || {\n";
    for (const plan::Step& each : plan::by_name(step)) text += "  " + command(each, context);
    return text + "}\n";
  }
  return text + (plan::tolerates_failure(step) ? " || :\n" : "\n");
}

/// Does an exit code not say whether all arrived? That of a receive may be ignored; and zfs send -I may end well
/// although it could not send all.
bool must_look(const plan::Plan& plan) {
  const auto is_range = [](const plan::Step& step) {
    const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
    return transfer != nullptr && !transfer->between.empty();
  };
  return plan.settings.ignore_receive_errors || std::ranges::any_of(plan.phases, [&](const plan::Phase& phase) {
           return std::ranges::any_of(
               phase.lanes, [&](const plan::Lane& lane) { return std::ranges::any_of(lane.steps, is_range); });
         });
}

/// A comment in one line, whatever the text holds.
std::string comment(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return "# " + text + "\n";
}

/// One of the user's that follows something; nothing fails with it.
std::string following(plan::Step step, const plan::Context& context, bool succeeded) {
  if (auto* const hook = std::get_if<plan::Hook>(&step.action)) hook->succeeded = succeeded;
  return transport::to_sh(plan::compile(step, context)) + " || :\n";
}

/// What follows a lane whatever becomes of it: when the script ends within the lane, then too.
std::string at_last(const plan::Lane& lane, const plan::Context& context, bool succeeded) {
  std::string text;
  for (const plan::Step& step : lane.at_last) text += following(step, context, succeeded);
  return text;
}

bool ends_tree(const plan::Step& step) {
  const auto* const hook = std::get_if<plan::Hook>(&step.action);
  return hook != nullptr && hook->when == plan::Hook::When::after_tree;
}

/// The steps of a lane. What follows the snapshot of a tree is done too when the script ends with that.
void write_steps(std::ostream& out, const plan::Lane& lane, const plan::Context& context, bool looks) {
  for (std::size_t i = 0; i < lane.steps.size(); ++i) {
    const plan::Step& step = lane.steps[i];
    const bool is_followed = i + 1 < lane.steps.size() && ends_tree(lane.steps[i + 1]);
    if (std::holds_alternative<plan::Verify>(step.action) && !looks) continue;
    if (!step.why.empty()) out << comment(std::string(step.why.text()));
    if (ends_tree(step)) {
      out << following(step, context, true);
    } else if (is_followed) {
      out << transport::to_sh(plan::compile(step, context)) << " || {\n  "
          << following(lane.steps[i + 1], context, false) << "  exit 1\n}\n";
    } else {
      out << command(step, context);
    }
  }
}

}  // namespace

void write_script(std::ostream& out, const plan::Plan& plan, const plan::Facts& facts, const plan::Hosts& hosts) {
  plan::Settings settings = plan.settings;
  settings.progress = false;
  const plan::Context quiet{settings, hosts};
  const bool looks = must_look(plan);
  // As a function that is called at the very end: a script that was cut does nothing.
  out << k_head << transport::sh_functions(settings.crossing) << "\nmain() {\n:\n";
  Bases bases(plan, facts);
  for (const plan::ReliedOn& one : plan.relies_on) bases.target[one.name] = one.guid;
  write_guard(out, hosts.source, bases.source);
  write_guard(out, hosts.target, bases.target);
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (plan::is_failure(dataset.outcome))
      out << '\n' << comment(dataset.source->name + " is left out: " + plan::explain(dataset));
    if (!dataset.unsnapshotted.empty()) out << '\n' << comment(dataset.source->name + ": " + dataset.unsnapshotted);
  }
  for (const plan::Phase& phase : plan.phases) {
    if (phase.kind == plan::PhaseKind::verify && !looks) continue;
    out << '\n' << comment("--- " + std::string(name_of(phase.kind)) + " ---");
    for (const plan::Lane& lane : phase.lanes) {
      if (!lane.at_last.empty()) {
        out << "when_it_fails() {\n" << at_last(lane, quiet, false) << "}\ntrap when_it_fails EXIT\n";
      }
      write_steps(out, lane, quiet, looks);
      if (!lane.at_last.empty()) out << "trap - EXIT\n" << at_last(lane, quiet, true);
    }
  }
  out << "}\nmain\n";
}

}  // namespace report
