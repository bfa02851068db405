#include "app/cli/endpoint.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/verb.hpp"

#include <algorithm>
#include <utility>

namespace app::cli {

namespace {

struct Split {
  std::string_view host, rest;
};

/// At the colon after the host, which comes before any slash and is none of those in brackets.
Split split_host(std::string_view text) {
  const auto slash = text.find('/');
  const auto bracket = text.find('[');
  std::size_t from = 0;
  if (bracket < slash && (bracket == 0 || text[bracket - 1] == '@')) from = text.find(']', bracket);
  const auto colon = from == std::string_view::npos ? from : text.find(':', from);
  const bool is_host = colon < slash && text.substr(0, colon).find(' ') == std::string_view::npos;
  return is_host ? Split{text.substr(0, colon), text.substr(colon + 1)} : Split{{}, text};
}

/// ssh takes the address alone.
std::string without_brackets(std::string_view host) {
  std::string plain(host);
  std::erase_if(plain, [](char c) { return c == '[' || c == ']'; });
  return plain;
}

bool is_allowed_in_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-_.: ").find(c) != std::string_view::npos;
}

/// As zfs names them, so that a typing error is told before any host is asked.
void check_dataset(std::string_view name, std::string_view text, std::string_view what) {
  const auto refuse = [&](std::string_view why) {
    throw ImpossibleRequest(std::string(what) + " " + quoted(text) + ": " + std::string(why));
  };
  constexpr std::string_view k_example = "such as tank/data or root@server1:tank/data";
  if (name.empty()) refuse("there is no dataset in it. Name one, " + std::string(k_example));
  if (name.front() == '/')
    refuse("a dataset does not start with a /. Give its name, not its mountpoint, " + std::string(k_example));
  if ((name.front() < 'a' || name.front() > 'z') && (name.front() < 'A' || name.front() > 'Z'))
    refuse("a pool's name starts with a letter");
  if (name.back() == '/' || name.find("//") != std::string_view::npos) refuse("a part of the dataset's name is empty");
  const auto wrong = std::ranges::find_if(name, [](char c) { return c != '/' && !is_allowed_in_name(c); });
  if (wrong != name.end()) refuse("a dataset's name has no " + quoted(std::string_view(&*wrong, 1)));
}

void check_snapshot(std::string_view name, std::string_view text, std::string_view what) {
  if (!name.empty() && std::ranges::all_of(name, is_allowed_in_name)) return;
  throw ImpossibleRequest(std::string(what) + " " + quoted(text) + ": " + quoted(name) + " is no snapshot's name");
}

Endpoint read_dataset(Endpoint endpoint, std::string_view dataset, std::string_view what) {
  const auto at = dataset.find('@');
  endpoint.dataset = dataset.substr(0, at);
  check_dataset(endpoint.dataset, endpoint.text, what);
  if (at == std::string_view::npos) return endpoint;
  endpoint.snapshot = dataset.substr(at + 1);
  check_snapshot(endpoint.snapshot, endpoint.text, what);
  return endpoint;
}

}  // namespace

Endpoint Endpoint::as_local() const {
  Endpoint local{.text = text, .host = {}, .dataset = {}, .snapshot = snapshot, .pool_if_local = {}};
  const std::string_view whole = text;
  local.dataset = whole.substr(0, snapshot.empty() ? whole.size() : whole.size() - snapshot.size() - 1);
  return local;
}

Endpoint read_endpoint(std::string_view text, std::string_view what) {
  const auto [host, rest] = split_host(text);
  Endpoint endpoint{.text = std::string(text), .host = {}, .dataset = {}, .snapshot = {}, .pool_if_local = {}};
  if (host.empty() && rest.size() != text.size())
    throw ImpossibleRequest(std::string(what) + " " + quoted(text) + ": there is no host before the colon");
  if (host != "localhost") endpoint.host = without_brackets(host);
  endpoint = read_dataset(std::move(endpoint), rest, what);
  const bool is_one_word = host.find_first_of("@[") == std::string_view::npos;
  if (!endpoint.host.empty() && is_one_word) {
    const std::string dataset = endpoint.as_local().dataset;
    endpoint.pool_if_local = dataset.substr(0, dataset.find('/'));
  }
  return endpoint;
}

}  // namespace app::cli
