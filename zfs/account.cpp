#include "zfs/account.hpp"

#include "zfs/parse.hpp"

#include <array>
#include <utility>

namespace zfs {

namespace {

constexpr std::size_t k_headers = 4;
constexpr std::string_view k_dataset = "dataset ";
constexpr std::string_view k_block = "---- Permissions on ";

[[noreturn]] void bad_line(std::string_view line) {
  throw ListingError("unexpected line from zfs allow: '" + std::string(line.substr(0, 200)) + "'");
}

template <class Take>
void each_permission(std::string_view list, Take take) {
  while (true) {
    const auto comma = list.find(',');
    take(std::string(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

/// Does the headline, filled up with dashes, stand over what was given on this dataset? Names may have blanks and
/// dashes in them, and those above it are shorter.
bool is_headline_of(std::string_view line, std::string_view dataset) {
  line.remove_prefix(k_block.size());
  return line.starts_with(dataset) && line.substr(dataset.size()).starts_with(' ') &&
         line.find_first_not_of('-', dataset.size() + 1) == std::string_view::npos;
}

}  // namespace

/// Names may have blanks in them, as those of a domain do, so they cannot be told apart.
bool Account::is_in_group(std::string_view group) const {
  return (" " + groups + " ").find(" " + std::string(group) + " ") != std::string::npos;
}

void AccountListing::line(std::string_view line) {
  if (headers_ < k_headers) return header(line);
  if (line.starts_with(k_dataset)) return begin_dataset(line.substr(k_dataset.size()));
  if (dataset_.empty()) bad_line(line);
  allow_line(line);
}

void AccountListing::finish() {
  finish_dataset();
  if (headers_ < k_headers) throw ListingError("the host does not say as which user its commands run");
}

void AccountListing::header(std::string_view line) {
  switch (headers_++) {
    case 0:
      account_.is_root = line == "0";
      return;
    case 1:
      account_.name = line;
      return;
    case 2:
      account_.groups = line;
      return;
    default:
      account_.system = line;
  }
}

void AccountListing::begin_dataset(std::string_view name) {
  finish_dataset();
  if (name.empty()) bad_line(k_dataset);
  dataset_ = name;
}

void AccountListing::finish_dataset() {
  if (dataset_.empty()) return;
  Rights& rights = account_.rights[dataset_];
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    expand(rights.below, blocks_[i].below, i);
    expand(rights.here, blocks_[i].is_own ? blocks_[i].here : blocks_[i].below, i);
  }
  dataset_.clear();
  blocks_.clear();
  section_ = Section::none;
}

/// A set means what is in it where it was given, and above that.
void AccountListing::expand(Permissions& into, const Permissions& given, std::size_t from) const {
  Permissions seen;
  std::vector<std::string> left(given.begin(), given.end());
  while (!left.empty()) {
    const std::string name = std::move(left.back());
    left.pop_back();
    if (!name.starts_with('@')) {
      into.insert(name);
      continue;
    }
    if (!seen.insert(name).second) continue;
    for (std::size_t i = from; i < blocks_.size(); ++i) {
      const auto set = blocks_[i].sets.find(name);
      if (set != blocks_[i].sets.end()) left.insert(left.end(), set->second.begin(), set->second.end());
    }
  }
}

void AccountListing::allow_line(std::string_view line) {
  constexpr std::array<std::pair<std::string_view, Section>, 5> k_sections{{
      {"Permission sets:", Section::sets},
      {"Create time permissions:", Section::create_time},
      {"Local permissions:", Section::local},
      {"Descendent permissions:", Section::descendent},
      {"Local+Descendent permissions:", Section::both},
  }};
  if (line.starts_with(k_block)) {
    blocks_.push_back({.is_own = is_headline_of(line, dataset_), .sets = {}, .here = {}, .below = {}});
    section_ = Section::none;
    return;
  }
  for (const auto& [title, section] : k_sections) {
    if (line != title) continue;
    section_ = section;
    return;
  }
  if (!line.starts_with('\t') || section_ == Section::none || blocks_.empty()) bad_line(line);
  permissions(line.substr(1));
}

/// "send,hold" behind whom they are given to, or behind the set that they are.
void AccountListing::permissions(std::string_view line) {
  if (section_ == Section::create_time) return grant(line);
  const auto blank = line.rfind(' ');
  if (blank == std::string_view::npos) bad_line(line);
  const std::string_view who = line.substr(0, blank);
  const std::string_view given = line.substr(blank + 1);
  if (section_ == Section::sets) {
    Permissions& set = blocks_.back().sets[std::string(who)];
    each_permission(given, [&set](std::string permission) { set.insert(std::move(permission)); });
  } else if (is_meant(who)) {
    grant(given);
  }
}

bool AccountListing::is_meant(std::string_view who) const {
  constexpr std::string_view k_user = "user ";
  constexpr std::string_view k_group = "group ";
  if (who == "everyone") return true;
  if (who.starts_with(k_user)) return who.substr(k_user.size()) == account_.name;
  return who.starts_with(k_group) && account_.is_in_group(who.substr(k_group.size()));
}

/// What whoever makes a dataset gets on it counts as given on all below: what lies there was likely made by this user.
void AccountListing::grant(std::string_view permissions) {
  Block& block = blocks_.back();
  const bool here = section_ == Section::local || section_ == Section::both;
  const bool below = section_ != Section::local;
  each_permission(permissions, [&](const std::string& permission) {
    if (here) block.here.insert(permission);
    if (below) block.below.insert(permission);
  });
}

}  // namespace zfs
