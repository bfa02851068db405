// zfs send
#include "commands.hpp"
#include "fault.hpp"
#include "properties.hpp"
#include "stream.hpp"
#include "text.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <unistd.h>

namespace fake {
namespace {

/// The incremental source: a snapshot or bookmark, of the same dataset or of its origin.
struct Base {
  std::string name;
  std::uint64_t guid = 0, ivset = 0;
  std::size_t writes = 0;
  bool is_origin = false;
};

std::string full_base_name(const std::string& given, const std::string& dataset) {
  if (given.starts_with("@") || given.starts_with("#")) return dataset + given;
  return given.find_first_of("@#") == std::string::npos ? dataset + "@" + given : given;
}

Base find_base(State& state, const std::string& given, const Item& target) {
  const std::string name = full_base_name(given, *target.dataset_name);
  const std::string what = "warning: cannot send '" + target.name() + "': ";
  if (name.find('#') != std::string::npos) {
    const auto [owner, mark] = cut(name, '#');
    Dataset* const dataset = state.find(owner);
    const Bookmark* const found = dataset == nullptr ? nullptr : dataset->bookmark(mark);
    if (found == nullptr) throw Failure(what + "incremental source (" + name + ") does not exist");
    if (dataset != target.dataset || found->txg >= target.snapshot->txg)
      throw Failure(what + "not an earlier snapshot from the same fs");
    return {name, found->guid, found->ivset, found->writes};
  }
  const Item item = open_item(state, name, k_snapshot);
  const bool is_origin = target.dataset->origin == name;
  const bool before = item.dataset == target.dataset && item.snapshot->txg < target.snapshot->txg;
  if (!before && !is_origin) throw Failure(what + "not an earlier snapshot from the same fs");
  return {name, item.snapshot->guid, item.snapshot->ivset, item.snapshot->writes, is_origin};
}

/// What -p sends: what the dataset itself has, set here or received.
std::map<std::string, std::string> own_properties(const Settings& settings) {
  std::map<std::string, std::string> result;
  for (const auto& [name, setting] : settings) {
    if (setting.local) {
      result[name] = *setting.local;
    } else if (setting.received && !setting.masked) {
      result[name] = *setting.received;
    }
  }
  return result;
}

bool has_large_blocks(State& state, const Item& target) {
  const std::string size = PropertyReader(state, true).get({target.dataset_name, target.dataset}, "recordsize").text;
  return !target.dataset->volume && target.snapshot->writes > 0 && parse_size(size) > 131072;
}

bool lacks_key(const State& state, const Item& target, bool raw) {
  return !raw && !target.dataset->encryption.cipher.empty() && !key_available(state, *target.dataset);
}

void refuse_without_key(const State& state, const Item& target, bool raw) {
  if (lacks_key(state, target, raw))
    throw Failure("warning: cannot send '" + target.name() + "': dataset key must be loaded");
}

Stream make_stream(State& state, const Item& target, const Base& base, const Options& options) {
  const Dataset& dataset = *target.dataset;
  const Snapshot& snap = *target.snapshot;
  Stream stream;
  stream.toname = target.name();
  stream.toguid = snap.guid;
  stream.fromguid = base.guid;
  stream.creation = snap.creation;
  stream.volume = dataset.volume;
  if (const auto size = dataset.settings.find("volsize"); dataset.volume && size != dataset.settings.end())
    stream.volsize = size->second.local ? *size->second.local : size->second.received.value_or("");
  stream.clone = base.is_origin;
  stream.raw = options.has('w') && !dataset.encryption.cipher.empty();
  // -w asks for all three, but a stream says only what it can hold.
  const bool asked_raw = options.has('w');
  stream.large_blocks = (options.has('L') || asked_raw) && has_large_blocks(state, target);
  stream.compressed = options.has('c') || asked_raw;
  stream.embedded = (options.has('e') || asked_raw) && dataset.encryption.cipher.empty();
  if (stream.raw) {
    stream.encryption = dataset.encryption;
    stream.own_root = dataset.encryption.root == *target.dataset_name;
    stream.ivset = snap.ivset;
    stream.from_ivset = base.ivset;
  }
  const auto begin = dataset.writes.begin() + static_cast<std::ptrdiff_t>(std::min(base.writes, snap.writes));
  stream.writes.assign(begin, dataset.writes.begin() + static_cast<std::ptrdiff_t>(snap.writes));
  if (!options.has('p')) return stream;
  stream.with_properties = true;
  stream.properties = own_properties(dataset.settings);
  stream.properties.erase("volsize");
  if (!stream.raw) stream.properties.erase("keylocation");
  if (snap.extras) stream.snapshot_properties = own_properties(snap.extras->settings);
  return stream;
}

std::uint64_t size_of(const Stream& stream) {
  std::uint64_t size = 624;
  for (const auto& write : stream.writes) size += write.bytes;
  return size;
}

std::FILE* announcing_to(const Options& options) {
  return options.has('n') ? stdout : stderr;
}

/// What -v says of one stream: `base` as it is to be named, empty if there is none. Gives its size.
std::uint64_t announce_stream(const Stream& stream, const std::string& base, const Options& options) {
  std::FILE* const out = announcing_to(options);
  const std::uint64_t size = size_of(stream);
  const auto bytes = static_cast<unsigned long long>(size);
  const char* const to = stream.toname.c_str();
  if (options.has('P') && base.empty()) {
    std::fprintf(out, "full\t%s\t%llu\n", to, bytes);
  } else if (options.has('P')) {
    std::fprintf(out, "incremental\t%s\t%s\t%llu\n", base.c_str(), to, bytes);
  } else if (base.empty()) {
    std::fprintf(out, "full send of %s estimated size is %s\n", to, human_size(size).c_str());
  } else {
    const char* const at = base.find_first_of("@#") == std::string::npos ? "@" : "";
    std::fprintf(out, "send from %s%s to %s estimated size is %s\n", at, base.c_str(), to, human_size(size).c_str());
  }
  return size;
}

void announce_total(std::uint64_t size, const Options& options) {
  if (options.has('P')) {
    std::fprintf(announcing_to(options), "size\t%llu\n", static_cast<unsigned long long>(size));
  } else {
    std::fprintf(announcing_to(options), "total estimated size is %s\n", human_size(size).c_str());
  }
}

void announce(const Stream& stream, const std::string& base, const Options& options) {
  announce_total(announce_stream(stream, base, options), options);
}

/// Writes what is sent of that snapshot, cut or garbled if a fault says so.
int put(std::string text, const std::string& name) {
  const StreamFault fault = stream_fault();
  if (fault.garble_at && *fault.garble_at < text.size())
    text[*fault.garble_at] = text[*fault.garble_at] == '?' ? '!' : '?';
  if (fault.cut_at && *fault.cut_at < text.size()) text.resize(*fault.cut_at);
  std::signal(SIGPIPE, SIG_IGN);
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto done = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (done <= 0) {
      complain("warning: cannot send '" + name + "': Broken pipe");
      return 1;
    }
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  if (fault.cut_at && !fault.text.empty()) complain(fault.text);
  return fault.cut_at ? fault.exit : 0;
}

void print_token(const Token& token, std::FILE* out) {
  const auto line = [out](const char* name, const std::string& value) {
    std::fprintf(out, "\t%s = %s\n", name, value.c_str());
  };
  std::fprintf(out, "resume token contents:\nnvlist version: 0\n");
  if (token.fromguid != 0) line("fromguid", "0x" + hex(token.fromguid));
  line("object", "0x2");
  line("offset", "0x" + hex(token.bytes));
  line("bytes", "0x" + hex(token.bytes));
  line("toguid", "0x" + hex(token.toguid));
  line("toname", token.toname);
  if (token.large_blocks) line("largeblockok", "1");
  if (token.embedded) line("embedok", "1");
  if (token.compressed) line("compressok", "1");
  if (token.raw) line("rawok", "1");
}

/// A snapshot or (for the incremental source) bookmark with this guid, in the pool of the token.
std::string find_guid(State& state, const std::string& pool, std::uint64_t guid, bool bookmarks) {
  for (const auto& [name, dataset] : state.datasets) {
    if (pool_of(name) != pool) continue;
    for (const auto& snap : dataset.snapshots)
      if (snap.guid == guid) return name + "@" + snap.name;
    for (const auto& mark : dataset.bookmarks)
      if (bookmarks && mark.guid == guid) return name + "#" + mark.name;
  }
  return {};
}

int send_resumed(State& state, Store& store, const Options& options) {
  std::string problem;
  const auto token = decode_token(options.value('t'), problem);
  if (!token) throw Refusal("cannot resume send: resume token is corrupt (" + problem + ")");
  if (options.has('v')) print_token(*token, options.has('n') ? stdout : stderr);
  const std::string name = find_guid(state, pool_of(token->toname), token->toguid, false);
  if (name.empty()) {
    const auto [owner, snap] = cut(token->toname, '@');
    const Dataset* const dataset = state.find(owner);
    const bool replaced = dataset != nullptr && dataset->snapshot(snap) != nullptr;
    throw Refusal("cannot resume send: '" + token->toname +
                  (replaced ? "' is no longer the same snapshot used in the initial send"
                            : "' used in the initial send no longer exists"));
  }
  const Item target = open_item(state, name, k_snapshot);
  Base base;
  if (token->fromguid != 0) {
    const std::string from = find_guid(state, pool_of(token->toname), token->fromguid, true);
    if (from.empty())
      throw Refusal("cannot resume send: incremental source 0x" + hex(token->fromguid) + " no longer exists");
    base = find_base(state, from, target);
  }
  Args flags;
  if (token->raw || options.has('w')) flags.emplace_back("-w");
  if (token->large_blocks || options.has('L')) flags.emplace_back("-L");
  if (token->compressed || options.has('c')) flags.emplace_back("-c");
  if (token->embedded || options.has('e')) flags.emplace_back("-e");
  refuse_without_key(state, target, token->raw || options.has('w'));
  Stream stream = make_stream(state, target, base, Options(flags, "wLce"));
  stream.resuming = true;
  stream.writes.erase(stream.writes.begin(), stream.writes.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                         token->writes, stream.writes.size())));
  store.release();
  if (options.has('v')) announce(stream, base.name, options);
  return options.has('n') ? 0 : put(encode(stream), stream.toname);
}

void refuse_properties_in_plain(const Item& target, const Options& options) {
  if (!options.has('p') || options.has('w') || target.dataset->encryption.cipher.empty()) return;
  throw Failure("cannot send " + target.name() + ": encrypted dataset " + *target.dataset_name +
                " may not be sent with properties without the raw flag\nwarning: cannot send '" + target.name() +
                "': backup failed");
}

/// The base of a range, as -I names it: a snapshot of the same dataset, which may be given in full.
std::string range_base(const std::string& given, const Item& dataset) {
  const auto [owner, name] = cut(given, '@');
  if (given.find('@') == std::string::npos) return given;
  if (given == dataset.dataset->origin)
    throw Failure("fake_zfs: zfs send -I from the origin of a clone is not modelled");
  if (!owner.empty() && owner != *dataset.dataset_name) usage_error("incremental source must be in same filesystem");
  return name;
}

/// What follows the base up to the last one, all of it.
std::vector<Snapshot*> snapshots_between(Dataset& dataset, const Snapshot& base, const Snapshot& last) {
  std::vector<Snapshot*> between;
  for (Snapshot& snapshot : dataset.snapshots)
    if (snapshot.txg > base.txg && snapshot.txg <= last.txg) between.push_back(&snapshot);
  return between;
}

int send_range(State& state, Store& store, const Options& options) {
  if (options.value('I').find('#') != std::string::npos)
    throw Failure("Error: multiple snapshots cannot be sent from a bookmark.");
  const auto [owner, last_name] = cut(options.single("snapshot"), '@');
  if (last_name.empty()) throw Failure("Error: Unsupported flag with filesystem or bookmark.");
  const Item dataset = open_item(state, owner, k_datasets);
  const std::string base_name = range_base(options.value('I'), dataset);
  const Item base = open_item(state, owner + "@" + base_name, k_snapshot);
  const Item target = open_item(state, owner + "@" + last_name, k_snapshot);
  refuse_properties_in_plain(target, options);
  const bool tells = options.has('v') || options.has('P');
  const auto between = snapshots_between(*dataset.dataset, *base.snapshot, *target.snapshot);
  if (between.empty() && tells) announce_total(0, options);
  if (between.empty())
    throw Failure("WARNING: could not send " + target.name() + ":\nincremental source (" + base.name() +
                  (base.snapshot == target.snapshot ? ") is not earlier than it" : ") does not exist"));

  std::vector<Stream> streams;
  std::uint64_t size = 0;
  const Snapshot* from = base.snapshot;
  for (Snapshot* const snapshot : between) {
    const Base start{owner + "@" + from->name, from->guid, from->ivset, from->writes};
    streams.push_back(make_stream(state, {target.dataset_name, target.dataset, snapshot, nullptr}, start, options));
    if (tells) size += announce_stream(streams.back(), from->name, options);
    from = snapshot;
  }
  if (tells) announce_total(size, options);
  const bool locked = lacks_key(state, target, options.has('w'));
  store.release();
  if (options.has('n')) return 0;
  if (!locked) return put(encode_package(streams), target.name());
  for (const auto& stream : streams)
    complain("warning: cannot send '" + stream.toname + "': source key must be loaded");
  put(encode_package({}), target.name());  // the real one writes the end all the same
  return 1;
}

}  // namespace

int send(const Args& args) {
  const Options options(args, "pbLecwvVPnhi:I:t:RDSds",
                        {{"props", 'p'},
                         {"large-block", 'L'},
                         {"embed", 'e'},
                         {"compressed", 'c'},
                         {"raw", 'w'},
                         {"verbose", 'v'},
                         {"dryrun", 'n'},
                         {"parsable", 'P'},
                         {"replicate", 'R'},
                         {"proctitle", 'V'},
                         {"backup", 'b'},
                         {"holds", 'h'}});
  for (const char unmodelled : {'R', 'D', 'S'})
    if (options.has(unmodelled)) throw Failure(std::string("fake_zfs: zfs send -") + unmodelled + " is not modelled");
  if (options.has('i') && options.has('I')) usage_error("");
  if (!options.has('n') && ::isatty(STDOUT_FILENO) != 0)
    throw Failure("Error: Stream can not be written to a terminal.\nYou must redirect standard output.");

  Store store(Store::Access::read);
  State& state = store.state();
  if (options.has('t')) {
    if (!options.operands().empty() || options.has('i') || options.has('I'))
      usage_error("invalid flags combined with -t");
    return send_resumed(state, store, options);
  }
  if (options.has('I')) return send_range(state, store, options);
  const Item target = open_item(state, options.single("snapshot"), k_snapshot | k_datasets);
  if (target.snapshot == nullptr) throw Failure("fake_zfs: sending a filesystem that is no snapshot is not modelled");
  const Base base = options.has('i') ? find_base(state, options.value('i'), target) : Base{};
  refuse_properties_in_plain(target, options);
  refuse_without_key(state, target, options.has('w'));
  const Stream stream = make_stream(state, target, base, options);
  store.release();
  if (options.has('v') || options.has('P')) announce(stream, base.name, options);
  if (options.has('n')) return 0;
  return put(encode(stream), stream.toname);
}

}  // namespace fake
