#include "app/report/run_json.hpp"

#include "app/report/json.hpp"
#include "app/report/status_json.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <string_view>

namespace report {

namespace {

double seconds(std::chrono::steady_clock::duration time) {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) / 1000;
}

void write_traffic(LineJson& json, const run::Traffic& traffic) {
  json.number("snapshotsSent", traffic.snapshots);
  json.number("bytesSent", traffic.bytes);
  json.real("sendingSeconds", seconds(traffic.time));
  json.number("destroyedOnSource", traffic.destroyed_on_source);
  json.number("destroyedOnTarget", traffic.destroyed_on_target);
}

std::string_view name_of(run::DatasetOutcome outcome) {
  using Of = run::DatasetOutcome;
  switch (outcome) {
    case Of::failed:
      return "failed";
    case Of::sent:
      return "sent";
    case Of::not_done:
      return "not_done";
    case Of::up_to_date:
      return "up_to_date";
    case Of::snapshotted:
      return "snapshotted";
    case Of::unchanged:
      return "unchanged";
    case Of::cloned:
      return "cloned";
    case Of::rolled_back:
      return "rolled_back";
    case Of::verified:
      break;
  }
  return "verified";
}

std::uint64_t epoch_seconds_of(thinner::Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

void write_how_far(LineJson& json, const run::DatasetReport& dataset, thinner::Time end) {
  if (!dataset.common.empty()) json.text("newestCommon", dataset.common);
  if (dataset.common_time) json.number("newestCommonTime", epoch_seconds_of(*dataset.common_time));
  if (dataset.complete_until)
    json.number("lagSeconds", static_cast<std::uint64_t>(std::max((end - *dataset.complete_until).count(), {})));
  json.number("snapshotsOnSource", dataset.source_snapshots);
  if (!dataset.target.empty()) json.number("snapshotsOnTarget", dataset.target_snapshots);
}

void write_dataset(LineJson& json, const run::DatasetReport& dataset, const report::RunRecord& record) {
  const std::string& snapshot = record.report.snapshot;
  const thinner::Time end = record.end;
  json.object();
  json.text("source", dataset.source);
  if (!dataset.target.empty()) json.text("target", dataset.target);
  json.text("outcome", name_of(dataset.outcome));
  if (dataset.is_snapshotted) json.text("snapshot", snapshot);
  if (!dataset.base.empty()) json.text("base", dataset.base);
  write_traffic(json, dataset.traffic);
  write_how_far(json, dataset, end);
  json.end_object();
}

void write_problem(LineJson& json, const run::Problem& problem) {
  json.object();
  if (!problem.dataset.empty()) json.text("dataset", problem.dataset);
  json.text("class", problem.kind);
  json.text("message", problem.message);
  if (problem.command) {
    json.text("command", problem.command->line);
    json.text("stderr", problem.command->said);
  }
  if (!problem.next_step.empty()) json.text("nextStep", problem.next_step);
  json.end_object();
}

void write_hold(LineJson& json, const HeldSnapshot& hold) {
  json.object();
  json.text("side", hold.side == plan::Side::source ? "source" : "target");
  json.text("snapshot", hold.snapshot);
  json.text("tag", hold.tag);
  json.number("since", static_cast<std::uint64_t>(hold.since.time_since_epoch().count()));
  json.text("target", hold.target);
  json.flag("commonBase", hold.is_base);
  json.flag("released", hold.is_released);
  json.end_object();
}

void write_text_if_any(LineJson& json, const char* key, const std::string& text) {
  if (!text.empty()) json.text(key, text);
}

void write_end(LineJson& json, const char* key, const match::End& end) {
  if (end.name.empty()) return;
  json.object(key);
  json.text("name", end.name);
  json.flag("exists", end.exists);
  json.number("snapshots", end.snapshots);
  write_text_if_any(json, "first", end.first);
  write_text_if_any(json, "next", end.next);
  write_text_if_any(json, "last", end.last);
  if (end.written) json.number("written", *end.written);
  json.end_object();
}

void write_pair(LineJson& json, const match::Pair& pair) {
  json.object();
  json.text("suffix", pair.relative);
  json.text("state", match::name_of(pair.state));
  json.text("standing", match::name_of(match::standing_of(pair.state)));
  json.text("info", match::info_of(pair));
  write_text_if_any(json, "hint", pair.hint);
  write_text_if_any(json, "match", pair.match);
  json.number("commonSnapshots", pair.common);
  json.number("snapshotsToSend", pair.to_send);
  if (pair.bytes) json.number("bytesToSend", *pair.bytes);
  json.flag("partlyReceived", pair.resumes);
  write_end(json, "source", pair.source);
  write_end(json, "target", pair.target);
  json.end_object();
}

std::uint64_t epoch_of(thinner::Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

void write_explained(LineJson& json, const ExplainedSnapshot& snapshot) {
  json.object();
  json.text("snapshot", snapshot.name);
  json.flag("goes", snapshot.goes());
  json.text("why", snapshot.why);
  if (snapshot.rule) json.number("rule", *snapshot.rule);
  if (snapshot.block) {
    json.number("blockFrom", epoch_of(snapshot.block->from));
    json.number("blockTo", epoch_of(snapshot.block->to));
  }
  if (snapshot.made) json.number("made", epoch_of(*snapshot.made));
  if (snapshot.used) json.number("used", *snapshot.used);
  json.end_object();
}

void write_explanation(LineJson& json, const Explanation& explanation) {
  json.object("explained");
  json.number("now", epoch_of(explanation.now));
  json.number("snapshots", explanation.snapshots());
  json.number("going", explanation.going());
  json.number("frees", explanation.frees());
  json.array("rules");
  for (const thinner::Rule& rule : explanation.schedule.rules) json.text(thinner::describe(rule));
  json.end_array();
  json.array("datasets");
  for (const ExplainedDataset& dataset : explanation.datasets) {
    json.object();
    json.text("dataset", dataset.name);
    json.number("going", dataset.going());
    if (dataset.frees) json.number("frees", *dataset.frees);
    json.array("snapshots");
    for (const ExplainedSnapshot& snapshot : dataset.snapshots) write_explained(json, snapshot);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

/// The same object with the braces within its strings as \u007b and \u007d.
std::string without_braces_in_strings(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  bool in_string = false, is_escaped = false;
  for (const char c : json) {
    if (in_string && (c == '{' || c == '}')) {
      out += c == '{' ? "\\u007b" : "\\u007d";
      continue;
    }
    if (c == '"' && !is_escaped) in_string = !in_string;
    is_escaped = c == '\\' && !is_escaped;
    out += c;
  }
  return out;
}

}  // namespace

std::string to_json(const RunRecord& record) {
  const run::Traffic all = record.report.in_all();
  LineJson json;
  json.object();
  json.text("zwinnow", app::k_version);
  json.text("verb", record.verb);
  json.text("job", record.job);
  json.flag("test", record.is_test);
  json.number("startTime", static_cast<std::uint64_t>(record.start.time_since_epoch().count()));
  json.number("endTime", static_cast<std::uint64_t>(record.end.time_since_epoch().count()));
  json.text("sourceHost", record.source_host);
  json.text("targetHost", record.target_host);
  json.text("targetVolume", record.target_path);
  json.text("result", record.result);
  json.number("exitCode", static_cast<std::uint64_t>(record.exit_code));
  json.number("datasetsFailed", record.report.failed);
  json.number("missingFailed", record.report.missing_failed);
  json.real("sourceListTime", seconds(record.source_listing));
  json.real("targetListTime", seconds(record.target_listing));
  json.number("replicationSize", all.bytes);
  json.real("replicationTime", seconds(all.time));
  json.number("replicationStreamsSent", all.streams);
  json.number("snapshotsSent", all.snapshots);
  json.number("destroyedOnSource", all.destroyed_on_source);
  json.number("destroyedOnTarget", all.destroyed_on_target);
  json.array("datasets");
  for (const run::DatasetReport& dataset : record.report.datasets) write_dataset(json, dataset, record);
  json.end_array();
  if (record.holds) {
    json.array("holds");
    for (const HeldSnapshot& hold : *record.holds) write_hold(json, hold);
    json.end_array();
  }
  if (record.pairs) {
    json.array("pairs");
    for (const match::Pair& pair : *record.pairs) write_pair(json, pair);
    json.end_array();
  }
  if (record.explained) write_explanation(json, *record.explained);
  if (record.status) write_status(json, *record.status);
  if (!record.handover.empty()) json.text("handover", record.handover);
  json.array("errors");
  for (const run::Problem& problem : record.report.problems) write_problem(json, problem);
  json.end_array();
  json.texts("notes", record.report.notes);
  json.end_object();
  return without_braces_in_strings(json.result());
}

}  // namespace report
