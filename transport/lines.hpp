#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace transport {

/// Gets one line without its newline.
using LineSink = std::function<void(std::string_view line)>;

/// Cuts a stream of bytes into lines. Keeps no more than the line that is not complete yet.
class LineSplitter {
 public:
  /// Every character of `breaks` ends a line, and so does \r\n as a whole if both are in it. A line of more than
  /// `longest` bytes is cut; 0: never.
  LineSplitter(std::string_view breaks, std::size_t longest, LineSink sink);

  void feed(std::string_view bytes);

  /// The stream is over: a last line may lack its newline.
  void finish();

 private:
  std::size_t find_break(std::string_view bytes) const;
  void feed_rest(std::string_view rest);

  std::string breaks_;
  std::size_t longest_;
  LineSink sink_;
  std::string partial_;
  char last_ending_ = '\n';
};

/// The end of a text that grows line by line: its last 64 KiB, in whole lines if they fit.
class Tail {
 public:
  void add(std::string_view line);
  std::string text() const;

 private:
  std::string kept_;
};

}  // namespace transport
