#include "app/report/amounts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iomanip>
#include <sstream>
#include <string_view>

namespace report {

namespace {

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// With three digits at most, such as "1.27 MiB".
std::string text_of_bytes(double bytes) {
  std::size_t power = 0;
  constexpr std::array<std::string_view, 6> k_units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  for (; bytes >= 999.5 && power + 1 < k_units.size(); ++power) bytes /= 1024;
  std::ostringstream text;
  text << std::fixed
       << std::setprecision(power == 0 || bytes >= 99.95 ? 0
                            : bytes >= 9.995             ? 1
                                                         : 2)
       << bytes << ' ' << k_units.at(power);
  return text.str();
}

/// "1:02:03", or "2:03".
std::string clock_text(std::uint64_t seconds) {
  std::ostringstream text;
  text << std::setfill('0');
  if (seconds >= 3600) text << seconds / 3600 << ':' << std::setw(2);
  text << seconds / 60 % 60 << ':' << std::setw(2) << seconds % 60;
  return text.str();
}

double seconds_of(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

std::uint64_t percent_of(const Headway& headway) {
  const double part = static_cast<double>(headway.bytes) / static_cast<double>(headway.total);
  return static_cast<std::uint64_t>(std::min(1.0, part) * 100);
}

std::uint64_t left_of(const Headway& headway) {
  return headway.total - std::min(headway.bytes, headway.total);
}

}  // namespace

std::string bytes_text(std::uint64_t bytes) {
  return text_of_bytes(static_cast<double>(bytes));
}

std::string short_bytes_text(std::uint64_t bytes) {
  auto rest = static_cast<double>(bytes);
  std::size_t power = 0;
  constexpr std::string_view k_units = "BKMGTPE";
  for (; rest >= 1023.5 && power + 1 < k_units.size(); ++power) rest /= 1024;
  std::ostringstream text;
  text << std::fixed << std::setprecision(0) << rest << k_units[power];
  return text.str();
}

std::string text_of(const run::Traffic& traffic) {
  std::ostringstream text;
  if (traffic.snapshots != 0) {
    const double seconds = seconds_of(traffic.time);
    text << "sent " << counted(traffic.snapshots, "snapshot") << ", " << bytes_text(traffic.bytes) << " in "
         << std::fixed << std::setprecision(1) << seconds << " s";
    if (seconds >= 0.1) text << " (" << text_of_bytes(static_cast<double>(traffic.bytes) / seconds) << "/s)";
  }
  if (traffic.destroyed() != 0)
    text << (traffic.snapshots == 0 ? "" : ", ") << "destroyed " << counted(traffic.destroyed(), "snapshot");
  return text.str();
}

std::string text_of_streams(const run::JobReport& report) {
  const run::Traffic all = report.in_all();
  std::ostringstream text;
  text << short_bytes_text(all.bytes) << " sent, " << all.streams << '/' << report.streams << " streams received in "
       << std::fixed << std::setprecision(2) << seconds_of(all.time) << " seconds";
  return text.str();
}

std::string text_of(const Headway& headway) {
  const double seconds = seconds_of(headway.elapsed);
  const double rate = seconds >= 1 ? static_cast<double>(headway.bytes) / seconds : 0;  // before that it says little
  std::string text = "Sending ";
  if (headway.total != 0) text += std::to_string(percent_of(headway)) + "%, ";
  text += bytes_text(headway.bytes);
  if (headway.total != 0) text += " of " + bytes_text(headway.total);
  if (rate >= 1) text += ", " + text_of_bytes(rate) + "/s";
  if (rate >= 1 && headway.total != 0)
    text += ", " + clock_text(static_cast<std::uint64_t>(static_cast<double>(left_of(headway)) / rate)) + " left";
  return text;
}

std::string drop_in_text_of(const Headway& headway) {
  constexpr std::uint64_t k_mib = 1048576;
  const auto seconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(headway.elapsed).count());
  const std::uint64_t rate = headway.bytes / std::max<std::uint64_t>(1, seconds);
  if (headway.total == 0 || rate == 0) return "Transfer " + std::to_string(headway.bytes / k_mib) + "MB";
  return "Transfer " + std::to_string(percent_of(headway)) + "% " + std::to_string(rate / k_mib) + "MB/s (total " +
         std::to_string(headway.total / k_mib) + "MB, " + std::to_string(left_of(headway) / rate / 60) +
         " minutes left)";
}

}  // namespace report
