#pragma once

#include <cstdint>
#include <string_view>

namespace selector {

/// What zfs and zpool say on stderr, where something is decided by it.
enum class Says : std::uint8_t {
  gone,                ///< that dataset or snapshot is not there (any more)
  nothing_to_destroy,  ///< none of the snapshots is
  nothing_to_abort,    ///< there is no partial receive
  tag_exists,          ///< on hold: that was wanted
  no_such_tag,         ///< on release: so was that
  held,                ///< on destroy: somebody's hold keeps it
  out_of_space,
  never_resumable,  ///< a partial receive can never be finished. Not so of what may pass by itself: a broken
                    ///< connection, no space, no permission
};

/// Does it say that in this text? A line that zfs breaks counts as one.
bool says(std::string_view errors, Says what);

}  // namespace selector
