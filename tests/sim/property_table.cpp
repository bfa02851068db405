#include "properties.hpp"

#include <algorithm>
#include <map>

namespace fake {
namespace {

constexpr unsigned k_fs = k_filesystem, k_vol = k_volume, k_snap = k_snapshot, k_mark = k_bookmark;
constexpr unsigned k_all3 = k_fs | k_vol | k_snap;

const std::map<std::string_view, std::string_view> k_short_names = {
    {"avail", "available"},          {"refer", "referenced"},
    {"lused", "logicalused"},        {"lrefer", "logicalreferenced"},
    {"usedsnap", "usedbysnapshots"}, {"usedds", "usedbydataset"},
    {"usedchild", "usedbychildren"}, {"usedrefreserv", "usedbyrefreservation"},
    {"ratio", "compressratio"},      {"refratio", "refcompressratio"},
    {"compress", "compression"},     {"rdonly", "readonly"},
    {"recsize", "recordsize"},       {"volblock", "volblocksize"},
    {"reserv", "reservation"},       {"refreserv", "refreservation"}};

std::vector<PropertySpec> make_specs() {
  using enum Rule;
  return {
      {"type", k_any, computed, ""},
      {"creation", k_any, computed, ""},
      {"used", k_all3, computed, "", true},
      {"available", k_datasets, computed, "", true},
      {"referenced", k_any, computed, "", true},
      {"compressratio", k_all3, computed, ""},
      {"mounted", k_fs, computed, ""},
      {"origin", k_datasets, computed, ""},
      {"quota", k_fs, own, "0", true},
      {"reservation", k_datasets, own, "0", true},
      {"volsize", k_vol | k_snap, own, "", true},
      {"volblocksize", k_vol, set_once, "16384", true},
      {"recordsize", k_fs, inheritable, "131072", true},
      {"mountpoint", k_fs, inheritable, ""},
      {"sharenfs", k_fs, inheritable, "off"},
      {"checksum", k_datasets, inheritable, "on"},
      {"compression", k_datasets, inheritable, "on"},
      {"atime", k_fs, inheritable, "on"},
      {"devices", k_fs | k_snap, inheritable, "on"},
      {"exec", k_fs | k_snap, inheritable, "on"},
      {"setuid", k_fs | k_snap, inheritable, "on"},
      {"readonly", k_datasets, inheritable, "off"},
      {"zoned", k_fs, inheritable, "off"},
      {"snapdir", k_fs, inheritable, "hidden"},
      {"aclmode", k_fs, inheritable, "discard"},
      {"aclinherit", k_fs, inheritable, "restricted"},
      {"createtxg", k_any, computed, ""},
      {"canmount", k_fs, own, "on"},
      {"xattr", k_fs | k_snap, inheritable, "sa"},
      {"copies", k_datasets, inheritable, "1"},
      {"version", k_fs | k_snap, computed, ""},
      {"utf8only", k_fs | k_snap, computed, ""},
      {"normalization", k_fs | k_snap, computed, ""},
      {"casesensitivity", k_fs | k_snap, computed, ""},
      {"vscan", k_fs, inheritable, "off"},
      {"nbmand", k_fs | k_snap, inheritable, "off"},
      {"sharesmb", k_fs, inheritable, "off"},
      {"refquota", k_fs, own, "0", true},
      {"refreservation", k_datasets, own, "0", true},
      {"guid", k_any, computed, ""},
      {"primarycache", k_all3, inheritable, "all"},
      {"secondarycache", k_all3, inheritable, "all"},
      {"usedbysnapshots", k_datasets, computed, "", true},
      {"usedbydataset", k_datasets, computed, "", true},
      {"usedbychildren", k_datasets, computed, "", true},
      {"usedbyrefreservation", k_datasets, computed, "", true},
      {"logbias", k_datasets, inheritable, "latency"},
      {"objsetid", k_all3, computed, ""},
      {"dedup", k_datasets, inheritable, "off"},
      {"mlslabel", k_all3, inheritable, "none"},
      {"sync", k_datasets, inheritable, "standard"},
      {"dnodesize", k_fs, inheritable, "legacy"},
      {"refcompressratio", k_all3, computed, ""},
      {"written", k_all3, computed, "", true},
      {"logicalused", k_datasets, computed, "", true},
      {"logicalreferenced", k_any, computed, "", true},
      {"volmode", k_vol, inheritable, "default"},
      {"filesystem_limit", k_fs, own, "none"},
      {"snapshot_limit", k_datasets, own, "none"},
      {"filesystem_count", k_fs, computed, ""},
      {"snapshot_count", k_datasets, computed, ""},
      {"snapdev", k_datasets, inheritable, "hidden"},
      {"acltype", k_fs | k_snap, inheritable, "off"},
      {"context", k_all3, inheritable, "none"},
      {"fscontext", k_all3, inheritable, "none"},
      {"defcontext", k_all3, inheritable, "none"},
      {"rootcontext", k_all3, inheritable, "none"},
      {"relatime", k_fs, inheritable, "on"},
      {"redundant_metadata", k_datasets, inheritable, "all"},
      {"overlay", k_fs, inheritable, "on"},
      {"encryption", k_all3, computed, ""},
      {"keylocation", k_datasets, own, "none"},
      {"keyformat", k_datasets, computed, ""},
      {"pbkdf2iters", k_datasets, computed, ""},
      {"encryptionroot", k_all3, computed, ""},
      {"keystatus", k_all3, computed, ""},
      {"special_small_blocks", k_fs, inheritable, "0"},
      {"prefetch", k_all3, inheritable, "all"},
      {"direct", k_fs, inheritable, "standard"},
      {"longname", k_fs, inheritable, "off"},
      {"defer_destroy", k_snap, computed, ""},
      {"userrefs", k_snap, computed, ""},
      {"clones", k_snap, computed, ""},
      {"receive_resume_token", k_datasets, computed, ""},
      {"name", k_any, computed, ""},
      {"numclones", k_snap, computed, ""},
      {"inconsistent", k_all3, computed, ""},
  };
}

}  // namespace

const std::vector<PropertySpec>& property_specs() {
  static const std::vector<PropertySpec> specs = make_specs();
  return specs;
}

const PropertySpec* find_property(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const PropertySpec*> index;
    for (const auto& spec : property_specs()) index.emplace(spec.name, &spec);
    return index;
  }();
  if (const auto shortened = k_short_names.find(name); shortened != k_short_names.end()) name = shortened->second;
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

bool is_user_property(std::string_view name) {
  if (name.find(':') == std::string_view::npos || name.size() >= 256) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view(":+.-_").find(c) != std::string_view::npos;
  });
}

}  // namespace fake
