#pragma once

#include <string>
#include <string_view>

namespace check {

/// Text with nothing in it that could break a line or confuse a terminal: a backslash is doubled, control characters
/// and bytes that are no UTF-8 become \t, \n, \r or \xNN.
std::string escape(std::string_view raw);

/// A file name as it stands in a hash list. A plain name is its own text. One with control characters, with bytes that
/// are no UTF-8 or with a backslash at its beginning is a backslash followed by the escaped name.
std::string encode_name(std::string_view name);

/// The name that `encode_name` makes this text of; a text that it never makes is taken literally.
std::string decode_name(std::string_view text);

/// In quotes, as in the error messages that end in a file name.
std::string in_quotes(std::string_view raw);

}  // namespace check
