#include "thinner/name_format.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

namespace thinner {
namespace {

constexpr int k_unset = -1;

/// What a name can say. Written from a time in full; read from a name, what no directive sets stays unset.
struct Fields {
  std::optional<std::int64_t> epoch;
  int year = k_unset;
  int year_of_century = k_unset;
  int month = k_unset;
  int day = k_unset;
  int day_of_year = k_unset;
  int weekday = k_unset;  ///< 0: Sunday
  int hour = k_unset;
  int hour_of_twelve = k_unset;
  int half = k_unset;  ///< of the day: AM, PM
  int minute = k_unset;
  int second = k_unset;
};

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 12> k_months{"January",   "February", "March",    "April",
                                                    "May",       "June",     "July",     "August",
                                                    "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> k_weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 2> k_halves{"AM", "PM"};
constexpr std::size_t k_whole_word = 9;  // the longest is as long

}  // namespace

/// How one field is read and written: a number of `width` digits, or one of `words`, cut to `width`. Either way one
/// value has one text, so a name formats back when the fields it was read into are those of its time.
struct NameDirective {
  char letter;
  int Fields::*field;
  std::size_t width;
  Words words = {};
  int first_word = 0;  ///< the value of the first of `words`
};

namespace {

constexpr std::array<NameDirective, 16> k_directives{{
    {'Y', &Fields::year, 4},
    {'y', &Fields::year_of_century, 2},
    {'m', &Fields::month, 2},
    {'b', &Fields::month, 3, k_months, 1},
    {'B', &Fields::month, k_whole_word, k_months, 1},
    {'h', &Fields::month, 3, k_months, 1},
    {'d', &Fields::day, 2},
    {'j', &Fields::day_of_year, 3},
    {'a', &Fields::weekday, 3, k_weekdays},
    {'A', &Fields::weekday, k_whole_word, k_weekdays},
    {'H', &Fields::hour, 2},
    {'I', &Fields::hour_of_twelve, 2},
    {'p', &Fields::half, 2, k_halves},
    {'M', &Fields::minute, 2},
    {'S', &Fields::second, 2},
    {'s', nullptr, 12},  // Fields::epoch, the only number of no fixed width
}};
constexpr std::string_view k_known = "%Y %y %m %b %B %h %d %j %a %A %H %I %p %M %S %F %T %R %s";

constexpr std::int64_t k_day = 86'400;
constexpr WallSeconds k_first_wall = -62'167'219'200;  // 0000-01-01T00:00:00
constexpr WallSeconds k_last_wall = 253'402'300'799;   // 9999-12-31T23:59:59
constexpr std::size_t k_longest_name = 253;            // ZFS allows 255, with the dataset and the @

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// --- compiling a format

[[noreturn]] void refuse(std::string_view format, const std::string& reason) {
  throw FormatError("Invalid snapshot format: '" + std::string(format) + "' (" + reason + ")");
}

std::string_view spelled_out(char shorthand) {
  switch (shorthand) {
    case 'F':
      return "%Y-%m-%d";
    case 'T':
      return "%H:%M:%S";
    case 'R':
      return "%H:%M";
    default:
      return "";
  }
}

bool allowed_by_zfs(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || is_digit(c) || std::string_view("-_.: ").find(c) != std::string_view::npos;
}

/// Turns a format into tokens.
class Compiler {
 public:
  explicit Compiler(std::string_view format) : format_(format) {}

  std::vector<NameToken> compile() {
    add(format_);
    return std::move(tokens_);
  }

 private:
  void add(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        add_literal(text[i]);
      } else if (++i < text.size()) {
        add_directive(text[i]);
      } else {
        refuse(format_, "it ends in a lone %");
      }
    }
  }

  void add_literal(char c) {
    if (!allowed_by_zfs(c)) refuse(format_, "ZFS does not allow '" + std::string(1, c) + "' in a snapshot name");
    if (tokens_.empty() || tokens_.back().directive != nullptr) tokens_.emplace_back();
    tokens_.back().literal += c;
  }

  void add_directive(char letter) {
    if (letter == '%') return add_literal('%');
    if (const auto meant = spelled_out(letter); !meant.empty()) return add(meant);
    const auto* known = std::find_if(k_directives.begin(), k_directives.end(),
                                     [&](const NameDirective& d) { return d.letter == letter; });
    if (known == k_directives.end()) {
      refuse(format_,
             "no directive %" + std::string(1, letter) + "; those that can be used are " + std::string(k_known));
    }
    tokens_.push_back({known, {}});
  }

  std::string_view format_;
  std::vector<NameToken> tokens_;
};

bool is_epoch(const NameToken& token) {
  return token.directive != nullptr && token.directive->field == nullptr;
}

bool starts_with_digit(const NameToken& token) {
  return token.directive != nullptr ? token.directive->words.empty() : is_digit(token.literal.front());
}

/// A time must come back from each name that is made.
void check_readable(const std::vector<NameToken>& tokens, std::string_view format) {
  const auto has = [&](int Fields::*field) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const NameToken& token) {
      return token.directive != nullptr && token.directive->field == field;
    });
  };
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (is_epoch(tokens[i - 1]) && starts_with_digit(tokens[i])) refuse(format, "%s must not be followed by a digit");
  }
  if (std::any_of(tokens.begin(), tokens.end(), is_epoch)) return;
  const bool has_day = has(&Fields::day_of_year) || (has(&Fields::month) && has(&Fields::day));
  if (!has_day || !(has(&Fields::year) || has(&Fields::year_of_century))) {
    refuse(format, "no date can be read from it: it needs %Y%m%d, or %Y%j, or %s");
  }
  if (!has(&Fields::hour) && has(&Fields::hour_of_twelve) != has(&Fields::half)) {
    refuse(format, "no hour can be read from it: it needs %I and %p, or %H");
  }
}

void check_length(const std::vector<NameToken>& tokens, std::string_view format) {
  std::size_t longest = 0;
  for (const NameToken& token : tokens) {
    longest += token.directive != nullptr ? token.directive->width : token.literal.size();
  }
  if (longest > k_longest_name) refuse(format, "its names would be longer than ZFS allows");
}

// --- writing

Fields fields_at(WallSeconds wall) {
  const auto day = date::floor<date::days>(date::sys_seconds{std::chrono::seconds{wall}});
  const date::year_month_day ymd{day};
  const auto second_of_day = static_cast<int>(wall - day.time_since_epoch().count() * k_day);
  const int year = static_cast<int>(ymd.year());
  const int hour = second_of_day / 3'600;
  return {
      .epoch = std::nullopt,
      .year = year,
      .year_of_century = year % 100,
      .month = static_cast<int>(static_cast<unsigned>(ymd.month())),
      .day = static_cast<int>(static_cast<unsigned>(ymd.day())),
      .day_of_year = static_cast<int>((day - date::sys_days{ymd.year() / 1 / 1}).count()) + 1,
      .weekday = static_cast<int>(date::weekday{day}.c_encoding()),
      .hour = hour,
      .hour_of_twelve = (hour + 11) % 12 + 1,
      .half = hour / 12,
      .minute = second_of_day / 60 % 60,
      .second = second_of_day % 60,
  };
}

void append_number(std::string& name, int number, std::size_t width) {
  name.append(width, '0');
  for (auto digit = name.rbegin(); number > 0 && width > 0; ++digit, --width, number /= 10) {
    *digit = static_cast<char>('0' + number % 10);
  }
}

void append(std::string& name, const NameDirective& directive, const Fields& fields) {
  if (directive.field == nullptr) {
    name += std::to_string(*fields.epoch);
  } else if (directive.words.empty()) {
    append_number(name, fields.*directive.field, directive.width);
  } else {
    const auto index = static_cast<std::size_t>(fields.*directive.field - directive.first_word);
    name += directive.words[index].substr(0, directive.width);
  }
}

// --- reading

/// Takes a name apart from its beginning.
class Reader {
 public:
  explicit Reader(std::string_view name) : rest_(name) {}

  bool take(const NameToken& token) {
    return token.directive == nullptr ? take(token.literal) : take(*token.directive);
  }
  bool at_end() const { return rest_.empty(); }
  const Fields& fields() const { return fields_; }

 private:
  bool take(const NameDirective& directive) {
    if (directive.field == nullptr) return take_epoch();
    int value = 0;
    if (!(directive.words.empty() ? take_number(directive.width, value) : take_word(directive, value))) return false;
    int& field = fields_.*directive.field;
    const bool agrees = field == k_unset || field == value;
    field = value;
    return agrees;
  }

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool take_number(std::size_t width, int& number) {
    if (rest_.size() < width) return false;
    for (const char c : rest_.substr(0, width)) {
      if (!is_digit(c)) return false;
      number = number * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return true;
  }

  bool take_word(const NameDirective& directive, int& value) {
    value = directive.first_word;
    for (const std::string_view word : directive.words) {  // none is the beginning of another
      if (take(word.substr(0, directive.width))) return true;
      ++value;
    }
    return false;
  }

  bool take_epoch() {
    std::int64_t epoch = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), epoch);
    // A day less at both ends, so that it has a year of four digits in every zone.
    if (error != std::errc{} || epoch < k_first_wall + k_day || epoch > k_last_wall - k_day) return false;
    const bool agrees = !fields_.epoch || *fields_.epoch == epoch;
    fields_.epoch = epoch;
    return take(std::to_string(epoch)) && agrees;  // not 007 or -0
  }

  std::string_view rest_;
  Fields fields_;
};

/// The year; two digits mean 1969 to 2068, as in POSIX.
date::year year_of(const Fields& fields) {
  if (fields.year != k_unset) return date::year{fields.year};
  return date::year{fields.year_of_century + (fields.year_of_century < 69 ? 2'000 : 1'900)};
}

std::optional<date::sys_days> day_of(const Fields& fields) {
  const date::year year = year_of(fields);
  if (fields.month == k_unset || fields.day == k_unset)
    return date::sys_days{year / 1 / 1} + date::days{fields.day_of_year - 1};
  const date::year_month_day ymd = year / fields.month / fields.day;
  if (!ymd.ok()) return std::nullopt;
  return date::sys_days{ymd};
}

/// What the fields leave out is zero. An hour 24 runs over into the next day here, and so does not agree with the
/// fields of its time.
std::optional<WallSeconds> wall_of(const Fields& fields) {
  const auto day = day_of(fields);
  if (!day) return std::nullopt;
  const auto or_zero = [](int field) { return std::max(field, 0); };
  const int hour =
      fields.hour != k_unset ? fields.hour : or_zero(fields.hour_of_twelve) % 12 + 12 * or_zero(fields.half);
  const auto reading = *day + std::chrono::hours{hour} + std::chrono::minutes{or_zero(fields.minute)} +
                       std::chrono::seconds{or_zero(fields.second)};
  return reading.time_since_epoch().count();
}

/// Whether a name with these fields is the name of this time.
bool formats_back(const std::vector<NameToken>& tokens, const Fields& read, const Fields& of_time) {
  return std::all_of(tokens.begin(), tokens.end(), [&](const NameToken& token) {
    if (token.directive == nullptr || token.directive->field == nullptr) return true;
    return read.*token.directive->field == of_time.*token.directive->field;
  });
}

}  // namespace

NameFormat::NameFormat(std::string_view format, Zone zone)
    : text_(format), zone_(std::move(zone)), tokens_(Compiler(format).compile()) {
  check_readable(tokens_, format);
  check_length(tokens_, format);
}

std::string NameFormat::name_at(std::chrono::sys_seconds time) const {
  const WallSeconds wall = zone_.to_wall(time);
  if (wall < k_first_wall || wall > k_last_wall) throw std::out_of_range("a snapshot name has no room for this year");
  Fields fields = fields_at(wall);
  fields.epoch = time.time_since_epoch().count();
  std::string name;
  for (const NameToken& token : tokens_) {
    if (token.directive == nullptr) {
      name += token.literal;
    } else {
      append(name, *token.directive, fields);
    }
  }
  return name;
}

std::optional<std::chrono::sys_seconds> NameFormat::time_of(std::string_view name) const {
  Reader reader(name);
  for (const NameToken& token : tokens_) {
    if (!reader.take(token)) return std::nullopt;
  }
  if (!reader.at_end()) return std::nullopt;

  const Fields& fields = reader.fields();
  std::optional<std::chrono::sys_seconds> epoch;
  if (fields.epoch) epoch = std::chrono::sys_seconds{std::chrono::seconds{*fields.epoch}};
  const auto wall = epoch ? zone_.to_wall(*epoch) : wall_of(fields);
  if (!wall || !formats_back(tokens_, fields, fields_at(*wall))) return std::nullopt;
  return epoch ? *epoch : zone_.to_time(*wall);
}

}  // namespace thinner
