#include "transport/stages.hpp"

#include <stdexcept>

namespace transport {

namespace {

/// Its defaults are those that users of --rate alone know: 128 KiB blocks, 16 MiB of memory.
Argv mbuffer(const Piping& piping, const std::string& rate) {
  Argv argv{"mbuffer", "-q", "-s" + (piping.chunk.empty() ? "128k" : piping.chunk),
            "-m" + (piping.buffer.empty() ? "16M" : piping.buffer)};
  if (!rate.empty()) argv.push_back("-R" + rate);
  return argv;
}

}  // namespace

Compressor compressor(std::string_view name) {
  if (name == "gzip") return {{"gzip", "-3"}, {"zcat"}};
  if (name == "pigz-fast") return {{"pigz", "-3"}, {"pigz", "-dc"}};
  if (name == "pigz-slow") return {{"pigz", "-9"}, {"pigz", "-dc"}};
  if (name == "zstd-fast") return {{"zstdmt", "-3"}, {"zstdmt", "-dc"}};
  if (name == "zstd-slow") return {{"zstdmt", "-19"}, {"zstdmt", "-dc"}};
  if (name == "zstd-adapt") return {{"zstdmt", "--adapt"}, {"zstdmt", "-dc"}};
  if (name == "xz") return {{"xz"}, {"xz", "-d"}};
  if (name == "lzo") return {{"lzop"}, {"lzop", "-dfc"}};
  if (name == "lz4") return {{"lz4"}, {"lz4", "-dc"}};
  throw std::invalid_argument("no compressor is called '" + std::string(name) + "'");
}

Piping without_helpers(Piping piping) {
  piping.compress.clear();
  piping.decompress.clear();
  piping.buffer.clear();
  piping.chunk.clear();
  return piping;
}

Pipeline stream(Stage producer, Stage consumer, const Piping& piping) {
  const Host from = producer.host;
  const Host to = consumer.host;
  const bool sized = !piping.buffer.empty() || !piping.chunk.empty();
  const bool something_between = !from.is_local() || !to.is_local() || !piping.compress.empty() ||
                                 !piping.send_filters.empty() || !piping.receive_filters.empty();
  Pipeline pipeline{{std::move(producer)}};
  const auto add = [&pipeline](const Host& host, const Argv& argv) { pipeline.stages.push_back({host, argv}); };

  for (const Argv& filter : piping.send_filters) add(from, filter);
  if (!piping.compress.empty()) add(from, piping.compress);
  if (sized || !piping.rate.empty()) add(from, mbuffer(piping, piping.rate));
  if (!piping.decompress.empty()) add(to, piping.decompress);
  for (const Argv& filter : piping.receive_filters) add(to, filter);
  if (sized && something_between) add(to, mbuffer(piping, ""));
  pipeline.stages.push_back(std::move(consumer));
  return pipeline;
}

}  // namespace transport
