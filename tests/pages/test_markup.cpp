// Whatever a name holds, it is text on a page.

#include "app/pages/markup.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(markup)

BOOST_AUTO_TEST_CASE(text_cannot_end_an_element_or_an_attribute) {
  BOOST_TEST(pages::escaped("a<b>&\"c'\t\n") == "a&lt;b&gt;&amp;&quot;c&#39;\t\n");
  BOOST_TEST(pages::escaped("x\x1b[31m\x7f") == "x\xEF\xBF\xBD[31m\xEF\xBF\xBD");
  BOOST_TEST(pages::escaped("Zürich") == "Zürich");
  BOOST_TEST(pages::escaped("\xff").find('\xff') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(any_bytes_are_text) {
  std::mt19937 random(3);
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes;
    for (auto length = random() % 40; length > 0; --length) bytes += static_cast<char>(random());
    for (const char c : pages::escaped(bytes)) {
      const auto code = static_cast<unsigned char>(c);
      BOOST_TEST_REQUIRE((c != '<' && c != '>' && c != '"' && c != '\'' && (code >= 0x20 || c == '\n' || c == '\t')));
    }
  }
}

BOOST_AUTO_TEST_CASE(data_cannot_end_their_script) {
  BOOST_TEST(pages::for_script(R"(["</script><!--"])") == R"(["\u003c/script>\u003c!--"])");
}

BOOST_AUTO_TEST_CASE(coordinates_are_short) {
  BOOST_TEST(pages::coordinate(0) == "0");
  BOOST_TEST(pages::coordinate(-0.001) == "0");
  BOOST_TEST(pages::coordinate(98.5) == "98.5");
  BOOST_TEST(pages::coordinate(1.006) == "1.01");
  BOOST_TEST(pages::coordinate(0.05) == "0.05");
  BOOST_TEST(pages::coordinate(-12.34) == "-12.34");
}

BOOST_AUTO_TEST_CASE(a_document_runs_its_own_script_and_fetches_nothing) {
  const std::string page = pages::to_html({"a < b", "<p>body</p>\n", R"({"x":"<"})"});
  BOOST_TEST(page.starts_with("<!doctype html>"));
  BOOST_TEST(page.find("<title>a &lt; b</title>") != std::string::npos);
  BOOST_TEST(page.find("default-src 'none'; style-src 'sha256-") != std::string::npos);
  BOOST_TEST(page.find("; script-src 'sha256-") != std::string::npos);
  BOOST_TEST(page.find("unsafe") == std::string::npos);
  BOOST_TEST(page.find(R"({"x":"\u003c"})") != std::string::npos);
  const std::string still = pages::to_html({"a", "<p>body</p>\n"});
  BOOST_TEST(still.find("<script") == std::string::npos);
  BOOST_TEST(still.find("script-src") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
