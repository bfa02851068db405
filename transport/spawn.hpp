#pragma once

#include "transport/environment.hpp"
#include "transport/pipeline.hpp"
#include "transport/signals.hpp"

#include <memory>
#include <optional>
#include <string>

#include <sys/types.h>

namespace transport {

/// A process that we started. Destroying one that has not ended kills it.
class Child {
 public:
  /// Its wait status, as waitpid gives it, once it has ended; never waits.
  std::optional<int> ended();

  /// Leaves it to itself, as one that the kernel does not let go of.
  void forget();

  /// Sends it a signal, and its whole process group if it leads one, unless it is known to have ended.
  void signal(int number);

  struct Handle;
  explicit Child(std::unique_ptr<Handle> handle);
  Child(Child&&) noexcept;
  Child& operator=(Child&&) noexcept;
  ~Child();

 private:
  std::unique_ptr<Handle> handle_;
};

/// What a child gets as its descriptors 0, 1 and 2; all must be above 2. No other is inherited.
struct Place {
  int in;
  int out;
  int err;
  bool leads_group = false;  ///< one that starts others, which are to be ended with it
};

/// Starts the executable file `program` with `argv`. Throws std::system_error when that cannot be; nothing is left
/// behind then.
Child spawn(const std::string& program, const Argv& argv, const Place& place, const Environment& environment,
            const Signals& signals);

}  // namespace transport
