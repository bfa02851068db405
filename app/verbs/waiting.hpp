#pragma once

#include "app/verbs/session.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace app::verbs {

/// Does nothing for that time. Throws run::Aborted for a signal.
void wait(std::chrono::seconds time, Session& session);

/// How long a run waits for another one, as --wait says it. Throws std::invalid_argument.
std::chrono::seconds waiting_time(const std::string& given);

}  // namespace app::verbs
