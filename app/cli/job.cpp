#include "app/cli/job.hpp"

#include "app/cli/substitute.hpp"

#include <algorithm>
#include <stdexcept>

namespace app::cli {

namespace {

transport::Host host(const std::string& destination, const std::string& config) {
  return destination.empty() ? transport::Host::local() : transport::Host::ssh(destination, config);
}

/// ZFS knows no capital letters in property names, and says so in a page of usage.
void check_property(const std::string& property) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '.' || c == '_' || c == '+';
  };
  if (property.size() < 256 && property.find(':') != std::string::npos && std::ranges::all_of(property, allowed))
    return;
  throw std::invalid_argument(
      "'" + property + "' cannot be a user property: it needs a colon, and only lower-case letters, digits and :+-._ " +
      "are allowed. Choose another backup name or --property-format.");
}

thinner::Schedule schedule(const std::string& option, const std::string& text) {
  try {
    return thinner::parse_schedule(text);
  } catch (const thinner::ScheduleError& error) {
    throw thinner::ScheduleError(option + ": " + error.what());
  }
}

plan::Options options_of(const Request& request, const thinner::NameFormat& format, std::chrono::sys_seconds now) {
  plan::Options options;
  options.now = now;
  options.target_path = request.target_path;
  options.snapshot_name = request.snapshot ? format.name_at(now) : "";
  options.hold_tag = substitute(request.hold_format, request.backup_name);
  options.keep_source = schedule("--keep-source", request.keep_source);
  options.keep_target = schedule("--keep-target", request.keep_target);
  options.min_change = request.min_change;
  options.strip_path = request.strip_path;
  options.thinning = request.thinning;
  options.send = request.send;
  options.holds = request.holds;
  options.other_snapshots = request.other_snapshots;
  options.rollback = request.rollback;
  options.destroy_incompatible = request.destroy_incompatible;
  options.explain = request.mode == Mode::plan_json;
  options.filter_properties = request.filter_properties;
  options.set_properties = request.set_properties;
  if (request.clear_refreservation) options.filter_properties.emplace_back("refreservation");
  if (request.clear_mountpoint) options.set_properties.emplace_back("canmount=noauto");
  return options;
}

plan::Context context_of(const Request& request, const plan::Options& options) {
  plan::Context context;
  context.source = host(request.ssh_source, request.ssh_config);
  context.target = host(request.ssh_target, request.ssh_config);
  context.progress = request.progress;
  context.buffer = request.buffer;
  context.rate = request.rate;
  context.filter_properties = options.filter_properties;
  context.set_properties = options.set_properties;
  return context;
}

}  // namespace

Job make_job(const Request& request, std::chrono::sys_seconds now) {
  const std::string snapshot_format = substitute(request.snapshot_format, request.backup_name);
  const thinner::NameFormat format(snapshot_format, request.utc ? thinner::Zone::utc() : thinner::Zone::local());
  const plan::Options options = options_of(request, format, now);
  check_property(substitute(request.property_format, request.backup_name));
  const bool same_host = request.ssh_source == request.ssh_target;
  Job job{.property = substitute(request.property_format, request.backup_name),
          .snapshot_format = snapshot_format,
          .format = format,
          .options = options,
          .selection = {},
          .context = context_of(request, options),
          .lock_name = "",
          .same_host = same_host,
          .added_exclude_received =
              same_host && request.target_path.empty() && !request.exclude_received && !request.include_received};
  if (same_host) job.selection.exclude_path = request.target_path;
  job.selection.exclude_received = request.exclude_received || job.added_exclude_received;
  job.selection.exclude_unchanged = request.exclude_unchanged;
  job.lock_name = job.property + " " + request.ssh_source + " " + request.ssh_target + " " + request.target_path;
  return job;
}

}  // namespace app::cli
