#!/bin/bash
# What goes wrong: wrong names and hosts, a target that is full, a run that is killed or interrupted in the middle of a
# stream. Nothing is left running, nothing is lost, and the next run finishes by itself.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true tank/data
write_file source tank/data first 100000
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)

# refused STATUS TEXT ARG…: ends so, and says this.
refused() {
  zw_ends "$1" backup "${@:3}"
  expect_contains "$said" "$2"
}
before=$(both_states)
refused 255 "No source filesystems selected" backup other backup/copies --ssh-source source
on backup sh -c 'printf "%s\n" "Host off" "HostName 127.0.0.1" "Port 9" >/root/.ssh/config'
refused 255 "Connection refused" backup test backup/copies --ssh-source off
refused 255 "Permission denied" backup test backup/copies --ssh-source nobody@source
refused 255 "--keep-source" "${pull[@]}" --keep-source=0s1d
expect_equal "$(both_states)" "$before" "what refused runs leave"

# Without its target a run still makes snapshots.
refused 255 "Target path 'backup/nosuch' does not exist" backup test backup/nosuch --ssh-source source
expect_contains "$said" 'The source was snapshotted all the same'
(($(on source zfs list -H -o name -t snapshot tank/data | wc -l) == 1)) || fail "there is not one snapshot"

# comes_true GUEST 'SH COMMAND': within a minute or so.
comes_true() {
  local try
  for ((try = 0; try < 100; try++)); do
    ! on "$1" sh -c "$2" || return 0
    sleep 0.3
  done
  fail "on $1 it never came true: $2"
}

# The stream is slow, and the run is ended meanwhile: by Ctrl-C, by kill -9. Nothing of it stays behind on either host.
write_file source tank/data big 6000000
for signal in INT KILL; do
  # A shell in the background would have us ignore the Ctrl-C.
  on backup sh -c 'env --default-signal=INT \
    zwinnow backup test backup/copies --ssh-source source --rate=200k >/tmp/out 2>&1 & echo $! >/tmp/pid'
  comes_true backup 'pgrep -x zfs && zfs list backup/copies/tank/data'
  sleep 2
  # shellcheck disable=SC2016 # expanded in the guest
  on backup sh -c 'kill -"$1" "$(cat /tmp/pid)"' end_run "$signal"
  for guest in source backup; do comes_true "$guest" '! pgrep -x "zwinnow|mbuffer|zfs"'; done
done
zw "${pull[@]}" --verbose --no-snapshot
name=$(on source zfs list -H -o name -s createtxg -t snapshot tank/data | tail -n 1)
expect_same_content "$name" "backup/copies/$name"
expect_equal "$(on source zfs holds -H "$name" | cut -f2)" zfs_autobackup:test "the hold after a killed run"

# The target is full: the dataset fails with what ZFS said, the next run resumes when there is room.
on backup zfs set quota=8M backup/copies
write_file source tank/data more 6000000
refused 1 'tank/data: FAILED' "${pull[@]}"
on backup zfs set quota=none backup/copies
zw "${pull[@]}" --no-snapshot
name=$(on source zfs list -H -o name -s createtxg -t snapshot tank/data | tail -n 1)
expect_same_content "$name" "backup/copies/$name"
