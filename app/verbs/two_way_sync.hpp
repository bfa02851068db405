#pragma once

#include "app/manner.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/sync_job.hpp"

#include <functional>

namespace app::verbs {

/// `sync --direction=auto`: what goes forth and what goes back are two runs, the first of them decides nothing that the
/// other depends on. `one_way` carries one out and returns how many datasets failed. Returns the exit code.
using OneWay = std::function<int(const SyncOptions& given, SyncJob job)>;
int sync_two_ways(Session& session, const SyncOptions& given, Mode mode, const OneWay& one_way);

}  // namespace app::verbs
