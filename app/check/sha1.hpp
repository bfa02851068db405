#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace check {

/// The SHA-1 of bytes that come in pieces.
class Sha1 {
 public:
  Sha1();
  ~Sha1();
  Sha1(const Sha1&) = delete;
  Sha1& operator=(const Sha1&) = delete;

  void update(std::span<const std::byte> bytes);

  /// 40 lower-case hex digits. To be asked once.
  std::string finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace check
