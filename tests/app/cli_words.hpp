#pragma once

#include "app/cli/options.hpp"
#include "app/cli/parse.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What the tests of the command line share: command lines as words, and what comes of them.
namespace cli_test {

using app::Personality;
using app::Request;
using app::cli::Answer;
using app::cli::Environment;
using app::cli::Option;
using Words = std::vector<std::string>;

inline constexpr Personality k_both[] = {Personality::zwinnow, Personality::zfs_autobackup};

inline Words command(Personality personality) {
  if (personality == Personality::zwinnow) return {"zwinnow", "backup"};
  return {"/usr/local/bin/zfs-autobackup"};
}

inline Words operator+(Words left, const Words& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

inline std::variant<Request, Answer> parse(const Words& words, Environment environment = {}) {
  const std::vector<std::string_view> argv(words.begin(), words.end());
  return app::cli::parse(argv, environment);
}

inline std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += "[" + word + "]";
  return text;
}

inline Request request(const Words& words, Environment environment = {}) {
  auto result = parse(words, environment);
  if (const auto* answer = std::get_if<Answer>(&result)) BOOST_FAIL(joined(words) << " was refused: " << answer->err);
  return std::get<Request>(result);
}

inline Answer answer(const Words& words) {
  auto result = parse(words);
  if (std::holds_alternative<Request>(result)) BOOST_FAIL(joined(words) << " was accepted");
  return std::get<Answer>(result);
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Every member of a request as text, so that a test can say what has changed and that nothing else has.
inline std::map<std::string, std::string> members(const Request& r) {
  const auto flag = [](bool b) { return std::string(b ? "yes" : "no"); };
  const auto number = [](auto n) { return std::to_string(static_cast<std::uint64_t>(n)); };
  return {{"mode", number(r.mode)},
          {"verbosity", number(r.verbosity)},
          {"progress", flag(r.progress)},
          {"utc", flag(r.utc)},
          {"backup_name", r.backup_name},
          {"target_path", r.target_path},
          {"ssh_config", r.ssh_config},
          {"timeout", r.timeout},
          {"ssh_source", r.ssh_source},
          {"ssh_target", r.ssh_target},
          {"property_format", r.property_format},
          {"snapshot_format", r.snapshot_format},
          {"hold_format", r.hold_format},
          {"exclude_received", flag(r.exclude_received)},
          {"include_received", flag(r.include_received)},
          {"exclude_unchanged", number(r.exclude_unchanged)},
          {"snapshot", flag(r.snapshot)},
          {"min_change", number(r.min_change)},
          {"check_permissions", flag(r.check_permissions)},
          {"thinning", flag(r.thinning)},
          {"keep_source", r.keep_source},
          {"keep_target", r.keep_target},
          {"send", flag(r.send)},
          {"holds", flag(r.holds)},
          {"bookmarks", flag(r.bookmarks)},
          {"resend_renamed", flag(r.resend_renamed)},
          {"other_snapshots", flag(r.other_snapshots)},
          {"strip_path", number(r.strip_path)},
          {"jobs", r.jobs ? number(*r.jobs) : ""},
          {"clear_mountpoint", flag(r.clear_mountpoint)},
          {"clear_refreservation", flag(r.clear_refreservation)},
          {"filter_properties", joined(r.filter_properties)},
          {"set_properties", joined(r.set_properties)},
          {"exclude_snapshot_patterns", joined(r.exclude_snapshot_patterns)},
          {"set_snapshot_properties", joined(r.set_snapshot_properties)},
          {"pre_snapshot_cmds", joined(r.pre_snapshot_cmds)},
          {"post_snapshot_cmds", joined(r.post_snapshot_cmds)},
          {"pre_transfer_cmds", joined(r.pre_transfer_cmds)},
          {"post_transfer_cmds", joined(r.post_transfer_cmds)},
          {"destroy_missing", r.destroy_missing},
          {"max_destroy", r.max_destroy},
          {"adopt_missing", flag(r.adopt_missing)},
          {"guid_check", flag(r.guid_check)},
          {"force", flag(r.force)},
          {"ignore_transfer_errors", flag(r.ignore_transfer_errors)},
          {"decrypt", flag(r.decrypt)},
          {"encrypt", flag(r.encrypt)},
          {"clones", r.clones},
          {"on_diverge", r.on_diverge},
          {"zfs_compressed", flag(r.zfs_compressed)},
          {"compress", r.compress},
          {"buffer_chunk_size", r.buffer_chunk_size},
          {"send_pipes", joined(r.send_pipes)},
          {"recv_pipes", joined(r.recv_pipes)},
          {"notes", joined(r.notes)},
          {"rollback", flag(r.rollback)},
          {"destroy_incompatible", flag(r.destroy_incompatible)},
          {"buffer", r.buffer},
          {"rate", r.rate}};
}

/// What `options` change in a request, as "member=value", sorted by member.
inline Words changes(Personality personality, const Words& options, Environment environment = {}) {
  const auto plain = members(request(command(personality) + Words{"job", "pool/target"}));
  const auto changed = members(request(command(personality) + options + Words{"job", "pool/target"}, environment));
  Words found;
  for (const auto& [name, value] : changed) {
    if (value != plain.at(name)) found.emplace_back(name).append("=").append(value);
  }
  return found;
}

}  // namespace cli_test
