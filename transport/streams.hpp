#pragma once

#include "transport/fd.hpp"
#include "transport/lines.hpp"

#include <cstddef>
#include <string>
#include <string_view>

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
  enum class Then { close, stay_open };

  Feeder() = default;
  Feeder(UniqueFd fd, std::string text, Then then = Then::close);

  int fd() const { return fd_.get(); }
  bool is_open() const { return fd_.is_open(); }
  bool has_more() const { return is_open() && written_ < text_.size(); }

  void add(std::string_view text) { text_ += text; }
  void close() { fd_.reset(); }

  /// Writes what fits; closes when nobody reads, and at the end of the text unless it is to stay open.
  void write_some();

 private:
  UniqueFd fd_;
  std::string text_;
  std::size_t written_ = 0;
  Then then_ = Then::close;
};

}  // namespace transport
