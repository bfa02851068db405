#include "app/cli/endpoint.hpp"
#include "app/cli/verb.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using app::cli::Endpoint;

/// "HOST|DATASET|SNAPSHOT|POOL-IF-LOCAL"
std::string read(std::string_view text) {
  const Endpoint endpoint = app::cli::read_endpoint(text, "SRC");
  return endpoint.host + "|" + endpoint.dataset + "|" + endpoint.snapshot + "|" + endpoint.pool_if_local;
}

std::string refused(std::string_view text) try {
  return "taken: " + read(text);
} catch (const app::cli::ImpossibleRequest& error) {
  return error.what();
}

bool is_refused_for(std::string_view text, std::string_view why) {
  return refused(text).find(why) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(endpoint)

BOOST_AUTO_TEST_CASE(a_dataset_here_or_on_a_host) {
  BOOST_TEST(read("tank") == "|tank||");
  BOOST_TEST(read("tank/a b@s-1") == "|tank/a b|s-1|");
  BOOST_TEST(read("server1:tank/a") == "server1|tank/a||server1:tank");
  BOOST_TEST(read("root@server1:tank/a@s") == "root@server1|tank/a|s|");
}

BOOST_AUTO_TEST_CASE(a_colon_after_a_slash_belongs_to_the_name) {
  BOOST_TEST(read("tank/a:b") == "|tank/a:b||");
  BOOST_TEST(read("host:tank/a:b@2026-03-01_12:00:00") == "host|tank/a:b|2026-03-01_12:00:00|host:tank");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_stands_in_brackets) {
  BOOST_TEST(read("[fe80::1]:tank/a") == "fe80::1|tank/a||");
  BOOST_TEST(read("root@[fe80::1%eth0]:tank") == "root@fe80::1%eth0|tank||");
}

BOOST_AUTO_TEST_CASE(localhost_is_this_host_unless_somebody_is_to_log_in) {
  BOOST_TEST(read("localhost:po:ol/a") == "|po:ol/a||");
  BOOST_TEST(read("me@localhost:tank") == "me@localhost|tank||");
}

BOOST_AUTO_TEST_CASE(taken_for_a_local_dataset) {
  const Endpoint endpoint = app::cli::read_endpoint("server1:tank/a@s:1", "SRC").as_local();
  BOOST_TEST(endpoint.host == "");
  BOOST_TEST(endpoint.dataset == "server1:tank/a");
  BOOST_TEST(endpoint.snapshot == "s:1");
}

BOOST_AUTO_TEST_CASE(what_no_dataset_is_called) {
  BOOST_TEST(is_refused_for("", "no dataset"));
  BOOST_TEST(is_refused_for("host:", "no dataset"));
  BOOST_TEST(is_refused_for(":tank", "no host"));
  BOOST_TEST(is_refused_for("/tank", "not its mountpoint"));
  BOOST_TEST(is_refused_for("host:-r", "starts with a letter"));
  BOOST_TEST(is_refused_for("tank//a", "is empty"));
  BOOST_TEST(is_refused_for("tank/", "is empty"));
  BOOST_TEST(is_refused_for("tank/a;b", "';'"));
  BOOST_TEST(is_refused_for("tank/a@", "no snapshot's name"));
  BOOST_TEST(is_refused_for("tank/a@b,c", "no snapshot's name"));
  BOOST_TEST(is_refused_for("tank/a@b%c", "no snapshot's name"));
}

BOOST_AUTO_TEST_SUITE_END()
