#include "app/check/made.hpp"
#include "app/check/names.hpp"

#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace check {

ClonedVolume::ClonedVolume(SnapshotName name, Workshop workshop)
    : name_(std::move(name)),
      workshop_(std::move(workshop)),
      clone_(name_.pool + "/" + workshop_.program + "-" + workshop_.surroundings.unique_name) {}

ClonedVolume::~ClonedVolume() {
  close_at_last(*this, workshop_.listener);
}

std::string ClonedVolume::open() {
  made_ = Made::perhaps;
  const transport::Result result = workshop_.shell.run(clone_command(name_, clone_));
  made_ = made_by(result);
  require(result, workshop_.signals);
  return wait_for_device();
}

std::string ClonedVolume::wait_for_device() const {
  std::string path = workshop_.surroundings.device_folder + "/" + clone_;
  // One that is there cannot always be opened at once: a busy ZFS refuses that for a while.
  const auto is_there = [&path] {
    const int device = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    return device >= 0 && ::close(device) == 0;
  };
  if (is_there()) return path;
  for (const auto pause : workshop_.surroundings.device_pauses) {
    workshop_.signals.sleep(pause);
    workshop_.signals.heed();
    if (is_there()) return path;
  }
  throw std::runtime_error("Timeout while waiting for " + in_quotes(path) +
                           " to appear. If the volume is encrypted: is its key loaded?");
}

bool ClonedVolume::close() {
  if (made_ == Made::no) return true;
  bool left = true;
  if (is_still_ours(left)) left = !destroy();
  made_ = Made::no;
  return !left;
}

/// Looks before a dataset is destroyed. If it is not ours, `left` says whether something of ours may be left, which is
/// told then.
bool ClonedVolume::is_still_ours(bool& left) {
  std::string origin;
  const transport::Result result =
      workshop_.shell.run(origin_command(clone_), [&origin](std::string_view line) { origin = line; });
  if (result.ok() && origin == name_.text) return true;
  left = made_ == Made::yes;
  if (!left) return false;
  const std::string why = result.ok() ? "it is no clone of " + name_.text + " any more" : result.error();
  workshop_.listener.error("Not destroying the clone " + clone_ + ": " + why);
  return false;
}

bool ClonedVolume::destroy() {
  const transport::Argv command = destroy_command(clone_, workshop_.program + "-");
  transport::Result result = workshop_.shell.run(command);
  for (const auto pause : workshop_.surroundings.retry_pauses) {
    if (result.ok()) return true;
    workshop_.signals.sleep(pause);  // who looks at new disks may still have it open
    result = workshop_.shell.run(command);
  }
  if (result.ok()) return true;
  workshop_.listener.error("Cannot destroy the clone " + clone_ + ": " + result.error());
  return false;
}

void ClonedVolume::rehearse() {
  workshop_.shell.skip(clone_command(name_, clone_));
  workshop_.shell.skip(destroy_command(clone_, workshop_.program + "-"));
}

}  // namespace check
