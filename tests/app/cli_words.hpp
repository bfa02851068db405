#pragma once

#include "app/cli/options.hpp"
#include "app/cli/parse.hpp"
#include "app/verbs/verbs.hpp"

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
using namespace app::cli;
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

/// The command line of a verb, or of a drop-in name.
inline Front front(std::string_view verb) {
  return Front(*find_verb(app::verbs::all(), verb));
}

inline Front front(Personality personality) {
  return {app::verbs::all(), personality};
}

inline std::variant<Front, Answer> parse(const Words& words) {
  const std::vector<std::string_view> argv(words.begin(), words.end());
  return app::cli::parse(argv, app::verbs::all());
}

inline std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += "[" + word + "]";
  return text;
}

/// A command line that was understood.
struct Request {
  Front front;

  template <class Group>
  const Group& get() const {
    return front.verb().groups().get<Group>();
  }
};

inline Request request(const Words& words) {
  auto result = parse(words);
  if (const auto* answer = std::get_if<Answer>(&result)) BOOST_FAIL(joined(words) << " was refused: " << answer->err);
  return {std::get<Front>(std::move(result))};
}

inline Answer answer(const Words& words) {
  auto result = parse(words);
  if (std::holds_alternative<Front>(result)) BOOST_FAIL(joined(words) << " was accepted");
  return std::get<Answer>(result);
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Every member of a request as text, so that a test can say what has changed and that nothing else has.
inline std::map<std::string, std::string> members(const Request& r) {
  const auto& output = r.get<Output>();
  const auto& places = r.get<Places>();
  const auto& selecting = r.get<Selecting>();
  const auto& snapshotting = r.get<Snapshotting>();
  const auto& snapshots = r.get<Snapshots>();
  const auto& thinning = r.get<Thinning>();
  const auto& scope = r.get<Scope>();
  const auto& sending = r.get<Sending>();
  const auto& stream = r.get<Stream>();
  const auto& receiving = r.get<Receiving>();
  const auto& pace = r.get<Pace>();
  const auto& obsolete = r.get<Obsolete>();
  const auto flag = [](bool b) { return std::string(b ? "yes" : "no"); };
  const auto number = [](auto n) { return std::to_string(static_cast<std::uint64_t>(n)); };
  return {{"test", flag(r.get<Trying>().test)},
          {"plan", r.get<Planning>().plan},
          {"json", flag(r.get<Reporting>().json)},
          {"json_file", r.get<Reporting>().json_file},
          {"textfile_dir", r.get<Monitoring>().textfile_dir},
          {"zabbix", r.get<Monitoring>().zabbix},
          {"verbosity", number(verbosity_of(r.front.verb().groups()))},
          {"progress", flag(output.progress)},
          {"no_progress", flag(output.no_progress)},
          {"allow_empty", flag(snapshotting.allow_empty)},
          {"status_dir", r.get<ResultFiles>().status_dir},
          {"status_name", r.get<ResultFiles>().status_name},
          {"log_file", r.get<ResultFiles>().log_file},
          {"syslog", flag(r.get<ResultFiles>().syslog)},
          {"wait", r.get<Waiting>().wait},
          {"offline_ok", flag(r.get<Offline>().ok)},
          {"retries", number(r.get<Retrying>().retries)},
          {"retry_delay", r.get<Retrying>().delay},
          {"min_free", r.get<Room>().min_free},
          {"import_target", r.get<Removable>().import_target},
          {"import_from", joined(r.get<Removable>().import_from)},
          {"load_keys", joined(r.get<Removable>().load_keys)},
          {"resume", flag(obsolete.resume)},
          {"raw", flag(obsolete.raw)},
          {"ignore_replicated", flag(obsolete.ignore_replicated)},
          {"utc", flag(snapshots.utc)},
          {"backup_name", r.get<Operands>().backup_name},
          {"target_path", r.get<Operands>().target_path},
          {"ssh_config", places.ssh_config},
          {"timeout", pace.timeout},
          {"ssh_source", places.ssh_source},
          {"ssh_target", places.ssh_target},
          {"property_format", selecting.property_format},
          {"snapshot_format", snapshotting.snapshot_format},
          {"hold_format", scope.hold_format},
          {"exclude_received", flag(selecting.exclude_received)},
          {"include_received", flag(selecting.include_received)},
          {"exclude_unchanged", number(selecting.exclude_unchanged)},
          {"snapshot", flag(snapshotting.snapshot)},
          {"min_change", number(snapshotting.min_change)},
          {"check_permissions", flag(r.get<Rights>().check_permissions)},
          {"thinning", flag(thinning.thinning)},
          {"keep_source", thinning.keep_source},
          {"keep_target", thinning.keep_target},
          {"send", flag(scope.send)},
          {"holds", flag(sending.holds)},
          {"bookmarks", flag(sending.bookmarks)},
          {"create_target", flag(scope.create_target)},
          {"follow_renames", flag(sending.follow_renames)},
          {"resend_renamed", flag(sending.resend_renamed)},
          {"other_snapshots", flag(scope.other_snapshots)},
          {"strip_path", number(scope.strip_path)},
          {"jobs", pace.jobs ? number(*pace.jobs) : ""},
          {"clear_mountpoint", flag(receiving.clear_mountpoint)},
          {"clear_refreservation", flag(receiving.clear_refreservation)},
          {"filter_properties", joined(receiving.filter_properties)},
          {"set_properties", joined(receiving.set_properties)},
          {"exclude_snapshot_patterns", joined(scope.exclude_snapshot_patterns)},
          {"set_snapshot_properties", joined(snapshots.set_snapshot_properties)},
          {"pre_snapshot_cmds", joined(snapshots.pre_snapshot_cmds)},
          {"post_snapshot_cmds", joined(snapshots.post_snapshot_cmds)},
          {"pre_transfer_cmds", joined(sending.pre_transfer_cmds)},
          {"post_transfer_cmds", joined(sending.post_transfer_cmds)},
          {"destroy_missing", thinning.destroy_missing},
          {"max_destroy", thinning.max_destroy},
          {"adopt_missing", flag(thinning.adopt_missing)},
          {"guid_check", flag(sending.guid_check)},
          {"force", flag(sending.force)},
          {"ignore_transfer_errors", flag(sending.ignore_transfer_errors)},
          {"decrypt", flag(sending.decrypt)},
          {"encrypt", flag(sending.encrypt)},
          {"clones", sending.clones},
          {"properties", flag(sending.properties)},
          {"spares_helpers", flag(r.get<Stream>().spares_helpers)},
          {"on_diverge", sending.on_diverge},
          {"zfs_compressed", flag(stream.zfs_compressed)},
          {"compress", stream.compress},
          {"buffer_chunk_size", stream.buffer_chunk_size},
          {"send_pipes", joined(stream.send_pipes)},
          {"recv_pipes", joined(stream.recv_pipes)},
          {"transport", stream.transport},
          {"direct", stream.direct},
          {"port_range", stream.port_range},
          {"listen_address", stream.listen_address},
          {"peer_address", stream.peer_address},
          {"idle_timeout", stream.idle_timeout},
          {"rollback", flag(sending.rollback)},
          {"destroy_incompatible", flag(sending.destroy_incompatible)},
          {"buffer", stream.buffer},
          {"rate", stream.rate}};
}

/// What `options` change in a request, as "member=value", sorted by member.
inline Words changes(Personality personality, const Words& options) {
  const auto plain = members(request(command(personality) + Words{"job", "pool/target"}));
  const auto changed = members(request(command(personality) + options + Words{"job", "pool/target"}));
  Words found;
  for (const auto& [name, value] : changed) {
    if (value != plain.at(name)) found.emplace_back(name).append("=").append(value);
  }
  return found;
}

}  // namespace cli_test
