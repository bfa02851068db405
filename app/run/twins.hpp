#pragma once

#include "app/run/shell.hpp"
#include "zfs/use.hpp"

#include <string>
#include <vector>

namespace run {

/// How both trees are used. Nothing: there is no such tree.
struct Twins {
  std::vector<zfs::Use> source, target;
};

/// Of both sides at once. Throws RunError.
Twins read_twins(Shell& shell, const std::string& source, const std::string& target);
/// Of the target alone, with what came along with its streams. Throws RunError.
std::vector<zfs::Use> read_promoted(Shell& shell, const std::string& target);

/// Carries steps out, one after the other.
class Steps {
 public:
  /// `context` must outlive this, and so must the others.
  Steps(Shell& shell, Events& events, const plan::Context& context)
      : shell_(shell), events_(events), context_(context) {}

  /// Why it could not be done; empty: it was, or had been. Throws Aborted.
  std::string carry_out(const plan::Step& step);

 private:
  Shell& shell_;
  Events& events_;
  const plan::Context& context_;
};

}  // namespace run
