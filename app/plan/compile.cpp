#include "app/plan/compile.hpp"

#include "app/plan/mount_text.hpp"
#include "app/plan/opening_text.hpp"
#include "transport/link.hpp"
#include "zfs/commands.hpp"
#include "zfs/record.hpp"

#include <algorithm>
#include <stdexcept>

namespace plan {

namespace {

using transport::Argv;
using transport::Pipeline;

void check_snapshot(std::string_view full_name) {
  const auto at = full_name.find('@');
  const bool two_parts = at != 0 && at != std::string_view::npos && at + 1 != full_name.size();
  // A second '@', a list or a range would name more than one; a dash an option.
  const bool is_one = two_parts && full_name.find_first_of("@,", at + 1) == std::string_view::npos &&
                      full_name.find('%') == std::string_view::npos && full_name.front() != '-';
  if (!is_one) throw std::logic_error("refusing '" + std::string(full_name) + "': not the name of one snapshot");
}

void check_bookmark(std::string_view full_name) {
  const auto hash = full_name.find('#');
  const bool two_parts = hash != 0 && hash != std::string_view::npos && hash + 1 != full_name.size();
  if (!two_parts || full_name.find_first_of("@#,%", hash + 1) != std::string_view::npos || full_name.front() == '-')
    throw std::logic_error("refusing '" + std::string(full_name) + "': not the name of one bookmark");
}

/// Never a pool's root, and nothing that could be taken for snapshots or options.
void check_dataset(std::string_view name) {
  const bool below_a_pool = name.find('/') != std::string_view::npos && name.back() != '/';
  if (!below_a_pool || name.front() == '-' || name.find_first_of("@#%,") != std::string_view::npos)
    throw std::logic_error("refusing '" + std::string(name) + "': not the name of a dataset below a pool's root");
}

std::vector<std::string> names_of(const std::vector<Item>& items) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const Item& item : items) names.push_back(item.name);
  return names;
}

void append_all(Argv& argv, const std::vector<std::string>& words) {
  argv.insert(argv.end(), words.begin(), words.end());
}

/// `zfs send`, with the words that say what it shall tell.
Argv send(const Transfer& transfer, const std::vector<std::string>& telling) {
  Argv argv{"zfs", "send"};
  if (transfer.large_blocks) argv.emplace_back("-L");
  if (transfer.embedded_data) argv.emplace_back("-e");
  if (transfer.compressed) argv.emplace_back("-c");
  if (transfer.raw) argv.emplace_back("--raw");
  append_all(argv, telling);
  if (!transfer.token.empty()) {
    append_all(argv, {"-t", transfer.token});
    return argv;
  }
  if (transfer.replicates) argv.emplace_back("-R");
  if (transfer.properties && !transfer.replicates) argv.emplace_back("-p");
  if (!transfer.base.empty()) {
    const bool is_name = transfer.base.find_first_of("@#") == std::string::npos;
    append_all(argv,
               {transfer.between.empty() && !transfer.replicates ? "-i" : "-I", (is_name ? "@" : "") + transfer.base});
  }
  argv.push_back(transfer.source + "@" + transfer.snapshot);
  return argv;
}

bool is_of_encryption(std::string_view property) {
  return property == "encryption" || property == "keyformat" || property == "keylocation" || property == "pbkdf2iters";
}

/// zfs refuses a volume with canmount or a share, and a raw stream with properties of encryption, which it brings
/// itself.
bool applies(const Transfer& transfer, std::string_view property) {
  if (transfer.raw && is_of_encryption(property)) return false;
  return !transfer.volume ||
         (property != "canmount" && property != "mountpoint" && property != "sharenfs" && property != "sharesmb");
}

bool assigns(const std::vector<std::string>& assignments, std::string_view property) {
  return std::ranges::any_of(assignments, [property](std::string_view assignment) {
    return assignment.substr(0, assignment.find('=')) == property;
  });
}

/// What is left out of the stream's properties. None comes twice, and none that is set, which zfs would refuse.
std::vector<std::string> filtered(const Transfer& transfer, const Context& context) {
  std::vector<std::string> properties = context.settings.filter_properties;
  for (const std::string& property : transfer.leaves_out) {
    const bool is_named = std::ranges::find(properties, property) != properties.end() ||
                          assigns(context.settings.set_properties, property) || assigns(transfer.sets, property);
    if (!is_named) properties.push_back(property);
  }
  if (transfer.read_only) std::erase(properties, "readonly");
  const auto leave_out = [&](const char* property) {
    const bool is_named = std::ranges::find(properties, property) != properties.end() ||
                          assigns(context.settings.set_properties, property) || assigns(transfer.kept, property);
    if (!is_named) properties.emplace_back(property);
  };
  if (transfer.unshared) {
    leave_out("sharenfs");
    leave_out("sharesmb");
  }
  if (transfer.unreserved) leave_out("refreservation");
  if (transfer.inherits_mountpoint) leave_out("mountpoint");
  std::erase_if(properties, [&](const std::string& property) { return !applies(transfer, property); });
  return properties;
}

std::string record_assignment(const std::string& record) {
  return std::string(zfs::k_record_property) + "=" + record;
}

/// Each is a transaction, and those under way at the same time share one.
constexpr const char* k_write_records =
    "failed=0; while [ $# -gt 0 ]; do pids=; for i in 1 2 3 4 5 6 7 8; do [ $# -gt 0 ] || break; "
    "zfs set \"$1\" \"$2\" & pids=\"$pids $!\"; shift 2; done; "
    "for pid in $pids; do wait \"$pid\" || failed=1; done; done; exit \"$failed\"";

constexpr const char* k_unmount = "[ \"$(zfs get -H -o value mounted \"$1\")\" = no ] || zfs unmount \"$1\"";

constexpr const char* k_mount_in_place =
    "failed=0; for dataset do [ \"$(zfs get -H -o value mounted \"$dataset\" 2>/dev/null)\" = no ] || continue; "
    "zfs mount \"$dataset\" || failed=1; done; exit \"$failed\"";

constexpr const char* k_unmount_all =
    "for dataset; do case $(zfs get -H -o value mounted \"$dataset\") in "
    "yes) zfs unmount \"$dataset\" || exit ;; esac; done";

/// Encryption is set once, when the copy is made.
bool sets(const Transfer& transfer, std::string_view property) {
  return applies(transfer, property) && (transfer.makes_target() || !is_of_encryption(property));
}

/// What the user asks for otherwise counts.
bool is_open_to(const Transfer& transfer, std::string_view assignment, const Context& context) {
  const std::string_view property = assignment.substr(0, assignment.find('='));
  const std::vector<std::string>& without = context.settings.filter_properties;
  return applies(transfer, property) && std::ranges::find(without, property) == without.end() &&
         !assigns(context.settings.set_properties, property);
}

Argv receive(const Transfer& transfer, const Context& context) {
  Argv argv;
  if (context.settings.ignore_receive_errors) argv = {"sh", "-c", "\"$@\" || :", "sh"};
  append_all(argv, {"zfs", "recv", "-u"});
  if (transfer.encrypt) {
    for (const char* property : {"keylocation", "pbkdf2iters", "keyformat", "encryption"})
      append_all(argv, {"-x", property});
  }
  for (const std::string& property : filtered(transfer, context)) append_all(argv, {"-x", property});
  if (transfer.read_only) append_all(argv, {"-o", "readonly=on"});
  if (transfer.unmounted) append_all(argv, {"-o", "canmount=noauto"});
  for (const std::string& assignment : transfer.sets) {
    if (is_open_to(transfer, assignment, context)) append_all(argv, {"-o", assignment});
  }
  for (const std::string& assignment : context.settings.set_properties) {
    if (sets(transfer, std::string_view(assignment).substr(0, assignment.find('='))))
      append_all(argv, {"-o", assignment});
  }
  for (const std::string& assignment : transfer.kept) {
    const std::string_view property = std::string_view(assignment).substr(0, assignment.find('='));
    const auto& settings = context.settings;
    const bool is_said = assigns(settings.set_properties, property) ||
                         std::ranges::find(settings.filter_properties, property) != settings.filter_properties.end();
    if (!is_said && applies(transfer, property)) append_all(argv, {"-o", assignment});
  }
  if (!transfer.record.empty()) append_all(argv, {"-o", record_assignment(transfer.record)});
  argv.emplace_back("-v");
  if (context.settings.force) argv.emplace_back("-F");
  if (transfer.resumable) argv.emplace_back("-s");
  argv.push_back(transfer.target);
  return argv;
}

/// What a hook finds in its environment, and the command itself.
Argv hook(const Hook& step, const Context& context) {
  Argv argv{"env"};
  if (!context.settings.backup_name.empty()) argv.push_back("ZWINNOW_BACKUP_NAME=" + context.settings.backup_name);
  for (const auto& [name, value] : step.environment)
    argv.push_back(std::string("ZWINNOW_").append(name).append("=").append(value));
  if (step.follows()) argv.push_back(std::string("ZWINNOW_RESULT=") + (step.succeeded ? "success" : "failure"));
  append_all(argv, step.command);
  return argv;
}

struct Spelling {
  const Context& context;

  Pipeline on(Side side, Argv argv) const {
    return {{{side == Side::source ? context.hosts.source : context.hosts.target, std::move(argv)}}};
  }

  Pipeline operator()(const CreateSnapshots& step) const {
    Argv argv{"zfs", "snapshot"};
    for (const std::string& assignment : context.settings.set_snapshot_properties) append_all(argv, {"-o", assignment});
    if (!step.recursive_roots.empty()) argv.emplace_back("-r");
    for (const std::string& dataset : step.recursive_roots.empty() ? names_of(step.items) : step.recursive_roots) {
      argv.push_back(dataset + "@" + step.snapshot);
    }
    return on(Side::source, std::move(argv));
  }
  Pipeline operator()(const CreateParent& step) const {
    return on(Side::target, {"zfs", "create", "-o", "canmount=off", step.dataset});
  }
  Pipeline operator()(const AbortReceive& step) const { return on(Side::target, {"zfs", "recv", "-A", step.dataset}); }
  Pipeline operator()(const DestroySnapshots& step) const {
    std::string operand = step.dataset + "@";
    for (const auto& [snapshot, guid] : step.snapshots) {
      check_snapshot(step.dataset + "@" + snapshot);
      if (operand.back() != '@') operand += ',';
      operand += snapshot;
    }
    if (step.snapshots.empty() || step.dataset.empty())
      throw std::logic_error("refusing to destroy '" + operand + "': no snapshot named");
    return on(step.side, {"zfs", "destroy", operand});
  }
  Pipeline operator()(const DestroyDataset& step) const {
    check_dataset(step.dataset);
    return on(Side::target, {"zfs", "destroy", step.dataset});
  }
  Pipeline operator()(const CreateBookmark& step) const {
    return on(Side::source, {"zfs", "bookmark", step.snapshot, step.bookmark});
  }
  Pipeline operator()(const DestroyBookmark& step) const {
    check_bookmark(step.bookmark);
    return on(step.side, {"zfs", "destroy", step.bookmark});
  }
  Pipeline operator()(const Clone& step) const {
    check_snapshot(step.snapshot);
    check_dataset(step.dataset);
    Argv argv{"zfs", "clone"};
    for (const std::string& assignment : step.properties) append_all(argv, {"-o", assignment});
    append_all(argv, {step.snapshot, step.dataset});
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const Promote& step) const { return on(Side::target, {"zfs", "promote", step.dataset}); }
  Pipeline operator()(const LoadKey& step) const {
    Argv argv{"sh", "-c", R"(exec zfs load-key "$@" </dev/null)", "sh"};
    if (step.only_try) argv.emplace_back("-n");
    argv.push_back(step.dataset);
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const Rename& step) const {
    check_dataset(step.from);
    check_dataset(step.to);
    Argv argv{"zfs", "rename"};
    if (!step.is_volume) argv.emplace_back("-u");  // which zfs refuses for a volume
    append_all(argv, {step.from, step.to});
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const SetProperty& step) const {
    if (!step.value) return on(Side::target, {"zfs", "inherit", "-S", step.property, step.dataset});
    return on(Side::target, {"zfs", "set", step.property + "=" + *step.value, step.dataset});
  }
  Pipeline operator()(const Unmount& step) const {
    if (!step.is_in_the_way) return on(step.side, {"zfs", "unmount", step.dataset});
    return on(step.side, {"sh", "-c", k_unmount, "sh", step.dataset});
  }
  Pipeline operator()(const SetProperties& step) const {
    Argv argv{"zfs", "set"};
    append_all(argv, step.assignments);
    append_all(argv, step.datasets);
    return on(step.side, std::move(argv));
  }
  Pipeline operator()(const ClearProperty& step) const {
    Argv argv{"zfs", "inherit", step.property};
    append_all(argv, step.datasets);
    return on(step.side, std::move(argv));
  }
  Pipeline operator()(const MountDataset& step) const { return on(step.side, {"zfs", "mount", step.dataset}); }
  Pipeline operator()(const UnmountAll& step) const {
    Argv argv{"sh", "-c", k_unmount_all, "sh"};
    append_all(argv, step.datasets);
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const Open& step) const {
    Argv argv{"sh", "-c", std::string(opening_text()), "open-restored"};
    append_all(argv, names_of(step.items));
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const Rollback& step) const {
    check_snapshot(step.snapshot);
    return on(Side::target, {"zfs", "rollback", step.snapshot});
  }
  Pipeline operator()(const Transfer& step) const {
    const std::vector<std::string> telling =
        context.settings.progress ? std::vector<std::string>{"-v", "-P"} : std::vector<std::string>{};
    const transport::Piping& piping = context.settings.piping;
    const transport::Link link(context.hosts.source, context.hosts.target,
                               step.small ? transport::without_helpers(piping) : piping, context.settings.crossing);
    return link.carry(send(step, telling), receive(step, context));
  }
  Pipeline operator()(const Hook& step) const { return on(step.side, hook(step, context)); }
  Pipeline operator()(const Verify& step) const { return on(Side::target, zfs::list_guids(names_of(step.items))); }
  Pipeline operator()(const WriteRecords& step) const {
    Argv argv{"sh", "-c", k_write_records, "sh"};
    for (const CopyRecord& copy : step.copies) append_all(argv, {record_assignment(copy.record), copy.dataset});
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const MountInPlace& step) const {
    Argv argv{"sh", "-c", k_mount_in_place, "sh"};
    append_all(argv, names_of(step.items));
    return on(Side::target, std::move(argv));
  }
  Pipeline operator()(const Hold& step) const { return tag("hold", step); }
  Pipeline operator()(const Release& step) const { return tag("release", step); }
  Pipeline operator()(const Mount& step) const {
    Argv argv{
        "sh",      "-c",           std::string(mount_text()), step.makes_directories ? "mount-tree" : "mount-copies",
        step.path, step.mountpoint};
    append_all(argv, names_of(step.items));
    return on(Side::target, std::move(argv));
  }

  template <class Tagging>
  Pipeline tag(const char* verb, const Tagging& step) const {
    Argv argv{"zfs", verb};
    if (!step.recursive_roots.empty()) argv.emplace_back("-r");
    argv.push_back(step.tag);
    append_all(argv, step.recursive_roots.empty() ? names_of(step.items) : step.recursive_roots);
    return on(step.side, std::move(argv));
  }
};

}  // namespace

Pipeline compile(const Step& step, const Context& context) {
  return std::visit(Spelling{context}, step.action);
}

Pipeline destroy_made(const std::vector<Made>& made, const Context& context) {
  Argv argv{"sh", "-c",
            R"sh(while [ $# -gt 1 ]; do
  [ "$(zfs list -H -p -o guid "$1")" = "$2" ] && zfs destroy "$1" || printf '%s\n' "$1"
  shift 2
done)sh",
            "sh"};
  for (const Made& one : made) {
    check_snapshot(one.snapshot);
    append_all(argv, {one.snapshot, std::to_string(one.guid)});
  }
  return {{{context.hosts.source, std::move(argv)}}};
}

Pipeline estimate(const Transfer& transfer, const Context& context) {
  return {{{context.hosts.source, send(transfer, {"-n", "-v", "-P"})}}};
}

}  // namespace plan
