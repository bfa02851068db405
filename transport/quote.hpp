#pragma once

#include <span>
#include <string>
#include <string_view>

namespace transport {

/// One word of POSIX sh: as it is when no character is special, else in single quotes, else (when it holds a single
/// quote) in double quotes with $ ` " \ escaped, which reads best for a remote command that has quotes of its own.
std::string sh_quote(std::string_view word);

/// The words as one sh command line. The first is quoted so that it is a command also where it looks like `a=b`.
std::string sh_join(std::span<const std::string> words);

/// True when `word` means itself in sh without any quoting.
bool is_plain_word(std::string_view word);

}  // namespace transport
