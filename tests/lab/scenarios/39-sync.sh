#!/bin/bash
# A tree from one endpoint to another: pull and push, first run and increments, volumes, encrypted datasets, mountpoints,
# one level, excluded datasets, two targets, resumed streams; the script leaves the same pools; and by a user who is not root.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o mountpoint=/srv/vm tank/vm
on source zfs create 'tank/vm/my disk'
on source zfs create -s -V 8M tank/vm/volume
on source zfs create tank/vm/swap
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/vm/secret
write_file source tank/vm first 200000
write_file source 'tank/vm/my disk' first 300000
write_file source tank/vm/secret first 100000
write_disk source tank/vm/volume 200000
on source zfs snapshot -r tank/vm@by-hand
write_file source 'tank/vm/my disk' second 300000
guid_of() { on "$1" zfs get -Hp -o value guid "$2"; }
tree=(sync source:tank/vm backup/copies/vm)

# --- Pull ---
at_time '2025-03-01 12:00' same_as_script backup "${tree[@]}"
now=2025-03-01_12.00.00
for dataset in vm 'vm/my disk' vm/volume vm/swap vm/secret; do
  expect_equal "$(on backup zfs get -H -o value readonly "backup/copies/$dataset")" on "readonly of $dataset"
done
expect_snapshots backup 'backup/copies/vm/my disk' by-hand $now
expect_snapshots backup backup/copies/vm/swap by-hand
expect_same_content 'tank/vm/my disk@by-hand' 'backup/copies/vm/my disk@by-hand'
expect_same_content tank/vm/volume@by-hand backup/copies/vm/volume@by-hand
expect_equal "$(on backup zfs get -H -o value encryption,keystatus backup/copies/vm/secret | tr '\n' ' ')" 'aes-256-gcm unavailable ' "sent raw"
expect_equal "$(on backup zfs get -H -o value mounted,canmount backup/copies/vm | tr '\n' ' ')" 'no noauto ' "stays unmounted"
expect_equal "$(on backup zfs get -H -o value mountpoint backup/copies/vm)" /backup/copies/vm "the mountpoint is inherited"
on backup zfs mount -a
expect_equal "$(on backup sh -c 'mount | grep -c /srv/vm || :')" 0 "mounts over the host's own directories"

# --- Increments; with nothing to do, nothing is done ---
write_file source tank/vm/secret second 100000
write_disk source tank/vm/volume 300000
at_time '2025-03-02 12:00' also_as_script backup "${tree[@]}"
later=2025-03-02_12.00.00
expect_snapshots backup backup/copies/vm/secret by-hand $later
expect_same_content "tank/vm/volume@$later" "backup/copies/vm/volume@$later"
before=$(both_states)
at_time '2025-03-02 13:00' zw "${tree[@]}"
expect_equal "$(both_states)" "$before" "after a run with nothing to do"

# --- A second target has its own holds; a copy of the copy ---
at_time '2025-03-02 14:00' zw sync source:tank/vm backup/second --depth 1
at_time '2025-03-02 14:00' zw sync -X '*/swap,/sec*' source:tank/vm backup/third
expect_equal "$(on backup zfs list -H -o name -r backup/second backup/third | sort | tr '\n' '|')" 'backup/second|backup/third|backup/third/my disk|backup/third/volume|' "what is brought over"
write_file source tank/vm third 100000
for target in copies/vm second third; do at_time '2025-03-03 12:00' zw sync source:tank/vm "backup/$target" --depth 1; done
expect_equal "$(on source zfs holds -H tank/vm@2025-03-03_12.00.00 | cut -f 2 | sort -u | wc -l)" 3 "three tags"
expect_equal "$(on source zfs holds -H tank/vm@by-hand | wc -l)" 0 "holds on the old base"
zw sync -d1 backup/second backup/fourth
expect_equal "$(guid_of backup backup/fourth@by-hand)" "$(guid_of source tank/vm@by-hand)" "the guid in a copy of a copy"

# --- Mountable; up to a snapshot; the newest alone ---
zw sync -m 'source:tank/vm/my disk@by-hand' backup/mounted
expect_equal "$(on backup zfs get -H -o value canmount,mounted backup/mounted | tr '\n' ' ')" 'on yes ' "mounted, read-only"
expect_snapshots backup backup/mounted by-hand
zw sync -i 'source:tank/vm/my disk' backup/newest
expect_snapshots backup backup/newest $now

# --- Push, by a user with leave; without it the run says what is missing, and changes nothing ---
for guest in source backup; do on "$guest" sh -ec "useradd -m keeper; usermod -p '*' keeper; install -d -o keeper -m 700 /home/keeper/.ssh"; done
on source sh -ec "cp /root/.ssh/known_hosts /home/keeper/.ssh/ 2>/dev/null || :
  ssh-keyscan backup >>/home/keeper/.ssh/known_hosts 2>/dev/null
  ssh-keygen -q -t ed25519 -N '' -f /home/keeper/.ssh/id_ed25519
  chown -R keeper /home/keeper/.ssh"
on source cat /home/keeper/.ssh/id_ed25519.pub | on backup sh -ec 'cat >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*'
before=$(both_states)
as_user keeper zw_ends 255 source sync 'tank/vm/my disk' keeper@backup:backup/pushed/disk
expect_contains "$said" "zfs allow -u keeper hold,release,send,snapshot 'tank/vm/my disk'"
expect_equal "$(both_states)" "$before" "what a refused run leaves"
on source zfs allow -u keeper hold,mount,release,send,snapshot 'tank/vm/my disk'
on backup zfs allow -u keeper canmount,create,hold,mount,mountpoint,readonly,receive,release,userprop backup
write_file source 'tank/vm/my disk' third 100000
as_user keeper zw_on source sync 'tank/vm/my disk' keeper@backup:backup/pushed/disk
expect_equal "$(on backup zfs get -H -o value readonly,canmount backup/pushed/disk | tr '\n' ' ')" 'on noauto ' "what a user's copy has"
write_file source 'tank/vm/my disk' fourth 100000
as_user keeper zw_on source sync 'tank/vm/my disk' keeper@backup:backup/pushed/disk
expect_equal "$(guid_of backup "backup/pushed/disk@$(on source zfs list -H -o name -s createtxg -t snapshot 'tank/vm/my disk' | tail -n 1 | sed 's/.*@//')")" \
  "$(guid_of source "$(on source zfs list -H -o name -s createtxg -t snapshot 'tank/vm/my disk' | tail -n 1)")" "the newest, pushed by a user"
