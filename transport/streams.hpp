#pragma once

#include "transport/fd.hpp"
#include "transport/lines.hpp"

#include <cstddef>
#include <string>

namespace transport {

/// The reading end of what a child writes, cut into lines.
class LineStream {
 public:
  LineStream(UniqueFd fd, LineSplitter splitter);

  int fd() const { return fd_.get(); }
  bool is_open() const { return fd_.is_open(); }

  /// Reads what is there, at most one buffer full. Closes at the end of the stream.
  void read_some();

  /// For when the writer has ended: reads what it has left in the pipe, then closes, even if somebody who inherited
  /// the other end (such as the background process of a shared ssh connection) still holds it.
  void read_rest();

 private:
  std::size_t read_once();
  void close();

  UniqueFd fd_;
  LineSplitter splitter_;
};

/// Feeds a text to a child's stdin.
class Feeder {
 public:
  Feeder() = default;
  Feeder(UniqueFd fd, std::string text);

  int fd() const { return fd_.get(); }
  bool is_open() const { return fd_.is_open(); }

  /// Writes what fits; closes at the end of the text, or when nobody reads.
  void write_some();

 private:
  UniqueFd fd_;
  std::string text_;
  std::size_t written_ = 0;
};

}  // namespace transport
