#include "app/report/plan_json.hpp"

#include "app/plan/explain.hpp"
#include "app/report/fate_text.hpp"
#include "app/report/json.hpp"
#include "app/version.hpp"

#include <rapidjson/prettywriter.h>

#include <ostream>
#include <string>

namespace report {

const char* kind_of(const plan::Action& action) {
  struct {
    const char* operator()(const plan::CreateSnapshots&) const { return "create_snapshots"; }
    const char* operator()(const plan::CreateParent&) const { return "create_parent"; }
    const char* operator()(const plan::AbortReceive&) const { return "abort_receive"; }
    const char* operator()(const plan::DestroySnapshots&) const { return "destroy_snapshots"; }
    const char* operator()(const plan::Rollback&) const { return "rollback"; }
    const char* operator()(const plan::Transfer&) const { return "transfer"; }
    const char* operator()(const plan::Verify&) const { return "verify"; }
    const char* operator()(const plan::Hold&) const { return "hold"; }
    const char* operator()(const plan::Release&) const { return "release"; }
    const char* operator()(const plan::Mount&) const { return "mount"; }
    const char* operator()(const plan::Hook&) const { return "hook"; }
    const char* operator()(const plan::DestroyDataset&) const { return "destroy_dataset"; }
    const char* operator()(const plan::CreateBookmark&) const { return "create_bookmark"; }
    const char* operator()(const plan::DestroyBookmark&) const { return "destroy_bookmark"; }
    const char* operator()(const plan::Clone&) const { return "clone"; }
    const char* operator()(const plan::Promote&) const { return "promote"; }
    const char* operator()(const plan::LoadKey&) const { return "load_key"; }
    const char* operator()(const plan::Rename&) const { return "rename"; }
    const char* operator()(const plan::SetProperty&) const { return "set_property"; }
    const char* operator()(const plan::Unmount&) const { return "unmount"; }
    const char* operator()(const plan::WriteRecords&) const { return "write_records"; }
    const char* operator()(const plan::SetProperties&) const { return "set_properties"; }
    const char* operator()(const plan::ClearProperty&) const { return "clear_property"; }
    const char* operator()(const plan::MountDataset&) const { return "mount_dataset"; }
    const char* operator()(const plan::MountInPlace&) const { return "mount_in_place"; }
    const char* operator()(const plan::UnmountAll&) const { return "unmount_all"; }
    const char* operator()(const plan::Open&) const { return "open"; }
  } name;
  return std::visit(name, action);
}

namespace {

using PrettyJson = Json<rapidjson::PrettyWriter<rapidjson::StringBuffer>>;

void write_fates(PrettyJson& json, const char* key, const std::vector<plan::Fate>& fates,
                 const plan::Retention& retention) {
  json.array(key);
  for (const plan::Fate& fate : fates) {
    json.object();
    json.text("snapshot", fate.name->text);
    json.flag("keep", fate.stays());
    json.text("reason", reason_of(fate, retention));
    json.end_object();
  }
  json.end_array();
}

void write_dataset(PrettyJson& json, const plan::DatasetPlan& dataset, const plan::Options& options) {
  json.object();
  json.text("source", dataset.source->name);
  if (!dataset.target.empty()) json.text("target", dataset.target);
  if (!dataset.followed_from.empty()) json.text("target_so_far", dataset.followed_from);
  json.text("outcome", plan::name_of(dataset.outcome));
  if (dataset.encryption_root) json.text("target_encryption_root", *dataset.encryption_root);
  if (plan::is_failure(dataset.outcome)) json.text("reason", plan::explain(dataset));
  if (!dataset.unsnapshotted.empty()) json.text("no_snapshot", dataset.unsnapshotted);
  if (const auto* transfers = std::get_if<plan::Transfers>(&dataset.outcome)) {
    if (!transfers->base.empty()) json.text("base", transfers->base);
    json.texts("snapshots", transfers->snapshots);
  }
  if (const auto* diverged = std::get_if<plan::Diverged>(&dataset.outcome))
    json.texts("incompatible", diverged->incompatible);
  write_fates(json, "source_snapshots", dataset.source_fates, options.keep_source);
  if (!dataset.target.empty()) write_fates(json, "target_snapshots", dataset.target_fates, options.keep_target);
  json.end_object();
}

void write_step(PrettyJson& json, const plan::Step& step, const plan::Context& context) {
  json.object();
  json.text("step", kind_of(step.action));
  json.text("side", plan::side_of(step) == plan::Side::source ? "source" : "target");
  if (!step.why.empty()) json.text("why", step.why.text());
  if (const auto* const transfer = std::get_if<plan::Transfer>(&step.action))
    json.texts("snapshots", transfer->snapshots());
  json.text("command", transport::to_line(plan::compile(step, context)));
  json.end_object();
}

}  // namespace

void write_json(std::ostream& out, const plan::Plan& plan, const plan::Facts& facts, const plan::Options& options,
                const plan::Hosts& hosts) {
  plan::Settings settings = plan.settings;
  settings.progress = false;
  const plan::Context quiet{settings, hosts};
  PrettyJson json;
  json.object();
  json.text("zwinnow", app::k_version);
  json.time("now", options.now);
  json.array("excluded");
  for (const selector::Decision& decision : facts.selection) {
    if (decision.verdict == selector::Verdict::selected || decision.verdict == selector::Verdict::not_marked) continue;
    json.text(decision.dataset->name);
  }
  json.end_array();
  json.array("datasets");
  for (const plan::DatasetPlan& dataset : plan.datasets) write_dataset(json, dataset, options);
  json.end_array();
  json.array("phases");
  for (const plan::Phase& phase : plan.phases) {
    json.object();
    json.text("phase", plan::name_of(phase.kind));
    json.array("steps");
    for (const plan::Lane& lane : phase.lanes) {
      for (const plan::Step& step : lane.steps) write_step(json, step, quiet);
      for (const plan::Step& step : lane.at_last) write_step(json, step, quiet);
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out << json.result() << '\n';
}

}  // namespace report
