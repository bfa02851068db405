#pragma once

#include "app/run/job_report.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace report {

/// "sent 2 snapshots, 1.27 MiB in 0.5 s (2.54 MiB/s), destroyed 3"; empty when nothing was.
std::string text_of(const run::Traffic& traffic);

/// With three digits at most, such as "1.27 MiB".
std::string bytes_text(std::uint64_t bytes);

/// In whole units, such as "36G".
std::string short_bytes_text(std::uint64_t bytes);

/// How far the streams of a run are.
struct Headway {
  std::uint64_t bytes = 0, total = 0;  ///< total 0: not known yet
  std::chrono::steady_clock::duration elapsed{};
};

/// "Sending 59%, 2.81 GiB of 4.77 GiB, 112 MiB/s, 0:18 left"; without what is not known.
std::string text_of(const Headway& headway);
/// As zfs-autobackup says it: in whole MiB and minutes.
std::string drop_in_text_of(const Headway& headway);

/// "36G sent, 1/1 streams received in 29.88 seconds", also where there was nothing to send.
std::string text_of_streams(const run::JobReport& report);

}  // namespace report
