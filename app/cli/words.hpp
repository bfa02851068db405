#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace app::cli {

/// A command line split into words by the rules of sh: blanks between words, '…' as it is, "…" and \ as there. Nothing
/// is expanded, and what only a shell could do (|, ;, $x, *) is text like any other. Throws std::invalid_argument when
/// a quote is not closed.
std::vector<std::string> split_words(std::string_view text);

}  // namespace app::cli
