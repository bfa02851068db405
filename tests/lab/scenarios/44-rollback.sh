#!/bin/bash
# Rollbacks of what is in use, by a run as by a script: filesystems, volumes, encrypted ones, mounted ones, busy ones, with
# clones of what is newer; by root, and by a user who was allowed to.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

value() { on "$1" zfs get -H -o value "$2" "$3"; }
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o mountpoint=/srv/vm tank/vm
for dataset in vm/a vm/a/deep vm/late; do on source zfs create "tank/$dataset"; done
on source zfs create -V 8M tank/vm/disk
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs create tank/secret/child
on source zfs set autobackup:test=true tank
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)
copies=backup/copies/tank
for dataset in vm vm/a secret/child; do write_file source "tank/$dataset" old 100000; done
write_disk source tank/vm/disk 100000
at_time '2025-03-01 12:00' zw "${pull[@]}"

for dataset in vm vm/a vm/disk secret secret/child; do on source zfs snapshot "tank/$dataset@one"; done
for dataset in vm vm/a secret/child; do write_file source "tank/$dataset" later 50000; done
write_disk source tank/vm/disk 50000
for dataset in vm vm/a vm/disk secret secret/child; do on source zfs snapshot "tank/$dataset@two"; done
on source zfs bookmark tank/vm@one tank/vm#one
on source zfs bookmark tank/vm@two tank/vm#two
on source zfs clone tank/vm/a@two tank/clone
on source zfs snapshot tank/clone@x
write_file source tank/vm latest 50000
before=$(content_of source tank/vm@one)
disk=$(content_of source tank/vm/disk@one)

zw_ends 255 source rollback tank/vm@one
expect_contains "$said" 'Roll back tank/vm@one? There is no terminal to ask on: --yes answers yes'
expect_contains "$said" 'tank/vm@two: Would be destroyed'
on source zfs hold zfs_autobackup:test tank/vm@two
zw_ends 255 source rollback --yes tank/vm@one
expect_contains "$said" 'the newest common snapshot with a target, held by zfs_autobackup:test'
on source zfs release zfs_autobackup:test tank/vm@two

# Nobody sits in it: by a run and by a script it is set aside, and its clone takes its place.
on source sh -c "printf '#!/bin/sh\necho \"\$1 \$ZWINNOW_RESULT\" >>/tmp/hooked\n' >/root/hook; chmod +x /root/hook"
on source sh -c 'cd /srv/vm && exec sleep 1000' &
sitting=$!
until on source pgrep -x sleep >/dev/null; do :; done
zw_ends 1 source rollback --keep tank/vm@one --start-cmd '/root/hook start'
expect_contains "$said" 'tank/vm: FAILED'
expect_equal "$(on source zfs list -H -o name,mounted -r tank/vm | tr '\t' ' ')" "tank/vm yes
tank/vm/a yes
tank/vm/a/deep yes
tank/vm/disk -
tank/vm/late yes" "nothing has happened"
expect_equal "$(on source cat /tmp/hooked)" 'start failure' "the start hook"
on source pkill -x sleep
wait "$sitting" || :
at_time '2025-03-04 12:00' same_as_script source rollback --keep -r tank/vm@one --stop-cmd '/root/hook stop' --start-cmd '/root/hook start'
aside=tank/vm.rolled-back-20250304120000
expect_equal "$(on source zfs list -H -o name,mounted -r tank/vm | tr '\t' ' ')" "tank/vm yes
tank/vm/a yes
tank/vm/a/deep yes
tank/vm/disk -
tank/vm/late yes" "mounted again"
expect_equal "$(value source mountpoint tank/vm)" /srv/vm "its mountpoint"
expect_equal "$(content_of source tank/vm@one)" "$before" "what it was"
expect_equal "$(on source ls /srv/vm /srv/vm/a | tr '\n' ' ')" "/srv/vm: a late old  /srv/vm/a: deep old " "what is in it"
expect_equal "$(on source sh -c 'udevadm settle; sha256sum </dev/zvol/tank/vm/disk')" "$disk" "the volume"
expect_snapshots source "$aside" two
expect_equal "$(on source zfs list -H -t bookmark -o name -d 1 tank/vm)" 'tank/vm#one' "its bookmarks"
expect_equal "$(value source canmount "$aside") $(value source autobackup:test "$aside") $(value source autobackup:test tank/vm)" \
  'noauto false true' "what was set aside"
at_time '2025-03-04 13:00' same_as_script source rollback --keep -r tank/secret@one
expect_equal "$(value source encryptionroot tank/secret/child) $(value source mounted tank/secret/child) $(value source keylocation tank/secret)" \
  'tank/secret yes file:///root/key' "encryption"
expect_equal "$(on source ls /tank/secret/child)" old "what is in it"

# Its backup goes on, from what both have.
write_file source tank/vm after 50000
at_time '2025-03-05 12:00' zw "${pull[@]}" --other-snapshots
expect_same_content tank/vm@test-20250305120000 "$copies/vm@test-20250305120000"
expect_equal "$(value backup guid "$copies/secret/child@one")" "$(value source guid tank/secret/child@one)" "what is sent of it"

# Losing what is newer: the clone of it, its snapshots and bookmarks, in a mounted filesystem that is in use.
for dataset in vm vm/a vm/disk; do on source zfs snapshot "tank/$dataset@three"; done
write_file source tank/vm/a more 50000
for dataset in vm vm/a vm/disk; do on source zfs snapshot "tank/$dataset@four"; done
on source zfs bookmark tank/vm@four tank/vm#four
on source zfs clone tank/vm/a@four tank/newer
on source zfs snapshot tank/newer@x
on source zfs create tank/newer/below
at_time '2025-03-06 12:00' same_as_script source rollback -r --yes tank/vm@three
on source sh -ec '! zfs list tank/newer 2>/dev/null; zfs list tank/clone'
expect_equal "$(on source ls /srv/vm/a | tr '\n' ' ')" "deep old " "what is in it"
expect_equal "$(on source zfs list -H -t bookmark -o name -d 1 tank/vm)" 'tank/vm#one' "bookmarks"
at_time '2025-03-07 12:00' zw "${pull[@]}" --other-snapshots

# --- By a user ---

on source sh -ec "useradd -m keeper; zfs allow keeper rollback,destroy,mount,clone,create,promote,rename,snapshot,canmount,readonly,userprop,refreservation,volsize tank"
on source zfs snapshot -r tank/vm@five
write_file source tank/vm by-hand 50000
on source zfs snapshot -r tank/vm@six
as_user keeper zw_ends 0 source rollback -r --yes tank/vm@five
expect_equal "$(on source ls /srv/vm | tr '\n' ' ')" "a after late old " "what is in it"
as_user keeper zw_ends 0 source clone tank/vm tank/mine
expect_contains "$said" "tank/mine: Not mounted: only root can on Linux: zfs list -H -o name -t filesystem -r tank/mine | xargs -d '\\n' -n 1 zfs mount"
on source sh -c "zfs list -H -o name -t filesystem -r tank/mine | xargs -d '\\n' -n 1 zfs mount"
expect_equal "$(on source ls /tank/mine | tr '\n' ' ')" "a after late old " "what is in the clone"
as_user keeper zw_ends 1 source rollback --keep tank/vm@five
expect_contains "$said" 'tank/vm: FAILED'
expect_equal "$(value source mounted tank/vm)" yes "it is still there"
as_user keeper zw_ends 0 source rollback --keep tank/vm/disk@three
