#include "app/check/commands.hpp"

#include "app/check/names.hpp"

#include <algorithm>
#include <stdexcept>

namespace check {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What may stand between the separators of a dataset's name.
bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("_-:. ").find(c) != std::string_view::npos;
}

bool is_component(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_name_character);
}

bool is_dataset(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  while (true) {
    const std::size_t slash = text.find('/');
    if (!is_component(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

bool names_snapshot(std::string_view target) {
  return target.find('@') != std::string_view::npos && !target.starts_with('/') && !target.starts_with('.');
}

SnapshotName parse_snapshot_name(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view dataset = text.substr(0, at);
  const bool is_good = at != std::string_view::npos && is_dataset(dataset) && is_component(text.substr(at + 1));
  if (!is_good) throw std::invalid_argument(in_quotes(text) + " is not the name of a snapshot");
  return {std::string(text), std::string(dataset), std::string(dataset.substr(0, dataset.find('/')))};
}

transport::Argv list_command(const SnapshotName& snapshot) {
  return {"zfs", "list", "-H", "-t", "filesystem,volume,snapshot", "-o", "name,type", snapshot.dataset, snapshot.text};
}

transport::Argv mount_command(const SnapshotName& snapshot, const std::string& folder) {
#ifdef __sun
  constexpr const char* k_type_option = "-F";
#else
  constexpr const char* k_type_option = "-t";
#endif
  return {"mount", k_type_option, "zfs", snapshot.text, folder};
}

transport::Argv unmount_command(const std::string& folder) {
  return {"umount", folder};
}

transport::Argv clone_command(const SnapshotName& snapshot, const std::string& clone) {
  return {"zfs", "clone", "-o", "readonly=on", snapshot.text, clone};
}

transport::Argv origin_command(const std::string& clone) {
  return {"zfs", "list", "-H", "-t", "volume", "-o", "origin", clone};
}

transport::Argv destroy_command(const std::string& clone, std::string_view prefix) {
  const std::size_t slash = clone.find('/');
  const bool is_ours = slash != std::string::npos && !prefix.empty() && is_dataset(clone) &&
                       clone.find('/', slash + 1) == std::string::npos &&
                       std::string_view(clone).substr(slash + 1).starts_with(prefix);
  if (!is_ours) throw std::logic_error("refusing to destroy " + in_quotes(clone) + ": no clone of a check");
  return {"zfs", "destroy", clone};
}

}  // namespace check
