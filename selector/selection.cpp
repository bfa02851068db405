#include "selector/selection.hpp"

namespace selector {

namespace {

struct PropertyOf {
  const std::string& operator()(const ByProperty& by) const { return by.property; }
  const std::string& operator()(const ByRoots& by) const { return by.label_property; }
  const std::string& operator()(const ByTree& by) const { return by.property; }
};

struct TakesCopies {
  bool operator()(const ByProperty& by) const { return by.rules.include_received; }
  bool operator()(const ByRoots& /*by*/) const { return true; }
  bool operator()(const ByTree& /*by*/) const { return true; }
};

struct Select {
  const zfs::Inventory& source;
  std::vector<Decision> operator()(const ByProperty& by) const { return select(source, by.rules); }
  std::vector<Decision> operator()(const ByRoots& by) const { return select(source, by); }
  std::vector<Decision> operator()(const ByTree& by) const { return select(source, by); }
};

}  // namespace

const std::string& property_of(const Selection& selection) {
  return std::visit(PropertyOf{}, selection);
}

Reach reach_of(const Selection& selection) {
  const auto* const tree = std::get_if<ByTree>(&selection);
  return tree == nullptr ? Reach{} : Reach{tree->root, tree->levels};
}

bool takes_copies(const Selection& selection) {
  return std::visit(TakesCopies{}, selection);
}

std::vector<Decision> select(const zfs::Inventory& source, const Selection& selection) {
  return std::visit(Select{source}, selection);
}

}  // namespace selector
