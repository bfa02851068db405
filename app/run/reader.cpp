#include "app/run/reader.hpp"

#include "app/run/blame.hpp"
#include "app/run/errors.hpp"

#include <algorithm>
#include <utility>

namespace run {

void require(const transport::Result& result, plan::Side side, const std::string& what) {
  if (result.interrupted) throw Aborted();
  if (result.ok()) return;
  const std::string text = " cannot read " + what + ": " + with_advice(result.error());
  const Lasting lasting = result.host_is_off()       ? Lasting::off
                          : result.connection_failed ? Lasting::may_pass
                                                     : Lasting::stays;
  if (side == plan::Side::target) throw NoTarget("[Target]" + text, lasting);
  if (result.no_answer_in.count() != 0) throw NoAnswer("[Source]" + text, lasting);
  throw RunError("[Source]" + text, lasting);
}

void require_silence(const Greeting& greeting, plan::Side side, const transport::Host& host) {
  if (greeting.noise.empty()) return;
  const std::string text = " a login file on " + host.destination() +
                           " (.bashrc, .profile, .zshenv, .cshrc, config.fish) prints '" +
                           greeting.noise.substr(0, 80) +
                           "' on stdout, where answers and streams are to come: have it "
                           "print for terminals only. Test with: ssh " +
                           host.destination() + " true";
  if (side == plan::Side::target) throw NoTarget("[Target]" + text);
  throw RunError("[Source]" + text);
}

namespace {

/// Did the command fail for nothing but what has vanished?
bool only_misses(const transport::Result& result, const Reasons& reasons) {
  if (result.ok() || result.connection_failed || result.interrupted || reasons.empty()) return false;
  return std::ranges::all_of(
      reasons, [](const auto& reason) { return !reason.first.empty() && zfs::says(reason.second, zfs::Says::gone); });
}

}  // namespace

void Reader::start(plan::Side side, std::vector<std::string> argv, transport::LineSink line, const std::string& what,
                   Gone gone) {
  shell_.start(
      side, std::move(argv), [this, line = std::move(line)](std::string_view text) { keep_error([&] { line(text); }); },
      [this, side, what, gone = std::move(gone)](const transport::Result& result) {
        keep_error([&] {
          const Reasons reasons = blamed(result, {});
          if (!gone || !only_misses(result, reasons)) return require(result, side, what);
          for (const auto& [name, said] : reasons) gone(name, said);
        });
      });
}

void Reader::wait() {
  wait_until([] { return false; });
}

void Reader::wait_until(const std::function<bool()>& is_enough) {
  shell_.wait_until(is_enough);
  if (const auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
}

}  // namespace run
