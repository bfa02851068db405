#pragma once

#include "app/run/reader.hpp"
#include "zfs/parse.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace run {

/// What is to be known of datasets: by property, those that are asked for it.
using Questions = std::map<std::string, std::vector<std::string>>;

struct Asking {
  std::string what;   ///< for the message, if it fails
  Reader::Gone gone;  ///< for a dataset that has vanished; none: that is an error too
};

/// Asks in one command, unless the names do not fit into one, and waits for the answer. A dataset answers to all that
/// is asked along with it, to what it was not asked as well.
void read_properties(Reader& reader, plan::Side side, const Questions& questions,
                     const std::function<void(const zfs::PropertyRow&)>& answer, const Asking& asking);

}  // namespace run
