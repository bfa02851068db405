#!/bin/bash
# The worst day on real OpenZFS: a tree with mountpoints, a volume, an encrypted pair, quota and share comes back from its
# backup under its name, elsewhere, onto what is still there, after an interruption, and by a user with zfs allow; files
# come back out of snapshots.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source sh -ec 'head -c 32 /dev/urandom >/root/key
  zfs create -o mountpoint=/srv/vm -o quota=200M -o compression=lz4 -o autobackup:test=true -o com.example:note="two words" tank/vm
  zfs create -o atime=off -o sharenfs=off tank/vm/a
  zfs create -o canmount=noauto -o readonly=on tank/vm/a/quiet
  zfs create -V 8M tank/vm/disk
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/vm/secret
  zfs create -o refquota=50M tank/vm/secret/child'
sum_a=$(write_file source tank/vm/a first 3000000)
sum_child=$(write_file source tank/vm/secret/child hidden 300000)
write_disk source tank/vm/disk 200000
zw sync source:tank/vm backup/copies/vm --no-holds
write_file source tank/vm/a second 100000 >/dev/null
sleep 1
zw sync source:tank/vm backup/copies/vm --no-holds
on backup zfs set quota=none backup/copies/vm # the copy is the backup server's business
names='canmount,mountpoint,quota,refquota,compression,atime,readonly,sharenfs,autobackup:test,com.example:note,keylocation,volsize'
properties() { on source zfs get -H -o name,property,value -r -t filesystem,volume "$names" tank/vm; }
disk_sum() { on source sh -ec 'udevadm settle; head -c 200000 /dev/zvol/tank/vm/disk | sha256sum'; }
before=$(properties) disk_before=$(disk_sum)
mounted() { on source sh -c 'zfs mount | awk "{ print \$1 }" | grep "^tank/vm" | xargs'; }

# --- Under the old name, pushed: as it was, mounted, keys loaded; the child that shared its root's key has it too ---
lose() { on source sh -ec 'zfs destroy -r tank/vm'; }
lose
same_as_script backup restore backup/copies/vm source:tank/vm
expect_equal "$(properties | grep -v 'child.keylocation')" "$(grep -v 'child.keylocation' <<<"$before")" "the properties"
expect_equal "$(mounted)" 'tank/vm tank/vm/a tank/vm/secret tank/vm/secret/child' "what is mounted"
expect_equal "$(on source sh -c 'sha256sum </srv/vm/a/first' | cut -d' ' -f1)" "$sum_a" "a file"
expect_equal "$(on source sh -c 'sha256sum </srv/vm/secret/child/hidden' | cut -d' ' -f1)" "$sum_child" "an encrypted file"
expect_equal "$(disk_sum)" "$disk_before" "the volume"
expect_equal "$(on source zfs get -H -o value zwinnow:source tank/vm)" - "what the backup added"

# --- The backup goes on, incrementally, onto raw copies too ---
write_file source tank/vm/secret/child more 100000 >/dev/null
sleep 1
zw sync source:tank/vm backup/copies/vm --no-holds
expect_contains "$(on backup zpool history backup | tail -n 20)" 'recv'

# --- Its key is not there: named with its command, the rest is done ---
lose
on source mv /root/key /root/key.away
zw_ends 0 backup restore backup/copies/vm source:tank/vm
expect_contains "$said" 'tank/vm/secret: its key is not loaded, so it cannot be read. To use it: zfs load-key tank/vm/secret && zfs mount tank/vm/secret'
expect_equal "$(mounted)" 'tank/vm tank/vm/a' "what is mounted without a key"
on source sh -ec 'mv /root/key.away /root/key; zfs load-key tank/vm/secret; zfs mount tank/vm/secret'

# --- Elsewhere, pulled: nothing acts on the host ---
zw_ends 0 backup restore backup/copies/vm source:tank/look
expect_contains "$said" 'not restored under the original name'
expect_equal "$(on source zfs get -H -o value canmount,mountpoint,quota,autobackup:test tank/look | xargs)" 'noauto /tank/look none false' "elsewhere"
on source sh -ec 'zfs mount tank/look/a; cmp /tank/look/a/first /srv/vm/a/first; zfs destroy -r tank/look'

# --- What is there was written to: set aside, and the rest comes by an increment onto a clone ---
write_file source tank/vm/a mine 1000000 >/dev/null
on source zfs create tank/vm/new
zw_ends 0 backup restore backup/copies/vm source:tank/vm --verbose
aside=$(on source zfs list -H -o name -d 1 tank | grep diverged)
expect_contains "$said" "becomes $aside"
expect_equal "$(on source zfs get -H -o value canmount,mounted,autobackup:test "$aside" | xargs)" 'noauto no false' "what was set aside"
on source zfs list "$aside/new" >/dev/null
expect_equal "$(properties | grep -v keylocation)" "$(grep -v keylocation <<<"$before")" "the properties on clones"
on source sh -ec '! [ -e /srv/vm/a/mine ]; zfs mount -o mountpoint=/mnt "$1" 2>/dev/null || mount -t zfs -o zfsutil "$1/a" /mnt; ls /mnt/mine; umount /mnt' look "$aside"
[[ $said != *'zfs send'* ]] || expect_equal "$(grep -c -- ' (new)' <<<"$said" || :)" 0 "full streams"

# --- In use: nothing is changed ---
write_file source tank/vm/a again 1000 >/dev/null
on source sh -c 'sleep 300 </srv/vm/a/first >/dev/null 2>&1 & echo $! >/root/user'
zw_ends 1 backup restore backup/copies/vm source:tank/vm
expect_contains "$said" busy
expect_equal "$(on source zfs list -H -o name -d 1 tank | grep -c diverged)" 1 "nothing more is set aside"
on source sh -c 'kill $(cat /root/user)'

# --- Interrupted, and resumed ---
on source sh -ec 'zfs list -H -o name -d 1 tank | grep diverged | xargs -r -n 1 zfs destroy -R; zfs destroy -r tank/vm 2>/dev/null || :; ! zfs list tank/vm 2>/dev/null'
write_big() { on backup zfs list backup >/dev/null; }
write_big
on backup sh -c 'timeout -s KILL 2 zwinnow restore backup/copies/vm source:tank/vm --rate 200k --buffer 1M' || :
zw_ends 0 backup restore backup/copies/vm source:tank/vm --verbose
expect_equal "$(properties | grep -v keylocation)" "$(grep -v keylocation <<<"$before")" "the properties when it was resumed"
expect_equal "$(on source sh -c 'sha256sum </srv/vm/a/first' | cut -d' ' -f1)" "$sum_a" "a file when it was resumed"

# --- Files ---
on source sh -ec 'rm /srv/vm/a/first; mkdir /root/out'
on backup sh -ec 'cd /tmp; zwinnow restore --file /srv/vm/a/first --list backup/copies/vm' | grep -q 'backup/copies/vm/a@'
on backup sh -ec 'mkdir -p /tmp/files; zwinnow restore --file a/first --to /tmp/files backup/copies/vm'
expect_equal "$(on backup sh -c 'sha256sum </tmp/files/first' | cut -d' ' -f1)" "$sum_a" "a restored file"
expect_equal "$(on backup sh -c 'mount | grep -c zwinnow-restore || :')" 0 "mounts that are left"

# --- A user with zfs allow on both sides: all but mounting ---
for guest in source backup; do on "$guest" sh -ec 'useradd -m keeper; usermod -p "*" keeper; install -d -o keeper -m 700 /home/keeper/.ssh'; done
on backup sh -ec 'cp /root/.ssh/known_hosts /home/keeper/.ssh/; ssh-keygen -q -t ed25519 -N "" -f /home/keeper/.ssh/id_ed25519; chown -R keeper /home/keeper/.ssh'
on backup cat /home/keeper/.ssh/id_ed25519.pub | on source sh -ec 'cat >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*'
lose
on backup zfs allow -u keeper send,release backup/copies
on source zfs allow -u keeper create,mount,receive,canmount,mountpoint,quota,refquota,compression,atime,readonly,sharenfs,userprop,keylocation,refreservation,volsize tank
as_user keeper zw_ends 0 backup restore backup/copies/vm keeper@source:tank/vm
expect_contains "$said" 'only root can mount on Linux'
expect_equal "$(properties | grep -v keylocation)" "$(grep -v keylocation <<<"$before")" "the properties by a user"
on source sh -ec 'zfs mount tank/vm; zfs mount tank/vm/a; ls /srv/vm/a/first'
