#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace match {

/// What a dataset and its copy are to each other.
enum class State {
  up_to_date,
  syncable_full,
  syncable_incremental,
  needs_snapshot,       ///< it, or a dataset above it, has no snapshot that could be sent
  diverged,             ///< the target has snapshots of its own after the common one, or no common one
  guid_mismatch,        ///< the same, and one of them has the name of another snapshot on the source
  no_target_snapshots,  ///< the target is there, and a full stream would overwrite it
  target_written,       ///< since its newest snapshot
  blocked,              ///< something else is in the way
  target_only,
  source_only  ///< no target is named
};

/// What the states come to for whoever counts.
enum class Standing { up_to_date, syncable, blocked, alone };
Standing standing_of(State state);

/// The state in a word, for programs.
std::string_view name_of(State state);
std::string_view name_of(Standing standing);

/// One side of a pair.
struct End {
  std::string name{};  ///< of the dataset, or what it would be called; empty: that cannot be told
  bool exists = false;
  std::string first{}, next{}, last{};     ///< snapshots as "@name"; next: the oldest after the match; empty: none
  std::optional<std::uint64_t> written{};  ///< bytes since its newest snapshot
  std::size_t snapshots = 0;               ///< on the source with its bookmarks
};

/// A dataset of the source and its copy, or one that lacks the other.
struct Pair {
  std::string relative;  ///< its name below the top of both trees, as "/a/b"; empty: it is the top
  State state = State::blocked;
  std::string about;        ///< what the state is about: a snapshot as "@name", a dataset, or a reason
  std::string hint;         ///< in a sentence, with the next step; empty: none is needed
  std::string match;        ///< the newest common snapshot as "@name", or its bookmark as "#name"; empty: none
  std::size_t common = 0;   ///< snapshots that both sides have
  std::size_t to_send = 0;  ///< snapshots that the target lacks
  std::optional<std::uint64_t> bytes;  ///< in them; nothing: it is not known
  bool resumes = false;                ///< a partial receive is on the target
  End source, target;
};

/// For people: "up-to-date", "blocked sync: target is written" and the like.
std::string info_of(const Pair& pair);

}  // namespace match
