#pragma once

#include "app/check/snapshot.hpp"

namespace check {

/// Whether a command has made what it is for.
enum class Made { no, perhaps, yes };

/// What its end says of that; who was killed may have done it before.
Made made_by(const transport::Result& result);

/// Throws Interrupted when a signal has come, std::runtime_error when the command failed.
void require(const transport::Result& result, const StopSignals& signals);

/// Closes what is destroyed without having been closed; what goes wrong is told.
void close_at_last(ReadableSnapshot& snapshot, Listener& listener);

/// A filesystem's snapshot, mounted on a temporary folder of its own.
class MountedSnapshot final : public ReadableSnapshot {
 public:
  MountedSnapshot(SnapshotName name, Workshop workshop);
  ~MountedSnapshot() override;
  std::string open() override;
  bool close() override;
  void rehearse() override;

 private:
  std::string pattern() const;

  SnapshotName name_;
  Workshop workshop_;
  std::string folder_;  ///< empty: there is none
  Made mounted_ = Made::no;
};

/// A volume's snapshot, as the device of a clone.
class ClonedVolume final : public ReadableSnapshot {
 public:
  ClonedVolume(SnapshotName name, Workshop workshop);
  ~ClonedVolume() override;
  std::string open() override;
  bool close() override;
  void rehearse() override;

 private:
  std::string wait_for_device() const;
  bool is_still_ours(bool& left);
  bool destroy();

  SnapshotName name_;
  Workshop workshop_;
  std::string clone_;
  Made made_ = Made::no;
};

}  // namespace check
