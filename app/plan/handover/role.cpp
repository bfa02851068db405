#include "app/plan/handover/role.hpp"

namespace plan {

namespace {

/// Cuts "NAME=" and what is before the next comma off the front of `rest`.
std::optional<std::string> next_value(std::string_view& rest, std::string_view name) {
  if (!rest.starts_with(name) || rest.substr(name.size(), 1) != "=") return std::nullopt;
  rest.remove_prefix(name.size() + 1);
  const auto comma = rest.find(',');
  if (comma != std::string_view::npos && comma + 1 == rest.size()) return std::nullopt;
  std::string value(rest.substr(0, comma));
  rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  return value;
}

bool is_one_of(const std::string& value, std::initializer_list<std::string_view> values) {
  for (const std::string_view one : values) {
    if (value == one) return true;
  }
  return false;
}

}  // namespace

std::string to_text(const Role& role) {
  return std::string("readonly=") + (role.read_only ? "on" : "off") + ",canmount=" + role.canmount +
         ",mounted=" + (role.mounted ? "yes" : "no");
}

std::optional<Role> parse_role(std::string_view text) {
  const auto read_only = next_value(text, "readonly");
  const auto canmount = next_value(text, "canmount");
  const auto mounted = next_value(text, "mounted");
  if (!read_only || !canmount || !mounted || !text.empty()) return std::nullopt;
  if (!is_one_of(*read_only, {"on", "off"}) || !is_one_of(*canmount, {"on", "noauto", "off", "-"}) ||
      !is_one_of(*mounted, {"yes", "no"}))
    return std::nullopt;
  return Role{.read_only = *read_only == "on", .mounted = *mounted == "yes", .canmount = *canmount};
}

bool is_remembered(const zfs::Use& use) {
  return use.remembered.source == "local" && parse_role(use.remembered.value).has_value();
}

Role role_of(const zfs::Use& use) {
  if (is_remembered(use)) return *parse_role(use.remembered.value);
  return {.read_only = use.read_only, .mounted = use.mounted && use.has_place(), .canmount = use.canmount};
}

std::vector<std::string> to_give_up(const zfs::Use& use, const Role& role) {
  std::vector<std::string> assignments;
  if (!use.read_only) assignments.emplace_back("readonly=on");
  if (use.canmount == "on") assignments.emplace_back("canmount=noauto");
  if (!is_remembered(use)) assignments.push_back(std::string(zfs::k_handover_property) + "=" + to_text(role));
  return assignments;
}

std::vector<std::string> to_take_over(const Role& role, const zfs::Use& now) {
  std::vector<std::string> assignments;
  if (now.read_only && !role.read_only) assignments.emplace_back("readonly=off");
  if (now.canmount != role.canmount) assignments.push_back("canmount=" + role.canmount);
  return assignments;
}

std::vector<std::string> to_be_a_copy(const Role& role) {
  std::vector<std::string> assignments;
  if (!role.read_only) assignments.emplace_back("readonly=on");
  if (role.canmount == "on") assignments.emplace_back("canmount=noauto");
  return assignments;
}

zfs::Use copy_of(const Role& role) {
  return {.name = "", .read_only = true, .canmount = role.canmount == "on" ? "noauto" : role.canmount};
}

}  // namespace plan
