#!/bin/bash
# What is in the copies is what is in the sources: zwinnow verify on filesystems (odd names, links, a fifo, one that is not mounted) and volumes,
# whole and sampled; it leaves nothing behind. A copy that cannot be read is told. zwinnow check makes the same hashes on both hosts.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create tank/data
on source zfs create 'tank/data/my docs'
on source zfs create -o canmount=noauto tank/data/unseen
on source zfs create -s -V 24M 'tank/data/my disk'
on source zfs set autobackup:test=true tank/data
on source sh -ec 'cd /tank/data; mkdir -p "a b/c"; ln -s nowhere link; mkfifo "a b/pipe"; : >empty
  printf x >"$(printf "new\nline \\ \047")"; head -c 3000000 /dev/urandom >"a b/c/big"; chown 1000:7 "a b"; chmod 2751 "a b"'
write_file source 'tank/data/my docs' doc 100000
write_disk source 'tank/data/my disk' 20000000
on backup zfs create backup/copies
at_time '2025-03-01 12:00' zw backup test backup/copies --ssh-source source

verify=(verify test backup/copies --ssh-source source)
before=$(both_states)
zw_ends 0 backup "${verify[@]}" --verbose
expect_contains "$said" 'backup/copies/tank/data@test-20250301120000: Ok, the same as tank/data@test-20250301120000'
expect_contains "$said" 'backup/copies/tank/data/my disk@test-20250301120000: Ok'
zw_ends 0 backup "${verify[@]}" --sample=20% --jobs=4
zw_ends 0 backup "${verify[@]}" --test
expect_equal "$(both_states)" "$before" "what a verification leaves in the pools"
for guest in source backup; do
  expect_equal "$(on "$guest" sh -c 'find /tmp /var/tmp /root -name "zwinnow-verify*"; mount | grep zwinnow || :')" '' "what it leaves on $guest"
done

# The snapshot is the same, whatever was written since; one that is gone from the copy, or a copy that is, is told.
write_file source tank/data more 100000
zw_ends 0 backup "${verify[@]}"
on backup zfs release -r zfs_autobackup:test 'backup/copies/tank/data/my docs@test-20250301120000'
on backup zfs destroy 'backup/copies/tank/data/my docs@test-20250301120000'
zw_ends 1 backup "${verify[@]}"
expect_contains "$said" 'backup/copies/tank/data/my docs: FAILED'

WORK_FILE=$(mktemp)
# Hashes made there, compared here: of a snapshot of a filesystem and of a volume.
for dataset in tank/data 'tank/data/my disk'; do
  zw_on source check "$dataset@test-20250301120000" >"$WORK_FILE"
  on backup zwinnow check "backup/copies/$dataset@test-20250301120000" --check <"$WORK_FILE"
done
sed 's/[0-9a-f]\{40\}/0000000000000000000000000000000000000000/' "$WORK_FILE" >"$WORK_FILE.bad"
expect_status 1 on backup zwinnow check 'backup/copies/tank/data/my disk@test-20250301120000' --check <"$WORK_FILE.bad"
rm "$WORK_FILE" "$WORK_FILE.bad"
expect_equal "$(on backup sh -c 'mount | grep -i zfs-check || :; zfs list -H -o name | grep -i check || :')" '' "what check leaves"
