#include "app/verbs/parts.hpp"

#include "app/cli/substitute.hpp"

#include <algorithm>
#include <stdexcept>

namespace app::verbs {

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

selector::NamePattern pattern_of(const std::string& option, const std::string& text) try {
  return selector::NamePattern(text);
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(option + ": '" + text + "' is no regular expression (ECMAScript): " + error.what());
}

}  // namespace

transport::Host source_of(const cli::Places& places) {
  return host(places.ssh_source, places.ssh_config);
}

plan::Context hosts_of(const cli::Places& places) {
  plan::Context context;
  context.source = source_of(places);
  context.target = host(places.ssh_target, places.ssh_config);
  return context;
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
