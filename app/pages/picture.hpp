#pragma once

#include "app/pages/timeline.hpp"

#include <cstddef>
#include <string>

namespace pages {

/// A figure of a timeline as it is at first, as an SVG element. `id`: of the element.
std::string to_svg(const Timeline& timeline, const Figure& figure, const std::string& id);

/// The same as a file of its own, with its title in it.
std::string to_svg_file(const Timeline& timeline, const Figure& figure);

}  // namespace pages
