// What one stream does to a state: see receive.hpp.
#include "receive.hpp"

#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fake {

Receiver::Receiver(State& state, const Stream& stream, const Options& options, const std::string& destination)
    : state_(state), stream_(stream), options_(options), destination_(destination) {
  std::tie(name_, snapshot_name_) = cut(destination, '@');
  new_filesystem_ = (stream.fromguid == 0 || stream.clone) && !stream.resuming;
  what_ = new_filesystem_   ? "cannot receive new filesystem stream: "
          : stream.resuming ? "cannot receive resume stream: "
                            : "cannot receive incremental stream: ";
}

int Receiver::run() {
  if (const auto wrong = name_problem(destination_, k_snapshot); !wrong.empty())
    throw Failure("cannot receive: invalid name");
  check_property_options();
  Dataset* existing = state_.find(name_);
  if (existing != nullptr) {
    check_existing(*existing);
  } else {
    check_new();
  }
  if (options_.has('v')) {
    std::printf("%s %s stream of %s into %s\n", options_.has('n') ? "would receive" : "receiving",
                stream_.fromguid != 0 ? "incremental" : "full", stream_.toname.c_str(), destination_.c_str());
  }
  check_properties_apply();
  if (options_.has('n')) return 0;

  created_ = existing == nullptr;
  if (created_) {
    create();
  } else {
    if (already_there(*existing)) {
      report_received();
      return 0;
    }
    check_base(*existing);
  }
  Dataset& dataset = *state_.find(name_);
  apply_properties(dataset, created_);
  if (stream_.embedded && !dataset.encryption.cipher.empty()) {
    if (created_) state_.datasets.erase(name_);
    throw Failure(what_ + "incompatible embedded data stream feature with encrypted receive.");
  }
  ++state_.txg;
  if (!stream_.ends || !stream_.intact) return keep_partial(dataset);
  finish(dataset);
  return 0;
}

void Receiver::check_property_options() const {
  std::vector<std::string> names = options_.values('x');
  for (const auto& text : options_.values('o')) names.push_back(parse_assignment(text).first);
  for (const auto& name : names) {
    if (is_user_property(name) || name == "origin" || is_encryption_property(name)) continue;
    const auto* const spec = find_property(name);
    if (spec == nullptr || spec->rule == Rule::computed || spec->name == "volsize")
      throw Failure("cannot receive: cannot receive: invalid property '" + name + "'");
  }
}

bool Receiver::is_encryption_property(const std::string& name) {
  return name == "encryption" || name == "keyformat" || name == "keylocation" || name == "pbkdf2iters";
}

void Receiver::check_existing(const Dataset& existing) const {
  if (new_filesystem_) {
    if (!options_.has('F'))
      throw Failure(what_ + "destination '" + name_ + "' exists\nmust specify -F to overwrite it");
    if (!existing.snapshots.empty())
      throw Failure(what_ + "destination has snapshots (eg. " + name_ + "@" + existing.snapshots.front().name +
                    ")\nmust destroy them to overwrite it");
    if (!existing.origin.empty())
      throw Failure(what_ + "destination '" + name_ + "' is a clone\nmust destroy it to overwrite it");
  }
  const bool encrypted = !existing.encryption.cipher.empty();
  if (!new_filesystem_ && !encrypted && stream_.raw)
    throw Failure(what_ + "cannot perform raw receive on top of existing unencrypted dataset");
  if (new_filesystem_ && options_.has('F') && (stream_.raw || encrypted))
    throw Failure(what_ +
                  "zfs receive -F cannot be used to destroy an encrypted filesystem or overwrite an unencrypted one "
                  "with an encrypted one");
}

void Receiver::check_new() {
  if (!new_filesystem_ || name_.find('/') == std::string::npos)
    throw Failure(what_ + "destination '" + name_ + "' does not exist");
  const std::string parent_name = parent_of(name_);
  if (options_.has('d') && state_.find(options_.operands().front()) != nullptr) create_parents(state_, name_);
  const Dataset* const parent = state_.find(parent_name);
  if (parent == nullptr)
    throw Failure("cannot open '" + parent_name + "': dataset does not exist\n" + what_ +
                  "unable to restore to destination");
  if (parent->volume) throw Failure(what_ + "parent '" + parent_name + "' is not a filesystem");
}

/// A property that does not fit the type: a warning for -x, an error for -o.
void Receiver::check_properties_apply() const {
  const unsigned type = stream_.volume ? k_volume : k_filesystem;
  const auto fits = [type](const std::string& name) {
    const auto* const spec = find_property(name);
    return spec == nullptr || is_encryption_property(name) || (spec->types & type) != 0;
  };
  std::vector<std::string> names = options_.values('x');
  for (const auto& text : options_.values('o')) {
    const auto [name, value] = parse_assignment(text);
    if (!fits(name)) throw Failure(what_ + "property '" + name + "' does not apply to datasets of this type");
    if (is_encryption_property(name) && !stream_.raw && !new_filesystem_)
      throw Failure(what_ + "encryption property '" + name + "' cannot be set for incremental streams.");
    names.push_back(name);
  }
  for (const auto& name : names)
    if (stream_.raw && is_encryption_property(name))
      throw Failure(what_ + "encryption property '" + name + "' cannot be set or excluded for raw streams." +
                    (state_.find(name_) == nullptr ? "\ncannot open '" + name_ + "': dataset does not exist" : ""));
  for (const auto& name : options_.values('x'))
    if (!fits(name))
      complain("Warning: " + name_ + ": property '" + name + "' does not apply to datasets of this type");
}

std::string Receiver::origin_by_guid() const {
  for (const auto& [name, dataset] : state_.datasets) {
    if (pool_of(name) != pool_of(name_)) continue;
    for (const auto& snap : dataset.snapshots)
      if (snap.guid == stream_.fromguid) return name + "@" + snap.name;
  }
  throw Failure(what_ + "local origin for clone " + destination_ + " does not exist");
}

void Receiver::create() {
  const std::string origin = stream_.clone ? origin_by_guid() : "";
  const Dataset& parent = *state_.find(parent_of(name_));
  const auto cipher = assigned("encryption");
  const bool is_root = cipher.value_or("off") != "off" && assigned("keyformat");
  const bool plain = is_root || cipher == "off" || (!cipher && stream_.with_properties && !excludes("encryption"));
  if (!stream_.raw && !plain && !key_available(state_, parent)) throw Failure(what_ + "inherited key must be loaded");
  Dataset& dataset = add_dataset(state_, name_, stream_.volume);
  dataset.inconsistent = true;
  if (!origin.empty()) {
    const Item source = open_item(state_, origin, k_snapshot);
    dataset.origin = origin;
    dataset.writes.assign(source.dataset->writes.begin(),
                          source.dataset->writes.begin() + static_cast<std::ptrdiff_t>(source.snapshot->writes));
    dataset.encryption = source.dataset->encryption;
  } else if (stream_.raw) {
    dataset.encryption = {stream_.encryption.cipher, name_, stream_.encryption.keyformat, stream_.encryption.key};
    const auto location = stream_.properties.find("keylocation");
    const bool comes_along = stream_.own_root && location != stream_.properties.end();
    dataset.settings["keylocation"].local = comes_along ? location->second : "prompt";
  } else if (!plain) {
    // Without properties in the stream nothing says "encryption=off", so the parent's holds.
    dataset.encryption = state_.find(parent_of(name_))->encryption;
  }
  if (stream_.volume) dataset.settings["volsize"].local = stream_.volsize;
}

bool Receiver::excludes(const std::string& property) const {
  return std::ranges::any_of(options_.values('x'), [&property](const std::string& name) { return name == property; });
}

std::optional<std::string> Receiver::assigned(const std::string& property) const {
  for (const auto& text : options_.values('o')) {
    if (const auto [name, value] = parse_assignment(text); name == property) return value;
  }
  return std::nullopt;
}

bool Receiver::already_there(const Dataset& dataset) const {
  if (dataset.snapshot(snapshot_name_) == nullptr) return false;
  const bool same =
      std::ranges::any_of(dataset.snapshots, [this](const Snapshot& one) { return one.guid == stream_.toguid; });
  if (!same) throw Failure("cannot restore to " + destination_ + ": destination already exists");
  if (options_.has('v')) std::printf("snap %s already exists; ignoring\n", destination_.c_str());
  return true;
}

void Receiver::check_base(Dataset& dataset) const {
  if (stream_.resuming) {
    if (!dataset.partial || dataset.partial->toguid != stream_.toguid)
      throw Failure("cannot receive resume stream: " +
                    std::string(options_.has('s') ? "kernel modules must be upgraded to receive this stream."
                                                  : "invalid backup stream"));
  } else if (dataset.partial) {
    throw Failure(what_ + "destination " + name_ + " contains partially-complete state from \"zfs receive -s\".");
  }
  if (stream_.fromguid == 0 || stream_.clone || (stream_.resuming && dataset.inconsistent)) {
    if (new_filesystem_) dataset.writes.clear();  // -F onto a dataset without snapshots
    return;
  }
  const auto base = std::ranges::find(dataset.snapshots, stream_.fromguid, &Snapshot::guid);
  if (base == dataset.snapshots.end())
    throw Failure(what_ + "most recent snapshot of " + name_ + " does not\nmatch incremental source");
  if (!stream_.raw && !key_available(state_, dataset)) throw Failure(what_ + "inherited key must be loaded");
  if (stream_.raw && base->ivset != stream_.from_ivset)
    throw Failure(what_ +
                  "IV set guid mismatch. See the 'zfs receive' man page section\n discussing the limitations of raw "
                  "encrypted send streams.");
  if (stream_.raw && dataset.encryption.key != stream_.encryption.key)
    throw Failure(what_ + "encryption key does not match existing key");
  if (options_.has('F')) {
    force_back(dataset, *base);
  } else if (dataset.modified_since(base->writes)) {
    throw Failure(what_ + "destination " + name_ + " has been modified\nsince most recent snapshot");
  }
}

/// -F takes away what came after the base, but not what is held or cloned.
void Receiver::force_back(Dataset& dataset, const Snapshot& base) const {
  for (const auto& snap : dataset.snapshots)
    if (snap.txg > base.txg && (snap.held() || !state_.clones_of(name_ + "@" + snap.name).empty()))
      throw Failure(what_ + "dataset is busy");
  roll_back(dataset, base);
}

void Receiver::apply_properties(Dataset& dataset, bool is_new) const {
  const auto self = state_.datasets.find(name_);
  const Item item{&self->first, &dataset, nullptr, nullptr};
  const PropertyReader reader(state_, true);
  std::vector<std::string> mask;
  auto received = stream_.properties;
  received.erase("keylocation");
  for (const auto& name : options_.values('x')) {
    if (is_encryption_property(name)) continue;
    const auto* const spec = find_property(name);
    const std::string canonical = spec != nullptr ? std::string(spec->name) : name;
    if (spec != nullptr && (spec->types & item.type()) == 0) continue;
    const std::string source = reader.get(item, canonical).source;
    if (!is_new && (source == "local" || source.starts_with("inherited"))) continue;
    if (spec != nullptr && spec->rule != Rule::inheritable) {
      received.erase(canonical);
    } else {
      mask.push_back(canonical);
    }
  }
  if (stream_.with_properties && !stream_.resuming) {
    // The first properties that come blow away what is set locally.
    const bool is_first = !is_new && !dataset.has_received;
    for (auto& [name, setting] : dataset.settings) {
      setting.received.reset();
      if (is_first && !is_encryption_property(name)) setting.local.reset();
    }
    dataset.has_received = true;
    for (const auto& [name, value] : received) dataset.settings[name].received = value;
  }
  for (const auto& name : mask) dataset.settings[name].masked = true;
  for (const auto& text : options_.values('o')) {
    const auto [name, value] = parse_assignment(text);
    if (is_encryption_property(name)) {
      set_encryption(dataset, name, value);
    } else if (name != "origin") {
      set_local(item, name, value, "cannot receive");
    }
  }
}

void Receiver::set_encryption(Dataset& dataset, const std::string& name, const std::string& value) const {
  if (name == "encryption" && value != "off" && assigned("keyformat")) {
    dataset.encryption = {value == "on" ? "aes-256-gcm" : value, name_, "raw", state_.new_guid()};
    dataset.key_loaded = true;
  }
  if (name == "keyformat") dataset.encryption.keyformat = value;
  if (name == "keylocation") dataset.settings[name].local = value;
}

/// The stream ended early: with -s what came is kept for a resumed send, else a new dataset vanishes again.
int Receiver::keep_partial(Dataset& dataset) {
  const std::string reason = stream_.intact ? "incomplete stream" : "checksum mismatch";
  if (!options_.has('s')) throw Failure(what_ + reason);  // nothing is saved: as if it had never begun
  if (!dataset.partial) {
    Partial& made = dataset.partial.emplace();
    made.toguid = stream_.toguid;
    made.fromguid = stream_.fromguid;
    made.toname = stream_.toname;
    made.raw = stream_.raw;
    made.large_blocks = stream_.large_blocks;
    made.compressed = stream_.compressed;
    made.embedded = stream_.embedded;
  }
  auto& kept = dataset.partial->writes;
  kept.insert(kept.end(), stream_.writes.begin(), stream_.writes.end());
  complain(what_ + "checksum mismatch or incomplete stream.\nPartially received snapshot is saved.\n" +
           "A resuming stream can be generated on the sending system by running:\n    zfs send -t " +
           resume_token(dataset));
  return 1;
}

void Receiver::finish(Dataset& dataset) {
  if (dataset.partial && stream_.resuming) {
    const auto& kept = dataset.partial->writes;
    dataset.writes.insert(dataset.writes.end(), kept.begin(), kept.end());
  }
  dataset.partial.reset();
  if (stream_.raw && stream_.own_root && dataset.encryption.root != name_) {
    dataset.encryption.root = name_;  // whatever change-key -i has made of it
    dataset.key_loaded = false;
  }
  dataset.writes.insert(dataset.writes.end(), stream_.writes.begin(), stream_.writes.end());
  const bool was_new = dataset.inconsistent;
  dataset.inconsistent = false;

  auto& made = dataset.snapshots.emplace_back();
  made.name = snapshot_name_;
  made.guid = stream_.toguid;
  made.txg = ++state_.txg;
  made.creation = stream_.creation;
  made.writes = dataset.writes.size();
  if (!dataset.encryption.cipher.empty()) made.ivset = stream_.raw ? stream_.ivset : state_.new_guid();
  for (const auto& [name, value] : stream_.snapshot_properties) made.more().settings[name].received = value;

  if (was_new && !options_.has('u')) mount_if_allowed(state_, name_);
  report_received();
}

void Receiver::report_received() const {
  if (!options_.has('v')) return;
  std::uint64_t bytes = 624;
  for (const auto& write : stream_.writes) bytes += write.bytes;
  std::printf("received %s stream in 0.01 seconds (%s/sec)\n", human_size(bytes).c_str(),
              human_size(bytes * 100).c_str());
}

}  // namespace fake
