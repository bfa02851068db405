#include "zfs/parse.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>

namespace zfs {

namespace {

[[noreturn]] void bad_line(std::string_view command, std::string_view line) {
  throw ListingError("unexpected line from " + std::string(command) + ": '" + std::string(line.substr(0, 200)) + "'");
}

/// Cuts up to the next tab off the front of `rest`.
std::string_view next_field(std::string_view& rest) {
  const auto tab = rest.find('\t');
  const std::string_view field = rest.substr(0, tab);
  rest = tab == std::string_view::npos ? std::string_view{} : rest.substr(tab + 1);
  return field;
}

/// What `zfs get` gives as the source of a value.
bool is_source(std::string_view text) {
  return text == "-" || text == "local" || text == "default" || text == "received" || text == "temporary" ||
         text.starts_with("inherited from ");
}

/// Names end at 256 bytes and values at 8 KiB: what goes on longer than this is no row.
constexpr std::size_t k_longest_row = 16384;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "Fri Nov 21 14:13 2025", the day and the hour perhaps padded with a blank.
std::optional<thinner::Time> parse_date(std::string_view text) {
  constexpr std::string_view k_months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::istringstream words{std::string(text)};
  std::string weekday, month, more;
  int day = 0, hour = -1, minute = -1, year = 0;
  char colon = '\0';
  words >> weekday >> month >> day >> hour >> colon >> minute >> year;
  const auto at = k_months.find(month);
  const bool is_month = month.size() == 3 && at != std::string_view::npos && at % 3 == 0;
  const auto within = [](int number, int least, int most) { return number >= least && number <= most; };
  if (!words || words >> more || colon != ':' || !is_month || !within(day, 1, 31) || !within(hour, 0, 23) ||
      !within(minute, 0, 59) || !within(year, 1970, 9999))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(at / 3 + 1)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

}  // namespace

std::uint64_t parse_number(std::string_view text) {
  const bool hex = text.starts_with("0x");
  const std::string_view digits = hex ? text.substr(2) : text;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) bad_line("zfs", text);
  return number;
}

// --- zfs get ---

void PropertyRows::line(std::string_view line) {
  if (!pending_.empty()) {
    pending_.append("\n").append(line);
    line = pending_;
  }
  const auto last_tab_of_line = line.rfind('\t');
  if (std::ranges::count(line, '\t') < 3 || !is_source(line.substr(last_tab_of_line + 1))) {
    if (line.size() > k_longest_row) bad_line("zfs get", line);
    if (pending_.empty()) pending_ = line;
    return;
  }
  std::string_view rest = line;
  PropertyRow row;
  row.name = next_field(rest);
  row.property = next_field(rest);
  const auto last_tab = rest.rfind('\t');
  row.value = rest.substr(0, last_tab);
  row.source = rest.substr(last_tab + 1);
  row_(row);
  pending_.clear();
}

void PropertyRows::finish() const {
  if (!pending_.empty()) bad_line("zfs get", pending_);
}

DatasetListing::DatasetListing(Inventory& inventory, std::string_view selection_property)
    : inventory_(inventory), selection_property_(selection_property), rows_([this](const PropertyRow& r) { row(r); }) {}

void DatasetListing::row(const PropertyRow& row) {
  if (current_ == nullptr || current_->name != row.name) {
    // A dataset's rows come in one run. Others of that name are what somebody wrote into a property of his own.
    if (inventory_.find(row.name) != nullptr)
      throw ListingError("zfs get lists " + std::string(row.name) + " twice: a property of " +
                         (current_ == nullptr ? "another dataset" : current_->name) + " may contain forged rows");
    current_ = &inventory_.add(row.name);
  }
  const auto setting = [&row] { return Setting{std::string(row.value), std::string(row.source)}; };
  const auto number = [&row] { return row.value == "-" ? 0 : parse_number(row.value); };
  if (row.property == "type") {
    current_->type = row.value == "volume" ? DatasetType::volume : DatasetType::filesystem;
  } else if (row.property == "guid") {
    current_->guid = number();
  } else if (row.property == "written") {
    current_->written = number();
  } else if (row.property == "inconsistent") {
    current_->is_incomplete = row.value == "1";
  } else if (row.property == "origin") {
    current_->origin = row.value == "-" ? std::string_view{} : row.value;
  } else if (row.property == "encryptionroot") {
    current_->encryption_root = row.value == "-" ? std::string_view{} : row.value;
  } else if (row.property == "keystatus") {
    current_->key_loaded = row.value != "unavailable";
  } else if (row.property == "canmount") {
    current_->canmount = setting();
  } else if (row.property == "mountpoint") {
    current_->mountpoint = setting();
  } else if (row.property == "readonly") {
    current_->readonly = setting();
  } else if (row.property == k_record_property) {
    if (row.source == "local") current_->record = parse_record(row.value);
  } else if (!selection_property_.empty() && row.property == selection_property_) {
    current_->selection = setting();
  } else if (std::ranges::find(k_effects, row.property) != k_effects.end()) {
    if (setting().is_set_here()) current_->effects.emplace_back(row.property, setting());
  } else if (row.property == "receive_resume_token") {
    current_->resume_token = row.value == "-" ? std::string_view{} : row.value;
  }
}

// --- zfs list -t snapshot ---

SnapshotListing::SnapshotListing(Inventory& inventory, SnapshotNames& names, Wanted wanted)
    : inventory_(inventory), names_(names), wanted_(std::move(wanted)) {}

SnapshotListing SnapshotListing::ahead(Inventory& inventory, SnapshotNames& names) {
  SnapshotListing listing(inventory, names);
  listing.adds_datasets_ = true;
  return listing;
}

void SnapshotListing::find_dataset(std::string_view name) {
  if (name == current_name_) return;  // a dataset's snapshots come in one run
  const std::size_t as_many = is_wanted_ ? current_->snapshots.size() : 0;
  current_name_ = name;
  current_ = adds_datasets_ ? &inventory_.add(name) : inventory_.find(name);
  is_wanted_ = current_ != nullptr && (!wanted_ || wanted_(*current_));
  // As their neighbours have, mostly: one schedule thins them all. Inventory::sort_snapshots() gives back what is over.
  if (is_wanted_) current_->snapshots.reserve(as_many);
}

void SnapshotListing::line(std::string_view line) {
  std::string_view rest = line;
  const std::string_view full_name = next_field(rest);
  const std::string_view guid = next_field(rest);
  const std::string_view createtxg = next_field(rest);
  const auto at = full_name.find_first_of("@#");
  if (at == std::string_view::npos || createtxg.empty() || rest.empty()) bad_line("zfs list", line);
  find_dataset(full_name.substr(0, at));
  if (current_ == nullptr) return;
  if (!is_wanted_) {
    if (full_name[at] == '@' && !current_->has_unread_of_ours)
      current_->has_unread_of_ours = names_.intern(full_name.substr(at + 1)).ours();
    return;
  }
  if (full_name[at] == '#') {
    current_->bookmarks.push_back({.name = std::string(full_name.substr(at + 1)),
                                   .guid = parse_number(guid),
                                   .createtxg = parse_number(createtxg)});
    return;
  }
  current_->snapshots.push_back({.name = &names_.intern(full_name.substr(at + 1)),
                                 .guid = parse_number(guid),
                                 .createtxg = parse_number(createtxg),
                                 .has_clones = rest != "0" && rest != "-",
                                 .has_more_clones = rest != "0" && rest != "-" && rest != "1"});
}

// --- the smaller ones ---

HoldTags::Tags& HoldTags::at(std::string_view snapshot) {
  const auto at = snapshot.find('@');
  return by_dataset_[std::string(snapshot.substr(0, at))][std::string(snapshot.substr(at + 1))];
}

const HoldTags::OfDataset* HoldTags::of_dataset(const std::string& dataset) const {
  const auto found = by_dataset_.find(dataset);
  return found == by_dataset_.end() ? nullptr : &found->second;
}

std::string_view HoldTags::since(std::string_view snapshot, std::string_view tag) const {
  const auto found = since_.find(std::string(snapshot).append(" ").append(tag));
  return found == since_.end() ? std::string_view{} : found->second;
}

void HoldTags::tell_since(std::string_view snapshot, std::string_view tag, std::string_view since) {
  since_[std::string(snapshot).append(" ").append(tag)] = since;
}

HoldTags HoldTags::renamed(const std::function<std::string(const std::string&)>& new_name) const {
  HoldTags renamed;
  for (const auto& [dataset, of_dataset] : by_dataset_) {
    for (const auto& [snapshot, tags] : of_dataset) {
      const std::string full_name = std::string(dataset).append("@").append(snapshot),
                        new_full_name = new_name(full_name);
      renamed.at(new_full_name) = tags;
      for (const std::string& tag : tags) {
        if (const auto told = since(full_name, tag); !told.empty()) renamed.tell_since(new_full_name, tag, told);
      }
    }
  }
  for (const std::string& dataset : whole_) renamed.know_all_of(new_name(dataset));
  return renamed;
}

void parse_hold_line(std::string_view line, HoldTags& holds) {
  std::string_view rest = line;
  const std::string_view name = next_field(rest);
  const std::string_view tag = next_field(rest);
  if (name.find('@') == std::string_view::npos || tag.empty()) bad_line("zfs holds", line);
  holds.at(name).emplace_back(tag);
  if (!rest.empty()) holds.tell_since(name, tag, rest);
}

void parse_dated_hold(std::string_view line, DatedHolds& holds) {
  std::string_view rest = line;
  const std::string_view name = next_field(rest);
  const auto last_tab = rest.rfind('\t');  // a tag of somebody else's may hold one
  const std::string_view tag = last_tab == std::string_view::npos ? std::string_view{} : rest.substr(0, last_tab);
  const std::optional<thinner::Time> since = parse_date(rest.substr(tag.empty() ? 0 : last_tab + 1));
  if (name.find('@') == std::string_view::npos || tag.empty() || !since) bad_line("zfs holds", line);
  holds.emplace(std::pair(std::string(name), std::string(tag)), *since);
}

void HeldListing::line(std::string_view line) {
  std::string_view rest = line;
  const std::string_view full_name = next_field(rest);
  const std::uint64_t guid = parse_number(next_field(rest));
  const std::uint64_t createtxg = parse_number(next_field(rest));
  if (rest.empty()) bad_line("zfs list", line);
  const auto at = full_name.find_first_of("@#");
  const std::string_view dataset = full_name.substr(0, at);
  if (current_ == nullptr || current_->name != dataset) current_ = &inventory_.add(dataset);
  if (at == std::string_view::npos) {
    current_->guid = guid;
    return;
  }
  const std::string_view own_name = full_name.substr(at + 1);
  if (full_name[at] == '#') {
    current_->bookmarks.push_back({.name = std::string(own_name), .guid = guid, .createtxg = createtxg});
    return;
  }
  current_->snapshots.push_back({.name = &names_.intern(own_name), .guid = guid, .createtxg = createtxg});
  if (rest != "0" && rest != "-") held_.emplace_back(full_name);
}

void ReclaimListing::line(std::string_view line) {
  const std::string_view what = next_field(line);
  if (what == "destroy") {
    current_ = line.substr(0, line.find('@'));
  } else if (what == "reclaim" && !current_.empty()) {
    by_dataset_[current_] += parse_number(line);
    current_.clear();
  }
}

void parse_guid_line(std::string_view line, Guids& guids) {
  const std::string_view name = next_field(line);
  guids[std::string(name)] = parse_number(line);
}

void parse_feature_line(std::string_view line, PoolFeatures& features) {
  constexpr std::string_view k_feature = "feature@";
  const std::string_view pool = next_field(line);
  const std::string_view property = next_field(line);
  auto& of_pool = features[std::string(pool)];
  if (property.starts_with(k_feature) && (line == "active" || line == "enabled"))
    of_pool.emplace(property.substr(k_feature.size()), line == "active");
}

Creation parse_creation(std::string_view line) {
  std::string_view rest = line;
  const std::string_view snapshot = next_field(rest);
  const std::uint64_t guid = parse_number(next_field(rest));
  if (snapshot.find('@') == std::string_view::npos) bad_line("zfs list", line);
  return {snapshot, guid, thinner::Time{std::chrono::seconds{static_cast<std::int64_t>(parse_number(rest))}}};
}

SizedSnapshot parse_sized_snapshot(std::string_view line) {
  std::string_view rest = line;
  SizedSnapshot snapshot;
  snapshot.name = next_field(rest);
  snapshot.used = parse_number(next_field(rest));
  snapshot.holds = parse_number(next_field(rest));
  const std::string_view clones = next_field(rest);
  snapshot.clones = clones == "-" ? 0 : parse_number(clones);
  snapshot.created = thinner::Time{std::chrono::seconds{static_cast<std::int64_t>(parse_number(rest))}};
  if (snapshot.name.find('@') == std::string::npos) bad_line("zfs list", line);
  return snapshot;
}

void ScrubListing::line(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  constexpr std::string_view k_pool = "pool: ", k_scan = "scan: ";
  if (line.starts_with(k_pool)) {
    current_ = line.substr(k_pool.size());
  } else if (line.starts_with(k_scan)) {
    line.remove_prefix(k_scan.size());
    if (line.starts_with("scrub in progress")) scrubbed_.insert(current_);
    if (line.starts_with("resilver in progress")) resilvered_.insert(current_);
  }
}

void parse_set_property_line(std::string_view line, PropertyNames& properties) {
  const std::string_view dataset = next_field(line);
  if (dataset.empty() || line.empty()) bad_line("zfs get", line);
  properties[std::string(dataset)].emplace(line);
}

void parse_version_line(std::string_view line, std::optional<Version>& version) {
  constexpr std::string_view k_module = "zfs-kmod-";
  if (!line.starts_with(k_module)) return;
  Version found{};
  const char* from = line.data() + k_module.size();
  const char* const end = line.data() + line.size();
  for (int& part : found) {
    const auto [rest, error] = std::from_chars(from, end, part);
    if (error != std::errc{}) return;
    from = rest != end && *rest == '.' ? rest + 1 : rest;
  }
  version = found;
}

void parse_token_line(std::string_view line, TokenContents& contents) {
  const auto equals = line.find(" = ");
  if (equals == std::string_view::npos) return;
  const std::string_view key = trimmed(line.substr(0, equals));
  const std::string_view value = trimmed(line.substr(equals + 3));
  if (key == "toguid") contents.to_guid = parse_number(value);
  if (key == "fromguid") contents.from_guid = parse_number(value);
  if (key == "toname") contents.to_name = value;
  if (key == "rawok") contents.raw = value != "0" && value != "0x0";
}

std::string assignment_of(std::string_view property, std::string_view value) {
  const bool is_no_quota = (property == "quota" || property == "refquota") && value == "0";
  return std::string(property).append("=").append(is_no_quota ? "none" : value);
}

}  // namespace zfs
