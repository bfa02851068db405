#include "app/check/shell.hpp"

#include <string>

namespace check {

namespace {

transport::Pipeline pipeline(const transport::Argv& argv) {
  return {{{transport::Host::local(), argv}}};
}

// The blank at the beginning of these stands where other programs of the family name a host.
std::string told(std::string_view kind, std::string_view text) {
  return std::string(" ").append(kind).append("> ").append(text);
}

std::string ending(const transport::Result& result) {
  if (result.ok()) return "0";
  const std::string how = result.stages[static_cast<std::size_t>(result.cause())].describe();
  return how.starts_with("exit ") ? how.substr(5) : how;
}

}  // namespace

transport::Result Shell::run(const transport::Argv& argv, const transport::LineSink& line) {
  listener_.debug(told("CMD    ", transport::to_line(pipeline(argv))));
  transport::Sinks sinks;
  sinks.out = [&](std::string_view text) {
    listener_.output(told("STDOUT ", text));
    if (line) line(text);
  };
  sinks.err = [&](std::size_t /*stage*/, std::string_view text) { listener_.debug(told("STDERR ", text)); };
  transport::Result result = runner_.run(pipeline(argv), sinks);
  listener_.output(told("EXIT   ", ending(result)));
  return result;
}

void Shell::skip(const transport::Argv& argv) {
  listener_.command(told("CMDSKIP", transport::to_line(pipeline(argv))));
}

}  // namespace check
