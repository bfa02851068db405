#pragma once

#include "app/plan/steps.hpp"
#include "zfs/parse.hpp"

#include <cstdint>

namespace plan {

/// What the source would send of the snapshot in a resume token.
struct Resumable {
  bool anything = true;         ///< there is something that the source would send
  bool candidate = false;       ///< it is on the source, after the base, and of a kind that is sent
  bool wanted = false;          ///< the target's schedule keeps it
  std::uint64_t base_guid = 0;  ///< of the newest common snapshot; 0: none
  bool raw = false;             ///< the dataset is sent raw
};

/// Why a partial receive is not worth finishing; empty when it is.
Why why_useless(const zfs::TokenContents& token, const Resumable& now);

}  // namespace plan
