#pragma once

#include <optional>
#include <string>

namespace fake {

/// What happens to the stream of a `zfs send`.
struct StreamFault {
  std::optional<std::size_t> cut_at, garble_at;
  int exit = 1;
  std::string text;
};

/// Looks for the first rule of $FAKE_ZFS_FAULT that fits this command line and does what it says of the time before the
/// command acts: fail, die, hang, or stop until a SIGCONT. Rules are separated by ';', each is
///   [once:][nth@N:][session:][after:|kill:|killafter:|killmid:|hang:|stop:|cut@K:|garble@K:]GLOB[:EXIT[:text for
///   stderr]]
/// GLOB is matched with the command line and with "HOST command line". With once: a rule works one time for a state
/// directory; with nth@N: only for the command that is the Nth line of the log, which is what `number` says of this
/// one; with session: a kill takes the leader of the session, too. killmid: kills a send in the middle of its stream
/// and any other command before it acts.
void fault_before(const std::string& host, const std::string& command, std::size_t number);

/// The same rule's say after the command has acted; gives the exit code to use.
int fault_after(int status);

/// For `send`, what the rule found above does to the stream.
StreamFault stream_fault();

}  // namespace fake
