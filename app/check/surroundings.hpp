#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace check {

/// What a check finds on the machine; tests put something else in its place.
struct Surroundings {
  std::string temp_folder = "/tmp";         ///< where a snapshot is mounted
  std::string device_folder = "/dev/zvol";  ///< where the devices of volumes appear
  std::string unique_name;                  ///< "HOST-PID", fit for the name of a dataset

  using Pauses = std::vector<std::chrono::milliseconds>;
  Pauses device_pauses{};  ///< to wait for a device, between one look and the next
  Pauses retry_pauses{};   ///< to wait for what is in use, between one try to clear it away and the next
};

/// Those of the running process.
Surroundings this_machine();

}  // namespace check
