// zfs list, zfs get
#include "commands.hpp"
#include "properties.hpp"
#include "text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <functional>

namespace fake {
namespace {

struct SortKey {
  std::string property;
  bool descending = false;
};

/// Rows of a table: tabs and no header with -H, else aligned columns under a header.
class Table {
 public:
  Table(bool scripted, std::vector<std::string> header) : scripted_(scripted), header_(std::move(header)) {}
  ~Table() { flush(); }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  void row(const std::vector<std::string>& cells) {
    if (!scripted_) return rows_.push_back(cells);
    for (const auto& cell : cells) {
      if (&cell != &cells.front()) out_ += '\t';
      out_ += cell;
    }
    end_row();
  }
  /// For the fast path: the caller appends the cells itself.
  std::string& raw() { return out_; }
  void end_row() {
    out_ += '\n';
    if (out_.size() > (1U << 20U)) flush_text();
  }
  void flush() {
    if (!rows_.empty()) align();
    flush_text();
  }

 private:
  void flush_text() {
    std::fwrite(out_.data(), 1, out_.size(), stdout);
    out_.clear();
  }
  void align() {
    rows_.insert(rows_.begin(), header_);
    std::vector<std::size_t> widths(header_.size());
    for (const auto& cells : rows_)
      for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
    for (const auto& cells : rows_) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        out_ += cells[i];
        if (i + 1 < cells.size()) out_.append(widths[i] - cells[i].size() + 2, ' ');
      }
      out_ += '\n';
    }
    rows_.clear();
  }

  bool scripted_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::string out_;
};

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void check_property(const std::string& name) {
  const bool special = name.starts_with("written@") || name.starts_with("written#");
  if (find_property(name) == nullptr && !is_user_property(name) && !special)
    usage_error("bad property list: invalid property '" + name + "'");
}

/// -r, -d and -t as list and get share them. Without -r, `-t snapshot DATASET` means the snapshots of that dataset.
Walk walk_of(const Options& options, unsigned default_types, unsigned default_operands) {
  Walk walk;
  walk.types = options.has('t') ? parse_types(options.value('t')) : default_types;
  walk.operand_types = options.has('t') ? walk.types : default_operands;
  walk.recursive = options.has('r') || options.has('d');
  if (options.has('d')) {
    try {
      walk.depth = parse_number(options.value('d'));
    } catch (const std::invalid_argument&) {
      usage_error("'" + options.value('d') + "' is not an integer");
    }
  }
  const bool only_versions = walk.types == k_snapshot || walk.types == k_bookmark;
  if (only_versions && !options.operands().empty() && !walk.recursive) {
    walk.recursive = true;
    walk.depth = 1;
  }
  return walk;
}

/// Compares "dataset@snapshot" texts without building them.
int compare_names(const Item& a, const Item& b) {
  if (a.dataset == b.dataset && a.snapshot != nullptr && b.snapshot != nullptr)
    return a.snapshot->name.compare(b.snapshot->name);
  return a.name().compare(b.name());
}

/// Sizes, times and guids compare as numbers.
bool is_number(const PropertySpec* spec) {
  return spec != nullptr &&
         (spec->size || spec->name == "creation" || spec->name == "guid" || spec->name == "userrefs");
}

/// How one sort column orders two items; what has no value comes last, whatever the direction.
using Comparison = std::function<int(const Item&, const Item&)>;

Comparison comparison_of(const SortKey& key, const PropertyReader& reader) {
  const int sign = key.descending ? -1 : 1;
  if (key.property == "name") return [sign](const Item& a, const Item& b) { return sign * compare_names(a, b); };
  if (key.property == "createtxg")
    return [sign](const Item& a, const Item& b) { return a.txg() == b.txg() ? 0 : a.txg() < b.txg() ? -sign : sign; };
  if (is_number(find_property(key.property))) {
    return [sign, &reader, property = key.property](const Item& a, const Item& b) {
      const auto left = reader.number(a, property), right = reader.number(b, property);
      return left == right ? 0 : left < right ? -sign : sign;
    };
  }
  return [sign, &reader, property = key.property](const Item& a, const Item& b) {
    const Value left = reader.get(a, property), right = reader.get(b, property);
    if (left.exists != right.exists) return left.exists ? -1 : 1;
    return sign * left.text.compare(right.text);
  };
}

void sort_items(std::vector<Item>& items, const std::vector<SortKey>& keys, const PropertyReader& reader) {
  std::vector<Comparison> comparisons;
  comparisons.reserve(keys.size());
  for (const auto& key : keys) comparisons.push_back(comparison_of(key, reader));
  const auto before = [&comparisons](const Item& a, const Item& b) {
    for (const auto& compare : comparisons)
      if (const int order = compare(a, b); order != 0) return order < 0;
    return false;
  };
  if (!std::ranges::is_sorted(items, before)) std::ranges::stable_sort(items, before);
}

enum class Column { name, guid, createtxg, other };

Column column_of(const std::string& property) {
  if (property == "name") return Column::name;
  if (property == "guid") return Column::guid;
  return property == "createtxg" ? Column::createtxg : Column::other;
}

void append_number(std::string& out, std::uint64_t number) {
  char buffer[24];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  out.append(buffer, end);
}

/// The columns of a list of millions are appended without a string in between.
void append_cell(std::string& out, const Item& item, Column column, const std::string& property,
                 const PropertyReader& reader) {
  switch (column) {
    case Column::name:
      out += *item.dataset_name;
      if (item.snapshot != nullptr) (out += '@') += item.snapshot->name;
      if (item.bookmark != nullptr) (out += '#') += item.bookmark->name;
      return;
    case Column::guid:
      return append_number(out, item.snapshot != nullptr   ? item.snapshot->guid
                                : item.bookmark != nullptr ? item.bookmark->guid
                                                           : item.dataset->guid);
    case Column::createtxg:
      return append_number(out, item.txg());
    case Column::other:
      out += reader.get(item, property).text;
      return;
  }
}

std::string source_kind(const std::string& source) {
  if (source.starts_with("inherited")) return "inherited";
  return source == "-" ? "none" : source;
}

std::vector<std::string> get_fields(const Options& options) {
  std::vector<std::string> all = {"name", "property", "value", "received", "source"};
  if (!options.has('o')) return {"name", "property", "value", "source"};
  if (options.value('o') == "all") return all;
  auto fields = split(options.value('o'), ',');
  for (const auto& field : fields)
    if (std::ranges::find(all, field) == all.end()) usage_error("invalid column name '" + field + "'");
  return fields;
}

std::vector<std::string> get_sources(const Options& options) {
  std::vector<std::string> all = {"local", "default", "inherited", "received", "temporary", "none"};
  if (!options.has('s')) return all;
  auto sources = split(options.value('s'), ',');
  for (const auto& source : sources)
    if (std::ranges::find(all, source) == all.end()) usage_error("invalid source '" + source + "'");
  return sources;
}

}  // namespace

int list(const Args& args) {
  const Options options(args, "Hprd:t:o:s:S:");
  auto columns = split(options.value('o', "name,used,available,referenced,mountpoint"), ',');
  std::vector<SortKey> keys;
  for (const auto& [letter, text] : options.given())
    if (letter == 's' || letter == 'S') keys.push_back({text, letter == 'S'});
  for (const auto& column : columns) check_property(column);
  for (const auto& key : keys)
    if (find_property(key.property) == nullptr && !is_user_property(key.property))
      usage_error("invalid property '" + key.property + "'");

  Store store(Store::Access::read);
  bool failed = false;
  auto items =
      collect(store.state(), options.operands(), walk_of(options, k_datasets, k_datasets | k_snapshot), failed);
  const PropertyReader reader(store.state(), options.has('p'));
  if (!keys.empty()) sort_items(items, keys, reader);
  if (items.empty() && !failed && !options.has('H')) complain("no datasets available");

  std::vector<std::string> header;
  header.reserve(columns.size());
  for (const auto& column : columns)
    header.push_back(upper(column == "available" ? "avail" : column == "referenced" ? "refer" : column));
  Table table(options.has('H'), header);
  std::vector<Column> kinds;
  kinds.reserve(columns.size());
  for (const auto& column : columns) kinds.push_back(column_of(column));
  for (const auto& item : items) {
    if (options.has('H')) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) table.raw() += '\t';
        append_cell(table.raw(), item, kinds[i], columns[i], reader);
      }
      table.end_row();
      continue;
    }
    std::vector<std::string> cells;
    cells.reserve(columns.size());
    for (const auto& column : columns) cells.push_back(reader.get(item, column).text);
    table.row(cells);
  }
  return failed ? 1 : 0;
}

int get(const Args& args) {
  const Options options(args, "Hprd:t:o:s:");
  if (options.operands().empty()) usage_error("missing property argument");
  const auto fields = get_fields(options);
  const auto sources = get_sources(options);
  const bool all = options.operands().front() == "all";
  const auto wanted = split(options.operands().front(), ',');
  if (!all)
    for (const auto& name : wanted) check_property(name);

  Store store(Store::Access::read);
  bool failed = false;
  const std::vector<std::string> operands(options.operands().begin() + 1, options.operands().end());
  Walk walk = walk_of(options, k_any, k_any);
  const bool only_versions = walk.types == k_snapshot || walk.types == k_bookmark;
  if (only_versions && operands.empty()) walk.recursive = true;
  const auto items = collect(store.state(), operands, walk, failed);
  const PropertyReader reader(store.state(), options.has('p'));

  std::vector<std::string> header;
  header.reserve(fields.size());
  for (const auto& field : fields) header.push_back(upper(field));
  Table table(options.has('H'), header);
  for (const auto& item : items) {
    const auto names = all ? reader.all_names(item) : wanted;
    for (const auto& name : names) {
      const Value value = reader.get(item, name);
      if (std::ranges::find(sources, source_kind(value.source)) == sources.end()) continue;
      const auto* const spec = find_property(name);
      std::vector<std::string> cells;
      for (const auto& field : fields) {
        if (field == "name") cells.push_back(item.name());
        if (field == "property") cells.push_back(spec != nullptr ? std::string(spec->name) : name);
        if (field == "value") cells.push_back(value.text);
        if (field == "received") cells.push_back(value.received);
        if (field == "source") cells.push_back(value.source);
      }
      table.row(cells);
    }
  }
  return failed ? 1 : 0;
}

}  // namespace fake
