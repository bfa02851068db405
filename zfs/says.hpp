#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zfs {

/// What zfs and zpool say on stderr, where something is decided by it, or told of it.
enum class Says : std::uint8_t {
  not_allowed,
  modified,  ///< the target of a stream was written to
  in_the_way,
  over_quota,
  needs_large_blocks,
  no_stream,  ///< what arrived is none
  cut_off,    ///< not all of the stream arrived
  out_of_space,
  pool_suspended,
  never_resumable,     ///< a partial receive can never be finished. Not so of what may pass by itself: a broken
                       ///< connection, no space, no permission
  nothing_to_destroy,  ///< none of the snapshots is there
  nothing_to_abort,    ///< there is no partial receive
  tag_exists,          ///< on hold: that was wanted
  no_such_tag,         ///< on release: so was that
  held,                ///< on destroy: somebody's hold keeps it
  mounted_already,     ///< on mount: that was wanted
  not_mounted,         ///< on unmount: so was that
  gone                 ///< that dataset or snapshot is not there (any more)
};

/// Does it say that in this text? A line that zfs breaks counts as one.
bool says(std::string_view errors, Says what);

/// What the text is about, by the first row of the table that fits; nothing: none does.
std::optional<Says> what_is_said(std::string_view errors);
/// The same in a word, for programs.
std::string_view name_of(Says what);
/// The next step, {} in it standing for the dataset that is meant; empty: none is known.
std::string_view advice_on(std::string_view errors);

}  // namespace zfs
