#pragma once

#include "app/plan/plan.hpp"
#include "zfs/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plan {

/// Each copy records whose it is (zfs/record.hpp): what tells a copy whose source is gone from somebody else's.

/// What a copy of this source dataset records; none where the root of its pool is not in the listing.
std::optional<zfs::SourceRecord> record_of(const Facts& facts, const zfs::Dataset& source);

/// May records be written on the target?
enum class Leave : std::uint8_t { given, lacking, unknown };
Leave leave_to_record(const Facts& facts, const Options& options);

/// The record that a receive is to set on this copy (null: not there yet); empty where it has that already, or where it
/// is not sure that zfs would let it.
std::string record_to_receive(const Facts& facts, const Options& options, const zfs::Dataset& source,
                              const zfs::Dataset* there);

/// Writes what is missing, and no receive of this run sets: on the copies that share a snapshot with their source, and
/// on the `adopted` ones. Where it is not known whether there is leave to, only beside other work: a run with nothing
/// to do would try in vain each time.
Lane record_lane(const Facts& facts, const Options& options, const Plan& plan, std::vector<CopyRecord> adopted);

}  // namespace plan
