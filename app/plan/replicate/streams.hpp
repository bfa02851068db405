#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/replicate/intent.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace plan {

/// How what is wanted of a dataset is cut into streams. "Number k" is an index into Intent::wanted.
class Streams {
 public:
  /// All of them must outlive this.
  Streams(const Facts& facts, const Options& options, const Intent& intent)
      : facts_(facts), options_(options), in_(intent) {}

  /// Number k itself.
  const zfs::Snapshot& wanted(std::size_t k) const { return *in_.both.source[in_.wanted[k]]; }
  /// Index of the source snapshot that number k is sent from; none: a bookmark, an origin, nothing.
  std::optional<std::size_t> base_of(std::size_t k) const;

  /// The last one that goes in one stream with number `first`. It is cut where, after its arrival, something
  /// `is_due`, and before the snapshot that this run makes: others may make theirs in the meantime, which would go with
  /// it.
  std::size_t end_of_stream(std::size_t first, const std::function<bool(std::size_t)>& is_due) const;
  /// Numbers `first` to `last` as one stream.
  Transfer stream(std::size_t first, std::size_t last) const;
  /// The oldest time in their names; none when none has one.
  std::optional<thinner::Time> oldest() const;

 private:
  std::vector<std::string> settings_to_keep() const;
  void put_restored(Transfer& transfer, bool is_first) const;
  bool follows_its_base(std::size_t k) const;
  bool may_send_ranges() const;
  bool root_works_on_source() const;
  bool both_have(std::string_view feature) const;

  const Facts& facts_;
  const Options& options_;
  const Intent& in_;
};

}  // namespace plan
