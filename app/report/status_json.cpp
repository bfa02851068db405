#include "app/report/status_json.hpp"

#include <string>

namespace report {

namespace {

void write_one(LineJson& json, const status::DatasetStatus& dataset) {
  json.object();
  json.text("source", dataset.source);
  if (!dataset.target.empty()) json.text("target", dataset.target);
  json.text("level", name_of(dataset.level));
  if (!dataset.trouble.empty()) json.text("trouble", dataset.trouble);
  if (dataset.state) json.text("state", match::name_of(*dataset.state));
  if (!dataset.newest.empty()) {
    json.text("newest", dataset.newest);
    json.text("newestGuid", std::to_string(dataset.newest_guid));
  }
  if (dataset.newest_time) json.time("newestTime", *dataset.newest_time);
  json.number("lagSeconds", static_cast<std::uint64_t>(dataset.lag.count()));
  json.number("snapshotsBehind", dataset.behind);
  json.flag("partlyReceived", dataset.is_partly_received);
  json.end_object();
}

void write_one(LineJson& json, const status::PoolStatus& pool) {
  json.object();
  json.text("pool", pool.pool);
  json.number("percent", pool.percent);
  json.text("level", name_of(pool.level));
  json.end_object();
}

void write_one(LineJson& json, const status::Trouble& trouble) {
  json.object();
  json.text("level", name_of(trouble.level));
  json.text("text", trouble.text);
  json.end_object();
}

template <class Parts>
void write_all(LineJson& json, const char* key, const Parts& parts) {
  json.array(key);
  for (const auto& part : parts) write_one(json, part);
  json.end_array();
}

void write_job(LineJson& json, const status::JobStatus& job) {
  json.object();
  json.text("job", job.job);
  json.text("target", job.target);
  json.text("level", name_of(job.level()));
  json.number("lagSeconds", static_cast<std::uint64_t>(job.lag().count()));
  json.number("held", job.held);
  json.number("targetOnly", job.target_only);
  json.number("readOnly", job.read_only);
  write_all(json, "datasets", job.datasets);
  write_all(json, "pools", job.pools);
  write_all(json, "troubles", job.troubles);
  json.end_object();
}

}  // namespace

void write_status(LineJson& json, const std::vector<status::JobStatus>& jobs) {
  json.array("status");
  for (const status::JobStatus& job : jobs) write_job(json, job);
  json.end_array();
}

}  // namespace report
