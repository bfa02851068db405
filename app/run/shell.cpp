#include "app/run/shell.hpp"

#include "zfs/progress.hpp"

#include <algorithm>
#include <utility>

namespace run {

void Shell::start(plan::Side side, transport::Pipeline pipeline, transport::LineSink out, Done done,
                  transport::LineSink progress) {
  events_.command_starts(side, pipeline);
  transport::Sinks sinks;
  sinks.out = [this, side, out = std::move(out)](std::string_view line) {
    events_.output_line(side, line);
    if (out) out(line);
  };
  // Where both sides are one host, only the last stage of a stream is known to be the target's.
  std::vector<plan::Side> sides(pipeline.stages.size(), side);
  for (std::size_t i = 1; i < sides.size(); ++i) {
    if (i + 1 == sides.size() || (source_ != target_ && pipeline.stages[i].host == target_))
      sides[i] = plan::Side::target;
  }
  sinks.err = [this, sides = std::move(sides), progress = std::move(progress)](std::size_t stage,
                                                                               std::string_view line) {
    const plan::Side of_stage = sides[stage];
    if (progress && zfs::is_progress(line)) return progress(line);
    events_.error_line(of_stage, line);
  };
  transport::Pipeline started = pipeline;  // to be told of when it fails
  runner_.start(std::move(started), std::move(sinks),
                [this, side, pipeline = std::move(pipeline), done = std::move(done)](const transport::Result& result) {
                  if (!result.ok()) remember(pipeline, result);
                  (side == plan::Side::source ? source_answered_ : target_answered_) = std::chrono::steady_clock::now();
                  events_.command_ended(side, result.ok()
                                                  ? "exit 0"
                                                  : result.stages[static_cast<std::size_t>(result.cause())].describe());
                  if (done) done(result);
                });
}

void Shell::remember(const transport::Pipeline& pipeline, const transport::Result& result) {
  constexpr std::size_t k_most = 4096;
  const std::string& said = result.stages[static_cast<std::size_t>(result.cause())].stderr_tail;
  failure_ = {.line = transport::to_line(pipeline).substr(0, k_most),
              .said = said.size() <= k_most ? said : said.substr(said.size() - k_most),
              .is_unconnected = result.connection_failed && result.no_answer_in.count() == 0,
              .is_unanswered = result.no_answer_in.count() != 0};
}

void Shell::start(plan::Side side, std::vector<std::string> argv, transport::LineSink out, Done done) {
  start(side, on(side, std::move(argv)), std::move(out), std::move(done));
}

void Shell::start_with_greeting(plan::Side side, std::vector<std::string> argv,
                                std::function<void(const Greeting&)> greet, transport::LineSink out, Done done) {
  transport::Pipeline pipeline = on(side, std::move(argv));
  const bool greets = !host(side).is_local();
  if (greets) pipeline.stages.front().preface = greeting_text();
  auto hear = [greet = std::move(greet), out = std::move(out), greeting = Greeting(),
               awaited = greets](std::string_view line) mutable {
    if (!awaited) return out(line);
    awaited = !hear_greeting(line, greeting);
    if (!awaited) greet(greeting);
  };
  start(side, std::move(pipeline), std::move(hear), std::move(done));
}

transport::Result Shell::run(plan::Side side, transport::Pipeline pipeline, transport::LineSink out,
                             transport::LineSink progress) {
  transport::Result answer;
  start(
      side, std::move(pipeline), std::move(out), [&answer](const transport::Result& result) { answer = result; },
      std::move(progress));
  wait();
  return answer;
}

transport::Result Shell::run(plan::Side side, std::vector<std::string> argv, transport::LineSink out) {
  return run(side, on(side, std::move(argv)), std::move(out));
}

}  // namespace run
