#pragma once

#include "tests/transport/support.hpp"
#include "transport/link.hpp"

#include <string>
#include <vector>

/// Two hosts that are this one, by addresses of its own.
namespace crossings {

using transport::Crossing, transport::Host, transport::Link, transport::Piping, transport::Pipeline, transport::Result,
    transport::StageStatus;
using Way = Crossing::Way;

inline constexpr const char* k_sender = "127.0.0.2";
inline constexpr const char* k_listener = "127.0.0.3";
inline const Host k_source = Host::ssh("source");
inline const Host k_target = Host::ssh("target");

inline Crossing by(Way way) {
  const bool binds = way == Way::tcp;  // mbuffer cannot say from where it connects
  return {.way = way,
          .ports = {4000, 4199},
          .listener = k_listener,
          .sender = binds ? k_sender : "127.0.0.1",
          .sender_has_it = binds};
}

/// `producer | consumer` from one host to another, with `piping` in between.
inline Pipeline stream(const Crossing& crossing, const std::string& producer, const std::string& consumer,
                       const Piping& piping = {}, const Host& from = k_source, const Host& to = k_target) {
  return Link(from, to, piping, crossing).carry({"sh", "-c", producer}, {"sh", "-c", consumer});
}

inline std::string how_ended(const Result& result) {
  std::string text;
  for (const StageStatus& stage : result.stages) text += (text.empty() ? "" : ", ") + stage.describe();
  return text;
}

/// Who listens on the ports that are used here: as the kernel tells, in hexadecimal digits.
inline std::string listening() {
  return support::run({{support::sh("grep -hE ':(0F[A-F]|10[0-6])[0-9A-F] .* 0A ' /proc/net/tcp /proc/net/tcp6 || :")}})
      .out;
}

struct Places {
  const char* name;
  Host from, to;
};
inline const std::vector<Places> k_places = {
    {"pull", k_source, Host::local()}, {"push", Host::local(), k_target}, {"both far", k_source, k_target}};

}  // namespace crossings
