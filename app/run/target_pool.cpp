#include "app/run/target_pool.hpp"

#include "app/plan/words.hpp"
#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "zfs/commands.hpp"

#include <string_view>
#include <utility>

namespace run {

namespace {

constexpr std::string_view k_no_such_pool = "no such pool";

/// What zpool import says, and what is to be done about it.
std::string advice_on_import(const std::string& said, const std::string& pool) {
  if (said.find(k_no_such_pool) != std::string::npos)
    return ". Is its disk plugged in? zpool import shows the pools that can be imported; --import-from tells where "
           "devices are";
  if (said.find("more than one matching pool") != std::string::npos)
    return ". Two disks with pools of that name are plugged in: unplug one, or choose by --import-target=ID "
           "(zpool import shows the ids)";
  if (said.find("another system") != std::string::npos || said.find("use from") != std::string::npos)
    return ". Export it on the host that used it last. If that host is gone, import it once by hand: " +
           plan::typed({"zpool", "import", "-f", "-N", pool}) + ", then " + plan::typed({"zpool", "export", pool});
  return "";
}

}  // namespace

TargetPool::TargetPool(Shell& shell, std::string name, ImportRules rules)
    : shell_(shell), name_(std::move(name)), rules_(std::move(rules)) {
  if (rules_.pool.empty()) rules_.pool = name_;
}

transport::Result TargetPool::ask(std::vector<std::string> argv) {
  transport::Result result = shell_.run(plan::Side::target, std::move(argv));
  if (result.interrupted) throw Aborted();
  if (result.connection_failed)
    throw NoTarget("[Target] cannot ask for its pools: " + with_advice(result.error()), Lasting::may_pass);
  return result;
}

bool TargetPool::is_imported() {
  return ask(zfs::list_pool(name_)).ok();
}

/// Nothing is mounted over what the host has, and the host does not import it when it boots.
std::vector<std::string> TargetPool::import_command() const {
  std::vector<std::string> argv{"zpool", "import", "-N", "-o", "cachefile=none"};
  for (const std::string& directory : rules_.from) {
    argv.emplace_back("-d");
    argv.push_back(directory);
  }
  argv.push_back(rules_.pool);
  return argv;
}

std::string TargetPool::command() const {
  return plan::typed(import_command());
}

void TargetPool::import() {
  const transport::Result result = ask(import_command());
  if (!result.ok())
    throw NoTarget(
        "[Target] cannot import pool " + name_ + ": " + result.error() + advice_on_import(result.error(), rules_.pool),
        result.error().find(k_no_such_pool) != std::string::npos ? Lasting::off : Lasting::stays);
  is_ours_ = true;
  check_name();
  load_keys();
}

/// One that was chosen by its id may have another name. Then that is exported again.
void TargetPool::check_name() {
  if (rules_.pool == name_) return;
  std::string found;
  const auto read = [&](std::string_view line) {
    const auto tab = line.find('\t');
    if (tab != std::string_view::npos && line.substr(tab + 1) == rules_.pool) found = line.substr(0, tab);
  };
  shell_.run(plan::Side::target, zfs::list_pool_guids(), read);
  if (found == name_) return;
  const std::string wanted = std::exchange(name_, found);
  give_up("the pool with the id " + rules_.pool + " is called " + (found.empty() ? "otherwise" : found) + ", and not " +
          wanted + ": TARGET-PATH begins with the name of the pool");
}

void TargetPool::load_keys() {
  for (const std::string& dataset : rules_.keys) {
    const transport::Result result = ask({"zfs", "load-key", dataset});
    if (result.ok() || result.error().find("already loaded") != std::string::npos) continue;
    give_up("cannot load the key of " + dataset + ": " + result.error() +
            ". Its keylocation must be a file or an https address that can be read without a question: " +
            plan::typed({"zfs", "get", "keylocation", dataset}));
  }
}

void TargetPool::give_up(const std::string& why) {
  const std::string stays = export_again();
  throw NoTarget("[Target] " + why + (stays.empty() ? "" : ". " + stays));
}

std::string TargetPool::export_again() {
  if (!std::exchange(is_ours_, false) || name_.empty()) return {};
  shell_.go_on_after_signal();
  const std::vector<std::string> argv{"zpool", "export", name_};
  const transport::Result result = shell_.run(plan::Side::target, argv);
  if (result.ok()) return {};
  return "pool " + name_ + " is still imported: " + result.error() + ". Do not unplug its disk before " +
         plan::typed(argv) + " has worked on the target";
}

}  // namespace run
