#include "app/verbs/status_job.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/substitute.hpp"
#include "app/verbs/parts.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace app::verbs {

namespace {

constexpr std::string_view k_digits = "0123456789";

unsigned percentage(const std::string& option, const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(0, text.size() - (text.ends_with('%') ? 1 : 0));
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc{} && end == digits.data() + digits.size() && value <= 100) return value;
  throw std::invalid_argument(option + ": " + cli::quoted(text) + " is no part such as 80%, from 0% to 100%");
}

}  // namespace

std::chrono::seconds age_of(const std::string& option, const std::string& text) {
  if (text == "0") return std::chrono::seconds{0};
  std::chrono::seconds sum{0};
  for (std::size_t from = 0; from < text.size();) {
    const auto unit = text.find_first_not_of(k_digits, from);
    const auto next = std::min(text.find_first_of(k_digits, unit), text.size());
    sum += std::chrono::seconds{ttl(option, text.substr(from, next - from)).seconds};
    from = next;
  }
  return sum;
}

status::Limits limits_of(const cli::Watching& given) {
  return {.lag_warning = age_of("--warning", given.warning),
          .lag_critical = age_of("--critical", given.critical),
          .capacity_warning = percentage("--capacity-warning", given.capacity_warning),
          .capacity_critical = percentage("--capacity-critical", given.capacity_critical),
          .held_warning = age_of("--held-warning", given.held_warning)};
}

Job make_status_job(const StatusOptions& given, const std::string& name, thinner::Time now) {
  const cli::NamedBackup& backup = given.backup;
  Job job;
  job.options.now = now;
  job.options.settings.backup_name = name;
  job.options.thinning = job.options.holds = job.options.check_permissions = false;
  job.options.min_change = given.watching.min_change;
  job.options.mapping = mapping_of(given.operands.target_path, backup.strip_path);
  job.options.exclude_snapshots = patterns_of("--exclude-snapshot-pattern", backup.exclude_snapshot_patterns);
  job.options.other_snapshots = backup.other_snapshots;
  job.selection = selector::ByProperty{property_of(given.selecting.property_format, name),
                                       rules_of(given.selecting, given.places, given.operands.target_path)};
  job.series = {
      {name, thinner::NameFormat(cli::substitute(backup.snapshot_format, name), zone_of(given.watching.utc))}};
  job.hosts = hosts_of(given.places);
  job.timeout = timeout_of(given.watching.timeout);
  return job;
}

std::string name_in(const std::string& property, const std::string& format) {
  const auto field = format.find("{}");
  if (field == std::string::npos) return {};
  const std::size_t around = format.size() - 2;
  if (property.size() <= around) return {};
  std::string name = property.substr(field, property.size() - around);
  return cli::substitute(format, name) == property ? name : std::string();
}

}  // namespace app::verbs
