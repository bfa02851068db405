#include "app/pages/markup.hpp"

#include "app/pages/resources.hpp"
#include "app/report/utf8.hpp"

#include <cmath>
#include <cstdint>

namespace pages {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

/// Also of a browser that would run more: only what this file holds is shown, and nothing is sent anywhere.
std::string policy(bool has_script) {
  std::string text = "default-src 'none'; style-src 'sha256-" + std::string(k_style_hash) + "'";
  if (has_script) text += "; script-src 'sha256-" + std::string(k_timeline_script_hash) + "'";
  return text + "; base-uri 'none'; form-action 'none'";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : report::valid_utf8(text)) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else if (code == 0x7F || (code < 0x20 && c != '\n' && c != '\t')) {
      out += k_replacement;
    } else {
      out += c;
    }
  }
  return out;
}

std::string for_script(std::string_view json) {
  std::string out;
  for (const char c : json) {
    // Within a string, where alone it can be: neither the end of the element nor the beginning of a comment.
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

std::string coordinate(double value) {
  const auto hundredths = static_cast<std::int64_t>(std::llround(std::abs(value) * 100));
  std::string text = (value < 0 && hundredths != 0 ? "-" : "") + std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return text;
  text += "." + std::to_string(hundredths % 100 / 10);
  if (hundredths % 10 != 0) text += std::to_string(hundredths % 10);
  return text;
}

std::string to_html(const Document& document) {
  const bool has_script = !document.data.empty();
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
      policy(has_script) +
      "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      escaped(document.title) + "</title>\n<style>" + std::string(k_style) + "</style>\n</head>\n<body>\n" +
      document.body;
  if (has_script) {
    out += "<script type=\"application/json\" id=\"data\">" + for_script(document.data) + "</script>\n<script>" +
           std::string(k_timeline_script) + "</script>\n";
  }
  return out + "</body>\n</html>\n";
}

}  // namespace pages
