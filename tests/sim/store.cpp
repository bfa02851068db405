// The state file: one line per thing, its fields separated by tabs, read and written whole. Two million snapshot lines
// must take about a second, so fields are parsed in place.
#include "state.hpp"
#include "text.hpp"

#include <charconv>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fake {
namespace {

/// Walks the fields of one line.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  std::string_view raw() {
    const auto end = rest_.find('\t');
    const auto field = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return field;
  }
  std::string text() {
    const auto field = raw();
    return field.find('\\') == std::string_view::npos ? std::string(field) : unescape(field);
  }
  template <class Number>
  Number number() {
    Number value{};
    const auto field = raw();
    std::from_chars(field.data(), field.data() + field.size(), value);
    return value;
  }
  std::uint64_t u64() { return number<std::uint64_t>(); }
  std::int64_t i64() { return number<std::int64_t>(); }
  std::size_t size() { return number<std::size_t>(); }
  bool flag() { return raw() == "1"; }

 private:
  std::string_view rest_;
};

/// Builds the lines of the file.
class Lines {
 public:
  explicit Lines(std::string& out) : out_(out) {}
  template <class... Field>
  void add(char kind, const Field&... fields) {
    out_ += kind;
    (append(fields), ...);
    out_ += '\n';
  }

 private:
  void append(const std::string& field) {
    out_ += '\t';
    if (field.find_first_of("\t\n\\") == std::string::npos) {
      out_ += field;
    } else {
      out_ += escape(field);
    }
  }
  void append(bool field) { out_ += field ? "\t1" : "\t0"; }
  template <class Number>
  void append(Number field) {
    char buffer[24];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, field);
    out_ += '\t';
    out_.append(buffer, end);
  }
  std::string& out_;
};

void read_setting(Settings& settings, Fields& fields) {
  Setting& setting = settings[fields.text()];
  const auto flags = fields.raw();
  const auto local = fields.text(), received = fields.text();
  if (flags.find('l') != std::string_view::npos) setting.local = local;
  if (flags.find('r') != std::string_view::npos) setting.received = received;
  setting.masked = flags.find('m') != std::string_view::npos;
}

void write_settings(Lines& lines, char kind, const Settings& settings) {
  for (const auto& [name, setting] : settings) {
    const std::string flags =
        std::string(setting.local ? "l" : "") + (setting.received ? "r" : "") + (setting.masked ? "m" : "");
    lines.add(kind, name, flags, setting.local.value_or(""), setting.received.value_or(""));
  }
}

/// Takes the lines one by one; a detail line belongs to the pool, dataset or snapshot before it.
class Reader {
 public:
  explicit Reader(State& state) : state_(state) {}

  void line(std::string_view text) {
    Fields fields(text.substr(std::min<std::size_t>(2, text.size())));
    switch (text.front()) {
      case 'S':
        return snapshot(fields);
      case 'D':
        return dataset(fields);
      case 'p':
        return read_setting(dataset_->settings, fields);
      case 'w':
        return dataset_->writes.push_back({fields.u64(), fields.u64()}), void();
      case 'h':
        return dataset_->snapshots.back().more().holds.push_back({fields.text(), fields.i64()}), void();
      case 'u':
        return read_setting(dataset_->snapshots.back().more().settings, fields);
      case 'd':
        dataset_->snapshots.back().more().defer_destroy = true;
        return;
      case 'B':
        return bookmark(fields);
      case 'E':
        dataset_->encryption = {fields.text(), fields.text(), fields.text(), fields.u64()};
        return;
      case 'T':
        return partial(fields);
      case 't':
        return dataset_->partial->writes.push_back({fields.u64(), fields.u64()}), void();
      case 'P':
        return pool(fields);
      case 'F':
        return feature(fields);
      case 'R':
        return read_setting(pool_->properties, fields);
      case 'H':
        state_.txg = fields.u64(), state_.guids = fields.u64();
        return;
      default:
        throw Failure("fake_zfs: unknown line in the state file: " + std::string(text));
    }
  }

 private:
  void pool(Fields& fields) {
    pool_ = &state_.pools[fields.text()];
    pool_->guid = fields.u64();
    pool_->imported = fields.flag();
  }
  void feature(Fields& fields) {
    std::string& status = pool_->features[fields.text()];
    status = fields.text();
  }
  void dataset(Fields& fields) {
    dataset_ = &state_.datasets.emplace_hint(state_.datasets.end(), fields.text(), Dataset{})->second;
    const auto kind = fields.raw();
    dataset_->volume = kind == "volume";
    dataset_->guid = fields.u64();
    dataset_->txg = fields.u64();
    dataset_->creation = fields.i64();
    dataset_->origin = fields.text();
    dataset_->mounted = fields.flag();
    dataset_->key_loaded = fields.flag();
    dataset_->inconsistent = fields.flag();
    dataset_->has_received = fields.flag();
  }
  void snapshot(Fields& fields) {
    auto& one = dataset_->snapshots.emplace_back();
    one.name = fields.text();
    one.guid = fields.u64();
    one.txg = fields.u64();
    one.creation = fields.i64();
    one.writes = fields.size();
    one.ivset = fields.u64();
  }
  void bookmark(Fields& fields) {
    auto& one = dataset_->bookmarks.emplace_back();
    one.name = fields.text();
    one.guid = fields.u64();
    one.txg = fields.u64();
    one.creation = fields.i64();
    one.writes = fields.size();
    one.ivset = fields.u64();
  }
  void partial(Fields& fields) {
    Partial& one = dataset_->partial.emplace();
    one.toguid = fields.u64();
    one.fromguid = fields.u64();
    one.toname = fields.text();
    one.raw = fields.flag();
    one.large_blocks = fields.flag();
    one.compressed = fields.flag();
    one.embedded = fields.flag();
  }

  State& state_;
  Pool* pool_ = nullptr;
  Dataset* dataset_ = nullptr;
};

void write_dataset(Lines& lines, const std::string& name, const Dataset& dataset) {
  lines.add('D', name, std::string(dataset.volume ? "volume" : "filesystem"), dataset.guid, dataset.txg,
            dataset.creation, dataset.origin, dataset.mounted, dataset.key_loaded, dataset.inconsistent,
            dataset.has_received);
  write_settings(lines, 'p', dataset.settings);
  const auto& key = dataset.encryption;
  if (!key.cipher.empty()) lines.add('E', key.cipher, key.root, key.keyformat, key.key);
  for (const auto& write : dataset.writes) lines.add('w', write.id, write.bytes);
  for (const auto& snap : dataset.snapshots) {
    lines.add('S', snap.name, snap.guid, snap.txg, snap.creation, snap.writes, snap.ivset);
    if (!snap.extras) continue;
    for (const auto& hold : snap.extras->holds) lines.add('h', hold.tag, hold.time);
    write_settings(lines, 'u', snap.extras->settings);
    if (snap.extras->defer_destroy) lines.add('d');
  }
  for (const auto& mark : dataset.bookmarks)
    lines.add('B', mark.name, mark.guid, mark.txg, mark.creation, mark.writes, mark.ivset);
  if (dataset.partial) {
    const auto& part = *dataset.partial;
    lines.add('T', part.toguid, part.fromguid, part.toname, part.raw, part.large_blocks, part.compressed,
              part.embedded);
    for (const auto& write : part.writes) lines.add('t', write.id, write.bytes);
  }
}

std::string read_whole(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat info {};
  ::fstat(file, &info);
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const auto got = ::read(file, text.data() + done, text.size() - done);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  ::close(file);
  text.resize(done);
  return text;
}

void write_whole(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) throw Failure("fake_zfs: cannot write " + path);
  while (!text.empty()) {
    const auto done = ::write(file, text.data(), text.size());
    if (done <= 0) throw Failure("fake_zfs: cannot write " + path);
    text.remove_prefix(static_cast<std::size_t>(done));
  }
  ::close(file);
}

}  // namespace

Store::Store(Access access) {
  const std::string root = getenv_or("FAKE_ZFS_STATE", "");
  if (root.empty()) throw Failure("fake_zfs: FAKE_ZFS_STATE is not set");
  state_.host = getenv_or("FAKE_ZFS_HOST", "local");
  const std::string directory = root + "/" + state_.host;
  std::filesystem::create_directories(directory);
  path_ = directory + "/state";

  lock_ = ::open((directory + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0 || ::flock(lock_, access == Access::write ? LOCK_EX : LOCK_SH) != 0)
    throw Failure("fake_zfs: cannot lock " + directory);

  const std::string text = read_whole(path_);
  Reader reader(state_);
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    reader.line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
}

void Store::save() {
  std::string text;
  Lines lines(text);
  lines.add('H', state_.txg, state_.guids);
  for (const auto& [name, pool] : state_.pools) {
    lines.add('P', name, pool.guid, pool.imported);
    for (const auto& [feature, status] : pool.features) lines.add('F', feature, status);
    write_settings(lines, 'R', pool.properties);
  }
  for (const auto& [name, dataset] : state_.datasets) write_dataset(lines, name, dataset);
  write_whole(path_ + ".new", text);
  std::filesystem::rename(path_ + ".new", path_);
}

void Store::release() {
  if (lock_ >= 0) ::close(lock_);
  lock_ = -1;
}

}  // namespace fake
