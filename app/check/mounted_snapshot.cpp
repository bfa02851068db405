#include "app/check/file.hpp"
#include "app/check/made.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <unistd.h>

namespace check {

MountedSnapshot::MountedSnapshot(SnapshotName name, Workshop workshop)
    : name_(std::move(name)), workshop_(std::move(workshop)) {}

MountedSnapshot::~MountedSnapshot() {
  close_at_last(*this, workshop_.listener);
}

std::string MountedSnapshot::pattern() const {
  return workshop_.surroundings.temp_folder + "/" + workshop_.program + "-XXXXXX";
}

std::string MountedSnapshot::open() {
  std::string path = pattern();
  if (::mkdtemp(path.data()) == nullptr) throw FileError(errno, path);
  folder_ = path;
  mounted_ = Made::perhaps;
  const transport::Result result = workshop_.shell.run(mount_command(name_, folder_));
  mounted_ = made_by(result);
  require(result, workshop_.signals);
  return folder_;
}

bool MountedSnapshot::close() {
  if (folder_.empty()) return true;
  const std::string folder = std::exchange(folder_, {});
  std::string why;
  const auto try_once = [&] {
    if (mounted_ != Made::no) why = workshop_.shell.run(unmount_command(folder)).error();
    // Only an empty folder that nothing is mounted on can be removed: this is the proof.
    if (::rmdir(folder.c_str()) == 0 || errno == ENOENT) return true;
    if (why.empty()) why = FileError(errno, folder).what();
    return false;
  };
  if (try_once()) return true;
  for (const auto pause : workshop_.surroundings.retry_pauses) {
    workshop_.signals.sleep(pause);
    if (try_once()) return true;
  }
  workshop_.listener.error("Cannot clear away the mount of " + name_.text + ", left is " + folder + ": " + why);
  return false;
}

void MountedSnapshot::rehearse() {
  workshop_.shell.skip(mount_command(name_, pattern()));
  workshop_.shell.skip(unmount_command(pattern()));
}

}  // namespace check
