#include "app/check/sha1.hpp"

// The functions for one hash alone: those of OpenSSL's general interface would bring most of the library along.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <array>
#include <string_view>

#include <openssl/sha.h>

namespace check {

class Sha1::State {
 public:
  SHA_CTX context;
};

Sha1::Sha1() : state_(std::make_unique<State>()) {
  SHA1_Init(&state_->context);
}

Sha1::~Sha1() = default;

void Sha1::update(std::span<const std::byte> bytes) {
  SHA1_Update(&state_->context, bytes.data(), bytes.size());
}

std::string Sha1::finish() {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1_Final(digest.data(), &state_->context);
  std::string text;
  for (const unsigned char byte : digest) {
    text += k_digits[byte >> 4U];
    text += k_digits[byte & 0xFU];
  }
  return text;
}

}  // namespace check
