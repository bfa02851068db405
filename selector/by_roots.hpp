#pragma once

#include "selector/select.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selector {

/// A name that stands for no dataset, or for several; `what()` says so.
class RootError : public std::runtime_error {
 public:
  RootError(std::string its_root, const std::string& why) : std::runtime_error(why), root(std::move(its_root)) {}

  std::string root;
};

/// All datasets of every pool.
inline constexpr std::string_view k_everything = "//";

/// The user property of automatic snapshots; with ":LABEL" after it, that of one label.
inline constexpr std::string_view k_auto_snapshot = "com.sun:auto-snapshot";

/// What the properties of automatic snapshots do to a dataset.
enum class AutoSnapshot : std::uint8_t {
  ignored,
  may_exclude,  ///< either says "false": left out
  must_include  ///< neither says "true": left out
};

/// Does a root bring along all below it?
enum class Recursion : std::uint8_t {
  no,
  yes,
  unless_excluded  ///< as long as the properties of automatic snapshots leave out no dataset at all
};

/// Datasets that are chosen by name.
struct ByRoots {
  std::vector<std::string> roots;       ///< each "//", a dataset, or the last part of the name of one
  Recursion recursion = Recursion::no;  ///< "//" always brings along all
  bool whole_names = false;             ///< no root is the last part of a name
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
