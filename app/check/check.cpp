#include "app/check/check.hpp"

#include "app/check/compare.hpp"
#include "app/check/generate.hpp"
#include "app/check/list_reader.hpp"
#include "app/check/progress.hpp"
#include "app/check/snapshot.hpp"

#include <algorithm>
#include <exception>
#include <iomanip>
#include <sstream>
#include <string>

namespace check {

namespace {

constexpr int k_not_done = 255;

std::string percent_checked(std::uint64_t skip) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(2) << 100.0 / (1.0 + static_cast<double>(skip));
  return text.str();
}

std::string told(const Tally& tally) {
  return "Checked " + std::to_string(tally.checked) + " hashes (skipped " + std::to_string(tally.skipped) + ")";
}

/// One check, from its options to its exit code; what keeps it from its end is thrown.
class Check {
 public:
  Check(const Options& options, Listener& listener, transport::Runner& runner, const Surroundings& surroundings,
        const StopSignals& signals)
      : options_(options),
        listener_(listener),
        shell_(runner, listener),
        surroundings_(surroundings),
        signals_(signals),
        size_(options.block_size, options.count) {}

  int run() {
    introduce();
    return names_snapshot(options_.target) ? check_snapshot() : check_path(options_.target);
  }

 private:
  void introduce() {
    if (options_.test) listener_.warning("TEST MODE - WILL ONLY DO READ-ONLY STUFF");
    listener_.verbose("Target               : " + options_.target);
    listener_.verbose("Block size           : " + std::to_string(options_.block_size) + " bytes");
    listener_.verbose("Block count          : " + std::to_string(options_.count));
    listener_.verbose("Effective chunk size : " + std::to_string(size_.bytes()) + " bytes");
    listener_.verbose("Skip chunk count     : " + std::to_string(options_.skip) + " (checks " +
                      percent_checked(options_.skip) + "% of data)");
  }

  int check_snapshot() {
    const auto snapshot = find_snapshot(parse_snapshot_name(options_.target),
                                        {shell_, listener_, signals_, surroundings_, options_.program});
    if (options_.test) {
      snapshot->rehearse();
      return 0;
    }
    const int code = check_path(snapshot->open());
    return snapshot->close() ? code : k_not_done;
  }

  int check_path(const std::string& path) {
    const Target target = open_target(path);
    Hasher hasher(size_, [this] { signals_.heed(); });
    return options_.compare_with ? compare_target(target, hasher) : generate_hashes(target, hasher);
  }

  int generate_hashes(const Target& target, Hasher& hasher) {
    const ListKind kind = list_kind(target);
    std::uint64_t count = 0;
    const auto text = [&count] { return "Generated " + std::to_string(count) + " hashes."; };
    Progress progress = new_progress();
    generate(target, hasher, options_.skip, [&](const ChunkHash& hash) {
      listener_.result(to_text(hash, kind));
      ++count;
      progress.update(text);
    });
    listener_.verbose(text());
    return 0;
  }

  int compare_target(const Target& target, Hasher& hasher) {
    Comparer comparer(target, hasher, options_.skip, [this](std::string_view line) { listener_.result(line); });
    Progress progress = new_progress();
    read_list(*options_.compare_with, signals_, [&](std::string_view line) {
      comparer.line(line);
      progress.update([&comparer] { return told(comparer.tally()); });
    });
    const Tally& tally = comparer.tally();
    listener_.verbose(told(tally));
    listener_.verbose("Total errors: " + std::to_string(tally.errors));
    if (tally.checked == 0) listener_.warning("Nothing was checked: there are no hashes in the list.");
    return static_cast<int>(std::min<std::uint64_t>(tally.errors, options_.drop_in ? 255 : 254));
  }

  Progress new_progress() {
    return {[this](std::string_view text) { listener_.progress(text); }, [] { return Progress::Clock::now(); }};
  }

  const Options& options_;
  Listener& listener_;
  Shell shell_;
  const Surroundings& surroundings_;
  const StopSignals& signals_;
  ChunkSize size_;
};

}  // namespace

int run(const Options& options, Listener& listener, transport::Runner& runner, const Surroundings& surroundings) {
  const StopSignals signals(runner);
  try {
    return Check(options, listener, runner, surroundings, signals).run();
  } catch (const OutputClosed&) {  // who has seen enough wants no error
  } catch (const Interrupted&) {
    listener.error("Aborted");
  } catch (const std::exception& error) {
    listener.error(std::string(options.drop_in ? "Exception: " : "") + error.what());
  }
  return k_not_done;
}

}  // namespace check
