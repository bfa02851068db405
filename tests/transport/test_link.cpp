// What a stream passes between two hosts, and in which order.
#include "transport/link.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using transport::Host;
using transport::Link;
using transport::Piping;

const Host k_here = Host::local();
const Host k_there = Host::ssh("root@there");

/// The way of a stream: each program with the host that it runs on.
std::string way_of(const transport::Pipeline& pipeline) {
  std::string text;
  for (const transport::Stage& stage : pipeline.stages) {
    text += (text.empty() ? "" : " | ") + std::string(stage.host.is_local() ? "" : "there:");
    for (const std::string& word : stage.argv) text += (&word == stage.argv.data() ? "" : " ") + word;
  }
  return text;
}

std::string way(const Host& from, const Host& to, const Piping& piping) {
  return way_of(Link(from, to, piping).carry({"send", "a@1"}, {"recv", "b"}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(nothing_is_added_unasked) {
  BOOST_TEST(way(k_here, k_here, {}) == "send a@1 | recv b");
  BOOST_TEST(way(k_there, k_here, {}) == "there:send a@1 | recv b");
  BOOST_TEST(way(k_here, k_there, {}) == "send a@1 | there:recv b");
}

BOOST_AUTO_TEST_CASE(each_half_runs_on_its_host) {
  Piping piping;
  piping.send_filters = {{"first"}, {"second", "x"}};
  piping.receive_filters = {{"last"}};
  piping.compress = {"zstdmt", "-3"};
  piping.decompress = {"zstdmt", "-dc"};
  piping.buffer = "1G";
  BOOST_TEST(way(k_there, k_here, piping) ==
             "there:send a@1 | there:first | there:second x | there:zstdmt -3 | there:mbuffer -q -s128k -m1G | "
             "zstdmt -dc | last | mbuffer -q -s128k -m1G | recv b");
  BOOST_TEST(way(k_here, k_there, piping) ==
             "send a@1 | first | second x | zstdmt -3 | mbuffer -q -s128k -m1G | there:zstdmt -dc | there:last | "
             "there:mbuffer -q -s128k -m1G | there:recv b");
}

BOOST_AUTO_TEST_CASE(a_buffer_is_where_it_helps) {
  Piping rate, chunk, filtered;
  rate.rate = "10M";
  chunk.chunk = "4M";
  filtered.chunk = "4M";
  filtered.receive_filters = {{"cat"}};
  BOOST_TEST(way(k_there, k_here, rate) == "there:send a@1 | there:mbuffer -q -s128k -m16M -R10M | recv b");
  BOOST_TEST(way(k_here, k_here, chunk) == "send a@1 | mbuffer -q -s4M -m16M | recv b", "nothing lies between two");
  BOOST_TEST(way(k_here, k_here, filtered) ==
             "send a@1 | mbuffer -q -s4M -m16M | cat | mbuffer -q -s4M -m16M | recv b");
}

BOOST_AUTO_TEST_CASE(a_connection_has_an_end_on_either_host) {
  Piping piping;
  piping.compress = {"gzip"};
  piping.decompress = {"zcat"};
  piping.buffer = "1G";
  piping.rate = "10M";
  const auto by = [&](transport::Crossing::Way way, const Piping& passed) {
    return way_of(Link(k_there, k_here, passed, {.way = way}).carry({"send", "a@1"}, {"recv", "b"}));
  };
  BOOST_TEST(by(transport::Crossing::Way::tcp, {}) == "there:send a@1 | there:tcp | tcp | recv b");
  BOOST_TEST(by(transport::Crossing::Way::tcp, piping) ==
             "there:send a@1 | there:gzip | there:mbuffer -q -s128k -m1G -R10M | there:tcp | tcp | zcat | mbuffer -q "
             "-s128k -m1G | recv b");
  BOOST_TEST(by(transport::Crossing::Way::mbuffer, {}) ==
             "there:send a@1 | there:mbuffer -q -s128k -m16M | mbuffer -q -s128k -m16M | recv b");
  BOOST_TEST(
      by(transport::Crossing::Way::mbuffer, piping) ==
      "there:send a@1 | there:gzip | there:mbuffer -q -s128k -m1G -R10M | mbuffer -q -s128k -m1G | zcat | recv b");
}

BOOST_AUTO_TEST_SUITE_END()
