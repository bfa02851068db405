#!/bin/bash
# In other forms, by a run as by a script: from bookmarks, so that the source keeps nothing; clones as clones; encrypted datasets in plain and
# plain ones encrypted by the target; through a compressor; with hooks.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true tank/data
on source zfs create -s -V 8M 'tank/data/my disk'
write_file source tank/data first 300000
on backup zfs create -o atime=off backup/copies
on backup mkdir -p /backup/copies/tank/data # to be mounted on
pull=(backup test backup/copies --ssh-source source)

# Bookmarks, of an encrypted filesystem too where OpenZFS is new enough.
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key -o autobackup:test=true tank/raw
for day in 1 2; do
  write_file source tank/data "day$day" 100000
  write_file source tank/raw "day$day" 100000
  write_disk source 'tank/data/my disk' 100000
  compare=$([[ $day == 1 ]] && echo also_as_script || echo same_as_script)
  at_time "2025-03-0$day 12:00" "$compare" backup "${pull[@]}" --bookmarks --keep-source=0 --compress=zstd-fast
  for dataset in tank/data 'tank/data/my disk' tank/raw; do
    expect_equal "$(on source zfs list -H -o name -t snapshot "$dataset")" '' "the snapshots of $dataset"
    expect_equal "$(on source zfs list -H -o name -t bookmark "$dataset" | wc -l)" 1 "the bookmarks of $dataset"
  done
done
expect_snapshots backup backup/copies/tank/raw test-20250301120000 test-20250302120000
expect_snapshots backup 'backup/copies/tank/data/my disk' test-20250301120000 test-20250302120000
expect_equal "$(on backup sha256sum /backup/copies/tank/data/day2 | cut -d' ' -f1)" \
  "$(on source sha256sum /tank/data/day2 | cut -d' ' -f1)" "a file"

# Clones, and hooks around them.
on source zfs create -o autobackup:test=true tank/z
write_file source tank/z file 300000
on source zfs snapshot tank/z@test-20250303120000
on source zfs clone -o autobackup:test=true tank/z@test-20250303120000 tank/a-clone
write_file source tank/a-clone more 100000
at_time '2025-03-04 12:00' also_as_script backup "${pull[@]}" --clones=simple --pre-snapshot-cmd 'touch /tmp/before' \
  --post-snapshot-cmd 'sh -c "echo $ZWINNOW_RESULT $ZWINNOW_SNAPSHOT >/tmp/after"'
expect_equal "$(on backup zfs get -H -o value origin backup/copies/tank/a-clone)" backup/copies/tank/z@test-20250303120000 "the origin"
expect_same_content tank/a-clone@test-20250304120000 backup/copies/tank/a-clone@test-20250304120000
expect_equal "$(on source cat /tmp/after)" 'success test-20250304120000' "what the hook was told"

# Encryption: taken off on the way, and put on by the target.
on backup sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key -o autobackup:test=true tank/secret
write_file source tank/secret file 300000
on backup zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key backup/vault
vault=(backup test backup/vault --ssh-source source --encrypt --decrypt)
at_time '2025-03-05 12:00' also_as_script backup "${vault[@]}"
expect_equal "$(on backup zfs get -H -o value encryptionroot backup/vault/tank/secret)" backup/vault "the encryption root"
expect_equal "$(on backup zfs get -H -o value encryptionroot backup/vault/tank/data)" backup/vault "the encryption root"
expect_same_content tank/secret@test-20250305120000 backup/vault/tank/secret@test-20250305120000
write_file source tank/secret more 300000
at_time '2025-03-06 12:00' also_as_script backup "${vault[@]}"
expect_same_content tank/secret@test-20250306120000 backup/vault/tank/secret@test-20250306120000
on source zfs unmount tank/secret
on source zfs unload-key tank/secret
status=0
said=$(at_time '2025-03-07 12:00' zw "${vault[@]}" --allow-empty 2>&1) || status=$?
expect_equal "$status" 1 "the status without the key"
expect_contains "$said" 'tank/secret: FAILED: its key is not loaded'

# What is gone for long.
on source sh -ec 'for dataset in tank/a-clone tank/z; do
  zfs list -H -o name -t snapshot "$dataset" | xargs -n 1 zfs holds -H | while read -r name tag rest; do zfs release "$tag" "$name"; done
  zfs destroy -r "$dataset"
done'
at_time '2025-05-01 12:00' also_as_script backup "${pull[@]}" --no-snapshot --destroy-missing=30d
expect_equal "$(on backup zfs list -H -o name -r backup/copies | grep -E 'a-clone|/z$')" backup/copies/tank/z "copies of what is gone: z had a clone"
at_time '2025-05-01 13:00' zw "${pull[@]}" --no-snapshot --destroy-missing=30d
expect_equal "$(on backup zfs list -H -o name -r backup/copies | grep -E "a-clone|/z$" || :)" "" "copies of what is gone"
