#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// What a copy gets of its properties when it is restored.
struct RestoredProperties {
  std::vector<std::string> leaves_out;  ///< those that were set on the copy alone, or act on the host
  std::vector<std::string> sets;        ///< "name=value", as they were on the source
};

/// Does the copy go back to where its source was? Its record tells, or that of a copy above it.
bool is_original_place(const Facts& facts, const Options& options, std::string_view copy, std::string_view target);

/// Those of the source, as far as the target's user may set them. Elsewhere than at the original place without
/// mountpoint, shares and quotas, not mounted by itself, and not selected by any job.
RestoredProperties restored_properties(const Facts& facts, const Options& options, const zfs::Dataset& copy,
                                       const std::string& target);

/// By it jobs select datasets, or tools snapshot them.
bool selects(std::string_view property);

/// The value of canmount that a restored filesystem has at the end.
std::string final_canmount(const RestoredProperties& properties);

}  // namespace plan
