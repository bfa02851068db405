#pragma once

#include <string>
#include <string_view>

namespace pages {

/// Text as it stands in HTML and SVG, within elements and within quoted attributes. What they cannot hold, such as
/// control characters, becomes U+FFFD.
std::string escaped(std::string_view text);

/// JSON as it stands within a <script> element.
std::string for_script(std::string_view json);

/// With so many digits behind the point as a picture needs.
std::string coordinate(double value);

/// A whole document. `body` is markup. Nothing in it is taken from elsewhere, and no script runs in it but `script`.
struct Document {
  std::string title, body, data{};  ///< `data`: JSON for the script; empty: there is no script
};
std::string to_html(const Document& document);

}  // namespace pages
