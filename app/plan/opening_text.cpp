#include "app/plan/opening_text.hpp"

#include "app/plan/words.hpp"

namespace plan {

namespace {

// A passphrase is not asked for: stdin is empty. What shared the key of the dataset above it came as a root of its own,
// with the same key.
constexpr std::string_view k_opening_text = R"sh(
tab=$(printf "\t")
nl="
"
load_key() {
  [ "$2" = prompt ] || { zfs load-key "$1" </dev/null >/dev/null 2>&1 && return; }
  above=$(zfs get -H -o value keylocation "$(zfs get -H -o value encryptionroot "${1%/*}" 2>/dev/null)" 2>/dev/null)
  case $above in
    *://*) zfs load-key -L "$above" "$1" </dev/null >/dev/null 2>&1 && zfs set keylocation="$above" "$1" ;;
    *) return 1 ;;
  esac
}

open() { # NAME KEYSTATUS ENCRYPTIONROOT KEYLOCATION CANMOUNT MOUNTED SHARENFS SHARESMB MOUNTPOINT; says why it cannot
  case $2,$3 in
    unavailable,"$1") load_key "$1" "$4" || { echo key; return; } ;;
    unavailable,*) [ "$(zfs get -H -o value keystatus "$1")" = available ] || { echo key; return; } ;;
  esac
  case $5,$6,$9 in on,no,/*) ;; *) return ;; esac
  if [ -d "$9" ] && [ -n "$(ls -A "$9")" ]; then echo "$9 is not empty"; return; fi
  zfs mount "$1" 2>&1 </dev/null || return
  case $7,$8 in off,off) ;; *) zfs share "$1" 2>&1 </dev/null ;; esac
}

for dataset do
  line=$(zfs list -H -o keystatus,encryptionroot,keylocation,canmount,mounted,sharenfs,sharesmb,mountpoint "$dataset") || continue
  IFS=$tab read -r key root location canmount mounted nfs smb place <<END
$line
END
  why=$(open "$dataset" "$key" "$root" "$location" "$canmount" "$mounted" "$nfs" "$smb" "$place")
  [ -z "$why" ] || printf "%s\t%s\n" "$dataset" "${why%%"$nl"*}"
done
)sh";

}  // namespace

std::string_view opening_text() {
  return k_opening_text;
}

void OpeningReport::line(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) return;
  std::string name(line.substr(0, tab));
  if (line.substr(tab + 1) == "key")
    locked_.push_back(std::move(name));
  else
    left_.emplace_back(std::move(name), line.substr(tab + 1));
}

std::vector<std::string> OpeningReport::notes() const {
  std::vector<std::string> notes;
  for (const std::string& name : locked_) {
    std::string note = "[Target] " + name;
    note.append(": its key is not loaded, so it cannot be read. To use it: ").append(typed({"zfs", "load-key", name}));
    notes.push_back(note.append(" && ").append(typed({"zfs", "mount", name})));
  }
  for (const auto& [name, why] : left_)
    notes.push_back(std::string("[Target] ")
                        .append(name)
                        .append(": not usable yet: ")
                        .append(why)
                        .append(". Then: ")
                        .append(typed({"zfs", "mount", name})));
  return notes;
}

}  // namespace plan
