#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plan {

// A copy that is mounted writable changes by itself: atimes, files that were open when they were deleted, directories
// to mount on. The next stream is refused then.

/// Is a new copy received with readonly=on? Not where the user sets it otherwise, or may not set it.
bool makes_read_only(const Facts& facts, const Options& options, const std::string& target);

/// sharenfs or sharesmb.
bool is_share(std::string_view property);

/// Does a copy go without the source's sharenfs and sharesmb? Not where it has them, or who receives it may not set
/// them, and so does not get them anyway.
bool leaves_unshared(const Facts& facts, const Options& options, const std::string& target);

/// Does a volume's copy go without the source's refreservation? Nobody writes to it, and it would reserve all of its
/// size once more beside what its snapshots hold. Not where who receives it may not set it.
/// Are a new copy's properties set so that nothing mounts it but whoever asks for it?
/// What is set on a target dataset that may have been a source, as "name=value": the first stream with properties would
/// make zfs forget all of it. Of what acts on its host; the rest comes along from its twin.
std::vector<std::string> settings_to_keep(const Facts& facts, const Options& options, const zfs::Dataset& there);

bool leaves_unmounted(const Facts& facts, const Options& options, const std::string& target);
bool leaves_unreserved(const Facts& facts, const Options& options, const std::string& target);

/// Which copies are, or will be, writable; at most one note.
std::vector<std::string> notes_on_writable(const std::vector<DatasetPlan>& datasets,
                                           const std::vector<DatasetDraft>& drafts, const Facts& facts,
                                           const Options& options);

}  // namespace plan
