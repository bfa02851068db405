#include "app/check/sha1.hpp"

#include <boost/uuid/detail/sha1.hpp>

#include <string_view>

namespace check {

class Sha1::State : public boost::uuids::detail::sha1 {};

namespace {

/// Five words before Boost 1.86, twenty bytes since.
template <class Part, std::size_t Count>
std::string to_hex(const Part (&digest)[Count]) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text;
  for (const Part part : digest) {
    for (std::size_t shift = sizeof(Part) * 8; shift > 0;) {
      shift -= 4;
      text += k_digits[(part >> shift) & 0xFU];
    }
  }
  return text;
}

}  // namespace

Sha1::Sha1() : state_(std::make_unique<State>()) {}

Sha1::~Sha1() = default;

void Sha1::update(std::span<const std::byte> bytes) {
  state_->process_bytes(bytes.data(), bytes.size());
}

std::string Sha1::finish() {
  boost::uuids::detail::sha1::digest_type digest;
  state_->get_digest(digest);
  return to_hex(digest);
}

}  // namespace check
