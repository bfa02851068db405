#include "app/cli/spell.hpp"

#include "app/cli/options.hpp"

#include <optional>
#include <variant>

namespace app::cli {

namespace {

/// The words of one option.
class Spelled {
 public:
  Spelled(const Option& option, const Groups& given, const Groups& fresh)
      : option_(option), given_(given), fresh_(fresh) {}

  std::vector<std::string> words() && {
    std::visit([this](const auto& filled) { put(filled); }, option_.fills);
    return std::move(words_);
  }

 private:
  /// Null: nobody changed it, or nobody has it.
  template <class Value>
  const Value* changed(Field<Value> field) const {
    const Value* const value = field(given_);
    return value == nullptr || *value == *field(fresh_) ? nullptr : value;
  }
  void add(const std::string& value) { words_.push_back("--" + std::string(option_.name) + "=" + value); }

  void put(Question /*question*/) {}
  void put(Included /*unused*/) {}
  // Of the tables of other tools, which nothing is spelled by.
  void put(const Means& /*means*/) {}
  void put(const Ignored& /*ignored*/) {}
  void put(const Refused& /*refused*/) {}
  void put(const Flag& flag) {
    const bool* const value = changed(flag.field);
    if (value != nullptr && *value == flag.to) words_.push_back("--" + std::string(option_.name));
  }
  void put(const Text& text) {
    if (const auto* const value = changed(text.field)) add(*value);
  }
  void put(const Choice& choice) {
    if (const auto* const value = changed(choice.field)) add(*value);
  }
  void put(const OptionalCount& count) {
    if (const auto* const value = changed(count.field)) add(std::to_string(value->value_or(1)));
  }
  void put(const List& list) {
    const auto* const value = changed(list.field);
    if (value == nullptr) return;
    std::string all;
    for (const std::string& item : *value) all.append(all.empty() ? "" : ",").append(item);
    add(all);
  }
  void put(const Texts& texts) {
    const auto* const value = changed(texts.field);
    if (value == nullptr) return;
    for (const std::string& item : *value) add(item);
  }
  template <class Number>
  void put(const Number& number) {
    if (const auto* const value = changed(number.field)) add(std::to_string(*value));
  }

  const Option& option_;
  const Groups& given_;
  const Groups& fresh_;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> spell(const Groups& given, const Groups& fresh) {
  std::vector<std::string> all;
  for (const Option& option : options()) {
    if (option.known == Names::drop_in) continue;
    for (std::string& word : Spelled(option, given, fresh).words()) all.push_back(std::move(word));
  }
  return all;
}

}  // namespace app::cli
