#include "zfs/commands.hpp"

#include "zfs/inventory.hpp"
#include "zfs/use.hpp"

#include <initializer_list>
#include <utility>

namespace zfs {

namespace {

/// Asked of both sides, with k_effects; the last one is k_record_property.
constexpr std::string_view k_dataset_properties =
    "type,guid,written,origin,encryptionroot,keystatus,canmount,mountpoint,readonly,zwinnow:source";

std::string dataset_properties() {
  std::string list(k_dataset_properties);
  for (const std::string_view effect : k_effects) list.append(",").append(effect);
  return list;
}

Argv with_operands(Argv argv, std::span<const std::string> operands) {
  argv.insert(argv.end(), operands.begin(), operands.end());
  return argv;
}

/// `zfs VERB -Hp…`, that goes so deep. zfs counts from 0, and snapshots as a level of their own.
Argv recursive(const char* verb, Levels levels, std::uint32_t zfs_counts_from) {
  if (!levels) return {"zfs", verb, "-Hpr"};
  return {"zfs", verb, "-Hp", "-d", std::to_string(*levels - 1 + zfs_counts_from)};
}

Argv with(Argv argv, std::initializer_list<std::string> words) {
  argv.insert(argv.end(), words);
  return argv;
}

Argv list(const char* types, std::span<const std::string> roots, Levels levels) {
  return with_operands(
      with(recursive("list", levels, 1), {"-t", types, "-o", "name,guid,createtxg,numclones", "-s", "name"}), roots);
}

}  // namespace

Argv get_source_datasets(std::string_view selection_property, std::span<const std::string> roots, Levels levels) {
  Argv argv = roots.empty() ? Argv{"zfs", "get", "-Hp"} : recursive("get", levels, 0);
  std::string properties = dataset_properties() + ",inconsistent";
  if (!selection_property.empty()) properties.append(",").append(selection_property);
  return with_operands(
      with(std::move(argv), {"-t", "filesystem,volume", "-o", "name,property,value,source", std::move(properties)}),
      roots);
}

Argv get_target_datasets(std::string_view target_path, Levels levels) {
  return with(recursive("get", levels, 0), {"-t", "filesystem,volume", "-o", "name,property,value,source",
                                            dataset_properties() + ",receive_resume_token", std::string(target_path)});
}

Argv get_these_datasets(std::span<const std::string> datasets) {
  return with_operands({"zfs", "get", "-Hp", "-t", "filesystem,volume", "-o", "name,property,value,source",
                        dataset_properties() + ",receive_resume_token"},
                       datasets);
}

Argv get_uses(std::string_view root) {
  return {"zfs",
          "get",
          "-Hpr",
          "-t",
          "filesystem,volume",
          "-o",
          "name,property,value,source",
          "type,readonly,canmount,mounted,mountpoint,keystatus," + std::string(k_handover_property),
          std::string(root)};
}

Argv get_received_canmount(std::string_view root) {
  return {
      "zfs", "get", "-Hpr", "-t", "filesystem", "-o", "name,property,received,source", "canmount", std::string(root)};
}

Argv list_snapshots(std::span<const std::string> roots, Levels levels) {
  return list("snapshot", roots, levels);
}

Argv list_snapshots_and_bookmarks(std::span<const std::string> roots, Levels levels) {
  return list("snapshot,bookmark", roots, levels);
}

Argv list_sized_snapshots(std::span<const std::string> roots) {
  return with_operands(
      {"zfs", "list", "-Hpr", "-t", "snapshot", "-o", "name,used,userrefs,numclones,creation", "-s", "createtxg"},
      roots);
}

Argv list_creation(std::span<const std::string> datasets) {
  return with_operands({"zfs", "list", "-Hp", "-d", "1", "-t", "snapshot", "-o", "name,guid,creation"}, datasets);
}

Argv estimate_destroys(std::span<const std::string> operands) {
  return with_operands({"sh", "-c", R"(for one; do zfs destroy -nvp "$one" || :; done)", "sh"}, operands);
}

Argv get_these_properties(std::span<const std::string> datasets, std::span<const std::string> properties) {
  std::string list;
  for (const std::string& property : properties) list += (list.empty() ? "" : ",") + property;
  return with_operands({"zfs", "get", "-Hp", "-o", "name,property,value,source", list}, datasets);
}

Argv get_written(std::span<const std::string> snapshots) {
  return with_operands({"zfs", "get", "-Hp", "-o", "name,property,value,source", "written"}, snapshots);
}

Argv get_local_properties(std::span<const std::string> datasets) {
  return with_operands({"zfs", "get", "-Hp", "-s", "local", "-o", "name,property,value,source", "all"}, datasets);
}

Argv get_own_properties(std::span<const std::string> datasets) {
  return with_operands(
      {"zfs", "get", "-Hp", "-s", "local,received,inherited", "-o", "name,property,value,source", "all"}, datasets);
}

Argv get_mounted(std::span<const std::string> datasets) {
  return with_operands({"zfs", "get", "-Hp", "-o", "name,property,value,source", "mounted"}, datasets);
}

Argv get_received_properties(const std::string& root, Levels levels) {
  return with(recursive("get", levels, 0),
              {"-t", "filesystem,volume", "-o", "name,property,received,source", "all", root});
}

Argv get_mountpoints(const std::string& root) {
  const char* const text =
      "zfs get -Hpr -t filesystem -o name,property,received,source mountpoint \"$1\" && "
      "zfs get -Hp -o name,property,value,source zwinnow:source \"$1\"";
  return {"sh", "-c", text, "sh", root};
}

Argv get_all_properties(const std::string& root) {
  return {"zfs", "get", "-Hpr", "-t", "filesystem,volume", "-o", "name,property,value,source", "all", root};
}

Argv list_holds(std::span<const std::string> snapshots) {
  return with_operands({"zfs", "holds", "-H"}, snapshots);
}

Argv list_dated_holds(std::span<const std::string> snapshots) {
  return with_operands({"env", "LC_ALL=C", "TZ=UTC", "zfs", "holds", "-H"}, snapshots);
}

Argv list_held(std::span<const std::string> roots) {
  return with_operands(
      {"zfs", "list", "-Hpr", "-t", "filesystem,volume,snapshot,bookmark", "-o", "name,guid,createtxg,userrefs"},
      roots);
}

Argv list_guids(std::span<const std::string> snapshots) {
  return with_operands({"zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,guid"}, snapshots);
}

Argv list_base_guids(std::span<const std::string> names) {
  return with_operands({"zfs", "list", "-Hp", "-t", "snapshot,bookmark", "-o", "name,guid"}, names);
}

Argv list_pools() {
  return {"zpool", "list", "-H", "-o", "name,health"};
}

Argv list_pool(std::string_view name) {
  return {"zpool", "list", "-H", "-o", "name", std::string(name)};
}

Argv get_capacity(std::span<const std::string> pools) {
  return with_operands({"zpool", "list", "-Hp", "-o", "name,capacity"}, pools);
}

Argv get_all_local_properties() {
  return {"zfs", "get", "-Hp", "-s", "local", "-t", "filesystem,volume", "-o", "name,property,value,source", "all"};
}

Argv get_read_only(std::string_view dataset) {
  return {"zfs",
          "get",
          "-Hpr",
          "-t",
          "filesystem,volume",
          "-o",
          "name,property,value,source",
          "readonly",
          std::string(dataset)};
}

Argv get_pool_space(std::string_view name) {
  return {"zpool", "list", "-Hp", "-o", "free,size", std::string(name)};
}

Argv get_available(std::string_view dataset) {
  return {"zfs", "get", "-Hp", "-o", "value", "available", std::string(dataset)};
}

Argv list_pool_guids() {
  return {"zpool", "list", "-H", "-p", "-o", "name,guid"};
}

Argv get_pool_status(std::span<const std::string> pools) {
  return with_operands({"zpool", "status"}, pools);
}

Argv get_pool_features(std::span<const std::string> pools) {
  return with_operands({"zpool", "get", "-Hp", "-o", "name,property,value", "all"}, pools);
}

Argv get_version() {
  return {"zfs", "version"};
}

Argv describe_token(std::string_view token) {
  return {"zfs", "send", "-nvt", std::string(token)};
}

Argv get_account(std::span<const std::string> datasets) {
  const char* const text =
      "id -u; id -un; id -Gn; uname -s; [ \"$(id -u)\" != 0 ] || exit 0; "
      "for dataset; do printf \"dataset %s\\n\" \"$dataset\"; zfs allow \"$dataset\" || exit; done";
  return with_operands({"sh", "-c", text, "sh"}, datasets);
}

Argv get_set_properties(std::span<const std::string> roots) {
  return with_operands(
      {"zfs", "get", "-Hr", "-t", "filesystem,volume", "-s", "local,received", "-o", "name,property", "all"}, roots);
}

}  // namespace zfs
