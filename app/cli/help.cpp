#include "app/cli/help.hpp"

#include "app/cli/options.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace app::cli {
namespace {

constexpr std::size_t k_width = 98;
constexpr std::size_t k_help_column = 34;

// --- Layout ---

/// Fills lines with words; lines after the first begin at `indent`, where `out` must already stand.
class Paragraph {
 public:
  Paragraph(std::string& out, std::size_t indent) : out_(out), indent_(indent), column_(indent) {}

  void add_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t space = text.find(' ');
      add_word(text.substr(0, space));
      text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
  }

  /// Never broken, whatever is in it.
  void add_word(std::string_view word) {
    if (!first_ && column_ + 1 + word.size() > k_width) {
      out_.append("\n").append(indent_, ' ');
      column_ = indent_;
    } else if (!first_) {
      out_ += ' ';
      ++column_;
    }
    out_ += word;
    column_ += word.size();
    first_ = false;
  }

 private:
  std::string& out_;
  std::size_t indent_, column_;
  bool first_ = true;
};

void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  Paragraph(out, indent).add_text(text);
  out += '\n';
}

std::string spelled(const Option& option) {
  std::string text = option.letter == '\0' ? "      " : std::string("  -") + option.letter + ", ";
  text.append("--").append(option.name);
  if (!option.alias.empty()) text.append(", --").append(option.alias);
  if (option.takes_value()) {
    text.append(option.bare.empty() ? " " : " [").append(option.value).append(option.bare.empty() ? "" : "]");
  }
  return text;
}

void append_option(std::string& out, const Option& option) {
  std::string left = spelled(option);
  if (left.size() + 2 > k_help_column) {
    out += left + "\n";
    left.clear();
  }
  out += left.append(k_help_column - left.size(), ' ');
  Paragraph help(out, k_help_column);
  help.add_text(option.help);
  if (!option.fallback.empty()) help.add_word("Default: " + std::string(option.fallback));
  out += '\n';
}

// --- Contents ---

std::string_view introduction_of(Group group) {
  switch (group) {
    case Group::selecting:
      return "Set on a dataset, true selects it and all below it, false leaves them out, child selects only what is "
             "below it, parent only the dataset itself: zfs set autobackup:BACKUP-NAME=true tank";
    case Group::snapshotting:
      return "All datasets of a pool that have changed are snapshotted at one moment, under one name.";
    case Group::thinning:
      return "A schedule is a list such as 10,1d1w,1w1m: keep the newest 10, one per day for a week, one per week for "
             "a "
             "month. Units: s min h d w m (30 days) y. The newest snapshot always stays, and so does the newest one "
             "that both sides have.";
    case Group::sending:
      return "Datasets arrive below TARGET-PATH under their whole name: tank/vm as TARGET-PATH/tank/vm. Encrypted ones "
             "are sent as they are, without their key.";
    case Group::stream:
      return "From zfs send: the send pipes, the compressor, mbuffer; ssh; the decompressor, the receive pipes, "
             "mbuffer; "
             "zfs recv.";
    case Group::places:
      return "Each side is this host unless said otherwise. ssh must work without a password; nothing is installed "
             "there.";
    case Group::allowing:
    case Group::comparing:
    case Group::hashing:
    case Group::holding:
    case Group::target_properties:
    case Group::trying:
    case Group::output:
      break;
  }
  return {};
}

void append_chapter(std::string& out, const Chapter& chapter, Front front) {
  const auto is_shown = [&](const Option& option) { return option.group == chapter.group && option.told_under(front); };
  if (std::ranges::none_of(options(), is_shown)) return;
  out.append("\n").append(chapter.title).append(":\n");
  if (const std::string_view introduction = introduction_of(chapter.group); !introduction.empty()) {
    out += "  ";
    append_wrapped(out, introduction, 2);
  }
  for (const Option& option : options()) {
    if (is_shown(option)) append_option(out, option);
  }
}

const VerbName& row_of(Verb verb) {
  return *std::ranges::find(k_verbs, verb, &VerbName::verb);
}

void append_backup_examples(std::string& out, const std::string& command) {
  out += "  On the backup server, pull from server1 into backup/server1; look first, then let cron do it:\n";
  out += command + " --test --ssh-source root@server1 offsite1 backup/server1\n";
  out += command + " --ssh-source root@server1 offsite1 backup/server1\n";
  out += "  Push to the backup server, keep a week of daily snapshots here:\n";
  out += command + " --ssh-target root@backup1 --keep-source 10,1d1w offsite1 backup/server1\n";
  out += "  Only take and thin snapshots; nothing is sent without a TARGET-PATH:\n";
  out += command + " --keep-source 24,1h1d,1d1m local1\n";
}

void append_allow_examples(std::string& out, const std::string& command) {
  out += "  On the backup server, as the user keeper, who pulls from server1 as the user keeper there:\n";
  out += command + " --ssh-source keeper@server1 offsite1 backup/server1\n";
  out += "  As root, for the user keeper on both sides, and for a job that destroys nothing:\n";
  out += command + " --user keeper --no-thinning --ssh-source root@server1 offsite1 backup/server1\n";
}

void append_check_examples(std::string& out, const std::string& command) {
  out += "  Compare a snapshot with its copy on the backup server:\n";
  out += command + " tank/data@offsite1-20260301030000 | ssh backup1 " + command.substr(4) +
         " backup/server1/tank/data@offsite1-20260301030000 --check\n";
  out += "  Keep the hashes of a folder, and compare later:\n";
  out += command + " /srv/photos > photos.hashes\n";
  out += command + " /srv/photos --check photos.hashes\n";
  out += "  Look at every tenth chunk of a volume only:\n";
  out += command + " --skip 9 /dev/zvol/tank/vm\n";
}

void append_verify_examples(std::string& out, const std::string& command) {
  out += "  On the backup server, once a month: is what was pulled from server1 what server1 has?\n";
  out += command + " --ssh-source root@server1 offsite1 backup/server1\n";
  out += "  A twentieth of the files and of the volumes, four datasets at a time:\n";
  out += command + " --sample 5% --jobs 4 --ssh-source root@server1 offsite1 backup/server1\n";
}

void append_holds_examples(std::string& out, const std::string& command) {
  out += "  On server1: which snapshots are held by any backup, and since when?\n";
  out += command + "\n";
  out += "  A target was retired, backup/server1 is in use: look, then release what is left of the former:\n";
  out += command + " --test --release 90d --ssh-target root@backup1 offsite1 backup/server1\n";
  out += command + " --release 90d --ssh-target root@backup1 offsite1 backup/server1\n";
}

void append_examples(std::string& out, Front front) {
  const std::string command = "    " + command_of(front);
  out += "\nExamples:\n";
  switch (front.verb) {
    case Verb::backup:
      return append_backup_examples(out, command);
    case Verb::allow:
      return append_allow_examples(out, command);
    case Verb::verify:
      return append_verify_examples(out, command);
    case Verb::check:
      return append_check_examples(out, command);
    case Verb::holds:
      return append_holds_examples(out, command);
  }
}

std::string_view what_fails(Verb verb) {
  switch (verb) {
    case Verb::backup:
    case Verb::holds:
      break;
    case Verb::allow:
      return "";
    case Verb::verify:
      return "  1..254  that many datasets differ or could not be verified\n";
    case Verb::check:
      return "  1..254  that many chunks differ or could not be read\n";
  }
  return "  1..254  that many datasets failed\n";
}

std::string_view what_it_does(Verb verb) {
  switch (verb) {
    case Verb::backup:
      break;
    case Verb::allow:
      return "Prints the zfs allow commands that root has to run once, on the source and on the target, so that a user "
             "who is not root can do the backup. Takes every option of zwinnow backup but --test and --plan, for they "
             "decide what is needed: give those of the job. It only reads. Mounting is not among it: Linux leaves that "
             "to root.";
    case Verb::verify:
      return "Compares what is in the newest snapshot that both sides have (by guid) of every dataset that the "
             "property "
             "autobackup:BACKUP-NAME selects: of filesystems each name with its type, mode, owner, size and content, "
             "of "
             "volumes each byte. For that it mounts snapshots in temporary folders, and makes temporary clones of "
             "volumes, on the host where they are; both are cleared away.";
    case Verb::check:
      return "Makes a hash of each chunk of TARGET, a snapshot (pool/dataset@name), a device, a file or a folder, or "
             "compares with such hashes. Two hosts that have the same data give the same lines.";
    case Verb::holds:
      return "Lists the holds that backups have placed on snapshots of the source and, when it is named, of "
             "TARGET-PATH "
             "and what lies below it: where, under which tag, since when, for which target. Held snapshots cannot be "
             "destroyed. A backup releases what it no longer needs, but nobody releases the holds for a target that "
             "is no longer used: --release does. Without BACKUP-NAME the holds of all backups are listed.";
  }
  return "Snapshots every dataset that the property autobackup:BACKUP-NAME selects, sends what is missing below "
         "TARGET-PATH, and thins both sides. Without TARGET-PATH it only takes and thins snapshots.";
}

void append_exit_codes(std::string& out, Front front) {
  out += "\nExit codes:\n  0       all is well\n";
  out += what_fails(front.verb);
  if (!front.is_drop_in()) {
    out += "  255     the run could not be done; the message on stderr says why\n";
  } else if (front.verb == Verb::check) {
    out += "  255     it could not be done; --help and --version too; 1 without a TARGET, 2 for other usage\n";
  } else {
    out +=
        "  255     the run could not be done; --help and --version too\n"
        "As with the original, 1 is also a --debug run stopped by the first failed dataset,\n"
        "and 2 a command line that could not be read.\n";
  }
}

}  // namespace

std::string header_line(Personality personality) {
  std::string own = "zwinnow " + std::string(k_version);
  if (personality == Personality::zwinnow) return own;
  return command_of(personality) + " v3.3 (" + own + ")";
}

std::string command_of(Front front) {
  switch (front.personality) {
    case Personality::zfs_autobackup:
      return "zfs-autobackup";
    case Personality::zfs_check:
      return "zfs-check";
    case Personality::zwinnow:
      break;
  }
  return "zwinnow " + std::string(row_of(front.verb).name);
}

std::string usage(Front front) {
  return "usage: " + command_of(front) + " [options] " + std::string(row_of(front.verb).operands) + "\n";
}

std::string overview() {
  std::string out = "usage: zwinnow VERB [options] ...\n\n";
  append_wrapped(
      out,
      "Keeps ZFS snapshots sparse and copies them where they are safe. Mark datasets with a property once; then one "
      "command, run by cron, snapshots them, sends what the backup lacks and thins both sides by a schedule. No "
      "daemon, no state file, nothing installed on the other host.",
      0);
  out += "\nVerbs:\n";
  for (const VerbName& verb : k_verbs) {
    std::string name = "  " + std::string(verb.name);
    out += name.append(12 - name.size(), ' ').append(verb.summary) + "\n";
  }
  out +=
      "\nExamples:\n"
      "  zfs set autobackup:offsite1=true tank\n"
      "      Select tank and all below it for the backup named offsite1, once, on its host.\n"
      "  zwinnow backup --test --ssh-source root@server1 offsite1 backup/server1\n"
      "      Show what a backup from server1 into backup/server1 would do. Without --test: do it.\n"
      "  zwinnow backup local1\n"
      "      Only take and thin snapshots.\n"
      "\nExit codes:\n"
      "  0       all is well\n"
      "  1..254  that many datasets failed\n"
      "  255     the run could not be done\n"
      "\n";
  append_wrapped(out,
                 "zwinnow VERB --help explains a verb, zwinnow --version prints the version. Under the names "
                 "zfs-autobackup and zfs-check (a "
                 "link) the program takes that tool's command line.",
                 0);
  return out;
}

std::string help_text(Front front) {
  std::string out = usage(front) + "\n";
  append_wrapped(out, what_it_does(front.verb), 0);
  for (const Chapter& chapter : k_chapters) append_chapter(out, chapter, front);
  append_examples(out, front);
  append_exit_codes(out, front);
  return out;
}

}  // namespace app::cli
