#include "tests/transport/support.hpp"
#include "transport/connections.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

using namespace transport;  // NOLINT: a test

namespace {

const Host k_shared = Host::ssh("one", "/etc/my config");

/// The socket that the options name.
std::string socket_of(const Argv& options) {
  const std::string start = "ControlPath=";
  return options.size() == 6 && options[5].starts_with(start) ? options[5].substr(start.size()) : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(connections)

BOOST_AUTO_TEST_CASE(only_hosts_that_share_get_options) {
  const support::TempFolder folder;
  const support::Variable runtime("XDG_RUNTIME_DIR", folder.path().string());
  Connections connections;
  connections.share(k_shared);
  connections.share(Host::ssh("two"));
  connections.share(k_shared);
  BOOST_TEST(connections.options(Host::ssh("one")).empty());  // another configuration, another connection
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
  const std::string socket = socket_of(connections.options(k_shared));
  BOOST_TEST(socket.starts_with(folder.path().string() + "/zwinnow-"));
  BOOST_TEST(socket == socket_of(connections.options(k_shared)));
  BOOST_TEST(socket != socket_of(connections.options(Host::ssh("two"))));
}

BOOST_AUTO_TEST_CASE(the_folder_is_private_and_goes_with_its_owner) {
  const support::TempFolder folder;
  const support::Variable runtime("XDG_RUNTIME_DIR", folder.path().string());
  {
    Connections connections;
    connections.share(k_shared);
    const auto sockets = std::filesystem::path(socket_of(connections.options(k_shared))).parent_path();
    BOOST_TEST((std::filesystem::status(sockets).permissions() == std::filesystem::perms::owner_all));
  }
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(a_folder_that_ssh_could_not_use_is_passed_over) {
  const support::TempFolder folder;
  const support::Variable temporary("TMPDIR", folder.path().string());
  const std::string long_name(70, 'x');
  std::filesystem::create_directory(folder.path() / "a b");
  std::filesystem::create_directory(folder.path() / "%h");
  std::filesystem::create_directory(folder.path() / long_name);
  for (const std::string& bad : {folder.file("a b"), folder.file("%h"), folder.file(long_name), folder.file("nothing"),
                                 std::string("relative"), std::string()}) {
    const support::Variable runtime("XDG_RUNTIME_DIR", bad);
    Connections connections;
    connections.share(k_shared);
    BOOST_TEST_CONTEXT(bad) {
      BOOST_TEST(socket_of(connections.options(k_shared)).starts_with(folder.path().string() + "/zwinnow-"));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_open_is_closed) {
  const support::TempFolder folder;
  const support::Variable runtime("XDG_RUNTIME_DIR", folder.path().string());
  Connections connections;
  connections.share(k_shared);
  BOOST_TEST(connections.close_commands().empty());
  const std::string socket = socket_of(connections.options(k_shared));
  BOOST_TEST(connections.close_commands().empty());  // an option is not a connection yet
  support::run_local({"touch", socket});
  const Argv expected = {"ssh", "-F", "/etc/my config", "-o", "ControlPath=" + socket, "-O", "exit", "--", "one"};
  BOOST_TEST(connections.close_commands().at(0) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(their_own_noise_is_known) {
  Connections connections;
  connections.share(k_shared);
  BOOST_TEST(!connections.is_their_noise("ControlSocket /tmp/mine already exists, disabling multiplexing"));
  const std::string socket = socket_of(connections.options(k_shared));
  BOOST_TEST(connections.is_their_noise("ControlSocket " + socket + " already exists, disabling multiplexing"));
  BOOST_TEST(!connections.is_their_noise("ControlSocket /home/me/mine already exists, disabling multiplexing"));
}

BOOST_AUTO_TEST_SUITE_END()
