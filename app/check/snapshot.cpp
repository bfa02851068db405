#include "app/check/snapshot.hpp"

#include "app/check/made.hpp"
#include "zfs/says.hpp"

#include <exception>
#include <stdexcept>

#include <sys/wait.h>

namespace check {

Made made_by(const transport::Result& result) {
  if (result.ok()) return Made::yes;
  const bool was_killed = !result.stages.empty() && WIFSIGNALED(result.stages.front().wait_status);
  return was_killed && result.unstarted < 0 ? Made::perhaps : Made::no;
}

void require(const transport::Result& result, const StopSignals& signals) {
  signals.heed();
  if (result.interrupted) throw Interrupted();
  if (!result.ok()) throw std::runtime_error(result.error());
}

void close_at_last(ReadableSnapshot& snapshot, Listener& listener) {
  try {
    snapshot.close();
  } catch (const std::exception& error) {
    listener.error(std::string("Cannot clear away: ") + error.what());
  }
}

std::unique_ptr<ReadableSnapshot> find_snapshot(const SnapshotName& name, const Workshop& workshop) {
  std::string type;
  bool exists = false;
  const transport::Result result = workshop.shell.run(list_command(name), [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (line.substr(0, tab) == name.text) exists = true;
    if (line.substr(0, tab) == name.dataset && tab != std::string_view::npos) type = line.substr(tab + 1);
  });
  const bool is_missing = !result.ok() && !result.interrupted && !result.stages.empty() &&
                          zfs::says(result.stages.front().stderr_tail, zfs::Says::gone);
  workshop.signals.heed();
  if (is_missing || (result.ok() && !exists))
    throw std::runtime_error("ZFS snapshot " + name.text + " does not exist!");
  require(result, workshop.signals);
  if (type == "volume") return std::make_unique<ClonedVolume>(name, workshop);
  return std::make_unique<MountedSnapshot>(name, workshop);
}

}  // namespace check
