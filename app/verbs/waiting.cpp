#include "app/verbs/waiting.hpp"

#include "app/run/errors.hpp"
#include "app/verbs/parts.hpp"

#include <algorithm>
#include <ctime>

namespace app::verbs {

namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

void wait(std::chrono::seconds time, Session& session) {
  const auto end = Clock::now() + time;
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    if (session.runner().is_asked_to_stop()) throw run::Aborted();
    const auto left = std::chrono::ceil<std::chrono::seconds>(end - now);
    const timespec timeout{.tv_sec = static_cast<time_t>(left.count()), .tv_nsec = 0};
    session.runner().sleep({}, &timeout);
  }
  if (session.runner().is_asked_to_stop()) throw run::Aborted();
}

std::chrono::seconds waiting_time(const std::string& given) {
  if (given == cli::k_as_long_as_needed) return std::chrono::hours{24 * 365};
  const bool is_number = given.find_first_not_of("0123456789") == std::string::npos;
  return std::chrono::seconds{ttl("--wait", is_number ? given + "s" : given).seconds};
}

}  // namespace app::verbs
