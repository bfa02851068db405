#pragma once

#include "transport/crossing.hpp"
#include "transport/host.hpp"
#include "transport/stages.hpp"

#include <string>
#include <vector>

namespace plan {

/// What commands are spelled with, beside what a step says: the part of the job that streams and the user's own
/// commands depend on. A plan carries it.
struct Settings {
  std::string backup_name;                           ///< as the user gave it: for hooks and advice
  bool progress = false;                             ///< send -v -P
  bool force = false;                                ///< recv -F: receives overwrite what the target has of its own
  bool ignore_receive_errors = false;                ///< what has not arrived is found out afterwards
  transport::Piping piping;                          ///< what the streams pass
  transport::Crossing crossing;                      ///< how they get from one host to the other
  std::vector<std::string> filter_properties;        ///< recv -x
  std::vector<std::string> set_properties;           ///< recv -o
  std::vector<std::string> set_snapshot_properties;  ///< snapshot -o
};

/// Where the two sides of a plan are.
struct Hosts {
  transport::Host source, target;
};

/// All that spelling a step takes: both must outlive it.
struct Context {
  const Settings& settings;
  const Hosts& hosts;
};

}  // namespace plan
