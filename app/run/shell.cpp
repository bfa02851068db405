#include "app/run/shell.hpp"

#include <utility>

namespace run {

namespace {

/// What `zfs send -v -P` and `zfs receive -v` say besides errors: fields behind tabs, and a few headings.
bool is_progress(std::string_view line) { return line.find('\t') != std::string_view::npos && !line.starts_with("cannot"); }

}  // namespace

void Shell::start(plan::Side side, transport::Pipeline pipeline, transport::LineSink out, Done done, transport::LineSink progress) {
  events_.command_starts(side, pipeline);
  transport::Sinks sinks;
  sinks.out = [this, side, out = std::move(out)](std::string_view line) {
    events_.output_line(side, line);
    if (out) out(line);
  };
  const std::size_t last = pipeline.stages.size() - 1;
  sinks.err = [this, side, last, progress = std::move(progress)](std::size_t stage, std::string_view line) {
    const plan::Side of_stage = last > 0 && stage == last ? plan::Side::target : side;
    if (progress && is_progress(line)) return progress(line);
    events_.error_line(of_stage, line);
  };
  runner_.start(std::move(pipeline), std::move(sinks), [this, side, done = std::move(done)](const transport::Result& result) {
    events_.command_ended(side, result.ok() ? "exit 0" : result.stages[static_cast<std::size_t>(result.cause())].describe());
    if (done) done(result);
  });
}

void Shell::start(plan::Side side, std::vector<std::string> argv, transport::LineSink out, Done done) {
  start(side, on(side, std::move(argv)), std::move(out), std::move(done));
}

transport::Result Shell::run(plan::Side side, transport::Pipeline pipeline, transport::LineSink out, transport::LineSink progress) {
  transport::Result answer;
  start(side, std::move(pipeline), std::move(out), [&answer](const transport::Result& result) { answer = result; }, std::move(progress));
  wait();
  return answer;
}

transport::Result Shell::run(plan::Side side, std::vector<std::string> argv, transport::LineSink out) {
  return run(side, on(side, std::move(argv)), std::move(out));
}

}  // namespace run
