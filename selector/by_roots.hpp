#pragma once

#include "selector/select.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace selector {

/// A name that stands for no dataset, or for several; `what()` says so.
class RootError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// All datasets of every pool.
inline constexpr std::string_view k_everything = "//";

/// The user property of automatic snapshots; with ":LABEL" after it, that of one label.
inline constexpr std::string_view k_auto_snapshot = "com.sun:auto-snapshot";

/// What the properties of automatic snapshots do to a dataset. Either says "false": it is left out.
enum class AutoSnapshot : std::uint8_t {
  ignored,
  may_exclude,
  must_include  ///< neither says "true": left out, too
};

/// Datasets that are chosen by name.
struct ByRoots {
  std::vector<std::string> roots;       ///< each "//", a dataset, or the last part of the name of one
  bool recursive = false;               ///< with all below them; "//" always is
  std::vector<std::string> excluded{};  ///< patterns as of the shell: whoever fits one is left out, with all below
  AutoSnapshot auto_snapshot = AutoSnapshot::ignored;
  std::string label_property{};  ///< of the label, where there is one

  bool names_everything() const;
  /// Does a root say that it is in this pool? The last part of a name does not say where it is.
  bool name(std::string_view pool) const;
};

/// Decides for every dataset of the source, in the order of the inventory. Pure. Throws RootError.
std::vector<Decision> select(const zfs::Inventory& source, const ByRoots& chosen);

}  // namespace selector
