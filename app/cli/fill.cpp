#include "app/cli/fill.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/options.hpp"
#include "app/cli/sizes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>

namespace app::cli {

namespace {

/// The option as it is typed.
std::string naming(const Option& option) {
  return "--" + std::string(option.name);
}

template <class Value>
Value whole_number(const Option& option, std::string_view text) {
  Value value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range && stop == end) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is too large");
  }
  if (error != std::errc() || stop != end) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is not a whole number, 0 or more, without a unit");
  }
  return value;
}

/// What mbuffer makes of it is its business; but it must be one number, and no option of mbuffer.
bool is_buffer_size(std::string_view text) {
  const bool graphic = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  return graphic && text.front() >= '0' && text.front() <= '9';
}

void check_item(const Option& option, Items items, std::string_view item) {
  if (item.empty()) throw UsageError(naming(option) + ": an item of the list is empty");
  if (items == Items::assignments && item.find('=') == std::string_view::npos) {
    throw UsageError(naming(option) + ": " + quoted(item) + " is not PROPERTY=VALUE");
  }
  if (item.front() == '=') throw UsageError(naming(option) + ": " + quoted(item) + " has no property name");
}

std::uint64_t size_in_bytes(const Option& option, std::string_view text) try {
  return parse_size(text);
} catch (const std::invalid_argument& error) {
  throw UsageError(naming(option) + ": " + error.what());
}

std::string checked(const Option& option, Accepts accepts, const std::string& text) {
  if (accepts == Accepts::anything) return text;
  if (text.empty()) throw UsageError(naming(option) + ": the value is empty");
  if (accepts == Accepts::buffer_size && !is_buffer_size(text)) {
    throw UsageError(naming(option) + ": " + quoted(text) + " is not a size such as 64M or 1G");
  }
  return text;
}

/// The items between commas.
std::vector<std::string> split(const Option& option, Items items, std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    check_item(option, items, text.substr(0, comma));
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

/// Writes one option's value to where it belongs.
class Filling {
 public:
  Filling(const Front& front, const Given& given)
      : groups_(front.verb().groups()),
        personality_(front.personality()),
        option_(*given.option),
        value_(given.value) {}

  void operator()(Question /*question*/) const {}  // answered before anything is filled in
  void operator()(Included /*unused*/) const {}    // its options have come in its place
  void operator()(const Flag& flag) const { at(flag.field) = flag.to; }
  void operator()(const Text& text) const { at(text.field) = checked(option_, text.accepts, value_); }
  void operator()(const Bytes& bytes) const { at(bytes.field) = size_in_bytes(option_, value_); }
  void operator()(const Number& number) const { at(number.field) = whole_number<std::uint64_t>(option_, value_); }
  void operator()(const Count& count) const { at(count.field) = whole_number<std::uint32_t>(option_, value_); }

  void operator()(const OptionalCount& count) const {
    const auto given = whole_number<std::uint32_t>(option_, value_);
    if (given == 0) throw UsageError(naming(option_) + " is 1 or more");
    at(count.field) = given;
  }

  /// A list given twice adds up; to zfs-autobackup it is a text like any other, of which the last one counts.
  void operator()(const List& list) const {
    auto& items = at(list.field);
    if (personality_ == Personality::zfs_autobackup) items.clear();
    std::ranges::move(split(option_, list.items, value_), std::back_inserter(items));
  }

  void operator()(const Means& means) const { means.put(groups_, value_); }
  void operator()(const Ignored& /*unused*/) const {}
  [[noreturn]] void operator()(const Refused& refused) const {
    throw UsageError(naming(option_) + ": " + std::string(refused.why));
  }

  void operator()(const Texts& texts) const { at(texts.field).push_back(checked(option_, Accepts::text, value_)); }

  void operator()(const Choice& choice) const {
    if (std::ranges::find(choice.words, value_) == choice.words.end()) {
      std::string all;
      for (const std::string_view word : choice.words) all.append(all.empty() ? "" : ", ").append(word);
      throw UsageError(naming(option_) + ": " + quoted(value_) + " is not valid, must be one of: " + all);
    }
    at(choice.field) = value_;
  }

 private:
  template <class Value>
  Value& at(Field<Value> field) const {
    return *field(groups_);
  }

  Groups groups_;
  Personality personality_;
  const Option& option_;
  const std::string& value_;
};

}  // namespace

void fill(const Front& front, const std::vector<Given>& given) {
  for (const Given& one : given) {
    try {
      std::visit(Filling(front, one), one.option->fills);
    } catch (const UsageError& error) {
      throw UsageError((one.place.empty() ? "" : one.place + ": ") + error.what());
    }
  }
}

std::string remark_on(const std::vector<Given>& given) {
  std::vector<const Option*> said;
  std::string text;
  for (const Given& one : given) {
    const auto* const ignored = std::get_if<Ignored>(&one.option->fills);
    if (ignored == nullptr || std::ranges::find(said, one.option) != said.end()) continue;
    said.push_back(one.option);
    text.append(text.empty() ? "" : "; ")
        .append(naming(*one.option))
        .append(" has no effect here: ")
        .append(ignored->why);
  }
  return text;
}

}  // namespace app::cli
