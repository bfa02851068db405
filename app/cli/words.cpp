#include "app/cli/words.hpp"

#include <utility>

namespace app::cli {

namespace {

constexpr std::string_view k_blanks = " \t\n";
/// What a backslash takes its meaning from within double quotes; before anything else it is itself.
constexpr std::string_view k_special_in_quotes = "$`\"\\";

class Splitter {
 public:
  explicit Splitter(std::string_view text) : rest_(text) {}

  std::vector<std::string> split() {
    while (!rest_.empty()) {
      const char c = take();
      if (k_blanks.find(c) != std::string_view::npos) {
        end_word();
      } else if (c == '\'') {
        add(take_until_quote());
      } else if (c == '"') {
        take_double_quoted();
      } else {
        add(std::string(1, c == '\\' ? take() : c));
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  char take() {
    if (rest_.empty()) throw std::invalid_argument("a quote is not closed");
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::string take_until_quote() {
    std::string part;
    for (char c = take(); c != '\''; c = take()) part += c;
    return part;
  }

  void take_double_quoted() {
    add("");
    for (char c = take(); c != '"'; c = take()) {
      const bool escapes =
          c == '\\' && !rest_.empty() && k_special_in_quotes.find(rest_.front()) != std::string_view::npos;
      add(std::string(1, escapes ? take() : c));
    }
  }

  void add(const std::string& part) {
    word_ += part;
    in_word_ = true;
  }

  void end_word() {
    if (in_word_) words_.push_back(word_);
    word_.clear();
    in_word_ = false;
  }

  std::string_view rest_;
  std::string word_;
  bool in_word_ = false;  // an empty one is a word when it was quoted
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  return Splitter(text).split();
}

}  // namespace app::cli
