#include "app/retrieve/versions.hpp"

#include <algorithm>
#include <charconv>

namespace retrieve {

namespace {

std::string_view take_cell(std::string_view& line) {
  const auto tab = std::min(line.find('\t'), line.size());
  const std::string_view cell = line.substr(0, tab);
  line.remove_prefix(std::min(tab + 1, line.size()));
  return cell;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Without empty and "." parts; nothing: with ".." it could lead anywhere.
std::optional<std::string> plain(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") result.append(result.empty() ? "" : "/").append(part);
  }
  return result;
}

}  // namespace

std::optional<Version> parse_version(std::string_view line) {
  Version version;
  version.snapshot = take_cell(line);
  const bool has_time = read_number(take_cell(line), version.creation);
  const std::string_view kind = take_cell(line);
  if (version.snapshot.find('@') == std::string::npos || !has_time || kind.size() != 1) return std::nullopt;
  version.kind = kind.front();
  return read_number(line, version.bytes) ? std::optional(version) : std::nullopt;
}

std::optional<Location> locate(std::string_view path, std::string_view backup, std::string_view mountpoint,
                               const std::vector<std::string>& datasets) {
  if (path.starts_with('/')) {
    const bool is_below = mountpoint.starts_with('/') && path.starts_with(mountpoint) &&
                          (mountpoint == "/" || path.substr(mountpoint.size()).starts_with('/'));
    if (!is_below) return std::nullopt;
    path.remove_prefix(mountpoint.size());
  }
  const std::optional<std::string> rest = plain(path);
  if (!rest || rest->empty()) return std::nullopt;
  const std::string whole = std::string(backup) + "/" + *rest;
  Location location{std::string(backup), *rest};
  for (const std::string& dataset : datasets) {
    const bool leads_into = whole.starts_with(dataset) && whole.substr(dataset.size()).starts_with('/');
    if (leads_into && dataset.size() > location.dataset.size()) location = {dataset, whole.substr(dataset.size() + 1)};
  }
  return location;
}

bool are_equal(std::vector<std::string> one, std::vector<std::string> other) {
  std::ranges::sort(one);
  std::ranges::sort(other);
  return one == other;
}

}  // namespace retrieve
