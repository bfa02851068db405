# shellcheck shell=bash disable=SC2154
# The demo's story, told on whatever stage there is.

# step TEXT…: what comes next, and why.
step() { printf '\n\033[1m=== %s\033[0m\n' "$*"; }
# show HOST CMD…: a command as one would type it there, and what it says.
show() {
  printf '\n%s# %s\n' "$1" "${*:2}"
  on "$@"
}
zwinnow() { show backup zwinnow backup "${zwinnow_options[@]}" --ssh-source server1 "$@" offsite1 "$backup/server1"; }
# checksum HOST FILE
checksum() { on "$1" sha256sum "$2" | cut -d' ' -f1; }
mountpoint_of() { on "$1" zfs get -H -o value mountpoint "$2"; }

step "server1 has a pool with a filesystem, a volume, and old snapshots of earlier backups"
show server1 zfs create "$tank/data"
show server1 zfs create -V 8M "$tank/disk"
data=$(mountpoint_of server1 "$tank/data")
for day in 01 02 03 04 05 06 07 08 09 10 11 12 13 14; do
  on server1 sh -c "head -c 200000 /dev/urandom >'$data/day$day'"
  on server1 zfs snapshot "$tank/data@offsite1-202601${day}030000"
done
show server1 zfs list -t snapshot "$tank/data"
show server1 zfs set autobackup:offsite1=true "$tank"
show backup zfs create "$backup/server1"

step "First look: --test reads both sides and shows what would run, to the letter"
zwinnow --test

step "The backup: pulled by ssh, oldest snapshot first, as many as the schedule keeps"
zwinnow --verbose --debug --progress
show backup zfs list -r -t all -o name,used,refer "$backup/server1"

step "Work goes on at server1; the next run sends what changed"
on server1 sh -c "head -c 3000000 /dev/urandom >'$data/report'"
on server1 zpool sync "$tank"
wanted=$(checksum server1 "$data/report")
sleep 1
zwinnow --progress --verbose

step "Thinning: from now on server1 needs the last 2 only, the backup the last 5 and one a week for a month"
on server1 sh -c "head -c 100000 /dev/urandom >'$data/notes'"
on server1 zpool sync "$tank"
sleep 1
zwinnow --verbose --keep-source=2 --keep-target=5,1w1m
show server1 zfs list -r -t snapshot "$tank"
show backup zfs list -r -t snapshot "$backup/server1"

step "Nothing changed: two commands on each side, and nothing to say"
zwinnow
echo "(exit code $?)"

step "The worst day: the file is gone at server1, and comes back from the backup, byte for byte"
show server1 rm "$data/report"
copy=$(mountpoint_of backup "$backup/server1/$tank/data")/report
restored=$(checksum backup "$copy")
printf 'server1 had   %s\nbackup gives  %s\n' "$wanted" "$restored"
[[ $wanted == "$restored" ]] || { echo 'The restored file differs.' >&2; exit 1; }
on backup cat "$copy" | on server1 sh -c "cat >'$data/report'"
[[ $(checksum server1 "$data/report") == "$wanted" ]] || { echo 'The file on server1 differs.' >&2; exit 1; }
printf '\nDemo complete: backed up, thinned, restored, on %s.\n' "$(on backup zfs version | head -n 1)"
