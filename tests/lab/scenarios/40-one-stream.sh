#!/bin/bash
# `zwinnow sync -R`: a tree in one stream, with volumes, encrypted datasets and what was not listed; increments; broken off in the middle.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o mountpoint=/srv/vm tank/vm
on source zfs create 'tank/vm/my disk'
on source zfs create -s -V 8M tank/vm/volume
on source zfs create 'tank/vm/my disk/deep'
write_file source tank/vm first 200000
write_file source 'tank/vm/my disk' first 300000
write_disk source tank/vm/volume 200000
tree=(sync -R source:tank/vm backup/copies/vm)
guids() { on "$1" zfs list -Hp -o guid -t snapshot -r "$2"; }
same_guids() { expect_equal "$(guids backup "$1")" "$(guids source tank/vm)" "the guids of all snapshots"; }

at_time '2025-03-01 12:00' same_as_script backup "${tree[@]}"
same_guids backup/copies/vm
expect_equal "$(on backup zfs get -H -o value -t filesystem,volume -r readonly backup/copies/vm | sort -u)" on "all copies are read-only"
expect_equal "$(on backup zfs get -H -o value -t filesystem -r mounted backup/copies/vm | sort -u)" no "no copy is mounted"
on backup zfs mount -a
expect_equal "$(on backup sh -c 'mount | grep -c " /srv/vm" || :')" 0 "mounts over the host's own directories"
expect_same_content 'tank/vm/my disk@2025-03-01_12.00.00' 'backup/copies/vm/my disk@2025-03-01_12.00.00'

# An increment; with one level listed only; the seed's own spelling.
write_file source 'tank/vm/my disk/deep' second 300000
on source zfs snapshot -r tank/vm@foreign
write_file source tank/vm third 100000
at_time '2025-03-02 12:00' also_as_script backup "${tree[@]}"
same_guids backup/copies/vm
write_file source tank/vm fourth 100000
at_time '2025-03-03 12:00' zw sync -sRd1 source:tank/vm backup/copies/vm
same_guids backup/copies/vm
before=$(both_states)
at_time '2025-03-03 13:00' zw sync -sRd1 source:tank/vm backup/copies/vm
expect_equal "$(both_states)" "$before" "after a run with nothing to do"

# Encrypted datasets among the others: all goes raw.
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/vm/secret
write_file source tank/vm/secret first 100000
at_time '2025-03-04 12:00' zw "${tree[@]}"
same_guids backup/copies/vm
write_file source tank/vm/secret second 100000
at_time '2025-03-05 12:00' zw "${tree[@]}"
same_guids backup/copies/vm
expect_equal "$(on backup zfs get -H -o value keystatus backup/copies/vm/secret)" unavailable "the copy of what is encrypted"

# What broke off in the middle goes on dataset by dataset.
write_file source tank/vm fifth 3000000
write_file source 'tank/vm/my disk/deep' fifth 3000000
broken() { zw "${tree[@]}" --send-pipe "head -c 4000000" || :; }
at_time "2025-03-06 12:00" broken
at_time '2025-03-07 12:00' zw "${tree[@]}" --no-snapshot
same_guids backup/copies/vm
