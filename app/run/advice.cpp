#include "app/run/advice.hpp"

#include <array>
#include <string_view>

namespace run {

namespace {

struct Advice {
  std::string_view words;  ///< in what zfs says
  std::string_view next;
};

constexpr std::array k_advice = {
    Advice{"ermission denied",
           "run as root, or let root give this user what it takes: zwinnow allow, with the options of this job, prints "
           "the commands"},
    Advice{
        "destination has been modified",
        "mounting or reading a writable copy may have done it. zfs set readonly=on there, and then --rollback once, to "
        "lose those changes"},
    Advice{"must specify -F to overwrite",
           "to keep what is there, zfs rename -u it to a name that ends in .diverged-1"},
    Advice{"out of space", "make room in the pool, or thin more with a shorter schedule"},
    Advice{"no space left", "make room on the disk"},
};

}  // namespace

std::string with_advice(std::string said) {
  for (const Advice& advice : k_advice) {
    if (said.find(advice.words) != std::string::npos && said.find("ssh to ") == std::string::npos) {
      return said + ": " + std::string(advice.next);
    }
  }
  return said;
}

}  // namespace run
