// zfs receive: the command, and the streams of a package.
#include "commands.hpp"
#include "receive.hpp"
#include "text.hpp"

#include <array>

#include <unistd.h>

namespace fake {
namespace {

std::string read_stdin() {
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const auto got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

/// Where the stream goes: the operand, plus what -d or -e take over from the sent name.
std::string destination_snapshot(const std::string& operand, const Stream& stream, const Options& options) {
  const auto [sent, snap] = cut(stream.toname, '@');
  if (operand.find('@') != std::string::npos) return operand;
  if (options.has('d'))
    return operand + (sent.find('/') == std::string::npos ? "" : sent.substr(sent.find('/'))) + "@" + snap;
  if (options.has('e')) return operand + "/" + sent.substr(sent.rfind('/') + 1) + "@" + snap;
  return operand + "@" + snap;
}

int abort_partial(State& state, const std::string& name) {
  if (state.find(name) == nullptr) usage_error("cannot open '" + name + "': dataset does not exist");
  Dataset& dataset = open_dataset(state, name);
  if (!dataset.partial) throw Failure("'" + name + "' does not have any resumable receive state to abort");
  if (dataset.inconsistent) {
    state.datasets.erase(name);
  } else {
    dataset.partial.reset();
  }
  return 0;
}

/// The next stream of the text, which it takes off.
int receive_one(Store& store, std::string_view& text, const std::string& operand, const Options& options) {
  if (ends_between_streams(text)) throw Failure("cannot receive: failed to read from stream");
  const Stream stream = decode(text);
  if (!stream.intact && !stream.header) throw Failure("cannot receive: invalid stream (bad magic number)");
  if (!stream.header) throw Failure("cannot receive: failed to read from stream");
  if (!stream.intact && stream.writes.empty() && stream.toguid == 0)
    throw Failure("cannot receive: invalid stream (checksum mismatch)");
  Receiver receiver(store.state(), stream, options, destination_snapshot(operand, stream, options));
  const int status = receiver.run();
  if (!options.has('n')) store.save();
  return status;
}

}  // namespace

int receive(const Args& args) {
  const Options options(args, "vnFuo:x:sdehMAc");
  const std::string& operand = options.single("snapshot");
  if (options.has('A')) {
    Store store(Store::Access::write);
    const int status = abort_partial(store.state(), operand);
    store.save();
    return status;
  }
  // Before the lock is taken: the send at the other end of the pipe may need the same state.
  const std::string text = read_stdin();
  constexpr std::size_t k_shortest_record = 312;  // what the real one reads first
  if (text.size() < k_shortest_record && !text.starts_with("fake zfs "))
    throw Failure("cannot receive: failed to read from stream");
  Store store(Store::Access::write);
  std::string_view rest = text;
  if (!take_package_head(rest)) return receive_one(store, rest, operand, options);
  while (!is_package_end(rest)) {
    // What has arrived stays, whatever becomes of the rest.
    if (const int status = receive_one(store, rest, operand, options); status != 0) return status;
  }
  return 0;
}

}  // namespace fake
