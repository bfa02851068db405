#include "app/plan/mount_text.hpp"

#include "app/plan/words.hpp"

#include <algorithm>

namespace plan {

namespace {

// What is mounted over something hides it. A directory that is made changes the copy that it is made in; so does, by
// its atime, one that is read where a copy is mounted writable. And a link in a copy may lead anywhere.
constexpr std::string_view k_text = R"sh(
path=$1 top=$2
shift 2
tab=$(printf "\t")
nl="
"
copies=$(zfs list -H -o canmount,mounted,keystatus,name,mountpoint -s mountpoint "$@") || exit 1
# The value of a property may look like the line of another copy.
if [ "$(printf "%s\n" "$copies" | wc -l)" -ne $# ]; then
  for name do printf "%s\tzfs list gives more than a line for each copy\n" "$name"; done
  exit
fi
taken=$nl$({ cat /proc/self/mounts || cat /etc/mnttab || mount -p; } 2>/dev/null |
  sed -e "s/^[^[:blank:]]*[[:blank:]]*\([^[:blank:]]*\).*/\1/" -e "s/\\\\040/ /g" -e "s/\\\\011/$tab/g" -e "s/\\\\043/#/g" -e "s/\\\\134/\\\\/g")$nl
left=$nl

is_in() { case $2 in *"$nl$1$nl"*) ;; *) return 1 ;; esac; }

is_empty() {
  if [ -w "$1" ]; then
    case $(df -P "$1" | sed 1d) in
      "$path"/*) # in a copy that is mounted writable: not to be read. ZFS counts . and .. as the size
        set -- $(ls -ldn "$1")
        [ "$5" -eq 2 ]
        return ;;
    esac
  fi
  [ -r "$1" ] || return 1
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -e "$entry" ] || [ -h "$entry" ]; then return 1; fi
  done
}

# Below what is no copy, for a tree that the user wants mounted.
make_directory() {
  [ "$0" = mount-tree ] || return 1
  case $(df -P "${1%/*}" | sed 1d) in "$path "*) mkdir "$1" 2>/dev/null ;; *) return 1 ;; esac
}

# Sets why nothing can be mounted there; to nothing if it can.
look_at() {
  why=
  case $1 in "$top"/*) ;; *) why="$1 is not below the mountpoint of $path"; return ;; esac
  part=$top rest=${1#"$top"/}
  while [ -n "$rest" ]; do
    name=${rest%%/*} part=$part/${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    case $name in "" | . | ..) why="$1 is no plain path"; return ;; esac
    if [ -n "$rest" ] && is_in "$part" "$left"; then why="nothing is mounted on $part"; return; fi
    if [ -h "$part" ]; then why="$part is a symbolic link"; return; fi
    if [ ! -d "$part" ] && ! make_directory "$part"; then why="there is no directory $part"; return; fi
  done
  is_in / "$taken" || { why="it cannot be told what is mounted there"; return; }
  if is_in "$1" "$taken"; then why="$1 is a mountpoint already"; return; fi
  is_empty "$1" || why="$1 is not empty"
}

while IFS=$tab read -r canmount mounted key copy place; do
  case $canmount,$mounted,$key,$place in on,no,-,/* | on,no,available,/*) ;; *) continue ;; esac
  look_at "$place"
  if [ -z "$why" ] && why=$(zfs mount -o ro "$copy" 2>&1 </dev/null); then
    why=mounted taken=$taken$place$nl
  else
    left=$left$place$nl
  fi
  printf "%s\t%s\n" "$copy" "${why%%"$nl"*}"
done <<EOF
$copies
EOF
)sh";

}  // namespace

std::string_view mount_text() {
  return k_text;
}

void MountReport::line(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) return;
  const std::string_view what = line.substr(tab + 1);
  if (what == "mounted")
    ++mounted_;
  else
    left_.emplace_back(line.substr(0, tab), what);
}

std::string MountReport::note(const Plan& plan) const {
  if (left_.empty()) return {};
  std::string text = "[Target] " + std::to_string(left_.size()) + " of " + std::to_string(left_.size() + mounted_) +
                     " new filesystems stay unmounted: ";
  std::vector<std::string> left;
  for (const auto& [copy, why] : left_) left.push_back(std::string(copy).append(" (").append(why).append(")"));
  text += few_of(left);
  const auto dataset = std::ranges::find(plan.datasets, left_.front().first, &DatasetPlan::target);
  if (dataset == plan.datasets.end() || dataset->received.empty()) return text;
  const std::string snapshot = dataset->target + "@" + dataset->received.back().snapshot;
  return text + ". To read one without a change: " + typed({"mount", "-t", "zfs", snapshot, "/mnt"});
}

}  // namespace plan
