#include "local_time.hpp"
#include "thinner/name_format.hpp"
#include "thinner/zone.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <limits>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using thinner::FormatError;
using thinner::NameFormat;
using thinner::Zone;

constexpr std::int64_t k_golden = 1'705'319'999;  // Monday 2024-01-15T11:59:59Z

std::chrono::sys_seconds at(std::int64_t time) {
  return std::chrono::sys_seconds{std::chrono::seconds{time}};
}

/// The seconds in a name; the largest number for a name that is not ours.
std::int64_t seconds_in(const NameFormat& format, const std::string& name) {
  const auto time = format.time_of(name);
  return time ? time->time_since_epoch().count() : std::numeric_limits<std::int64_t>::max();
}

bool is_ours(const std::string& format, const std::string& name) {
  return NameFormat(format, Zone::utc()).time_of(name).has_value();
}

std::string complaint(const std::string& format) {
  try {
    const NameFormat compiled(format, Zone::utc());
  } catch (const FormatError& error) {
    return error.what();
  }
  return "accepted";
}

/// By libc, as a second opinion.
std::string libc_name(const std::string& format, std::int64_t time, bool utc) {
  const std::time_t clock = time;
  std::tm wall{};
  BOOST_REQUIRE((utc ? ::gmtime_r(&clock, &wall) : ::localtime_r(&clock, &wall)) != nullptr);
  char name[256];
  return {name, std::strftime(name, sizeof name, format.c_str(), &wall)};
}

const std::vector<std::string> k_formats{
    "offsite1-%Y%m%d%H%M%S", "%F_%T",        "%d.%m.%y %R:%S", "x%y%jT%H%M%S",     "%a %d %b %Y %I.%M.%S %p",
    "%A-%d-%B-%Y-%H%M%S",    "%Y%m%d%H%M%S", "%h%d%Y%T",       "%I%p%M%S%B%d%A%Y", "%Y%Y-%m%b-%d%d%j-%H%I%p%M%S%y"};

}  // namespace

BOOST_AUTO_TEST_SUITE(name_format)

BOOST_AUTO_TEST_CASE(golden) {
  const struct {
    std::string name;
    std::string format;
    std::int64_t time;
    std::string snapshot;
  } cases[] = {
      {"the default", "offsite1-%Y%m%d%H%M%S", k_golden, "offsite1-20240115115959"},
      {"ISO", "%FT%T", k_golden, "2024-01-15T11:59:59"},
      {"hour and minute", "%F %R:%S", k_golden, "2024-01-15 11:59:59"},
      {"two digits of the year", "%y%m%d%H%M%S", k_golden, "240115115959"},
      {"day of the year", "%Y-%j-%H%M%S", 1'709'207'999, "2024-060-115959"},
      {"short names", "%a-%d-%b-%Y-%T", k_golden, "Mon-15-Jan-2024-11:59:59"},
      {"full names", "%A-%d-%B-%Y-%T", k_golden, "Monday-15-January-2024-11:59:59"},
      {"h is b", "%d%h%Y-%T", k_golden, "15Jan2024-11:59:59"},
      {"morning", "%F-%I%M%S%p", k_golden, "2024-01-15-115959AM"},
      {"noon", "%F-%I%M%S%p", k_golden + 1, "2024-01-15-120000PM"},
      {"afternoon", "%F-%I%M%S%p", k_golden + 3'601, "2024-01-15-010000PM"},
      {"midnight", "%F-%I%M%S%p", 1'705'276'800, "2024-01-15-120000AM"},
      {"epoch", "x-%s", k_golden, "x-1705319999"},
      {"epoch before 1970", "x-%s", -5, "x--5"},
      {"epoch and words", "%s%A", k_golden, "1705319999Monday"},
      {"1910", "test-%Y%m%d%H%M%S", -1'893'456'000, "test-19100101000000"},
      {"the first", "%Y%m%d%H%M%S", -62'167'219'200, "00000101000000"},
      {"the last", "%Y%m%d%H%M%S", 253'402'300'799, "99991231235959"},
      {"pivot, last of 2000", "%y%m%d%H%M%S", 3'124'223'999, "681231235959"},
      {"pivot, first of 1900", "%y%m%d%H%M%S", -31'536'000, "690101000000"},
      {"leap day", "%Y%m%d%H%M%S", 951'782'400, "20000229000000"},
      {"other characters of ZFS", "a-B_.: 9%F%T", k_golden, "a-B_.: 92024-01-1511:59:59"},
      {"May", "%B%d%Y%H%M%S", 1'715'731'200, "May152024000000"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name << ": " << c.format) {
      const NameFormat format(c.format, Zone::utc());
      BOOST_TEST(format.text() == c.format);
      BOOST_TEST(format.zone().to_wall(at(c.time)) == c.time);
      BOOST_TEST(format.name_at(at(c.time)) == c.snapshot);
      BOOST_TEST(seconds_in(format, c.snapshot) == c.time);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_a_format_leaves_out_is_zero) {
  BOOST_TEST(seconds_in(NameFormat("%Y%m%d", Zone::utc()), "20240115") == 1'705'276'800);
  BOOST_TEST(seconds_in(NameFormat("%Y%m%d%H", Zone::utc()), "2024011511") == 1'705'316'400);
  BOOST_TEST(seconds_in(NameFormat("%Y%m%d-%I%p", Zone::utc()), "20240115-11PM") == 1'705'359'600);
}

BOOST_AUTO_TEST_CASE(not_ours) {
  const struct {
    std::string name;
    std::string format;
    std::string snapshot;
  } cases[] = {
      {"nothing", "test-%Y%m%d%H%M%S", ""},
      {"the text alone", "test-%Y%m%d%H%M%S", "test-"},
      {"other text", "test-%Y%m%d%H%M%S", "other-20240115115959"},
      {"other case", "test-%Y%m%d%H%M%S", "Test-20240115115959"},
      {"more before", "test-%Y%m%d%H%M%S", "xtest-20240115115959"},
      {"more behind", "test-%Y%m%d%H%M%S", "test-20240115115959x"},
      {"a digit more", "test-%Y%m%d%H%M%S", "test-202401151159590"},
      {"a digit less", "test-%Y%m%d%H%M%S", "test-2024011511595"},
      {"digits missing inside", "test-%Y%m%d%H%M%S", "test-201011110000"},
      {"short day", "%Y-%m-%d", "2024-1-15"},
      {"blank for a digit", "%Y-%m-%d", "2024- 1-15"},
      {"sign", "%Y-%m-%d", "-024-01-15"},
      {"letter", "test-%Y%m%d%H%M%S", "test-2024011511595a"},
      {"digit of another script", "%Y-%m-%d", "2024-01-\u0661\u0665"},
      {"zero byte behind", "%Y-%m-%d", std::string("2024-01-15\0", 11)},
      {"month 0", "%Y%m%d%H%M%S", "20240015115959"},
      {"month 13", "%Y%m%d%H%M%S", "20241315115959"},
      {"day 0", "%Y%m%d%H%M%S", "20240100115959"},
      {"day 32", "%Y%m%d%H%M%S", "20240132115959"},
      {"30 February", "%Y%m%d%H%M%S", "20240230115959"},
      {"29 February 2023", "%Y%m%d%H%M%S", "20230229115959"},
      {"29 February 1900", "%Y%m%d%H%M%S", "19000229115959"},
      {"hour 24", "%Y%m%d%H%M%S", "20240115240000"},
      {"minute 60", "%Y%m%d%H%M%S", "20240115116000"},
      {"second 60", "%Y%m%d%H%M%S", "20161231235960"},
      {"overflow of the last year", "%Y%m%d%H%M%S", "99991231999999"},
      {"hour 0 of twelve", "%F-%I%p", "2024-01-15-00AM"},
      {"hour 13 of twelve", "%F-%I%p", "2024-01-15-13PM"},
      {"neither AM nor PM", "%F-%I%p", "2024-01-15-11XM"},
      {"am", "%F-%I%p", "2024-01-15-11am"},
      {"wrong half of the day", "%F-%H%p", "2024-01-15-11PM"},
      {"day of year 0", "%Y%j", "2024000"},
      {"day of year 0 of year 0", "%Y%j", "0000000"},
      {"day of year 366 in a short year", "%Y%j", "2023366"},
      {"day of year 367", "%Y%j", "2024367"},
      {"last day of year overflows", "%Y%j", "9999999"},
      {"wrong weekday", "%a %F", "Tue 2024-01-15"},
      {"wrong full weekday", "%A %F", "Tuesday 2024-01-15"},
      {"unknown weekday", "%a %F", "Foo 2024-01-15"},
      {"weekday in lower case", "%a %F", "mon 2024-01-15"},
      {"month in upper case", "%d%b%Y", "15JAN2024"},
      {"unknown month", "%d%b%Y", "15Foo2024"},
      {"month cut short", "%d%B%Y", "15Jan2024"},
      {"month in full", "%d%b%Y", "15January2024"},
      {"years that differ", "%Y%m%d-%Y", "20240115-2023"},
      {"years of two lengths that differ", "%Y%m%d-%y", "20240115-23"},
      {"months that differ", "%Y%m%d-%b", "20240115-Feb"},
      {"days that differ", "%Y%m%d-%j", "20240115-016"},
      {"hours that differ", "%Y%m%d%H-%I%p", "2024011511-10AM"},
      {"epoch that differs", "%Y%m%d%H%M%S.%s", "20240115115959.1705319998"},
      {"epochs that differ", "%s-%s", "1705319999-1705319998"},
      {"and the second is right", "%F-%s-%s", "2024-01-15-5-1705319999"},
      {"months in words that differ", "%Y%d-%b-%B", "202415-Jan-February"},
      {"seconds that differ", "%F%S-%S", "2024-01-1559-58"},
      {"epoch missing", "x-%s", "x-"},
      {"epoch with zeros", "x-%s", "x-01705319999"},
      {"epoch minus zero", "x-%s", "x--0"},
      {"epoch with plus", "x-%s", "x-+5"},
      {"epoch past the year 9999", "x-%s", "x-253402300800"},
      {"epoch that overflows", "x-%s", "x-99999999999999999999"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name << ": " << c.format) {
      BOOST_TEST(!is_ours(c.format, c.snapshot));
    }
  }
}

BOOST_AUTO_TEST_CASE(directives_that_agree) {
  BOOST_TEST(is_ours("%Y%m%d-%Y", "20240115-2024"));
  BOOST_TEST(is_ours("%Y%m%d-%y", "19100115-10"));  // the full year wins over the pivot
  BOOST_TEST(is_ours("%y%m%d-%Y", "100115-1910"));
  BOOST_TEST(is_ours("%Y%m%d-%b-%j-%a", "20240115-Jan-015-Mon"));
  BOOST_TEST(is_ours("%Y%m%d%H-%I%p", "2024011511-11AM"));
  BOOST_TEST(is_ours("%Y%m%d%H-%p", "2024011512-PM"));
  BOOST_TEST(is_ours("%d-%Y-%j", "15-2024-015"));
  BOOST_TEST(!is_ours("%d-%Y-%j", "16-2024-015"));
  BOOST_TEST(is_ours("%Y%m%d%H%M%S.%s", "20240115115959.1705319999"));
  BOOST_TEST(is_ours("%s-%s", "1705319999-1705319999"));
  BOOST_TEST(is_ours("%s--%s", "-5---5"));
}

BOOST_AUTO_TEST_CASE(refused_formats) {
  const std::string no_date = "no date can be read from it: it needs %Y%m%d, or %Y%j, or %s";
  const std::string no_hour = "no hour can be read from it: it needs %I and %p, or %H";
  const std::string known = "; those that can be used are %Y %y %m %b %B %h %d %j %a %A %H %I %p %M %S %F %T %R %s";
  const struct {
    std::string name;
    std::string format;
    std::string reason;
  } cases[] = {
      {"nothing", "", no_date},
      {"no directive", "test", no_date},
      {"no year", "%m%d%H%M%S", no_date},
      {"no month", "%Y%d%H%M%S", no_date},
      {"no day", "%Y%m", no_date},
      {"day of no year", "%j%H%M%S", no_date},
      {"weekday only", "%Y%m%A", no_date},
      {"time only", "%T", no_date},
      {"twelve hours without half", "%F-%I%M", no_hour},
      {"half without hours", "%F-%p%M", no_hour},
      {"unknown directive", "%F-%Q", "no directive %Q" + known},
      {"zone offset writes a plus", "%F%T%z", "no directive %z" + known},
      {"zone name", "%F%T%Z", "no directive %Z" + known},
      {"fractions", "%F%T.%f", "no directive %f" + known},
      {"American date has slashes", "%D%T", "no directive %D" + known},
      {"century", "%C%y%m%d", "no directive %C" + known},
      {"blank for zero", "%e%b%Y", "no directive %e" + known},
      {"no padding", "%Y%-m%d", "no directive %-" + known},
      {"locale's own", "%c", "no directive %c" + known},
      {"lone percent", "%F%", "it ends in a lone %"},
      {"percent", "%F%%", "ZFS does not allow '%' in a snapshot name"},
      {"slash", "%Y/%m/%d", "ZFS does not allow '/' in a snapshot name"},
      {"at", "a@%F", "ZFS does not allow '@' in a snapshot name"},
      {"plus", "%F+%T", "ZFS does not allow '+' in a snapshot name"},
      {"comma", "%F,%T", "ZFS does not allow ',' in a snapshot name"},
      {"hash", "#%F", "ZFS does not allow '#' in a snapshot name"},
      {"newline", "%F\n", "ZFS does not allow '\n' in a snapshot name"},
      {"digit after the epoch", "%s0", "%s must not be followed by a digit"},
      {"number after the epoch", "%s%Y", "%s must not be followed by a digit"},
      {"epoch after the epoch", "%s%s", "%s must not be followed by a digit"},
      {"too long", std::string(242, 'x') + "%Y%m%d%H%M", "its names would be longer than ZFS allows"},
      {"far too long", std::string(100'000, 'x') + "%F", "its names would be longer than ZFS allows"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      BOOST_TEST(complaint(c.format) == "Invalid snapshot format: '" + c.format + "' (" + c.reason + ")");
    }
  }
}

BOOST_AUTO_TEST_CASE(the_longest_name) {
  const NameFormat format(std::string(239, 'x') + "%Y%m%d%H%M%S", Zone::utc());
  const std::string name = format.name_at(at(k_golden));
  BOOST_TEST(name.size() == 253U);
  BOOST_TEST(seconds_in(format, name) == k_golden);
  BOOST_TEST(seconds_in(format, std::string(1'000'000, 'x')) == std::numeric_limits<std::int64_t>::max());
}

BOOST_AUTO_TEST_CASE(as_strftime_and_back) {
  std::mt19937_64 random{1910};
  std::uniform_int_distribution<std::int64_t> of_this_pivot(-31'536'000, 3'124'223'999);
  for (const auto& text : k_formats) {
    BOOST_TEST_CONTEXT(text) {
      const NameFormat format(text, Zone::utc());
      for (int i = 0; i < 3'000; ++i) {
        const std::int64_t time = of_this_pivot(random);
        const std::string name = libc_name(text, time, true);
        if (format.name_at(at(time)) != name) BOOST_ERROR(format.name_at(at(time)) << " is not " << name);
        if (seconds_in(format, name) != time) BOOST_ERROR(name << " is not " << time);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(ours_means_it_formats_back) {
  std::mt19937_64 random{42};
  const auto pick = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
  const std::string alphabet = "0123456789 -AMPabcdnuy";
  for (const auto& text : k_formats) {
    BOOST_TEST_CONTEXT(text) {
      const NameFormat format(text, Zone::utc());
      std::size_t ours = 0;
      for (int i = 0; i < 20'000; ++i) {
        std::string name = format.name_at(at(static_cast<std::int64_t>(pick(3'000'000'000))));
        for (std::size_t changes = 1 + pick(2); changes > 0; --changes)
          name[pick(name.size())] = alphabet[pick(alphabet.size())];
        const auto time = format.time_of(name);
        if (!time) continue;
        ++ours;
        if (format.name_at(*time) != name) BOOST_ERROR(name << " comes back as " << format.name_at(*time));
      }
      BOOST_TEST(ours > 0U);
      BOOST_TEST(ours < 20'000U);
    }
  }
}

BOOST_AUTO_TEST_CASE(local_names) {
  const TimeZoneGuard guard("Europe/Amsterdam");
  const NameFormat format("x-%Y%m%d%H%M%S", Zone::local());
  BOOST_TEST(format.zone().to_wall(at(k_golden)) == k_golden + 3'600);
  BOOST_TEST(format.name_at(at(k_golden)) == "x-20240115125959");
  BOOST_TEST(seconds_in(format, "x-20240115125959") == k_golden);
  BOOST_TEST(seconds_in(format, "x-20240715135959") == 1'721'044'799);

  // The repeated hour is read as its first occurrence; the second has the same name.
  BOOST_TEST(seconds_in(format, "x-20241027023000") == 1'729'989'000);
  BOOST_TEST(format.name_at(at(1'729'989'000 + 3'600)) == "x-20241027023000");
  // The skipped hour is read as if the clock had not been set.
  BOOST_TEST(seconds_in(format, "x-20240331023000") == 1'711'848'600);
  BOOST_TEST(format.name_at(at(1'711'848'600)) == "x-20240331033000");
}

BOOST_AUTO_TEST_CASE(local_names_before_1970) {
  const TimeZoneGuard guard("America/New_York");
  const NameFormat format("test-%Y%m%d%H%M%S", Zone::local());
  BOOST_TEST(seconds_in(format, "test-19100101000000") == -1'893'438'000);
  BOOST_TEST(format.name_at(at(-1'893'438'000)) == "test-19100101000000");
}

BOOST_AUTO_TEST_CASE(the_epoch_tells_repeated_hours_apart) {
  const TimeZoneGuard guard("Europe/Amsterdam");
  const NameFormat format("%Y%m%d%H%M%S.%s", Zone::local());
  for (const std::int64_t time : {1'729'989'000L, 1'729'992'600L}) {
    const std::string name = "20241027023000." + std::to_string(time);
    BOOST_TEST(format.name_at(at(time)) == name);
    BOOST_TEST(seconds_in(format, name) == time);
  }
  BOOST_TEST(seconds_in(format, "20240331023000.1711848600") == std::numeric_limits<std::int64_t>::max());
}

BOOST_AUTO_TEST_CASE(as_strftime_in_local_zones) {
  for (const std::string zone :
       {"America/St_Johns", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"}) {
    BOOST_TEST_CONTEXT(zone) {
      const TimeZoneGuard guard(zone);
      const std::string text = "%a-%F-%T-%j";
      const NameFormat format(text, Zone::local());
      for (std::int64_t time = 946'684'800; time < 2'240'611'200; time += 76'543) {
        const std::string name = libc_name(text, time, false);
        if (format.name_at(at(time)) != name) BOOST_ERROR(format.name_at(at(time)) << " is not " << name);
        const auto back = format.time_of(name);
        if (!back || libc_name(text, back->time_since_epoch().count(), false) != name) BOOST_ERROR("lost: " << name);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(years_that_have_no_name) {
  const NameFormat format("%Y%m%d%H%M%S", Zone::utc());
  for (const std::int64_t time : {-62'167'219'201L, 253'402'300'800L, std::numeric_limits<std::int64_t>::max()}) {
    BOOST_CHECK_THROW(format.name_at(at(time)), std::out_of_range);
  }
}

BOOST_AUTO_TEST_CASE(copies_are_independent) {
  std::optional<NameFormat> original(std::in_place, "a%F%T", Zone::local());
  NameFormat copy = *original;
  original.emplace("b%F%T", Zone::utc());
  BOOST_TEST(copy.name_at(at(k_golden)).front() == 'a');
  const NameFormat moved = std::move(copy);
  BOOST_TEST(moved.time_of(moved.name_at(at(k_golden))).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
