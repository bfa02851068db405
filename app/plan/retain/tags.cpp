#include "app/plan/retain/tags.hpp"

#include <algorithm>

namespace plan {

namespace {

/// For a path that has no guid yet: FNV-1a over its name, from its pool's guid on.
std::uint64_t stand_in_for_guid(const zfs::Inventory& target, std::string_view target_path) {
  constexpr std::uint64_t k_offset = 0xcbf29ce484222325, k_prime = 0x100000001b3;
  const zfs::Dataset* const pool = target.find(zfs::pool_of(target_path));
  std::uint64_t hash = k_offset ^ (pool == nullptr ? 0 : pool->guid);
  for (const char c : target_path) hash = (hash ^ static_cast<unsigned char>(c)) * k_prime;
  return hash;
}

}  // namespace

std::string own_tag_of_target(std::string_view plain_tag, const zfs::Inventory& target, std::string_view target_path) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  const zfs::Dataset* const root = target.find(target_path);
  const std::uint64_t guid = root == nullptr ? stand_in_for_guid(target, target_path) : root->guid;
  std::string tag(plain_tag);
  tag += ':';
  for (int shift = 28; shift >= 0; shift -= 4) tag += k_digits[(guid >> shift) & 0xfU];
  return tag;
}

bool is_of_backup(std::string_view tag, std::string_view plain_tag) {
  constexpr std::size_t k_digits = 8;
  if (!tag.starts_with(plain_tag)) return false;
  const std::string_view rest = tag.substr(plain_tag.size());
  return rest.empty() || (rest.size() == 1 + k_digits && rest.front() == ':' &&
                          rest.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos);
}

std::span<const std::string> DatasetHolds::tags(const zfs::Snapshot& snapshot) const {
  if (holds_ == nullptr) return {};
  const auto found = holds_->find(snapshot.name->text);
  if (found == holds_->end()) return {};
  return found->second;
}

std::string_view DatasetHolds::since(const zfs::Snapshot& snapshot, std::string_view tag) const {
  return all_.since(dataset_ + "@" + snapshot.name->text, tag);
}

bool DatasetHolds::are_known(const zfs::Snapshot& snapshot) const {
  return all_known_ || (holds_ != nullptr && holds_->contains(snapshot.name->text));
}

bool DatasetHolds::carries(const zfs::Snapshot& snapshot, std::string_view tag) const {
  const std::span<const std::string> its = tags(snapshot);
  return std::ranges::find(its, tag) != its.end();
}

std::string_view DatasetHolds::other_than(const zfs::Snapshot& snapshot, std::string_view own) const {
  for (const std::string& tag : tags(snapshot)) {
    if (tag != own) return tag;
  }
  return {};
}

std::string choose_tag(const DatasetHolds& holds, const Snapshots& source, std::string_view plain, std::string_view own,
                       const std::function<bool(const zfs::Snapshot&)>& is_for_us) {
  for (const zfs::Snapshot* snapshot : source) {
    if (holds.carries(*snapshot, own)) return std::string(own);
  }
  const auto newest =
      std::find_if(source.rbegin(), source.rend(), [&](const auto* s) { return holds.carries(*s, plain); });
  return std::string(newest == source.rend() || is_for_us(**newest) ? plain : own);
}

}  // namespace plan
