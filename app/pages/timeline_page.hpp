#pragma once

#include "app/pages/timeline.hpp"
#include "thinner/zone.hpp"

#include <string>
#include <vector>

namespace pages {

/// Something worth to be seen first.
struct Fact {
  std::string name, value, detail{};
};

struct Table {
  std::string caption;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> numbers{};  ///< columns that stand at the right
};

/// A page with a timeline, and what is said around it; all of it text, not markup.
struct TimelinePage {
  std::string title, lead;
  std::vector<Fact> facts;
  std::string note{};  ///< about the facts; empty: none
  std::string slider;  ///< what the slider is called
  Timeline timeline;
  bool lists_marks = false;  ///< all of them, below their figure
  std::vector<Table> tables{};
  std::string nothing;  ///< said where there is no figure
};

/// Times are told on this clock.
std::string to_html(const TimelinePage& page, const thinner::Zone& zone);

// --- Parts of any page, as markup ---

std::string markup_of(const std::vector<Fact>& facts);
std::string markup_of(const Table& table);
std::string head_of_page(const std::string& title, const std::string& lead);
/// Which program made it.
std::string foot_of_page();

}  // namespace pages
