#include "selector/selection.hpp"

namespace selector {

namespace {

struct PropertyOf {
  const std::string& operator()(const ByProperty& by) const { return by.property; }
  const std::string& operator()(const ByRoots& by) const { return by.label_property; }
};

struct TakesCopies {
  bool operator()(const ByProperty& by) const { return by.rules.include_received; }
  bool operator()(const ByRoots& /*by*/) const { return true; }
};

struct Select {
  const zfs::Inventory& source;
  std::vector<Decision> operator()(const ByProperty& by) const { return select(source, by.rules); }
  std::vector<Decision> operator()(const ByRoots& by) const { return select(source, by); }
};

}  // namespace

const std::string& property_of(const Selection& selection) {
  return std::visit(PropertyOf{}, selection);
}

bool takes_copies(const Selection& selection) {
  return std::visit(TakesCopies{}, selection);
}

std::vector<Decision> select(const zfs::Inventory& source, const Selection& selection) {
  return std::visit(Select{source}, selection);
}

}  // namespace selector
