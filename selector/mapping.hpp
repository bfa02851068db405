#pragma once

#include "selector/select.hpp"
#include "zfs/inventory.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace selector {

/// A source dataset has no place on the target.
class MappingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which source dataset is received as which target dataset, and back: the one place for the rules of names.
class Mapping {
 public:
  /// Nothing goes anywhere.
  Mapping() = default;
  /// Each goes below `target` under its own name without its first `strip` components.
  static Mapping below(std::string target, std::uint32_t strip = 0);
  /// The tree of `source` becomes the tree of `target`.
  static Mapping tree(std::string source, std::string target);

  /// All copies are at or below it; empty: nothing goes anywhere.
  const std::string& root() const { return root_; }
  /// Its root is itself a copy.
  bool is_tree() const { return !source_root_.empty(); }
  bool goes_nowhere() const { return root_.empty(); }

  /// Throws MappingError.
  std::string target_of(std::string_view source) const;
  /// Nothing: its name does not tell, as a part of the source's was stripped.
  std::optional<std::string> source_of(std::string_view copy) const;

  /// What the names of a source and of its copy have in common: these two belong together when that is the same.
  /// Nothing: it has no place on the target.
  std::optional<std::string_view> shared_part_of_source(std::string_view source) const;
  std::string_view shared_part_of_copy(std::string_view copy) const;
  bool strips() const { return strip_ > 0; }

 private:
  std::string root_;
  std::string source_root_;  // of a tree
  std::uint32_t strip_ = 0;
};

/// A selected dataset and what it is received as.
struct Chosen {
  const zfs::Dataset* source = nullptr;
  std::string target;  ///< empty: nothing goes anywhere
};

/// Those of a selection, in its order. Throws MappingError.
std::vector<Chosen> choose(const std::vector<Decision>& selection, const Mapping& mapping);

}  // namespace selector
