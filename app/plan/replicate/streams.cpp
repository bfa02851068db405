#include "app/plan/replicate/streams.hpp"

#include "app/plan/features.hpp"
#include "app/plan/replicate/read_only.hpp"
#include "app/plan/replicate/records.hpp"
#include "app/plan/replicate/restoring.hpp"
#include "app/plan/rights.hpp"

namespace plan {

namespace {

/// Bytes; by what was written since the base. Starting a compressor and two buffers takes longer.
constexpr std::uint64_t k_small_stream = 1'048'576;

}  // namespace

std::optional<std::size_t> Streams::base_of(std::size_t k) const {
  return k == 0 ? in_.both.source_base : std::optional(in_.wanted[k - 1]);
}

std::size_t Streams::end_of_stream(std::size_t first, const std::function<bool(std::size_t)>& is_due) const {
  std::size_t last = first;
  if (!may_send_ranges() || !follows_its_base(first)) return last;
  while (last + 1 < in_.wanted.size() && !is_due(last) && follows_its_base(last + 1) && wanted(last + 1).guid != 0)
    ++last;
  return last;
}

Transfer Streams::stream(std::size_t first, std::size_t last) const {
  Transfer transfer{
      .source = in_.source->name,
      .between = {},
      .snapshot = wanted(last).name->text,
      .base = first == 0 ? in_.first_base() : wanted(first - 1).name->text,
      .target = in_.target_name,
      .record = first == 0 ? record_to_receive(facts_, options_, *in_.source, in_.rotates ? nullptr : in_.target) : "",
      .token = first == 0 && in_.resume_at ? in_.target->resume_token : "",
      .raw = in_.form.raw,
      .properties = in_.form.properties,
      .encrypt = in_.form.encrypted_by_target,
      .volume = in_.source->type == zfs::DatasetType::volume,
      .large_blocks = both_have("large_blocks"),
      .embedded_data = both_have("embedded_data") && !in_.copy.encrypted(),
      .compressed = options_.zfs_compressed && lacking_compression(facts_.source_features, facts_.target_features,
                                                                   in_.source->name, in_.target_name)
                                                   .empty(),
      .resumable = has_feature(facts_.target_features, in_.target_name, "extensible_dataset")};
  for (std::size_t k = first; k < last; ++k) transfer.between.push_back(wanted(k).name->text);
  const bool only_what_was_written = first == last && wanted(first).guid == 0 && follows_its_base(first);
  transfer.unshared = leaves_unshared(facts_, options_, in_.target_name);
  transfer.unreserved = transfer.volume && leaves_unreserved(facts_, options_, in_.target_name);
  transfer.inherits_mountpoint =
      options_.inherit_mountpoints && !transfer.volume && may_set_on_new_copy(facts_, in_.target_name, "mountpoint");
  if (first == 0 && in_.both.target.empty()) {
    transfer.read_only = makes_read_only(facts_, options_, in_.target_name);
    transfer.unmounted = !transfer.volume && leaves_unmounted(facts_, options_, in_.target_name);
  }
  if (first == 0 && in_.target != nullptr) transfer.kept = settings_to_keep();
  if (options_.restoring) put_restored(transfer, first == 0);
  transfer.small = only_what_was_written && in_.source->written < k_small_stream;
  return transfer;
}

/// The first stream with properties makes zfs forget what was set: of a clone that takes the place of what has
/// diverged, all that it was given.
std::vector<std::string> Streams::settings_to_keep() const {
  const auto known = facts_.local_properties.find(in_.target_name);
  return known != facts_.local_properties.end() ? known->second : plan::settings_to_keep(facts_, options_, *in_.target);
}

/// With the first stream, also where something is there: the first one with properties makes zfs forget what was set.
void Streams::put_restored(Transfer& transfer, bool is_first) const {
  RestoredProperties properties = restored_properties(facts_, options_, *in_.source, in_.target_name);
  transfer.leaves_out = std::move(properties.leaves_out);
  if (is_first) transfer.sets = std::move(properties.sets);
}

std::optional<thinner::Time> Streams::oldest() const {
  for (const std::size_t i : in_.wanted) {
    if (const auto time = in_.both.source[i]->name->time) return time;
  }
  return std::nullopt;
}

/// Is there nothing between it and the snapshot that it is sent from? A token carries one snapshot alone; a bookmark,
/// an origin or a base that is one by its name only is nothing to start a range from.
bool Streams::follows_its_base(std::size_t k) const {
  const std::optional<std::size_t> base = base_of(k);
  if (!base || *base + 1 != in_.wanted[k]) return false;
  return k > 0 || (!in_.resume_at && in_.both.on_target(*in_.both.source[*base]) != nullptr);
}

/// recv -F may take a stream of several for leave to destroy what is not in it. And zfs holds what it sends in one
/// until it is done: a user must be allowed to, which is not asked of those whose jobs hold nothing on the source.
bool Streams::may_send_ranges() const {
  const bool may_hold = (options_.holds && !options_.bookmarks) || root_works_on_source();
  return !options_.settings.force && may_hold;
}

/// Surely: it was read, or is so plain that nobody asked.
bool Streams::root_works_on_source() const {
  const auto& account = facts_.source_account;
  return account ? account->is_root && account->name == "root" : options_.check_permissions;
}

bool Streams::both_have(std::string_view feature) const {
  return has_feature(facts_.source_features, in_.source->name, feature) &&
         has_feature(facts_.target_features, in_.target_name, feature);
}

}  // namespace plan
