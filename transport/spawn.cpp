#include "transport/spawn.hpp"

// The one place that knows Boost.Process, and only the part of it that is fork, dup2 and exec, the same from 1.74 on:
// its pipes are inherited by other children, its waits with a time limit crash, and `limit_handles` hides errors.
#if __has_include(<boost/process/v1/child.hpp>)
#include <boost/process/v1/args.hpp>
#include <boost/process/v1/child.hpp>
#include <boost/process/v1/exe.hpp>
#include <boost/process/v1/extend.hpp>
#include <boost/process/v1/posix.hpp>
namespace bp = boost::process::v1;
#else
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/posix.hpp>
namespace bp = boost::process;
#endif

#include <csignal>
#include <system_error>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace transport {

namespace {

/// A fork copies the page tables of a listing of millions of lines for each command; where Boost knows vfork, nothing
/// is.
#if BOOST_POSIX_HAS_VFORK
constexpr auto k_vfork = bp::posix::use_vfork;
#else
constexpr auto k_vfork = bp::extend::handler{};
#endif

/// Somebody else has taken its status: it counts as failed, exit 255.
constexpr int k_status_lost = 255 << 8;

}  // namespace

struct Child::Handle {
  bp::child child;
  bool leads_group = false;
};

Child::Child(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Child::Child(Child&&) noexcept = default;
Child& Child::operator=(Child&&) noexcept = default;
Child::~Child() = default;

std::optional<int> Child::ended() {
  std::error_code error;
  if (handle_->child.running(error)) return std::nullopt;
  if (error) return k_status_lost;
  return handle_->child.native_exit_code();
}

void Child::forget() {
  handle_->child.detach();
}

void Child::signal(int number) {
  if (!ended()) ::kill(handle_->leads_group ? -handle_->child.id() : handle_->child.id(), number);
}

Child spawn(const std::string& program, const Argv& argv, const Place& place, const Environment& environment,
            const Signals& signals) {
  // Between vfork and exec: nothing but async-signal-safe calls. All signals that we handle are blocked meanwhile, so
  // none of our handlers runs in memory that the child shares with us.
  const auto in_child = [&](auto& executor) {
    executor.env = const_cast<char**>(environment.pointers());
    signals.restore_in_child();
    if (place.leads_group) ::setpgid(0, 0);
#ifdef __linux__
    // Were we killed outright, an orphaned send and receive would go on while the next run begins.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
  };
  // Boost looks for a child whose exec failed too early and leaves a zombie.
  const auto reap_failed = [](auto& executor, const std::error_code&) {
    if (executor.pid > 0) ::waitpid(executor.pid, nullptr, 0);
  };

  std::error_code error;
  auto handle = std::make_unique<Child::Handle>();
  handle->leads_group = place.leads_group;
  handle->child =
      bp::child(bp::exe = program, bp::args = Argv(argv.begin() + 1, argv.end()), bp::posix::fd.bind(0, place.in),
                bp::posix::fd.bind(1, place.out), bp::posix::fd.bind(2, place.err), k_vfork,
                bp::extend::on_exec_setup = in_child, bp::extend::on_error = reap_failed, error);
  if (error) throw std::system_error(error, argv.front());
  return Child(std::move(handle));
}

}  // namespace transport
