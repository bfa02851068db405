#!/bin/bash
# Users who are not root on either side: refused before anything is changed, with what they lack; and with exactly what
# `zwinnow allow` prints, run by root, everything is done by a run as by a script: full and incremental streams, raw ones,
# thinning, a resumed and an aborted receive, a rollback, bookmarks. Only mounting is not.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

forget_what_was_allowed() {
  on source zfs unallow -r -u keeper tank
  on backup zfs unallow -r -u keeper backup
}
# refused TEXT… -- ARG…: not done, with these texts, and nothing has changed.
refused() {
  local texts=() before text
  while [[ $1 != -- ]]; do texts+=("$1"); shift; done
  shift
  before=$(both_states)
  as_user keeper zw_ends 255 backup backup "$@"
  for text in "${texts[@]}"; do expect_contains "$said" "$text"; done
  expect_equal "$(both_states)" "$before" "what a refused run leaves"
}
run_and_script() { as_user keeper same_as_script backup backup "$@"; }
run_also_script() { as_user keeper also_as_script backup backup "$@"; }

make_user keeper
on source zfs create -o autobackup:test=true -o compression=lz4 -o atime=off 'tank/my data'
on source zfs create -V 8M 'tank/my data/disk'
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key -o autobackup:test=true tank/secret
on source zfs create tank/secret/inner
on backup zfs create backup/copies
write_file source 'tank/my data' first 200000
write_file source tank/secret first 200000
job=(--ssh-source keeper@source test backup/copies)

# --- Nothing is allowed, and part of it ---
refused "[Source] user keeper lacks destroy, hold, mount, release, send, snapshot on tank/my data" \
  "zfs allow -u keeper destroy,hold,mount,release,send,snapshot 'tank/my data'" \
  "[Target] user keeper lacks canmount, create, destroy, hold, keylocation, mount, receive, release on backup/copies" \
  -- "${job[@]}"
allow_as_printed "${job[@]}"
on source zfs unallow -u keeper hold 'tank/my data'
refused "[Source] user keeper lacks hold on tank/my data. As root on keeper@source: zfs allow -u keeper hold 'tank/my data'" -- "${job[@]}"
allow_as_printed "${job[@]}"

# --- Full, incremental and thinning ---
at_time '2025-03-01 12:00' run_also_script "${job[@]}"
expect_contains "$said" 'only root can mount on Linux, and the user there is keeper'
expect_equal "$(on backup zfs get -H -o value mounted 'backup/copies/tank/my data')" no "mounted"
expect_equal "$(on backup zfs get -H -o value,source compression 'backup/copies/tank/my data')" $'lz4\treceived' "a property that came along"
write_file source 'tank/my data' second 200000
write_disk source 'tank/my data/disk' 100000
write_file source tank/secret second 200000
at_time '2025-03-02 12:00' run_and_script --keep-source=1 --keep-target=1 "${job[@]}"
expect_equal "${said:-}" '' "what a good run says"
for dataset in 'tank/my data' 'tank/my data/disk'; do
  expect_snapshots source "$dataset" test-20250302120000
  expect_snapshots backup "backup/copies/$dataset" test-20250302120000
  expect_same_content "$dataset@test-20250302120000" "backup/copies/$dataset@test-20250302120000"
done
expect_snapshots backup backup/copies/tank/secret test-20250302120000

# --- A receive that broke off: resumed; and thrown away when it is no good ---
# break_off FROM TO: a send of another tool, cut in the middle.
break_off() {
  on backup sh -c "ssh source \"zfs send -i @$1 'tank/my data@$2'\" | head -c 1500000 | zfs receive -s -u 'backup/copies/tank/my data'" || :
}
write_file source 'tank/my data' third 4000000
on source zfs snapshot 'tank/my data@test-20250303120000'
break_off test-20250302120000 test-20250303120000
at_time '2025-03-04 12:00' run_also_script --verbose "${job[@]}"
expect_contains "$said" 'tank/my data@test-20250303120000: resuming'
write_file source 'tank/my data' fourth 4000000
on source zfs snapshot 'tank/my data@test-20250305120000'
break_off test-20250303120000 test-20250305120000
on source zfs destroy 'tank/my data@test-20250305120000'
at_time '2025-03-06 12:00' run_also_script --verbose "${job[@]}"
expect_contains "$said" 'Aborting resume'
expect_same_content 'tank/my data@test-20250306120000' 'backup/copies/tank/my data@test-20250306120000'

# --- Rollback, of a filesystem that root has mounted: not allowed yet ---
on backup zfs mount 'backup/copies/tank/my data'
write_file backup 'backup/copies/tank/my data' stray 100000
write_file source 'tank/my data' fifth 100000
refused "[Target] user keeper lacks rollback on backup/copies" -- --rollback "${job[@]}"
allow_as_printed --rollback "${job[@]}"
at_time '2025-03-07 12:00' run_also_script --rollback "${job[@]}"
expect_same_content 'tank/my data@test-20250307120000' 'backup/copies/tank/my data@test-20250307120000'

# --- Another job: bookmarks, properties, a dataset that is gone; only what that takes ---
forget_what_was_allowed
on source zfs inherit autobackup:test tank/secret
job=(--bookmarks --no-holds --clear-mountpoint --destroy-missing=1s --set-snapshot-properties=lab:made=here "${job[@]}")
allow_as_printed "${job[@]}"
write_file source 'tank/my data' sixth 100000
at_time '2025-03-08 12:00' run_and_script "${job[@]}"
expect_equal "$(on source zfs get -H -o value lab:made 'tank/my data@test-20250308120000')" here "the property of a snapshot"
expect_equal "$(on backup zfs get -H -o value canmount 'backup/copies/tank/my data')" noauto "canmount of the copy"
expect_contains "$(on source zfs list -H -o name -t bookmark 'tank/my data')" 'tank/my data#test-20250308120000'
expect_equal "$(on backup zfs list -H -r -o name backup/copies/tank)" $'backup/copies/tank\nbackup/copies/tank/my data\nbackup/copies/tank/my data/disk' 'what is left'
