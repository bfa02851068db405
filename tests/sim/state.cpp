#include "state.hpp"

#include "text.hpp"

#include <algorithm>
#include <ctime>
#include <numeric>

namespace fake {
namespace {

/// Scrambles a counter into something that looks like a guid (the finaliser of splitmix64).
std::uint64_t scramble(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

}  // namespace

Snapshot* Dataset::snapshot(std::string_view name) {
  const auto found = std::ranges::find(snapshots, name, &Snapshot::name);
  return found == snapshots.end() ? nullptr : &*found;
}

const Snapshot* Dataset::snapshot(std::string_view name) const {
  const auto found = std::ranges::find(snapshots, name, &Snapshot::name);
  return found == snapshots.end() ? nullptr : &*found;
}

Bookmark* Dataset::bookmark(std::string_view name) {
  const auto found = std::ranges::find(bookmarks, name, &Bookmark::name);
  return found == bookmarks.end() ? nullptr : &*found;
}

std::uint64_t Dataset::bytes_between(std::size_t from, std::size_t to) const {
  std::uint64_t sum = 0;
  for (std::size_t i = from; i < std::min(to, writes.size()); ++i) sum += writes[i].bytes;
  return sum;
}

std::uint64_t State::new_guid() {
  const std::uint64_t guid = scramble(hash_of(host) ^ scramble(++guids));
  return guid != 0 ? guid : new_guid();
}

Dataset* State::find(std::string_view name) {
  const auto found = datasets.find(name);
  return found == datasets.end() ? nullptr : &found->second;
}

const Dataset* State::find(std::string_view name) const {
  const auto found = datasets.find(name);
  return found == datasets.end() ? nullptr : &found->second;
}

std::pair<Datasets::iterator, Datasets::iterator> State::below(std::string_view name) {
  // '0' follows '/' in ASCII, so the range is every name that starts with "name/".
  return {datasets.lower_bound(std::string(name) + "/"), datasets.lower_bound(std::string(name) + "0")};
}

std::vector<std::string> State::clones_of(std::string_view snapshot) const {
  std::vector<std::string> names;
  for (const auto& [name, dataset] : datasets)
    if (dataset.origin == snapshot) names.push_back(name);
  return names;
}

std::int64_t now() {
  const std::string fixed = getenv_or("FAKE_ZFS_NOW", "");
  return fixed.empty() ? std::time(nullptr) : static_cast<std::int64_t>(parse_number(fixed));
}

std::string pool_of(std::string_view name) {
  return std::string(name.substr(0, name.find_first_of("/@#")));
}

std::string parent_of(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(name.substr(0, slash));
}

std::pair<std::string, std::string> cut(std::string_view name, char delimiter) {
  const auto at = name.find(delimiter);
  if (at == std::string_view::npos) return {std::string(name), {}};
  return {std::string(name.substr(0, at)), std::string(name.substr(at + 1))};
}

}  // namespace fake
