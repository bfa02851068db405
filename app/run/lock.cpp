#include "app/run/lock.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace run {

namespace {

/// A file name for any text: what is not a letter, digit, dot, dash or underscore is written as %XX.
std::string file_name(const std::string& job) {
  constexpr std::string_view k_hex = "0123456789ABCDEF";
  std::string name;
  for (const char c : job) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      name += c;
    else
      name.append({'%', k_hex[byte >> 4U], k_hex[byte & 0xfU]});
  }
  constexpr std::size_t k_longest = 240;
  if (name.size() > k_longest) name = name.substr(0, k_longest - 20) + std::to_string(std::hash<std::string>{}(job));
  return name;
}

std::string read_holder(int fd) {
  std::array<char, 512> text{};
  const ssize_t size = ::pread(fd, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size))
                  : "a process that has not said its name yet";
}

/// Only we may write there: in a shared /tmp somebody else could have made the directory first.
void check_is_ours(const std::string& directory) {
  struct stat info {};
  if (::lstat(directory.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid() &&
      (info.st_mode & 022U) == 0)
    return;
  throw LockError("the lock directory " + directory +
                  " is not a directory that only this user can write to: remove it and run again");
}

}  // namespace

std::string Lock::default_directory() {
  if (::geteuid() == 0) {
    // Not /run/lock: there anybody could make the directory first and keep root from running.
    return std::filesystem::is_directory("/run") ? "/run/zwinnow" : "/var/run/zwinnow";
  }
  const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && *runtime != '\0') return std::string(runtime) + "/zwinnow";
  return "/tmp/zwinnow-" + std::to_string(::geteuid());
}

std::vector<Claim> claims_on_tree(const std::string& host, const std::string& dataset) {
  const std::string place = "tree " + host + ":";
  std::vector<Claim> claims;
  for (auto slash = dataset.find('/'); slash != std::string::npos; slash = dataset.find('/', slash + 1))
    claims.push_back({.name = place + dataset.substr(0, slash), .is_shared = true, .is_on_tree = true});
  claims.push_back({.name = place + dataset, .is_shared = false, .is_on_tree = true});
  return claims;
}

std::list<Lock> lock_all(const std::string& directory, const std::vector<Claim>& claims, const std::string& holder) {
  std::list<Lock> locks;
  for (const Claim& claim : claims) locks.emplace_back(directory, claim, holder);
  return locks;
}

Lock::Lock(const std::string& directory, const Claim& claim, const std::string& holder) : fd_(-1) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    throw LockError("cannot make the lock directory " + directory + ": " + std::strerror(errno));
  }
  check_is_ours(directory);
  const std::string path = directory + "/" + file_name(claim.name);
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0) throw LockError("cannot open the lock " + path + ": " + std::strerror(errno));
  if (::flock(fd_, (claim.is_shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    const int why = errno;
    const std::string who = read_holder(fd_);
    ::close(fd_);
    if (why != EWOULDBLOCK) throw LockError("cannot lock " + path + ": " + std::strerror(why));
    throw LockBusy((claim.is_on_tree ? "another run works on this tree of datasets, or on one that it overlaps: "
                                     : "another run of this job is under way: ") +
                   who);
  }
  if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, holder.data(), holder.size(), 0) < 0) {
    // A full disk: the lock holds all the same, only its note is missing.
  }
}

Lock::~Lock() {
  ::close(fd_);
}

}  // namespace run
