#include "app/run/advice.hpp"

#include <array>
#include <string_view>

namespace run {

namespace {

struct Advice {
  std::string_view words;  ///< in what zfs says
  std::string_view next;   ///< {}: the dataset that zfs calls the destination
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
    Advice{
        "quota exceeded",
        "a quota counts snapshots, too, and this one came along from the source, or is set above: zfs set quota=none "
        "{} (--filter-properties does not help a copy that has it)"},
    Advice{"requires -L (--large-block)",
           "it was received with large blocks, and this source cannot send them any more: this direction cannot go on. "
           "To send it anew and keep what is there, zfs rename -u the copy"},
    Advice{"invalid stream (bad magic number)",
           "does a login file on the source print something on stdout? ssh to it with the command true must print "
           "nothing"},
    Advice{
        "cannot receive new filesystem stream: out of space",
        "make room on the target. Where the refreservation of a volume comes along, its copy needs all of that beside "
        "what its snapshots hold: --clear-refreservation keeps new copies from it"},
    Advice{"out of space", "make room in the pool, or thin more with a shorter schedule"},
    Advice{"no space left", "make room on the disk"},
};

std::string_view destination_in(std::string_view said) {
  constexpr std::string_view k_before = "destination ";
  const auto at = said.find(k_before);
  if (at == std::string_view::npos) return "DATASET";
  const std::string_view rest = said.substr(at + k_before.size());
  return rest.substr(0, rest.find_first_of(" ,:"));
}

std::string filled(std::string_view text, std::string_view said) {
  const auto at = text.find("{}");
  if (at == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, at)).append(destination_in(said)).append(text.substr(at + 2));
}

}  // namespace

std::string advice_on(std::string_view said) {
  if (said.find("ssh to ") != std::string_view::npos) return {};
  for (const Advice& advice : k_advice) {
    if (said.find(advice.words) != std::string_view::npos) return filled(advice.next, said);
  }
  return {};
}

std::string with_advice(const std::string& said) {
  const std::string next = advice_on(said);
  return next.empty() ? said : said + ": " + next;
}

}  // namespace run
