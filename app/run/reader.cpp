#include "app/run/reader.hpp"

#include "app/run/advice.hpp"
#include "app/run/errors.hpp"

#include <utility>

namespace run {

void require(const transport::Result& result, plan::Side side, const std::string& what) {
  if (result.interrupted) throw Aborted();
  if (result.ok()) return;
  const std::string text = " cannot read " + what + ": " + with_advice(result.error());
  if (side == plan::Side::target) throw NoTarget("[Target]" + text);
  throw RunError("[Source]" + text);
}

void Reader::start(plan::Side side, std::vector<std::string> argv, transport::LineSink line, const std::string& what) {
  shell_.start(
      side, std::move(argv), [this, line = std::move(line)](std::string_view text) { keep_error([&] { line(text); }); },
      [this, side, what](const transport::Result& result) { keep_error([&] { require(result, side, what); }); });
}

void Reader::wait() {
  wait_until([] { return false; });
}

void Reader::wait_until(const std::function<bool()>& is_enough) {
  shell_.wait_until(is_enough);
  if (const auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
}

}  // namespace run
