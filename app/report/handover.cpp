#include "app/report/handover.hpp"

#include "app/plan/words.hpp"
#include "app/report/json.hpp"
#include "app/report/plan_json.hpp"
#include "app/version.hpp"

#include <rapidjson/prettywriter.h>

#include <ostream>

namespace report {

namespace {

using plan::StageKind;

bool is_sync(const plan::Stage& stage) {
  return stage.kind == StageKind::sync || stage.kind == StageKind::last_sync;
}

constexpr std::string_view k_handover_head = R"sh(#!/bin/sh
# What zwinnow would run. Made for the pools as they are now: if they have changed since, make it anew.
# What is written until the source is stopped cannot be known yet, so the syncs are commands of zwinnow.
set -e
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin

# When a stage fails it is undone, and so are those before it.
begun=
when_it_fails() {
  echo 'A stage has failed: undoing what was done.' >&2
  for stage in $begun; do "undo_$stage"; done
}
)sh";

/// While the target may be written to the source must not be: what cannot be undone there ends the undoing.
std::string undone(const plan::Step& step, const HandoverCommands& commands) {
  const bool is_safety = std::holds_alternative<plan::SetProperties>(step.action);
  return commands.of(step) + (is_safety ? " || exit 255\n" : " || :\n");
}

void write_stage(std::ostream& out, const plan::Stage& stage, const HandoverCommands& commands) {
  const std::string name(name_of(stage.kind));
  out << "\n# --- " << title_of(stage.kind) << " ---\n";
  if (!stage.undo.empty()) {
    out << "undo_" << name << "() {\n";
    for (const plan::Step& step : stage.undo) out << "  " << undone(step, commands);
    out << "}\nbegun=\"" << name << " $begun\"\n";
  }
  if (is_sync(stage)) out << commands.of_sync() << '\n';
  const bool may_fail = stage.kind == StageKind::tidy;
  for (const plan::Step& step : stage.steps) out << commands.of(step) << (may_fail ? " || :\n" : "\n");
}

using HandoverJson = Json<rapidjson::PrettyWriter<rapidjson::StringBuffer>>;

void write_steps(HandoverJson& json, const char* key, const std::vector<plan::Step>& steps,
                 const HandoverCommands& commands) {
  json.array(key);
  for (const plan::Step& step : steps) {
    json.object();
    json.text("step", kind_of(step.action));
    json.text("side", plan::side_of(step) == plan::Side::source ? "source" : "target");
    json.text("command", commands.of(step));
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string_view title_of(StageKind kind) {
  switch (kind) {
    case StageKind::sync:
      return "Sync while the source is in use";
    case StageKind::stop:
      return "Stopping";
    case StageKind::give_up:
      return "Source: read-only and unmounted";
    case StageKind::last_sync:
      return "Last sync";
    case StageKind::take_over:
      return "Target: writable and mounted";
    case StageKind::start:
      return "Starting";
    case StageKind::tidy:
      return "Tidying";
  }
  return "";
}

std::string HandoverCommands::of_sync() const {
  return plan::typed(sync);
}

std::string HandoverCommands::of(const plan::Step& step) const {
  return transport::to_sh(plan::compile(step, context));
}

void rehearse(const plan::Stage& stage, const HandoverCommands& commands, Console& console, Story& story) {
  if (!is_sync(stage) && stage.steps.empty()) return;
  console.title(title_of(stage.kind));
  if (is_sync(stage)) console.command("CMDSKIP> " + commands.of_sync());
  for (const plan::Step& step : stage.steps) {
    story.step_starts(step);
    story.tell_skipped(plan::side_of(step), plan::compile(step, commands.context));
  }
}

void write_script(std::ostream& out, const plan::Handover& handover, const HandoverCommands& commands) {
  out << k_handover_head << "\nmain() {\ntrap when_it_fails EXIT\n";
  for (const plan::Stage& stage : handover.stages) write_stage(out, stage, commands);
  out << "trap - EXIT\n}\nmain\n";
}

void write_json(std::ostream& out, const plan::Handover& handover, const HandoverCommands& commands) {
  HandoverJson json;
  json.object();
  json.text("zwinnow", app::k_version);
  json.array("stages");
  for (const plan::Stage& stage : handover.stages) {
    json.object();
    json.text("stage", name_of(stage.kind));
    if (is_sync(stage)) json.text("command", commands.of_sync());
    write_steps(json, "steps", stage.steps, commands);
    write_steps(json, "undo", stage.undo, commands);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out << json.result() << '\n';
}

std::vector<std::string> state_of(std::string_view side, const std::vector<zfs::Use>& uses) {
  std::vector<std::string> lines;
  for (const zfs::Use& use : uses) {
    std::string line = std::string(side) + " " + use.name + ": " + (use.read_only ? "read-only" : "writable");
    if (!use.is_volume) line += use.mounted ? ", mounted" : ", not mounted";
    lines.push_back(line);
  }
  return lines;
}

}  // namespace report
