#pragma once

#include "app/report/utf8.hpp"
#include "thinner/thin.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// RapidJSON with the few forms that we write. `Writer` is rapidjson::Writer, or PrettyWriter for people. It does not
/// check UTF-8, so every text passes valid_utf8 first.
template <class Writer>
class Json {
 public:
  void object(const char* key = nullptr) { start(key), writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void array(const char* key = nullptr) { start(key), writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }
  void text(const char* key, std::string_view value) { start(key), string(value); }
  void text(std::string_view value) { string(value); }
  /// Seconds since 1970.
  void time(const char* key, thinner::Time value) {
    number(key, static_cast<std::uint64_t>(value.time_since_epoch().count()));
  }
  void number(const char* key, std::uint64_t value) { start(key), writer_.Uint64(value); }
  void real(const char* key, double value) { start(key), writer_.Double(value); }
  void nothing(const char* key = nullptr) { start(key), writer_.Null(); }
  void flag(const char* key, bool value) { start(key), writer_.Bool(value); }
  void texts(const char* key, const std::vector<std::string>& values) {
    array(key);
    for (const std::string& value : values) text(value);
    end_array();
  }
  std::string_view result() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  void start(const char* key) {
    if (key != nullptr) writer_.Key(key);
  }
  void string(std::string_view value) {
    const std::string valid = valid_utf8(value);
    writer_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  rapidjson::StringBuffer buffer_;
  Writer writer_{buffer_};
};

}  // namespace report
