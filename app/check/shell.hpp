#pragma once

#include "app/check/listener.hpp"
#include "transport/runner.hpp"

namespace check {

/// Runs commands on this host and tells of them.
class Shell {
 public:
  Shell(transport::Runner& runner, Listener& listener) : runner_(runner), listener_(listener) {}

  /// `line` gets what it prints, without the newlines.
  transport::Result run(const transport::Argv& argv, const transport::LineSink& line = {});

  /// Tells of a command that --test leaves out.
  void skip(const transport::Argv& argv);

 private:
  transport::Runner& runner_;
  Listener& listener_;
};

}  // namespace check
