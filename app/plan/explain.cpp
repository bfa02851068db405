#include "app/plan/explain.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/words.hpp"

namespace plan {

namespace {

struct Words {
  const DatasetPlan& dataset;

  std::string set_aside(const std::string& as) const {
    return typed_rename((dataset.there == nullptr ? dataset.source : dataset.there)->type, dataset.target, as);
  }

  std::string operator()(const UpToDate&) const { return {}; }
  std::string operator()(const Transfers&) const { return {}; }
  std::string operator()(const Cloned&) const { return {}; }
  std::string operator()(const RolledBack&) const { return {}; }
  std::string operator()(const Diverged&) const {
    return "Please destroy incompatible snapshots on target, or use --destroy-incompatible.";
  }
  std::string operator()(const NoCommonBase& outcome) const {
    return "Cant find common snapshot with target. To send it anew and keep what is there: " +
           set_aside(outcome.set_aside_as) +
           (outcome.could_follow ? "; --follow-renames does that, as it is another dataset's history now" : "");
  }
  std::string operator()(const TargetInTheWay& outcome) const {
    return "target " + dataset.target +
           " exists without any snapshot, so nothing can be received onto it. To keep what is there: " +
           set_aside(outcome.set_aside_as);
  }
  std::string operator()(const TargetModified& outcome) const {
    const bool is_read_only = dataset.there != nullptr && dataset.there->stays_read_only();
    return "target has been modified (" + std::to_string(outcome.bytes) + " bytes) since " + outcome.since +
           ", as mounting or reading a writable copy may do. To lose that: " +
           (is_read_only ? "" : typed({"zfs", "set", "readonly=on", dataset.target}) + ", and then ") +
           "--rollback once";
  }
  std::string operator()(const NameTaken& outcome) const {
    return "target has another snapshot of the name " + outcome.snapshot + ": " +
           typed({"zfs", "rename", outcome.snapshot, outcome.snapshot + ".other"});
  }
  std::string operator()(const WrongEncryption& outcome) const {
    using Of = WrongEncryption::Kind;
    const std::string& copy = dataset.target;
    const std::string anew = ". To send it anew and keep what is there: " + set_aside(outcome.set_aside_as);
    switch (outcome.kind) {
      case Of::raw_onto_plain:
        return "its copy " + copy + " is not encrypted and takes no raw stream: --decrypt sends it unencrypted" + anew;
      case Of::plain_onto_raw:
        return "its copy " + copy +
               " is encrypted with the source's key, and a plain stream would be the last it takes: leave out "
               "--decrypt" +
               anew;
      case Of::key_not_loaded:
        return "the target encrypts it, and the key of " + outcome.root +
               " is not loaded there: " + typed({"zfs", "load-key", outcome.root});
      case Of::parent_not_created:
        return "its parent " + outcome.parent + " cannot be created, as the key of " + outcome.root +
               " is not loaded on the target: " + typed({"zfs", "load-key", outcome.root}) + ", or " +
               typed({"zfs", "create", "-o", "encryption=off", "-o", "canmount=off", outcome.parent});
      case Of::other_root:
        return "its copy " + copy + " has its key from " + outcome.root +
               ", which does not fit a raw stream. If it was sent unencrypted: --decrypt. If it was sent raw and can "
               "still be "
               "mounted: " +
               typed({"zfs", "change-key", "-o", "keyformat=passphrase", copy}) +
               ", and the stream brings the source's key again" + anew;
      case Of::root_not_sent:
        return "its copy " + copy + " has its key from the copy of " + outcome.root + ", and " + outcome.root +
               " is not sent in this run: leave out --no-snapshot, or cure why " + outcome.root + " fails";
    }
    return {};
  }
  std::string operator()(const OntoItself&) const {
    return "it would be received onto itself: " + dataset.target +
           " is the same dataset. Choose another target or --strip-path";
  }
  std::string operator()(const NameTooLong& outcome) const {
    return "its copy cannot be received: " + outcome.name + " has " + std::to_string(outcome.name.size()) +
           " characters, and zfs takes " + std::to_string(k_longest_name) +
           ". Use a shorter target path, or leave out parts of the source's with --strip-path";
  }
  std::string operator()(const Lost& outcome) const { return outcome.why; }
  std::string operator()(const OriginMissing& outcome) const {
    return "Origin " + outcome.origin + " for clone " + dataset.source->name +
           " does not exist on target. You may want to retransfer " + dataset.source->origin +
           " by other means; --other-snapshots sends it where it is not one of ours.";
  }
  std::string operator()(const ParentMissing& outcome) const {
    if (outcome.parent_fails) return "its parent " + outcome.parent + " could not be received";
    return "its parent " + outcome.parent + " has no snapshot to send, so its parent will not exist on the target: " +
           "snapshot that too, or deselect it with zfs set <property>=child " + outcome.parent;
  }
  std::string operator()(const KeyMissing& outcome) const {
    return "its key is not loaded, so it cannot be sent unencrypted: zfs load-key " + outcome.encryption_root +
           ", or leave out --decrypt";
  }
  std::string operator()(const EncryptionUnknown&) const {
    const std::string pool(zfs::pool_of(dataset.target));
    return "it is encrypted, and the target's pool " + pool + " cannot take it: zpool set feature@encryption=enabled " +
           pool + ", or --decrypt to send it unencrypted";
  }
  std::string operator()(const RotationUnfinished&) const {
    return "an earlier run was interrupted while it set " + dataset.target +
           ", or what is above it, aside. This run finishes that, the next one sends again";
  }
  std::string operator()(const Renamed& outcome) const {
    std::string text = "it was renamed or promoted: its history on the target is " + outcome.copy;
    constexpr std::string_view k_anew = "--resend-renamed sends all of it anew";
    if (!outcome.still_of.empty()) text.append(", which is the copy of ").append(outcome.still_of).append(", too");
    if (!outcome.why_left.empty())
      return text.append(". --follow-renames leaves it there: ").append(outcome.why_left).append(". ").append(k_anew);
    if (!outcome.still_of.empty())
      return text.append(". ").append(k_anew).append(outcome.could_follow ? "; --follow-renames promotes it" : "");
    text += ". To go on with that: ";
    for (const std::string& command : outcome.commands)
      text.append(&command == &outcome.commands.front() ? "" : " && ").append(command);
    return text.append(outcome.run_again ? ", and run this again" : "")
        .append("; or ")
        .append(k_anew)
        .append(outcome.could_follow ? "; or --follow-renames renames the copy" : "");
  }
};

}  // namespace

std::string explain(const DatasetPlan& dataset) {
  return std::visit(Words{dataset}, dataset.outcome);
}

std::string_view name_of(const Outcome& outcome) {
  struct {
    std::string_view operator()(const UpToDate&) const { return "up_to_date"; }
    std::string_view operator()(const Transfers&) const { return "transfers"; }
    std::string_view operator()(const Diverged&) const { return "diverged"; }
    std::string_view operator()(const NoCommonBase&) const { return "no_common_base"; }
    std::string_view operator()(const TargetInTheWay&) const { return "target_in_the_way"; }
    std::string_view operator()(const TargetModified&) const { return "target_modified"; }
    std::string_view operator()(const NameTaken&) const { return "name_taken"; }
    std::string_view operator()(const WrongEncryption&) const { return "wrong_encryption"; }
    std::string_view operator()(const OntoItself&) const { return "onto_itself"; }
    std::string_view operator()(const NameTooLong&) const { return "name_too_long"; }
    std::string_view operator()(const Lost&) const { return "lost"; }
    std::string_view operator()(const OriginMissing&) const { return "origin_missing"; }
    std::string_view operator()(const ParentMissing&) const { return "parent_missing"; }
    std::string_view operator()(const EncryptionUnknown&) const { return "encryption_unknown"; }
    std::string_view operator()(const KeyMissing&) const { return "key_missing"; }
    std::string_view operator()(const RotationUnfinished&) const { return "rotation_unfinished"; }
    std::string_view operator()(const Renamed&) const { return "renamed"; }
    std::string_view operator()(const Cloned&) const { return "cloned"; }
    std::string_view operator()(const RolledBack&) const { return "rolled_back"; }
  } name;
  return std::visit(name, outcome);
}

}  // namespace plan
