#!/bin/bash
# Under the name syncoid: the cron line of a pull, several targets, a tree with clones, holds, a stream that breaks off, and by a
# user who is not root. The original goes on where zwinnow stopped, and the other way round.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/lab/debian.sh
. "$lab_here/debian.sh"

for guest in source backup; do
  on $guest sh -ec 'mkdir -p /opt/ours /opt/original; ln -sf /usr/local/bin/zwinnow /opt/ours/syncoid; ln -sf /usr/local/bin/zwinnow /opt/ours/zfs-auto-snapshot'
done
syncoid() { syncoid_on backup "$@"; }
syncoid_on() { then_on "$1" /opt/ours/syncoid "${@:2}"; }
host=$(on backup uname -n)
guid_of() { on "$1" zfs get -Hp -o value guid "$2"; }
newest() { on "$1" zfs list -H -o name -s createtxg -t snapshot "$2" | tail -n 1 | sed 's/.*@//'; }
expect_same_newest() { # SOURCE COPY
  expect_equal "$(guid_of backup "$2@$(newest backup "$2")")" "$(guid_of source "$1@$(newest source "$1")")" "the newest snapshot of $2"
}
own() { on "$1" zfs list -H -o name -t snapshot "$2" | grep -c "@syncoid_$host" || :; }

on source sh -ec 'zfs create -o compression=lz4 tank/data; zfs create tank/data/a; zfs create "tank/data/my files"; zfs create -s -V 8M tank/data/disk'
write_file source tank/data first 300000 >/dev/null

# --- A pull as from cron, beside the snapshots of another tool ---

for minute in 00 05 10; do
  at_time "2025-03-01 12:$minute" then_on source /opt/ours/zfs-auto-snapshot -q --label=frequent --keep=2 //
  at_time "2025-03-01 12:$minute" syncoid --quiet root@source:tank/data backup/data
  write_file source tank/data "at$minute" 100000 >/dev/null
done
expect_snapshots backup backup/data zfs-auto-snap_frequent-2025-03-01-12{00,05,10} "syncoid_${host}_2025-03-01:12:10:00-GMT00:00"
expect_equal "$(own source tank/data)" 1 'its snapshots on the source'
expect_same_content "tank/data@$(newest backup backup/data)" "backup/data@$(newest backup backup/data)"
[[ $(on backup zfs get -H -o value compression backup/data) != lz4 ]] || fail "a property arrived"
expect_equal "$(on backup zfs get -H -o value readonly,mounted backup/data | xargs)" 'on no' 'a new copy'

# --- Written to on the target: rolled back with a NOTE, or not; newer snapshots stay unless told otherwise ---

write_file backup backup/data lost 50000 >/dev/null
on backup zfs unmount backup/data
expect_status 1 syncoid --quiet --no-rollback root@source:tank/data backup/data 2>/dev/null
said=$(syncoid root@source:tank/data backup/data)
expect_contains "$said" 'NOTE: [Target] backup/data: what was written to it since its newest snapshot is rolled back'
write_file backup backup/data mine 50000 >/dev/null
on backup sh -c 'zfs unmount backup/data; zfs snapshot backup/data@mine'
expect_status 1 syncoid --quiet root@source:tank/data backup/data 2>/dev/null
on backup zfs list backup/data@mine >/dev/null
syncoid --quiet --force-delete root@source:tank/data backup/data
expect_same_newest tank/data backup/data

# --- Trees: properties, clones, what is left out; two targets with holds ---

on source sh -ec 'zfs snapshot -r tank/data@base; zfs clone tank/data/a@base tank/data/clone; zfs set syncoid:sync=elsewhere "tank/data/my files"'
syncoid --quiet --identifier=tree -r --preserve-properties --exclude='disk$' --compress=zstd-fast root@source:tank/data backup/tree
expect_equal "$(on backup zfs list -H -o name -r backup/tree | sed 's,.*/tree,,' | xargs)" '/a /clone' 'the tree'
expect_equal "$(on backup zfs get -H -o value origin backup/tree/clone)" backup/tree/a@base 'a clone'
expect_equal "$(on backup zfs get -H -o value compression backup/tree)" lz4 'a property'
for _ in 1 2; do
  for id in one two; do syncoid --quiet --identifier=$id --use-hold --include-snaps='^base$' root@source:tank/data/disk backup/disk-$id; done
done
expect_equal "$(on source sh -c 'zfs list -H -o name -t snapshot tank/data/disk | xargs zfs holds -H' | cut -f 2 | cut -d : -f 1 | sort | xargs)" \
  "syncoid_one_$host syncoid_two_$host" 'holds of two targets'

# --- A stream that breaks off is resumed ---

write_file source tank/data large 40000000 >/dev/null
syncoid --quiet --source-bwlimit=4m root@source:tank/data backup/data >/dev/null 2>&1 &
for _ in $(seq 100); do
  on backup sh -c 'pgrep -f "zfs (recv|receive)" >/dev/null' && break
  sleep 0.1
done
sleep 2
on backup pkill -x zwinnow || on backup pkill syncoid || :
wait || :
on backup sh -c 'pkill -x zfs || :'
syncoid --quiet root@source:tank/data backup/data
expect_same_newest tank/data backup/data

# --- By a user, with what that takes, over another port and with a key of its own ---

for guest in source backup; do on "$guest" sh -ec "useradd -m keeper; usermod -p '*' keeper; install -d -o keeper -m 700 /home/keeper/.ssh"; done
on backup sh -ec "ssh-keyscan source 2>/dev/null >/home/keeper/.ssh/known_hosts
  ssh-keygen -q -t ed25519 -N '' -f /home/keeper/.ssh/backup_key; chown -R keeper /home/keeper/.ssh"
on backup cat /home/keeper/.ssh/backup_key.pub | on source sh -ec 'cat >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*'
on source zfs allow -u keeper destroy,mount,send,snapshot tank/data
on backup zfs allow -u keeper canmount,clone,create,destroy,mount,mountpoint,readonly,receive,rollback,userprop backup
as_keeper() { as_user keeper syncoid --quiet --no-privilege-elevation --sshkey=/home/keeper/.ssh/backup_key --sshport=22 -o Compression=yes keeper@source:tank/data/a backup/kept; }
for _ in 1 2; do
  as_keeper
  write_file source tank/data/a again 50000 >/dev/null
done
as_keeper
expect_same_newest tank/data/a backup/kept
expect_equal "$(own source tank/data/a)" 1 'snapshots by a user'

# --- Every 15 seconds, as a monitor starts it, while data is written: for two minutes with --all ---

cycles=3
[[ ${ZWINNOW_LAB_ALL:-} != true ]] || cycles=8
# shellcheck disable=SC2016 # expanded in the guest
on source sh -c 'touch /run/writing; (while [ -e /run/writing ]; do head -c 20000 /dev/urandom >>/tank/data/growing; sleep 0.3; done) >/dev/null 2>&1 </dev/null &'
for ((cycle = 1; cycle <= cycles; cycle++)); do
  started=$SECONDS
  syncoid --quiet root@source:tank/data backup/data
  sleep $((SECONDS - started < 15 ? 15 - SECONDS + started : 0))
done
on source rm /run/writing
syncoid --quiet root@source:tank/data backup/data
expect_same_newest tank/data backup/data
expect_equal "$(own source tank/data)$(own backup backup/data)" 11 'its snapshots'

[[ ${ZWINNOW_LAB_ALL:-} == true ]] || exit 0

# --- There and back: the original, zwinnow, the original (with --all) ---

package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
fetch() (
  # shellcheck disable=SC2034 # for debian.sh
  suite=trixie apt=$package/apt
  open_suite && unpack_packages "$package/files" sanoid libcapture-tiny-perl
)
if ! fetch >&2; then
  echo "Debian's package sanoid cannot be had: the original is not shown" >&2
  exit 0
fi
on backup sh -c 'cat >/opt/original/syncoid; chmod +x /opt/original/syncoid' <"$package/files/usr/sbin/syncoid"
on backup sh -ec 'mkdir -p /opt/original/Capture; cat >/opt/original/Capture/Tiny.pm' <"$package/files/usr/share/perl5/Capture/Tiny.pm"
original() { on backup env PERL5LIB=/opt/original /opt/original/syncoid --quiet --no-privilege-elevation "$@"; }
on backup env PERL5LIB=/opt/original perl -MGetopt::Long -MPod::Usage -MData::Dumper -MTime::Local -MCapture::Tiny -e 1 || skip "this guest's perl has not what syncoid needs"
on source zfs create tank/both
each=(root@source:tank/both backup/both)
for tool in original syncoid syncoid original original syncoid; do
  write_file source tank/both "$tool$RANDOM" 60000 >/dev/null
  on source zfs snapshot "tank/both@between-$RANDOM"
  if [[ $tool == original ]]; then original "${each[@]}"; else syncoid --quiet "${each[@]}"; fi
  expect_same_newest tank/both backup/both
  expect_equal "$(own source tank/both)$(own backup backup/both)" 11 "its snapshots after $tool"
done
expect_equal "$(on backup zfs list -H -o name -t snapshot backup/both | grep -c between)" 6 'the snapshots of others'
for tool in original syncoid original; do
  write_file source tank/both "held$RANDOM" 60000 >/dev/null
  if [[ $tool == original ]]; then original --use-hold "${each[@]}"; else syncoid --quiet --use-hold "${each[@]}"; fi
  expect_same_newest tank/both backup/both
done
