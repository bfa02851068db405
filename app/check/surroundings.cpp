#include "app/check/surroundings.hpp"

#include "transport/environment.hpp"

#include <string_view>

#include <unistd.h>

namespace check {

namespace {

constexpr std::string_view k_good = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

/// With nothing in it that the name of a dataset may not have.
std::string host_name() {
  std::string name = transport::host_name();
  for (char& c : name) {
    if (k_good.find(c) == std::string_view::npos) c = '_';
  }
  return name.substr(0, 64);  // a dataset's name has an end too
}

}  // namespace

Surroundings this_machine() {
  using std::chrono::milliseconds;
  Surroundings here;
#ifdef __sun
  here.device_folder = "/dev/zvol/dsk";
#endif
  here.unique_name = host_name() + "-" + std::to_string(::getpid());
  here.device_pauses.assign(10, milliseconds(1000));
  here.device_pauses.insert(here.device_pauses.begin(), milliseconds(100));
  here.retry_pauses = {milliseconds(200), milliseconds(500), milliseconds(1000), milliseconds(2000)};
  return here;
}

}  // namespace check
