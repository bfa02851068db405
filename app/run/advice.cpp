#include "app/run/advice.hpp"

#include "transport/explain.hpp"
#include "zfs/says.hpp"

#include <string_view>

namespace run {

namespace {

std::string_view destination_in(std::string_view said) {
  constexpr std::string_view k_before = "destination ";
  const auto at = said.find(k_before);
  if (at == std::string_view::npos) return "DATASET";
  const std::string_view rest = said.substr(at + k_before.size());
  return rest.substr(0, rest.find_first_of(" ,:"));
}

std::string filled(std::string_view text, std::string_view said) {
  const auto at = text.find("{}");
  if (at == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, at)).append(destination_in(said)).append(text.substr(at + 2));
}

}  // namespace

std::string advice_on(std::string_view said) {
  if (transport::is_about_connection(said)) return {};
  return filled(zfs::advice_on(said), said);
}

std::string with_advice(const std::string& said) {
  const std::string next = advice_on(said);
  return next.empty() ? said : said + ": " + next;
}

}  // namespace run
