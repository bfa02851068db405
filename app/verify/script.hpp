#pragma once

#include "transport/pipeline.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace verify {

// What is run on each side: one sh per snapshot, with names as its operands, never within its text. It prints what
// listing.hpp reads, and clears away what it mounted or cloned also when it fails, when it is ended by a signal, and
// when whoever reads its output is gone.

/// The text for a filesystem. It mounts the snapshot in a folder of its own.
const std::string& filesystem_text();
/// The text for a volume. It makes a clone beside the volume.
const std::string& volume_text();

/// `prefix` begins the name of the folder, in TMPDIR or /tmp.
transport::Argv list_filesystem(const std::string& snapshot, unsigned percent, const std::string& prefix);

/// `selection_property` is set to false on the clone, so that no backup takes it for a volume of its own.
transport::Argv list_volume(const std::string& snapshot, const std::string& clone, unsigned percent,
                            const std::string& selection_property);

/// Waits some seconds until all of these are gone, after a run was interrupted. Fails, and names it, if something is
/// left.
transport::Argv wait_until_cleared(const std::string& prefix, const std::vector<std::string>& clones);

/// The command for people, the sh text shown as `text_name` only.
std::string shorten(const transport::Argv& command, std::string_view text_name);

/// Bytes of a volume that are hashed at a time.
inline constexpr std::uint64_t k_chunk_bytes = std::uint64_t{16} * 1024 * 1024;

}  // namespace verify
