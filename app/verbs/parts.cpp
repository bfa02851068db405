#include "app/verbs/parts.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/sizes.hpp"
#include "app/cli/substitute.hpp"
#include "app/cli/verb.hpp"
#include "app/cli/words.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <thread>

namespace app::verbs {

std::vector<std::string> command(const std::string& option, const std::string& text) try {
  std::vector<std::string> words = cli::split_words(text);
  if (words.empty() || words.front().empty()) throw std::invalid_argument("it is no command");
  return words;
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(option + ": '" + text + "': " + error.what());
}

std::vector<std::vector<std::string>> commands(const std::string& option, const std::vector<std::string>& texts) {
  std::vector<std::vector<std::string>> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) all.push_back(command(option, text));
  return all;
}

namespace {

transport::Host host(const std::string& destination, const cli::Places& places) {
  const auto plain =
      destination.empty() ? transport::Host::local() : transport::Host::ssh(destination, places.ssh_config);
  return plain.with_options(places.ssh_options);
}

plan::Options::DestroyLimit destroy_limit(std::string_view text) {
  plan::Options::DestroyLimit limit{.amount = 0, .percent = text.ends_with('%')};
  const std::string_view digits = text.substr(0, text.size() - (limit.percent ? 1 : 0));
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit.amount);
  const bool is_number = error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
  if (is_number && (!limit.percent || limit.amount <= 100)) return limit;
  throw std::invalid_argument("--max-destroy: '" + std::string(text) +
                              "' is neither a number of snapshots, such as 50, nor a part of them, such as 10%");
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

selector::NamePattern pattern_of(const std::string& option, const std::string& text) try {
  return selector::NamePattern(text);
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(option + ": '" + text + "' is no regular expression (ECMAScript): " + error.what());
}

}  // namespace

Mode mode_of(const cli::Trying& trying, const cli::Planning& planning) {
  if (planning.plan.empty()) return trying.test ? Mode::test : Mode::run;
  return planning.plan == "sh" ? Mode::plan_sh : Mode::plan_json;
}

Voice voice_of(Mode mode, const cli::Reporting& reporting) {
  if (is_plan(mode)) return Voice::errors_only;
  return reporting.json ? Voice::on_stderr : Voice::on_stdout;
}

void check_stdout(Mode mode, const cli::Reporting& reporting) {
  if (reporting.json && is_plan(mode))
    throw cli::ImpossibleRequest(std::string("--json and ") +
                                 (mode == Mode::plan_ranges ? "--print-ranges" : "--plan") +
                                 " both print on stdout: leave one out, or use --json-file");
}

transport::Host source_of(const cli::Places& places) {
  return host(places.ssh_source, places);
}

plan::Hosts hosts_of(const cli::Places& places) {
  plan::Hosts hosts;
  hosts.source = source_of(places);
  hosts.target = host(places.ssh_target, places);
  return hosts;
}

plan::Hosts hosts_of(const cli::OnePlace& place) {
  return hosts_of(cli::Places{.ssh_config = place.ssh_config, .ssh_source = place.ssh_source, .ssh_target = ""});
}

void introduce(report::RunRecord& record, const cli::Operands& operands, const cli::Places& places, bool is_test) {
  record.job = operands.backup_name;
  record.source_host = places.ssh_source;
  record.target_host = places.ssh_target;
  record.target_path = operands.target_path;
  record.is_test = is_test;
}

std::string property_of(const std::string& format, const std::string& backup_name) {
  std::string property = cli::substitute(format, backup_name);
  check_property(property);
  return property;
}

/// zfs would take some for an option, or for several words of a listing.
std::string hold_tag_of(const std::string& format, const std::string& backup_name) {
  std::string tag = cli::substitute(format, backup_name);
  const bool printable = std::ranges::all_of(tag, [](char c) { return c > ' ' && c != '\x7f'; });
  if (tag.empty() || tag.front() == '-' || !printable || tag.size() > 200)
    throw std::invalid_argument("--hold-format: '" + tag +
                                "' cannot be the tag of a hold: no blanks, and no - in front");
  return tag;
}

std::string lock_name_of(const std::string& property, const cli::Places& places, const std::string& target_path) {
  return property + " " + places.ssh_source + " " + places.ssh_target + " " + target_path;
}

std::vector<selector::NamePattern> patterns_of(const std::string& option, const std::vector<std::string>& texts) {
  std::vector<selector::NamePattern> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) all.push_back(pattern_of(option, text));
  return all;
}

thinner::Zone zone_of(bool utc) {
  return utc ? thinner::Zone::utc() : thinner::Zone::local();
}

void put_hooks(const cli::Snapshots& given, plan::Options& options) {
  options.pre_snapshot = commands("--pre-snapshot-cmd", given.pre_snapshot_cmds);
  options.post_snapshot = commands("--post-snapshot-cmd", given.post_snapshot_cmds);
}

void put_brake(const std::string& given, plan::Options& options) {
  if (!given.empty()) options.max_destroy = destroy_limit(given);
}

thinner::Time time_of(const std::string& option, const std::string& text, const thinner::Zone& zone) {
  for (const char* format : {"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"}) {
    if (const auto time = thinner::NameFormat(format, zone).time_of(text)) return *time;
  }
  throw cli::ImpossibleRequest(option + ": " + cli::quoted(text) + " is no time. Write it as 2026-03-01 12:00");
}

std::optional<run::MinFree> min_free_of(const std::string& given) try {
  if (given.empty()) return std::nullopt;
  if (!given.ends_with('%')) return run::MinFree{.amount = cli::parse_size(given), .is_percent = false};
  run::MinFree wanted{.amount = 0, .is_percent = true};
  const char* const sign = given.data() + given.size() - 1;
  const auto [end, error] = std::from_chars(given.data(), sign, wanted.amount);
  if (error == std::errc{} && end == sign && wanted.amount <= 100) return wanted;
  throw std::invalid_argument("'" + given + "' is not a part of the pool such as 10%");
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(std::string("--min-free: ") + error.what());
}

thinner::Schedule schedule(const std::string& option, const std::string& text) {
  try {
    return thinner::parse_schedule(text);
  } catch (const thinner::ScheduleError& error) {
    throw thinner::ScheduleError(option + ": " + error.what());
  }
}

void check_kind(const cli::Labelling& given) {
  if (!given.label.empty() && !given.type.empty())
    throw cli::ImpossibleRequest("--label and --type both name the snapshots: leave one out");
}

selector::ByRoots roots_of(const cli::Choosing& given) {
  return {.roots = given.names,
          .recursion = given.recursive                   ? selector::Recursion::yes
                       : given.recursive_unless_excluded ? selector::Recursion::unless_excluded
                                                         : selector::Recursion::no,
          .whole_names = given.whole_names,
          .excluded = given.excluded,
          .auto_snapshot = selector::AutoSnapshot::ignored,
          .label_property = ""};
}

std::string in_words(const cli::Choosing& given) {
  std::string words;
  for (const std::string& name : given.names) words.append(words.empty() ? "" : " ").append(name);
  if (given.recursive) words.append(", with all below");
  for (const std::string& pattern : given.excluded) words.append(", without ").append(pattern);
  return words;
}

std::size_t default_jobs(unsigned cores) {
  return std::clamp<std::size_t>(cores, 1, 4);
}

std::size_t default_jobs() {
  return default_jobs(std::thread::hardware_concurrency());
}

std::chrono::seconds time_or_none(const std::string& option, const std::string& given) {
  return std::chrono::seconds{given == "0" ? 0 : ttl(option, given).seconds};
}

std::chrono::seconds timeout_of(const std::string& given) {
  return time_or_none("--timeout", given);
}

thinner::Span ttl(const std::string& option, const std::string& text) {
  try {
    return thinner::parse_ttl(text);
  } catch (const thinner::ScheduleError& error) {
    throw thinner::ScheduleError(option + ": " + error.what());
  }
}

selector::Mapping mapping_of(const std::string& target_path, std::uint32_t strip) {
  return target_path.empty() ? selector::Mapping() : selector::Mapping::below(target_path, strip);
}

selector::SelectionRules rules_of(const cli::Selecting& selecting, const cli::Places& places,
                                  const std::string& target_path) {
  selector::SelectionRules rules;
  if (places.is_one_host()) rules.exclude_path = target_path;
  rules.exclude_received = selecting.exclude_received;
  rules.include_received = selecting.include_received;
  rules.exclude_unchanged = selecting.exclude_unchanged;
  return rules;
}

}  // namespace app::verbs
